"""What came of one document, as JSON and as what people are told of it."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction, Failure
    from extractor.schema.document import ContainerFacts
    from extractor.store import Prepared

#: Bytes of a file up to which a failure tells its hash.
_HASHED: Final = 2**28
#: Characters of an Extraction's JSON up to which its worker prepares it for the store: that of longer ones is done
#: where neither memory nor time is short.
_PREPARED: Final = 2**22
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Result:
    """One document's outcome: `json` is its Extraction, or with `code` set a Failure; `message` is one line.

    member: where in the input the document stands, «letters/letter.eml/plan.docx»; None where it is the input.
    place: its number among what the input holds, in order. prepared: what a save writes of an Extraction, where the
    worker has made it (see `to_save`)."""

    path: Path
    json: str
    code: str | None = None
    message: str | None = None
    member: str | None = None
    place: int = 0
    prepared: Prepared | None = field(default=None, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return Result, (self.path, self.json, self.code, self.message, self.member, self.place, self.prepared)

    @property
    def shown(self) -> str:
        """The input's path, and the member's behind it, for people."""
        return str(self.path) if self.member is None else f"{self.path}/{self.member}"


def result_of(path: Path, found: Extraction | Failure, place: int = 0, *, stored: bool = False) -> Result:
    """One document's result; the part of its name behind the input's own is the member's place. stored: with what a
    save writes of it."""
    inside = found.source.container
    member = (found.source.filename or "").partition("/")[2] if inside is not None else None
    json = found.model_dump_json()
    if found.status != "failed":
        return Result(path, json, member=member, place=place, prepared=_prepared(found, json) if stored else None)
    return Result(path, json, found.error.code, line(found.error.message), member, place)


def _prepared(found: Extraction, json: str) -> Prepared | None:
    if len(json) > _PREPARED:
        return None
    from extractor.store import Prepared

    made = Prepared(found, json=json)
    try:
        made.make()
    except MemoryError:  # the document has been read all the same
        return None
    return made


def to_save(result: Result) -> Prepared:
    """What a save writes of a result, made here where its worker has not."""
    if result.prepared is not None:
        return result.prepared
    from extractor.schema.contract import Extraction, Failure
    from extractor.store import Prepared

    return Prepared((Extraction if result.code is None else Failure).model_validate_json(result.json))


def prepare(json: str) -> Prepared:
    """What a save writes of an Extraction of this JSON, to be made in a worker of its own."""
    from extractor.schema.contract import Extraction
    from extractor.store import Prepared

    made = Prepared(Extraction.model_validate_json(json), json=json)
    made.make()
    return made


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
