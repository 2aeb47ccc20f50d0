"""What unpacking may cost: bytes are counted as they come out, never believed from a header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from extractor.errors import SourceError
from extractor.settings import Settings

#: Bytes asked for at a time.
CHUNK: Final = 1 << 16

#: Limits of all that an input holds together: once one is passed, nothing more of the input is unpacked.
_OF_THE_WHOLE: Final = frozenset({"limit_unpacked", "limit_ratio", "limit_members"})


class Stream(Protocol):
    """Anything that bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


@dataclass(slots=True)
class Meter:
    """Counts what comes out of one input, with everything that stands inside what stands inside it.

    size: the input's own length in bytes. Methods raise SourceError limit_*; `spent` tells that a limit of the whole
    was passed."""

    settings: Settings
    size: int
    unpacked: int = 0
    members: int = 0
    spent: bool = False

    def member(self, count: int = 1) -> None:
        """Count members before they are read."""
        self.refuse(count)
        self.members += count

    def refuse(self, count: int) -> None:
        """Raise where so many members more would be too many; they are not counted."""
        if self.members + count > self.settings.max_members:
            raise self._over("limit_members", f"more than {self.settings.max_members:,} members")

    def count(self, size: int) -> None:
        """Count bytes that were unpacked."""
        self.unpacked += size
        settings = self.settings
        if self.unpacked > settings.max_unpacked:
            raise self._over("limit_unpacked", f"it unpacks to more than {settings.max_unpacked:,} bytes")
        if self.unpacked > max(settings.free_ratio, settings.max_ratio * self.size):
            raise self._over("limit_ratio", f"it unpacks to more than {settings.max_ratio} times its size")

    def read(self, stream: Stream) -> bytes:
        """All of one member, counted; limit_part where it is longer than one may be."""
        pieces: list[bytes] = []
        size = 0
        while piece := stream.read(CHUNK):
            self.count(len(piece))
            size += len(piece)
            if size > self.settings.max_part:
                raise SourceError("limit_part", f"it unpacks to more than {self.settings.max_part:,} bytes")
            pieces.append(piece)
        return b"".join(pieces)

    def whole(self, content: bytes) -> SourceError | None:
        """Count a member that was not read from a stream; limit_part where it is longer than one may be."""
        self.count(len(content))
        if len(content) <= self.settings.max_part:
            return None
        return SourceError("limit_part", f"it is longer than {self.settings.max_part:,} bytes")

    def _over(self, code: str, message: str) -> SourceError:
        self.spent = True
        return SourceError(code, message)


def ends_all(error: SourceError) -> bool:
    """Was a limit of the whole input passed, so that its other members are not tried?"""
    return error.code in _OF_THE_WHOLE
