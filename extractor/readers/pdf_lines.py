"""Words of a page to lines, and lines to columns in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from extractor.readers.pdf_sheet import Word

#: A gap wider than this many heights of the font parts what stands on one line: a column, a signature, a date.
WIDE: Final = 1.4
#: A page with more lines is a drawing, where columns are not looked for.
MOST_LINES: Final = 400
_NARROWEST_GUTTER: Final = 0.7
#: Lines further apart than this many heights of the font stand in no common column.
_APART: Final = 2.6
_LABEL: Final = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[-–—•*▪➢·✓o]|[а-яіїєa-z]\)|№)\Z")
#: What stands to the right of an office or a label on the same line: a name, a date, a number.
_ASIDE: Final = re.compile(
    r"(?:[А-ЯІЇЄҐЁ]\.\s?(?:[А-ЯІЇЄҐЁ]\.)?\s?[А-ЯІЇЄҐЁ][\w’'ʼ-]+(?:-[А-ЯІЇЄҐЁ][\w’'ʼ-]+)?"
    r"|[А-ЯІЇЄҐЁ][\w’'ʼ-]+ (?:[А-ЯІЇЄҐЁ]\.\s?){1,2}"
    r"|[А-ЯІЇЄҐЁ][а-яіїєґё’'ʼ]+ [А-ЯІЇЄҐЁ][А-ЯІЇЄҐЁ’'ʼ-]+"
    r"|[\d\s.,%+()/–-]+|№ ?\S+|[_/\s]+)\Z"
)
_SMALL: Final = re.compile(r"[«\"(]?[a-zа-яёіїєґ]")
_STOPPED: Final = re.compile(r"[.;:!?]['\"»”)]*\Z")


@dataclass(eq=False)
class Line:
    """Words on one base line, left to right."""

    words: list[Word]

    @cached_property
    def x0(self) -> float:
        """Left side."""
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        """Right side."""
        return max(w.x1 for w in self.words)

    @cached_property
    def size(self) -> float:
        """Height of the font that most of the line is set in."""
        return max(self.words, key=lambda w: (len(w.text), w.size)).size

    @cached_property
    def base(self) -> float:
        """The base line of its longest word."""
        return max(self.words, key=lambda w: (len(w.text), w.size)).base

    @cached_property
    def bold(self) -> bool:
        """Is every word bold?"""
        return all(w.bold for w in self.words)

    @cached_property
    def plain(self) -> bool:
        """Is no word bold?"""
        return not any(w.bold for w in self.words)

    @cached_property
    def text(self) -> str:
        """Its words, a space between."""
        return " ".join(w.text for w in self.words)

    @property
    def page(self) -> int:
        """The page it stands on."""
        return self.words[0].page

    def gaps(self, least: float) -> list[tuple[float, float]]:
        """The gaps between words, (from, to), wider than `least` heights of the font."""
        return [(a.x1, b.x0) for a, b in pairwise(self.words) if b.x0 - a.x1 > least * self.size]


@dataclass(eq=False)
class Zone:
    """Lines read one after another; `left` and `right` are the margins they are set between. `flows` says that
    the text runs on from the zone before (the columns of a gazette)."""

    lines: list[Line]
    left: float = 0.0
    right: float = 0.0
    flows: bool = False
    column: bool = False


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Words put to lines by their base lines, top to bottom; a raised or lowered small mark stays with its line."""
    rows: list[list[Word]] = []
    levels: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda w: (w.base, w.x0)):
        best = None
        for k in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            base, size = levels[k]
            if abs(word.base - base) <= 0.42 * max(min(size, word.size), 0.75 * max(size, word.size)):
                best = k
                break
        if best is None:
            rows.append([word])
            levels.append((word.base, word.size))
        else:
            rows[best].append(word)
            if word.size > levels[best][1] * 1.15:
                levels[best] = (word.base, word.size)
    order = sorted(range(len(rows)), key=lambda k: levels[k][0])
    return [Line(_once(sorted(rows[k], key=lambda w: (w.x0, w.x1)))) for k in order]


def _once(words: list[Word]) -> list[Word]:
    """Bold made by printing a word twice is one word."""
    out: list[Word] = []
    for word in words:
        if any(
            word.text == w.text and abs(word.x0 - w.x0) < 0.25 * w.size and abs(word.x1 - w.x1) < 0.25 * w.size
            for w in out[-2:]
        ):
            continue
        out.append(word)
    return out


def zones_of(lines: list[Line], depth: int = 0) -> list[Zone]:
    """Lines in reading order: where they stand in columns, the left column comes before the right one."""
    if not lines:
        return []
    found = _columns(lines) if depth < 4 and len(lines) <= MOST_LINES else None
    if found is None:
        return [Zone(lines, column=depth > 0)]
    first, last, gutter = found
    middle = (gutter[0] + gutter[1]) / 2
    left = [Line(part) for line in lines[first:last] if (part := [w for w in line.words if w.x0 < middle])]
    right = [Line(part) for line in lines[first:last] if (part := [w for w in line.words if w.x0 >= middle])]
    long = len(left) >= 8 and len(right) >= 8
    out = zones_of(lines[:first], depth)
    for side in (left, right):
        zones = zones_of(side, depth + 1)
        for zone in zones:
            zone.column = True
        if side is right and zones:
            zones[0].flows = long
        out.extend(zones)
    return out + zones_of(lines[last:], depth)


def _columns(lines: list[Line]) -> tuple[int, int, tuple[float, float]] | None:
    """The longest run of lines, [first, last), with a common gutter that is the gap between two columns."""
    best: tuple[int, int, int, tuple[float, float]] | None = None
    tried: set[tuple[int, int]] = set()
    for i, line in enumerate(lines):
        for gap in line.gaps(_NARROWEST_GUTTER):
            key = (round(gap[0] / 3), round(gap[1] / 3))
            if key in tried:
                continue
            tried.add(key)
            first, last, gutter, both = _run(lines, i, gap)
            wide = gutter[1] - gutter[0] > WIDE * line.size
            if both < (2 if wide else 6) or (best and both <= best[0]):
                continue
            if _are_columns(lines[first:last], gutter, both):
                best = (both, first, last, gutter)
    return best[1:] if best else None


def _run(lines: list[Line], i: int, gap: tuple[float, float]) -> tuple[int, int, tuple[float, float], int]:
    """How far up and down the gap goes on; the run begins and ends with lines on both of its sides."""
    first, last, both = i, i + 1, 1
    gutter = gap
    for step in (-1, 1):
        k = i + step
        while 0 <= k < len(lines) and abs(lines[k].base - lines[k - step].base) <= _APART * lines[k].size:
            narrowed = _narrowed(lines[k], gutter)
            if narrowed is None:
                break
            gutter, sides = narrowed
            if sides == 3:
                both += 1
            if sides == 3 or _leans(lines, k, k - step, gutter):
                first, last = min(first, k), max(last, k + 1)
            k += step
    return first, last, gutter, both


def _leans(lines: list[Line], k: int, near: int, gutter: tuple[float, float]) -> bool:
    """Does a line on one side go on in the column of its neighbour, without a gap between them?"""
    return abs(lines[k].base - lines[near].base) < 1.5 * lines[k].size and any(
        (w.x0 < gutter[0]) == (lines[k].x0 < gutter[0]) for w in lines[near].words
    )


def _narrowed(line: Line, gutter: tuple[float, float]) -> tuple[tuple[float, float], int] | None:
    """The gutter as this line leaves it, and whether there are words left (1) and right (2); None if it is crossed."""
    a, b = gutter
    middle = (a + b) / 2
    sides = 0
    for word in line.words:
        if (word.x0 + word.x1) / 2 < middle:
            a = max(a, word.x1)
            sides |= 1
        else:
            b = min(b, word.x0)
            sides |= 2
    return ((a, b), sides) if b - a > _NARROWEST_GUTTER * line.size else None


def _are_columns(lines: list[Line], gutter: tuple[float, float], both: int) -> bool:
    """Two columns of running text, and not labels with their values, offices with names, or a list's numbers."""
    middle = (gutter[0] + gutter[1]) / 2
    left = [[w for w in line.words if w.x0 < middle] for line in lines]
    right = [[w for w in line.words if w.x0 >= middle] for line in lines]
    texts = [[" ".join(w.text for w in part) for part in side if part] for side in (left, right)]
    if all(_LABEL.match(t) for t in texts[0]) or all(_ASIDE.match(t) for t in texts[1]):
        return False
    running = sum(
        1
        for side in (left, right)
        for a, b in pairwise(side)
        if a and b and _SMALL.match(b[0].text) and not _STOPPED.search(a[-1].text)
    )
    alone = sum(1 for a, b in zip(left, right, strict=True) if not a or not b)
    if both >= 8:
        return running >= 3
    return running >= 1 or (alone >= 0.4 * len(lines) and min(len(t) for t in texts) >= 3)
