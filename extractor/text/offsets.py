"""A cleaned view of several pieces of a text, with the way back to where each character stood."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

_SPACE: Final = re.compile(r"\s+")


class Joined:
    """Pieces of a text read as one: each run of white space is one space.

    `text` is the joined text; `back` gives the places in the original for a stretch of it."""

    def __init__(self, text: str, ranges: Iterable[tuple[int, int]]) -> None:
        parts: list[str] = []
        self._at: list[int] = []  # offsets in the joined text where a verbatim run begins
        self._origin: list[int] = []  # … and where that run stands in the original
        length = 0
        for start, end in ranges:
            done = start
            for hit in [*_holes(text, start, end), (end, end)]:
                if hit[0] > done:
                    if parts and not parts[-1].endswith(" "):
                        parts.append(" ")
                        length += 1
                    self._at.append(length)
                    self._origin.append(done)
                    parts.append(text[done : hit[0]])
                    length += hit[0] - done
                done = hit[1]
        self.text = "".join(parts)
        self._source = text

    def back(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The original offsets of text[start:end]; runs parted by mere white space are one range."""
        out: list[tuple[int, int]] = []
        i = max(bisect_right(self._at, start) - 1, 0)
        while i < len(self._at) and self._at[i] < end:
            stop = self._at[i + 1] - 1 if i + 1 < len(self._at) else len(self.text)
            a, b = max(start, self._at[i]), min(end, stop)
            if a < b:
                shift = self._origin[i] - self._at[i]
                if (
                    out
                    and self._source[out[-1][1] : a + shift].isspace()
                    and "\t" not in self._source[out[-1][1] : a + shift]
                ):
                    out[-1] = (out[-1][0], b + shift)
                else:
                    out.append((a + shift, b + shift))
            i += 1
        return tuple(out)


def _holes(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches of white space other than one plain space, in order."""
    return [(m.start(), m.end()) for m in _SPACE.finditer(text, start, end) if m.group() != " "]
