"""A cheap first look, so that a pattern runs only where one of its literals stands."""

from __future__ import annotations

from collections.abc import Iterable

#: Longest stretch that an expression may reach before and after its literal; longer lists repeat theirs.
_BEFORE = 50
_AFTER = 70


def windows(text: str, start: int, end: int, literals: Iterable[str]) -> list[tuple[int, int]]:
    """Stretches of text[start:end] around the literals, sorted and apart, not ending inside a word."""
    hits: list[int] = []
    for literal in literals:
        at = text.find(literal, start, end)
        while at >= 0:
            hits.append(at)
            at = text.find(literal, at + len(literal), end)
    hits.sort()
    out: list[tuple[int, int]] = []
    for hit in hits:
        first, last = max(start, hit - _BEFORE), min(end, hit + _AFTER)
        if out and first <= out[-1][1]:
            first = out.pop()[0]
        while last < end and text[last].isalnum():
            last += 1
        out.append((first, last))
    return out
