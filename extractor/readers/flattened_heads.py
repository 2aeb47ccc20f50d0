"""The heads of tables that a page's copy has put down as lines: which lines name columns, and of what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal, cast

from extractor.data import load

Kind = Literal["number", "count", "money", "unit", "date", "responsible", "code", "action", "text", "any"]

#: No head of a column is longer, in characters.
_LONGEST: Final = 110
#: A cell that stands between the heads of others may be a head that no pattern knows.
_UNKNOWN: Final = 50
_MOST_COLUMNS: Final = 9
_MOST_LINES: Final = 14
#: So many lines that look like heads may stand above the head itself (a title, a lead).
_ABOVE: Final = 4
_SPACE: Final = re.compile(r"\s+")
#: A line that goes on with the head above it: «(грн.)», «осіб», «тис. грн».
_FURTHER: Final = re.compile(
    r"\(|(?:грн|тис|тыс|руб|осіб|чол|шт|км|га|%|з/п|п/п)\b\.?|[/,]|(?:та|і|и|за|на|у|в|для|по) "
)
#: No head ends so; «грн.», «з/п.» and the like do.
_CLOSED: Final = re.compile(r"[:;!?]\Z|[а-яіїєґ]{5,}\.\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """text[start:end], a line without the white space around it; empty where it was nothing but a tab.

    `tab`: a tab ended it; `blank`: a blank line parts it from the line above."""

    start: int
    end: int
    tab: bool
    blank: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The kinds of the columns and what heads them (offsets in the text); lines[first:last] hold it."""

    first: int
    last: int
    kinds: tuple[Kind, ...]
    cells: tuple[tuple[int, int], ...]
    known: int


#: A narrow column breaks its head: «Відповідаль-ний».
_BROKEN: Final = re.compile(r"(?<=[а-яіїєґ]{3})-\s?(?=[а-яіїєґ]{2})")


@cache
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((cast(Kind, e["kind"]), re.compile(e["pattern"])) for e in load("flattened")["column"])


@lru_cache(maxsize=4096)
def kind_of(head: str) -> Kind | None:
    """What a column under these words holds; None where they head none."""
    words = _SPACE.sub(" ", head).strip().lower().replace("’", "'").replace("`", "'")
    if not words or len(words) > _LONGEST or _CLOSED.search(words):
        return None
    forms = dict.fromkeys((words, _BROKEN.sub("", words)))
    return next((kind for form in forms for kind, pattern in _patterns() if pattern.match(form)), None)


def runs(text: str, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Stretches of lines that begin with heads of columns, two at least; (first, one behind the last) of each."""
    known = [
        0 < x.end - x.start <= _LONGEST and kind_of(text[x.start : x.end]) is not None and _is_first(text, x)
        for x in lines
    ]
    out: list[tuple[int, int]] = []
    i = 0
    while i < len(lines):
        if not known[i] or not any(known[i + 1 : i + 3]):
            i += 1
            continue
        last, j = i, i + 1
        while j < len(lines) and j - last <= 2 and j - i < _MOST_LINES and _may_head(text, lines[j]):
            if known[j] or _FURTHER.match(text, lines[j].start):
                last = j
            j += 1
        out.append((i, last + 1))
        i = last + 1
    return out


def is_clear(text: str, lines: Sequence[Line], run: tuple[int, int]) -> bool:
    """Do three heads of different kinds stand next to one another, so that no rows of another table go on here?"""
    found = [kind_of(text[x.start : x.end]) for x in lines[run[0] : run[1]]]
    return any(None not in three and len(set(three)) == 3 for three in zip(found, found[1:], found[2:], strict=False))


def _is_first(text: str, line: Line) -> bool:
    """Can a column's head begin here? What is in small letters only goes on, unless it is a word for a column."""
    return not text[line.start].islower() or not _FURTHER.match(text, line.start)


def _may_head(text: str, line: Line) -> bool:
    return 0 < line.end - line.start <= _LONGEST and not _CLOSED.search(text[line.start : line.end].lower())


def heads(text: str, lines: Sequence[Line], run: tuple[int, int]) -> Iterator[Head]:
    """The ways to read a run as the heads of two columns or more, each ending with a line that names one."""
    first, stop = run
    for begin in range(first, min(first + _ABOVE, stop - 1)):
        if kind_of(text[lines[begin].start : lines[begin].end]) is None:
            continue
        kinds: list[Kind] = []
        cells: list[tuple[int, int]] = []
        known = 0
        for i in range(begin, stop):
            line = lines[i]
            kind = kind_of(text[line.start : line.end])
            if cells and not lines[i - 1].tab and _FURTHER.match(text, line.start):
                cells[-1] = (cells[-1][0], line.end)
                kinds[-1] = kind_of(text[cells[-1][0] : line.end]) or kinds[-1]
            elif kind is None and (line.end - line.start > _UNKNOWN or text[line.start].isdigit()):
                break
            else:
                kinds.append(kind or "any")
                cells.append((line.start, line.end))
                known += kind is not None
            if len(cells) > _MOST_COLUMNS or text[cells[-1][0] : line.end] in (text[a:b] for a, b in cells[:-1]):
                break
            if kinds[-1] != "any" and known >= 2 and 2 * known >= len(kinds) and kinds.count("number") <= 1:
                yield Head(begin, i + 1, tuple(kinds), tuple(cells), known)
