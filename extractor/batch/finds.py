"""What a batch has before it: places that turned up, files in hand, archives whose members are being read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from extractor.batch.engine import Answer
from extractor.batch.listing import Chosen, rank
from extractor.batch.manifest import Place, Record
from extractor.batch.results import Result
from extractor.batch.tasks import Task, Unpacked

#: Bytes of a file that are read at once to be hashed.
_PIECE: Final = 2**16
#: What is done again of what is done: nothing, what failed, what another version or other settings made, all.
Again = Literal["nothing", "failed", "outdated", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to go through, and how. max_bytes: a larger file is not looked into."""

    roots: tuple[Path, ...]
    chosen: Chosen = field(default_factory=Chosen)
    max_bytes: int
    again: Again = "nothing"


@dataclass(slots=True, eq=False)
class Container:
    """An archive or mail whose members are being read: `left` of them, and one until all were put in line.

    apart: the SHA-256 of what came apart in it. Such a member is the cover of a mail: a document, whose bytes as a file
    are more than that document."""

    place: Place
    unpacked: Unpacked
    record: Record
    apart: frozenset[str]
    left: int


@dataclass(frozen=True, slots=True)
class Find:
    """Something to look at: a file or a member with its place, or a member whose place is to be found out."""

    task: Task
    place: Place | None = None
    container: Container | None = None

    @property
    def at(self) -> Place:
        """The place, once it was found out."""
        if self.place is None:
            raise AssertionError("a place is asked for that was not found out")
        return self.place

    @property
    def rank(self) -> bytes:
        """Sorts as the walk goes."""
        return rank(self.at.path, self.at.ordinal)


@dataclass(slots=True, eq=False)
class Work:
    """What is in hand. finds: all the places of these bytes that turned up meanwhile, first the one that is read.

    record is None for a file whose bytes are not looked at. answer: known without reading."""

    key: str
    finds: list[Find]
    record: Record | None
    answer: Answer | None = None
    seconds: float = 0.0

    @property
    def place(self) -> Place:
        """The place that is read."""
        return self.finds[0].at


def member_place(find: Find) -> Place:
    """Where a member of a container stands."""
    member = find.task.member
    if member is None or find.container is None:
        raise AssertionError("a member without a container")
    inside = (member.name or "").partition("/")[2] or None
    return Place(find.container.place.path, member.place + 1, inside, find.task.path.stat().st_size)


def lost_place(container: Place, lost: Result) -> Place:
    """Where a part stood that could not be had."""
    return Place(container.path, lost.place + 1, lost.member, code=lost.code, message=lost.message)


def seen_in(work: Work, answer: Answer) -> Iterator[tuple[Place, Result]]:
    """What a store is to know of an answer: each result with each of its places."""
    if isinstance(answer, Unpacked):
        yield from ((lost_place(work.place, lost), lost) for lost in answer.lost)
    elif answer:
        yield from ((find.at, answer[0]) for find in work.finds)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes in hexadecimal, read in pieces. Raises OSError."""
    found = hashlib.sha256()
    # hashlib.file_digest makes a buffer of 256 KiB for each file, which takes a short one's time three times over.
    with path.open("rb", buffering=0) as stream:
        while piece := stream.read(_PIECE):
            found.update(piece)
    return found.hexdigest()
