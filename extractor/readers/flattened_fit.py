"""Lines laid into the columns of a head: the best way through, by dynamic programming."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

from extractor.readers.flattened_heads import Head, Kind, Line

#: (row, column, first line, last line); the column is one past the last for a heading over the whole row.
Place = tuple[int, int, int, int]

_BAD: Final = -1e9
#: No way is followed that has fallen so far below the best end.
_DROP: Final = 9.0
#: What a head printed again costs: two of them end the table.
_HEAD_AGAIN: Final = -6.0

_ROW_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,2}[.)]?\Z")
_VALUE: Final = re.compile(r"[-–—]?\s?\d[\d\s\u00a0.,]*(?:\s?(?:%|грн|руб|тис|тыс|млн|коп|осіб|чол|шт|од)\.?)*\Z")
_MONEY: Final = re.compile(r"\d(?:[\s\u00a0]\d{3})+|\d[.,]\d\d?\Z|\d{3,}|грн|руб|тис|млн")
_VALUE_WITH_WORDS: Final = re.compile(r"[-–—]?\s?\d[\d\s.,]*\s?[^\W\d]")
_NOTHING: Final = re.compile(r"[-–—xXхХ.]{0,3}\Z")
_TIME: Final = re.compile(
    r"\d{1,2}[.:/-]\d{1,2}|\d{4}|січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд|январ|феврал|март|апрел|"
    r"ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|кварт|півріч|полугод|рок[ук]|рік|год|постійно|постоянно|щомі|"
    r"щоро|щокв|ежем|ежег|ежекв|протягом|упродовж|в течение|до \d|тижд|недел|дн[іяе]|понеділ|вівтор|серед|четвер|"
    r"п.ятниц|субот|неділ|за потреб|по мере",
    re.IGNORECASE,
)
#: What a heading over a whole row costs.
_HEADING: Final = -0.5
#: Rows that cannot end a table, one after another, show that it has ended before them.
_ASTRAY: Final = 3
#: What an empty cell costs, in the column that no row can do without first.
_MAIN: Final = 2.0
_SKIP: Final = 0.8
#: … in a column of numbers, the more so where it is the only one.
_VALUES: Final = 1.0
_ONLY_VALUE: Final = 1.6
#: … in the column of row numbers: many pages number their rows by markup.
_NUMBERED: Final = 1.6
_UNNUMBERED: Final = 0.1


class Fit:
    """The best way to lay the lines under `head` into its columns.

    `mode` is how the copy parts cells: "tabs" ends them with tabs and rows with blank lines, "cells" has blank lines
    only between the paragraphs of one, "rows" only between rows, "even" tells nothing. After `run`: `score`, `end`
    (index of the line behind the table), `rows`, `sections` (how many of them are headings) and `places`."""

    def __init__(self, text: str, lines: Sequence[Line], head: Head, mode: str) -> None:
        self.text, self.lines, self.head, self.mode = text, lines, head, mode
        self.score, self.end, self.rows, self.sections = 0.0, head.last, 0, 0
        self.places: list[Place] = []
        under = [text[x.start : x.end] for x in lines[self._count_row() :][:2]]
        numbered = any(_ROW_NUMBER.match(x) for x in under[:1]) or any(x.rstrip(".)") == "1" for x in under)
        self.skips = [self._skip(c, numbered=numbered) for c in range(len(head.kinds))]
        self.words = {_words(text[a:b]) for a, b in head.cells}

    def _skip(self, column: int, *, numbered: bool) -> float:
        kinds = self.head.kinds
        if column == self._main():
            return _MAIN
        if kinds[column] == "number":
            return _NUMBERED if numbered else _UNNUMBERED
        if kinds[column] in ("count", "money"):
            return _VALUES if kinds.count("count") + kinds.count("money") > 1 else _ONLY_VALUE
        return _SKIP

    def _main(self) -> int:
        """The column that no row can do without: the action's, or the first of words."""
        kinds = self.head.kinds
        if "action" in kinds:
            return kinds.index("action")
        return next((c for c, k in enumerate(kinds) if k in ("text", "any")), 0)

    def run(self, stop: int) -> Fit:
        """Reads the lines up to `stop`, or until they fit no longer."""
        n = len(self.head.kinds)
        before = [0.0, *accumulate(self.skips)]  # what it costs to skip the columns before each
        tails = [before[n] - before[c + 1] for c in range(n)] + [0.0]
        first = self._count_row()
        best = [_BAD] * (n + 1)
        back: list[list[tuple[int, str]]] = []
        top, top_at = 0.0, (first - 1, -1)
        for i in range(first, min(stop, len(self.lines))):
            closed = max((best[c] - tails[c], c) for c in range(n + 1)) if i > first else (0.0, -1)
            best, how = self._step(i, best, closed, before, opens=i == first)
            back.append(how)
            ended, column = max((best[c] - tails[c], c) for c in range(n))
            if ended > top:
                top, top_at = ended, (i, column)
            elif max(best) < top - _DROP:
                break
        self.score = top
        self._trace(back, first, *top_at)
        return self

    def _step(
        self, i: int, best: Sequence[float], closed: tuple[float, int], before: Sequence[float], *, opens: bool
    ) -> tuple[list[float], list[tuple[int, str]]]:
        """The best scores with line `i` in each column, and from which column, and how, each was reached: "on" with
        the cell above, the "same" row, or a new "row"."""
        n = len(self.head.kinds)
        suits = self._suits(self.lines[i])
        carry, same, row = (_BAD, _BAD, 0.0) if opens else self._gaps(i)
        now: list[float] = []
        how: list[tuple[int, str]] = []
        left = (_BAD, -1)  # the best column to the left, with the cost of skipping up to the next taken off ahead
        for d in range(n + 1):
            reached, source, way = closed[0] + row + suits[d] - (before[d] if d < n else 0.0), closed[1], "row"
            if d < n and not opens:
                on = best[d] + carry + self._further(d, suits[d])
                if on >= reached:
                    reached, source, way = on, d, "on"
                beside = left[0] - before[d] + same + suits[d]
                if beside >= reached:
                    reached, source, way = beside, left[1], "same"
                left = max(left, (best[d] + before[d + 1], d))
            now.append(reached)
            how.append((source, way))
        return now, how

    @property
    def certainty(self) -> float:
        """What a cell brings on average, headings left out; 1 at best."""
        cells = len(self.places) - self.sections
        return (self.score - _HEADING * self.sections) / cells if cells else 0.0

    def last(self, closes: Callable[[Sequence[Place]], bool]) -> int:
        """Index of the line behind the last row for which `closes` is true, before any three for which it is not."""
        rows: dict[int, list[Place]] = {}
        for place in self.places:
            rows.setdefault(place[0], []).append(place)
        kept = 0
        for r in range(self.rows):
            if closes(rows[r]):
                kept = r + 1
            elif r + 1 - kept >= _ASTRAY:
                break
        return self.end if kept == self.rows else rows[kept][0][2]

    def _trace(self, back: Sequence[Sequence[tuple[int, str]]], first: int, at: int, column: int) -> None:
        """From the best end back to the first row."""
        self.end = at + 1
        found: list[tuple[int, int, int, bool]] = []  # column, first line, last line, opens a row
        last = at
        while at >= first and column >= 0:
            before, how = back[at - first][column]
            if how != "on":
                found.append((column, at, last, how == "row"))
                last = at - 1
            at, column = at - 1, before
        row = -1 if first == self.head.last else 0
        if first > self.head.last and found:
            self.places += [(0, c, self.head.last + c, self.head.last + c) for c in range(len(self.head.kinds))]
        for c, a, b, opens in reversed(found):
            row += opens
            self.sections += c == len(self.head.kinds)
            self.places.append((row, c, a, b))
        self.sections += first > self.head.last
        self.rows = row + 1 if found else 0

    def _count_row(self) -> int:
        """The first line of the rows: behind «1 2 3 4» where that stands under the head."""
        at, n = self.head.last, len(self.head.kinds)
        under = [self.text[x.start : x.end] for x in self.lines[at : at + n]]
        return at + n if under == [str(i) for i in range(1, n + 1)] else at

    def _gaps(self, i: int) -> tuple[float, float, float]:
        """What it costs that line `i` goes on with the cell above, begins the next cell, or a row."""
        blank, tab = self.lines[i].blank, self.lines[i - 1].tab
        if self.mode == "tabs":
            if tab:
                return (-3.0, -1.5, 0.0) if blank else (-3.0, 0.0, -0.7)
            return (0.0, -0.7, -0.7) if blank else (-0.5, -0.2, -0.2)
        if self.mode == "cells":
            return (-0.1, -1.2, -1.2) if blank else (-0.8, 0.0, 0.0)
        if self.mode == "rows":
            return (-1.2, -1.5, 0.0) if blank else (-0.5, 0.0, -1.0)
        return -0.6, 0.0, 0.0

    def _further(self, column: int, suit: float) -> float:
        """What a further line of a cell adds: nothing where it is words, less where it would be a value of its own."""
        kind = self.head.kinds[column]
        if suit <= _HEAD_AGAIN:
            return suit
        if kind in ("number", "unit"):
            return -2.0
        if kind in ("count", "money"):
            return -2.0 if suit > 0.5 else -0.3
        return min(0.0, suit)

    def _suits(self, line: Line) -> list[float]:
        """How well the line suits each column, and a heading over all of them."""
        shown = self.text[line.start : line.end]
        if not shown:
            return [0.2 if k != "number" else 0.1 for k in self.head.kinds] + [_BAD]
        if _words(shown) in self.words:
            return [_HEAD_AGAIN] * (len(self.head.kinds) + 1)
        heading = _HEADING if len(shown) <= 150 and any(x.isalpha() for x in shown) else -3.0
        return [_suit(kind, shown) for kind in self.head.kinds] + [heading]


def _words(shown: str) -> str:
    return " ".join(shown.lower().split())


@lru_cache(maxsize=8192)
def _suit(kind: Kind, shown: str) -> float:  # noqa: PLR0911 - one line a kind
    """From 1 (as it should be) down to what rules it out."""
    value = _VALUE.match(shown) is not None
    empty = _NOTHING.match(shown) is not None
    size = len(shown)
    if kind == "number":
        return 1.0 if _ROW_NUMBER.match(shown) else -3.0
    if kind in ("count", "money"):
        return _suit_of_value(kind, shown, value=value, empty=empty)
    if kind == "unit":
        return -1.0 if value or size > 25 else 1.0 if size <= 12 else 0.4
    if kind == "date":
        if _TIME.search(shown):
            return 1.0 if size <= 80 else -0.5
        return 0.3 if empty else 0.0 if size <= 40 and not value else -1.5
    if kind == "code":
        return 0.8 if size <= 80 else -1.0
    if kind == "any":
        return 0.4 if size <= 200 else 0.0
    if empty or value:
        return 0.1 if empty else -2.0
    if kind == "responsible":
        return 0.6 if size <= 200 else -0.5
    return (1.0 if size <= 400 else 0.5) - (0.6 if shown.endswith(":") else 0.0)


def _suit_of_value(kind: Kind, shown: str, *, value: bool, empty: bool) -> float:
    if value:
        return 1.0 if kind == "count" or _MONEY.search(shown) else 0.7
    if empty:
        return 0.7
    if len(shown) > 80:
        return -2.0
    if _VALUE_WITH_WORDS.match(shown):
        return 0.6
    return 0.3 if any(x.isdigit() for x in shown) and kind == "count" else -0.3 if kind == "count" else -1.0
