"""Many patterns over one text: each runs only where one of its literals stands, and the longest match wins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

#: Longest stretch that an expression may reach before and after its literal; longer lists repeat theirs.
_BEFORE = 50
_AFTER = 70


class Stretch(Protocol):
    """What stands at [start, end) of a text."""

    @property
    def start(self) -> int:
        """Offset of its first character."""

    @property
    def end(self) -> int:
        """Offset after its last character."""


S = TypeVar("S", bound=Stretch)


class Literals:
    """The literals that patterns need, made ready once. `needs`: those of each pattern, one of which must stand
    near."""

    def __init__(self, needs: Sequence[tuple[str, ...]]) -> None:
        self.patterns: dict[str, tuple[int, ...]] = {}
        for literal in sorted({x for literals in needs for x in literals}, key=lambda x: (len(x), x)):
            self.patterns[literal] = tuple(i for i, literals in enumerate(needs) if literal in literals)
        #: For each literal a shorter one that it holds, if there is one: where that is missing, so is this.
        self.inside = {x: next((y for y in self.patterns if y in x and y != x), None) for x in self.patterns}


class Prefilter:
    """Where literals stand in a text; each is looked for once, however many stretches are asked for."""

    def __init__(self, text: str, literals: Literals) -> None:
        self._text = text
        missing: set[str] = set()
        hits: list[tuple[int, int, str]] = []
        for literal, shorter in literals.inside.items():  # the shorter come first
            if shorter in missing or literal not in text:
                missing.add(literal)
            else:
                hits.extend((at, at + len(literal), literal) for at in _places(text, literal))
        hits.sort()
        self._starts = [start for start, _, _ in hits]
        self._hits = [(start, end, literals.patterns[literal]) for start, end, literal in hits]

    def windows(self, start: int, end: int) -> list[tuple[int, list[tuple[int, int]]]]:
        """The patterns, by number in order, that have a literal in text[start:end], each with the stretches around its
        literals, sorted and apart, not ending inside a word."""
        found: dict[int, list[int]] = {}
        for i in range(bisect_left(self._starts, start), bisect_left(self._starts, end)):
            first, last, patterns = self._hits[i]
            if last <= end:
                for pattern in patterns:
                    found.setdefault(pattern, []).append(first)
        return [(pattern, _around(self._text, start, end, found[pattern])) for pattern in sorted(found)]


def _places(text: str, literal: str) -> list[int]:
    found: list[int] = []
    at = text.find(literal)
    while at >= 0:
        found.append(at)
        at = text.find(literal, at + 1)
    return found


def _around(text: str, start: int, end: int, hits: list[int]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for hit in hits:
        first, last = max(start, hit - _BEFORE), min(end, hit + _AFTER)
        if out and first <= out[-1][1]:
            first = out.pop()[0]
        while last < end and text[last].isalnum():
            last += 1
        out.append((first, last))
    return out


@lru_cache(maxsize=8)
def _prefilter(text: str, literals: Literals) -> Prefilter:
    """Remembered, as a document's text is asked for clause by clause; few, as one document is read at a time."""
    return Prefilter(text, literals)


def matches(
    low: str, start: int, end: int, literals: Literals, read: Callable[[int, int, int], Iterable[S]]
) -> list[S]:
    """What the patterns find in low[start:end], the longest at each place.

    `read(pattern, first, last)` gives the matches of one pattern, by its number in `literals`, in low[first:last]."""
    return longest(
        found
        for pattern, windows in _prefilter(low, literals).windows(start, end)
        for first, last in windows
        for found in read(pattern, first, last)
    )


def longest(found: Iterable[S]) -> list[S]:
    """From left to right the longest at each place, none overlapping the one before; of two as long the first given."""
    out: list[S] = []
    for one in sorted(found, key=lambda x: (x.start, -x.end)):
        if not out or one.start >= out[-1].end:
            out.append(one)
    return out
