"""Page numbers and running heads: what is printed on each page but is no part of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from extractor.readers.pdf_lines import Line
from extractor.schema.document import BlockKind

_NUMBER: Final = re.compile(
    r"(?:[-–—]\s?)?(?:(?i:стор(?:інка|\.)?|с\.|стр(?:аница|\.)?|page|p\.)\s?)?(\d{1,4})(?:\s?(?i:з|із|из|of|/)\s?\d{1,4})?(?:\s?[-–—])?\Z"
)
_CONTINUED: Final = re.compile(r"(?i:продовження|продолжение|закінчення|окончание) [^\W\d_]{4,}[^.;:]*\Z")
_DIGITS: Final = re.compile(r"\d+")
#: How many lines at each end of a page are looked at.
_DEEP: Final = 3
#: A running head stands on at least this share of the pages.
_SHARE: Final = 0.5

#: A page's lines, its height.
PageLines = tuple[Sequence[Line], float]


def find(pages: Sequence[PageLines]) -> dict[int, BlockKind]:
    """id(line) → "header" or "footer" for each line that is furniture."""
    repeated = _repeated(pages)
    numbers = _numbers(pages)
    found: dict[int, BlockKind] = {}
    for index, (lines, height) in enumerate(pages):
        for order, kind in ((lines[:_DEEP], "header"), (lines[::-1][:_DEEP], "footer")):
            for line in order:
                top = kind == "header"
                if (line.base < 0.5 * height) != top or id(line) in found:
                    break
                if not (
                    (index, id(line)) in numbers
                    or (_key(line, top), index) in repeated
                    or (index > 0 and top and len(line.words) < 8 and _CONTINUED.match(line.text))
                ):
                    break
                found[id(line)] = "header" if top else "footer"
    return found


def _key(line: Line, top: bool) -> tuple[str, bool]:
    return _DIGITS.sub("#", line.text), top


def _ends(lines: Sequence[Line], height: float) -> list[tuple[Line, bool]]:
    """The lines at the page's ends; True for its head."""
    head = [(x, True) for x in lines[:_DEEP] if x.base < 0.5 * height]
    return head + [(x, False) for x in lines[::-1][:_DEEP] if x.base >= 0.5 * height]


def _repeated(pages: Sequence[PageLines]) -> set[tuple[tuple[str, bool], int]]:
    """Lines that stand at the same height with the same words on at least three pages and half of all."""
    seen: dict[tuple[str, bool], dict[int, float]] = defaultdict(dict)
    for index, (lines, height) in enumerate(pages):
        for line, top in _ends(lines, height):
            seen[_key(line, top)].setdefault(index, line.base)
    out: set[tuple[tuple[str, bool], int]] = set()
    for key, places in seen.items():
        levels = sorted(places.values())
        middle = levels[len(levels) // 2]
        near = [i for i, base in places.items() if abs(base - middle) <= 6]
        if len(near) >= max(3, _SHARE * (len(pages) - 1)):
            out.update((key, i) for i in near)
    return out


def _numbers(pages: Sequence[PageLines]) -> set[tuple[int, int]]:
    """Lines that are their page's number: they count on from page to page, or are right for the only page."""
    shifts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, (lines, height) in enumerate(pages):
        for line, top in _ends(lines, height):
            hit = _NUMBER.match(line.text)
            if hit and (line.base < 0.15 * height if top else line.base > 0.85 * height):
                shifts[int(hit[1]) - index].append((index, id(line)))
    if not shifts:
        return set()
    best = max(shifts, key=lambda s: (len({i for i, _ in shifts[s]}), s == 1))
    if len({i for i, _ in shifts[best]}) < 2 and best != 1:
        return set()
    return set(shifts[best])
