"""What an export may be asked for, and what every exporter needs of an extraction."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args
from urllib.parse import quote

from extractor.errors import VytiahError

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction

TableName = Literal[
    "documents", "measures", "deadlines", "parties", "figures", "organisations", "references", "people", "places",
    "warnings", "evidence",
]  # fmt: skip
TABLE_NAMES: Final[tuple[TableName, ...]] = get_args(TableName)
Language = Literal["uk", "en"]

_FIELD: Final = re.compile(r"\{[^{}]*\}|[{}]")

#: (extraction, 1-based page or None) → where the document itself can be seen, or None.
Link = Callable[["Extraction", int | None], str | None]


class ExportError(VytiahError):
    """An export cannot be made: a library of an extra is not installed, or an option makes no sense."""


def no_link(extraction: Extraction, page: int | None) -> str | None:  # noqa: ARG001 - the signature of a Link
    """The Link of those who know no address of the documents: None."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of all exporters; each reads those that are its own.

    table: which table a format of one table writes (csv, parquet).
    bom: whether CSV begins with the byte order mark that old spreadsheets want ("utf-8-sig").
    language: of headings that people read (xlsx, calendar).
    link: where a document, or a page of it, can be seen.
    alarm_days: how many days before a deadline a calendar reminds; 0 is the day itself, None is never.
    """

    table: TableName = "measures"
    bom: bool = False
    language: Language = "uk"
    link: Link = no_link
    alarm_days: int | None = 3


DEFAULT: Final = Options()


def document_id(extraction: Extraction) -> str:
    """The document's id on every machine: the first 32 hexadecimal digits of the SHA-256 of its bytes."""
    return extraction.source.sha256[:32]


def link_by_template(template: str) -> Link:
    """A Link of an address with `{id}`, `{filename}` and `{page}` in it; the values are percent-encoded.

    Of a document inside an archive the file name is the whole way to it; `/` in it stays. A place without a page
    takes page 1. Raises ExportError on any other field, and on an address that is not http, https or file.

    >>> link_by_template("https://registry.example/d/{id}#page={page}")   # doctest: +SKIP
    """
    if not template.lower().startswith(("http://", "https://", "file:///")):
        raise ExportError("the link must begin with http://, https:// or file:///")
    if set(_FIELD.findall(template)) - {"{id}", "{filename}", "{page}"}:
        raise ExportError("the link may hold {id}, {filename} and {page}, and no other braces")

    def link(extraction: Extraction, page: int | None) -> str | None:
        values = {
            "{id}": document_id(extraction),
            "{filename}": quote(extraction.source.filename or "", safe="/"),
            "{page}": str(page or 1),
        }
        return _FIELD.sub(lambda found: values[found[0]], template)

    return link
