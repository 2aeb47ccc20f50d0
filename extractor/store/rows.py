"""What the store gives: plain, frozen rows. Dates and times are ISO 8601 as text; ids of items are the Extraction's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save. `version`: of the extraction, 0 where there is none; `revision`: of the document, which
    every change of it raises; `changed`: whether anything was new but the place where it was seen."""

    document_id: str
    version: int
    revision: int
    changed: bool


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Some rows, and in `next` the cursor that the rest is asked for with; None where there is no more."""

    items: list[R]
    next: str | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document's card. `status`: complete, partial, or failed with `error_code`; a failed attempt to read anew a
    document that had been read leaves its status and names the error. `stored_file`: the name that the service keeps
    its bytes under. `confidence`: the lowest of its measures and deadlines."""

    id: str
    sha256: str | None
    kind: str | None
    language: str | None
    number: str | None
    date: str | None
    issuer: str | None
    issuer_body: str | None
    title: str | None
    status: str
    media_type: str | None
    bytes: int | None
    pages: int | None
    ocr: bool
    filename: str | None
    stored_file: str | None
    version: int
    revision: int
    measures: int
    corrections: int
    confidence: float | None
    error_code: str | None
    error_message: str | None
    added: str
    updated: str

    @property
    def etag(self) -> str:
        """Changes whenever the document's data do; with its quotes, as HTTP wants it."""
        return f'"{self.id}-{self.revision}"'


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a document was seen: a path, or an archive's with the member's behind it."""

    place: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the outbox. `key` is of this change alone, and the same however often it is delivered; `version` is
    the document's revision: a receiver that has a higher one ignores this."""

    cursor: int
    key: str
    version: int
    kind: str
    document_id: str
    payload: dict[str, Any]
    created: str
