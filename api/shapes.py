"""What goes over the wire besides the Extraction itself; each is made of a row of the store or of a job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from api.jobs import FileView, JobView, Outcome
from extractor.schema.contract import Extraction
from extractor.store import DocumentRow, Sighting

JobState = Literal["queued", "running", "done", "failed", "cancelled"]


class Shape(BaseModel):
    """Base of these: immutable."""

    model_config = ConfigDict(frozen=True)


class ErrorOut(Shape):
    """Why something could not be read; `code` is one of those in docs/errors.md."""

    code: str
    message: str


class FoundOut(Shape):
    """A document of a file. `id` is null only where not even its bytes could be had."""

    id: str | None
    name: str | None = Field(description="where in the upload it stood, for people")
    extraction: str | None = Field(description="where its Extraction is; null where it could not be read")
    error: ErrorOut | None

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        """From the job's row."""
        place = f"/v1/documents/{outcome.document_id}/extraction"
        return cls(
            id=outcome.document_id,
            name=outcome.name,
            extraction=place if outcome.document_id and outcome.code is None else None,
            error=_error(outcome.code, outcome.message),
        )


class FileOut(Shape):
    """A file of a request."""

    name: str | None
    bytes: int
    sha256: str
    status: JobState
    attempts: int
    error: ErrorOut | None
    documents: list[FoundOut]

    @classmethod
    def of(cls, view: FileView) -> Self:
        """From the job's rows."""
        return cls.model_validate(
            {
                "name": view.name,
                "bytes": view.bytes,
                "sha256": view.sha256,
                "status": view.state,
                "attempts": view.attempts,
                "error": _error(view.code, view.message),
                "documents": [FoundOut.of(o) for o in view.documents],
            }
        )


class LostOut(Shape):
    """A document of a job that could not be read, though others could."""

    name: str | None
    code: str
    message: str


class JobOut(Shape):
    """An accepted request and what became of it. `error`: why nothing of it could be read; `warnings`: what of it could
    not be, where other documents were."""

    id: str
    status: JobState
    created: str
    finished: str | None
    error: ErrorOut | None
    warnings: list[LostOut]
    files: list[FileOut]

    @classmethod
    def of(cls, view: JobView) -> Self:
        """From the job's rows."""
        first = next((f for f in view.files if f.code), None) if view.state == "failed" else None
        return cls.model_validate(
            {
                "id": view.id,
                "status": view.state,
                "created": stamp(view.created),
                "finished": None if view.finished is None else stamp(view.finished),
                "error": _error(first.code, first.message) if first else None,
                "warnings": [] if first else list(_lost(view)),
                "files": [FileOut.of(f) for f in view.files],
            }
        )


class ReadOut(JobOut):
    """A request that was read while its sender waited, with what was found in its documents."""

    extractions: list[Extraction] = Field(description="in the documents' order, as many as one answer takes")
    left_out: int = Field(description="documents whose Extractions are to be asked for at their addresses")

    @classmethod
    def with_(cls, view: JobView, extractions: list[Extraction], left_out: int) -> Self:
        """From the job's rows and the store."""
        return cls.model_validate({**dict(JobOut.of(view)), "extractions": extractions, "left_out": left_out})


def _lost(view: JobView) -> Iterator[LostOut]:
    for file in view.files:
        if file.code is not None and not file.documents:
            yield LostOut(name=file.name, code=file.code, message=file.message or file.code)
        for found in file.documents:
            if found.code is not None:
                yield LostOut(name=found.name, code=found.code, message=found.message or found.code)


class JobsOut(Shape):
    """The newest jobs."""

    items: list[JobOut]


class DocumentOut(Shape):
    """A document's card."""

    id: str
    sha256: str | None
    status: Literal["complete", "partial", "failed"]
    kind: str | None
    language: str | None
    number: str | None
    date: str | None
    issuer: str | None
    title: str | None
    filename: str | None
    media_type: str | None
    bytes: int | None
    pages: int | None
    ocr: bool
    version: int = Field(description="of the extraction: how often it was read with another result")
    revision: int = Field(description="of the document with its corrections; every change raises it")
    measures: int
    corrections: int
    confidence: float | None = Field(description="the lowest of its measures and deadlines")
    error: ErrorOut | None
    added: str
    updated: str

    @classmethod
    def of(cls, row: DocumentRow) -> Self:
        """From the store's row."""
        fields = {name: getattr(row, name) for name in cls.model_fields if name != "error"}
        return cls.model_validate({**fields, "error": _error(row.error_code, row.error_message)})


class DocumentsOut(Shape):
    """A page of documents. `next` is the cursor of the page behind it, null at the end; the Link header has it too."""

    items: list[DocumentOut]
    next: str | None


class SightingOut(Shape):
    """A name that a document was sent by, or its place in an archive; the first and the last time."""

    place: str
    first: str
    last: str


class SightingsOut(Shape):
    """Where a document was seen, first the first."""

    items: list[SightingOut]

    @classmethod
    def of(cls, rows: Iterable[Sighting]) -> Self:
        """From the store's rows."""
        return cls(items=[SightingOut(place=r.place, first=r.first, last=r.last) for r in rows])


class Sized(Shape):
    """A page and its size in points."""

    page: int
    width: float
    height: float


def stamp(seconds: float) -> str:
    """A time as ISO 8601 in UTC, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _error(code: str | None, message: str | None) -> ErrorOut | None:
    return None if code is None else ErrorOut(code=code, message=message or code)
