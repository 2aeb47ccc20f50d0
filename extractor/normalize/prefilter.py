"""A cheap first look, so that a pattern runs only where one of its literals stands."""

from __future__ import annotations

#: Longest stretch that an expression may reach before and after its literal; longer lists repeat theirs.
_BEFORE = 50
_AFTER = 70


class Prefilter:
    """Where the literals of many patterns stand in text[start:end]; each literal is looked for once."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self._hits: dict[str, list[int]] = {}
        self._windows: dict[tuple[str, ...], list[tuple[int, int]]] = {}

    def windows(self, literals: tuple[str, ...]) -> list[tuple[int, int]]:
        """Stretches around the literals, sorted and apart, not ending inside a word."""
        found = self._windows.get(literals)
        if found is None:
            hits = sorted(hit for literal in literals for hit in self._places(literal))
            found = self._windows[literals] = _around(self.text, self.start, self.end, hits)
        return found

    def _places(self, literal: str) -> list[int]:
        hits = self._hits.get(literal)
        if hits is None:
            hits = self._hits[literal] = []
            at = self.text.find(literal, self.start, self.end)
            while at >= 0:
                hits.append(at)
                at = self.text.find(literal, at + len(literal), self.end)
        return hits


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
