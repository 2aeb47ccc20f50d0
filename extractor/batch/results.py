"""What came of one document, as JSON and as what people are told of it."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction, Failure
    from extractor.schema.document import ContainerFacts

#: Bytes of a file up to which a failure tells its hash.
_HASHED: Final = 2**28
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


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

    def __reduce__(self) -> tuple[Any, ...]:
        return Result, (self.path, self.json, self.code, self.message, self.member, self.place)

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


def failed(path: Path, code: str, message: str, *, name: str | None, container: ContainerFacts | None = None) -> Result:
    """The result of a file that could not be read as a whole. name: how it is called in the Failure; None or "" where
    no name is known. container: where it was taken from."""
    from extractor.schema import build
    from extractor.schema.contract import FailedSource, Failure, FailureError

    size, sha256 = _facts(path)
    said = line(_legible(message))
    source = FailedSource(
        filename=_legible(name) if name else None, sha256=sha256, bytes=size, container=build.container(container)
    )
    failure = Failure(source=source, error=FailureError(code=code, message=said))
    return Result(path, failure.model_dump_json(), code, said)


def line(message: str) -> str:
    """The message in one line."""
    return " ".join(message.split())


def _facts(path: Path) -> tuple[int | None, str | None]:
    """Size and hash of a file, each None where it cannot be had; of a very long one there is no hash."""
    try:
        with path.open("rb") if path.is_file() else open(os.devnull, "rb") as stream:  # noqa: PTH123
            size = os.fstat(stream.fileno()).st_size or None
            whole = size is not None and size <= _HASHED
            return size, hashlib.file_digest(stream, "sha256").hexdigest() if whole else None
    except (OSError, ValueError):
        return None, None


def _legible(text: str) -> str:
    """Text as UTF-8 can write it: readers.legible, without the readers, which take long to load."""
    return _SURROGATE.sub("\ufffd", text)
