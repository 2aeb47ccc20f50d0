"""Results of `vytiah extract` read back: files of one extraction, arrays, JSON Lines, and folders of all these."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from pydantic import ValidationError

from extractor.schema.older import extraction_of, failure_of

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction, Failure

#: Bytes of a file that is one JSON value, and of a line of JSON Lines: more than ten million characters and their
#: quotes take.
LONGEST: Final = 256 * 2**20
_SUFFIXES: Final = frozenset({".json", ".jsonl", ".ndjson"})


@dataclass(frozen=True, slots=True)
class Unread:
    """What is no extraction: `place` says where it stands, `message` in one line what it is."""

    place: str
    message: str


def results(paths: Iterable[Path], standard_input: BinaryIO) -> Iterator[Extraction | Failure | Unread]:
    """Every result in the files and folders named, in order; `-` is standard input.

    Of a folder the .json, .jsonl and .ndjson files, sorted by path. What cannot be read is told and passed over."""
    for path in paths:
        if path == Path("-"):
            yield from _stream(standard_input, "standard input")
            continue
        for file in _files(path):
            try:
                with file.open("rb") as stream:
                    yield from _stream(stream, str(file))
            except OSError as error:
                yield Unread(str(file), error.strerror or "it cannot be opened")


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if file.suffix.lower() in _SUFFIXES and not name.startswith(".") and file.is_file():
                yield file


def _stream(stream: BinaryIO, name: str) -> Iterator[Extraction | Failure | Unread]:
    """JSON Lines are read a line at a time; anything else that begins with a brace or bracket is one JSON value."""
    first = stream.readline(LONGEST + 1).removeprefix(b"\xef\xbb\xbf")
    if _is_object(first):
        number = 1
        while first:
            if first.strip():
                yield _read(first, f"{name}, line {number}") if len(first) <= LONGEST else _too_long(name)
            while len(first) > LONGEST and not first.endswith(b"\n"):  # the rest of a line that is not read
                first = stream.readline(LONGEST + 1)
            first = stream.readline(LONGEST + 1)
            number += 1
        return
    data = first + stream.read(LONGEST + 1 - len(first))
    if not data.strip():
        yield Unread(name, "it is empty")
    elif len(data) > LONGEST:
        yield _too_long(name)
    elif data.lstrip()[:1] == b"[":
        yield from _array(data, name)
    else:
        yield _read(data, name)


def _array(data: bytes, name: str) -> Iterator[Extraction | Failure | Unread]:
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        yield Unread(name, "it is not JSON")
        return
    for number, value in enumerate(values, 1):
        yield _read(json.dumps(value).encode(), f"{name}, item {number}")


def _read(data: bytes, place: str) -> Extraction | Failure | Unread:
    try:
        return failure_of(data) if _is_failure(data) else extraction_of(data)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in wrong["loc"])
        told = "it is not JSON" if wrong["type"] == "json_invalid" else f"it is no result of vytiah extract: {where}"
        return Unread(place, told)


def _is_object(line: bytes) -> bool:
    """Is the line a whole JSON object, as each of JSON Lines is?"""
    text = line.strip()
    return text.startswith(b"{") and text.endswith(b"}")


def _is_failure(data: bytes) -> bool:
    head = data[:200].replace(b" ", b"").replace(b"\n", b"")
    return b'"status":"failed"' in head


def _too_long(name: str) -> Unread:
    return Unread(name, f"it is longer than {LONGEST // 2**20} MB")
