"""Stretches of a text, asked again and again whether another one touches them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


class Stretches:
    """A set of half-open ranges of offsets, which may overlap and stand in any order."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(ranges):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touches(self, start: int, end: int) -> bool:
        """Has start:end a character in common with one of them?"""
        first = bisect_right(self._ends, start)
        return first < len(self._starts) and self._starts[first] < end
