"""What came of one document, as JSON and as what people are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction, Failure


@dataclass(frozen=True, slots=True)
class Result:
    """One document's outcome: `json` is its Extraction, or with `code` set a Failure; `message` is one line.

    member: where in the input the document stands, «letters/letter.eml/plan.docx»; None where it is the input.
    place: its number among what the input holds, in order."""

    path: Path
    json: str
    code: str | None = None
    message: str | None = None
    member: str | None = None
    place: int = 0

    @property
    def shown(self) -> str:
        """The input's path, and the member's behind it, for people."""
        return str(self.path) if self.member is None else f"{self.path}/{self.member}"


def result_of(path: Path, found: Extraction | Failure, place: int = 0) -> Result:
    """One document's result; the part of its name behind the input's own is the member's place."""
    inside = found.source.container
    member = (found.source.filename or "").partition("/")[2] if inside is not None else None
    if found.status != "failed":
        return Result(path, found.model_dump_json(), member=member, place=place)
    return Result(path, found.model_dump_json(), found.error.code, line(found.error.message), member, place)


def failed(path: Path, code: str, message: str, *, name: str | None = None) -> Result:
    """The result of a file that could not be read as a whole. name: how it is called in the Failure; None where no
    name is known."""
    from extractor.readers import legible
    from extractor.schema.contract import FailedSource, Failure, FailureError

    size = path.stat().st_size if path.is_file() else None
    said = line(legible(message))
    failure = Failure(
        source=FailedSource(filename=legible(name) if name else None, bytes=size),
        error=FailureError(code=code, message=said),
    )
    return Result(path, failure.model_dump_json(), code, said)


def line(message: str) -> str:
    """The message in one line."""
    return " ".join(message.split())
