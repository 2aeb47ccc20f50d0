"""Extractions in the forms that others take: one file an output. Knows nothing of stores: plain extractions go in,
bytes come out, and the same extractions give the same bytes.

>>> from extractor.export import named, Options
>>> with open("measures.csv", "wb") as stream:                                    # doctest: +SKIP
...     named("csv").write(extractions, stream, Options(table="measures", bom=True))
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

from extractor.export import (
    calendar_tasks,
    csv_table,
    datapackage,
    ftm,
    json_array,
    json_lines,
    jsonld,
    labelstudio,
    parquet,
    spacy_docs,
    xlsx,
)
from extractor.export.options import TABLE_NAMES, ExportError, Link, Options, TableName, document_id, link_by_template

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction

__all__ = [
    "EXPORTERS",
    "TABLE_NAMES",
    "ExportError",
    "Exporter",
    "Link",
    "Options",
    "TableName",
    "document_id",
    "link_by_template",
    "named",
    "of_media_type",
]


class Exporter(Protocol):
    """What a module of this package offers: constants, which is why their names are in capitals."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """The format's name, as `--format` takes it."""

    @property
    def MEDIA_TYPE(self) -> str:  # noqa: N802 - a module's constant
        """The format's media type, no other's."""

    @property
    def EXTENSION(self) -> str:  # noqa: N802 - a module's constant
        """What a file's name ends with, without the dot."""

    def write(self, extractions: Iterable[Extraction], stream: BinaryIO, options: Options) -> None:
        """Write the extractions, each document's once, to a stream that need not seek and stays open.

        Raises ExportError where the format's library is not installed."""


#: All outputs, the usual ones first; `--format` and `Accept` follow this.
EXPORTERS: Final[tuple[Exporter, ...]] = (
    json_array,
    json_lines,
    csv_table,
    xlsx,
    calendar_tasks,
    parquet,
    datapackage,
    jsonld,
    ftm,
    labelstudio,
    spacy_docs,
)


def named(name: str) -> Exporter:
    """The exporter of a format's name; raises ExportError where there is none."""
    for exporter in EXPORTERS:
        if name == exporter.NAME:
            return exporter
    raise ExportError(f"no such format: {name}; known: {', '.join(e.NAME for e in EXPORTERS)}")


def of_media_type(media_type: str) -> Exporter | None:
    """The exporter of a media type, parameters such as `; charset=utf-8` apart; None where there is none."""
    wanted = media_type.partition(";")[0].strip().lower()
    return next((e for e in EXPORTERS if wanted == e.MEDIA_TYPE), None)
