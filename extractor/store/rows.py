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


@dataclass(frozen=True, slots=True)
class Paper:
    """The document that an item stands in, as far as a list shows it."""

    id: str
    kind: str | None
    number: str | None
    date: str | None
    issuer: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Responsible:
    """A body that answers for a measure; `body` is its id over all documents."""

    name: str
    body: str
    kind: str
    role: str
    by_consent: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline of a measure. `due` is the last day on which it is kept; None where there is none (recurring,
    permanent, or relative to a day that is not known)."""

    text: str
    kind: str
    start: str | None
    end: str | None
    due: str | None
    recurrence: str | None
    offset: str | None
    anchor: str | None
    precision: str
    confidence: float


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure. `state`: confirmed, edited or added by people, or None; `start`, `end`, `page`: of its first span;
    `section`: the headings above it, joined by « / »."""

    document_id: str
    id: str
    number: str | None
    type: str
    status: str
    text: str
    section: str | None
    confidence: float
    state: str | None
    start: int | None
    end: int | None
    page: int | None
    responsible: tuple[Responsible, ...]
    deadlines: tuple[Due, ...]
    paper: Paper


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A deadline with its measure; `id` is its place in the extraction, `m3/deadlines/0`."""

    document_id: str
    id: str
    deadline: Due
    measure: MeasureRow


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure; `quote` is how it is printed."""

    document_id: str
    id: str
    value: float
    max: float | None
    comparator: str
    unit: str
    unit_code: str | None
    of: str | None
    of_normal: str | None
    period_start: str | None
    period_end: str | None
    measure: str | None
    confidence: float
    state: str | None
    quote: str
    paper: Paper


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A body over all documents. `documents`: that name it; `measures`: that it answers for; `open`: of these not
    done; `next_due`: the earliest day on which one of those is due; `authority`: the name of the body that
    it hangs on, where its own is one of many («відділ освіти»)."""

    id: str
    name: str
    kind: str
    documents: int
    measures: int
    open: int
    next_due: str | None
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class Snippet:
    """Some of a document's text from `start` on, with the stretches in it, relative to its beginning, that were asked
    for."""

    start: int
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was searched for. `score`: the higher the better, to compare hits of one search only."""

    document: DocumentRow
    score: float
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over all documents. `due` counts measures that are not done by the month of their deadline's last day."""

    documents: int
    by_status: dict[str, int]
    by_kind: dict[str, int]
    by_language: dict[str, int]
    by_error: dict[str, int]
    extractions: int
    measures: int
    by_measure_status: dict[str, int]
    deadlines: int
    overdue: int
    figures: int
    bodies: int
    corrections: int
    changes: int
    due: dict[str, int]
    bytes: int
    schema: str
