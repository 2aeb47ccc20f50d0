"""Tables that a page's copy has turned into lines, one cell a line: found again by their heads and by how well the
lines under these fit the columns.

Copies differ. Some end each cell with a tab and each row with a blank line, some part cells by line breaks and the
paragraphs of one cell by blank lines, some leave no blank lines; an empty cell leaves nothing. So the lines are laid
into columns by dynamic programming: each line adds to the score as it suits its column (a number under «Кількість»),
empty cells and line breaks in the wrong places take from it, and the best way through is the table. All weights were
set by hand on flattened pages whose tables are known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from extractor.readers import flattened_heads
from extractor.readers.flattened_fit import Fit, Place
from extractor.readers.flattened_heads import Head, Line
from extractor.schema.document import Block, Cell, Table

_LINE: Final = re.compile(r"[^\n]*")
_NUMERIC: Final = ("count", "money")
#: A head is first tried on so many lines under it; the best one then reads on.
_TRIED: Final = 40
#: Where so many runs of heads were no tables, none is looked for any more: each costs up to 20 ms.
_PATIENCE: Final = 150
#: So many of the best ways to read a run of heads are looked at closely.
_CHANCES: Final = 3
#: Score that a cell must bring on the whole, and the share of columns that a row must fill.
_PER_CELL: Final = 0.55
_FILLED: Final = 0.7
_NUMBER: Final = re.compile(r"[-–—]?\s?\d[\d\s.,]*(?:\s?(?:%|грн|руб|тис|тыс|млн)\.?)*\Z")
_BEGINS_AS_VALUE: Final = re.compile(r"[-–—]|\d[\d\s.,]*(?!\.)(?:\s?[^\W\d]|%|\Z)")


def find(text: str, taken: Sequence[Block] = ()) -> tuple[Block, ...]:
    """The flattened tables of `text` outside the blocks of `taken`, as table blocks in reading order.

    A run of lines without heads of columns is none, nor is an agenda whose days lead its rows: what is not surely a
    table stays lines."""
    out: list[Block] = []
    misses = 0
    for lines in _stretches(text, taken):
        done = 0
        runs = flattened_heads.runs(text, lines)
        for run, stop in zip(runs, _stops(text, lines, runs), strict=True):
            if run[0] < done:
                continue
            if misses >= _PATIENCE:
                return tuple(out)
            found = _best(text, lines, run, stop)
            misses += found is None
            if found is not None:
                block, done = found
                out.append(block)
    return tuple(out)


def _stops(text: str, lines: Sequence[Line], runs: Sequence[tuple[int, int]]) -> list[int]:
    """For each run the line where the next clear head begins: no table goes on over it."""
    out: list[int] = []
    stop = len(lines)
    for run in reversed(runs):
        out.append(stop)
        if flattened_heads.is_clear(text, lines, run):
            stop = run[0]
    return out[::-1]


def _stretches(text: str, taken: Sequence[Block]) -> list[list[Line]]:
    """The lines with something in them; what is taken, and lines with a tab between words, part the stretches."""
    out: list[list[Line]] = [[]]
    blank = False
    blocked = [(b.start, b.end) for b in taken]
    at = 0
    for hit in _LINE.finditer(text):
        a, b = hit.span()
        while at < len(blocked) and blocked[at][1] <= a:
            at += 1
        if at < len(blocked) and blocked[at][0] < b:
            out.append([])
            continue
        line = hit.group()
        core = line.strip()
        barred = core.endswith("|") and core.count("|") == 1
        core = core.removesuffix("|").rstrip() if barred else core
        if not core and "\t" not in line and not barred:
            blank = blank or a < b or (a > 0 and text[a - 1] == "\n")
            continue
        if "\t" in core:
            out.append([])
            continue
        start = a + (line.index(core) if core else 0)
        tabbed = barred or "\t" in line[start - a + len(core) :]
        out[-1].append(Line(start, start + len(core), tabbed, blank))
        blank = False
    return [lines for lines in out if len(lines) >= 4]


def _best(text: str, lines: Sequence[Line], run: tuple[int, int], stop: int) -> tuple[Block, int] | None:
    """The table under one run of heads, before line `stop`, with the index of the line behind it; None where none is
    sure."""
    tried: list[tuple[float, int, Head, str]] = []
    for head in flattened_heads.heads(text, lines, run):
        if not _says_enough(head):
            continue
        for mode in _modes(lines, head):
            score = Fit(text, lines, head, mode).run(min(head.last + _TRIED, stop)).score + head.last - head.first
            tried.append((score, -len(tried), head, mode))
    for score, _, head, mode in sorted(tried, key=lambda x: x[:2], reverse=True)[:_CHANCES]:
        if _is_agenda(head):
            return None
        fit = Fit(text, lines, head, mode).run(stop)
        last = fit.last(partial(_closes, text, lines, head))
        if last < fit.end:
            fit = Fit(text, lines, head, mode).run(last)
        if score > 0 and _is_sure(text, lines, head, fit):
            return _block(lines, head, fit), fit.end
    return None


def _block(lines: Sequence[Line], head: Head, fit: Fit) -> Block:
    cells = [Cell(0, c, a, b) for c, (a, b) in enumerate(head.cells)]
    n = len(head.kinds)
    for row, column, first, last in fit.places:
        a, b = lines[first].start, lines[last].end
        if a < b:
            cells.append(Cell(row + 1, min(column, n) % n, a, b, column_span=n if column == n else 1))
    table = Table(cells[0].start, max(c.end for c in cells), fit.rows + 1, n, tuple(cells))
    return Block("table", table.start, table.end, table=table)


def _closes(text: str, lines: Sequence[Line], head: Head, row: Sequence[Place]) -> bool:
    """Can a table end with this row? One with a value, a number or a tab; what has none is text under the table."""
    kinds = [(head.kinds[c], text[lines[a].start : lines[b].end]) for _, c, a, b in row if c < len(head.kinds)]
    if any(k in _NUMERIC for k in head.kinds):
        return any(k in _NUMERIC and _BEGINS_AS_VALUE.match(shown) for k, shown in kinds)
    return any(k == "number" for k, _ in kinds) or ("number" not in head.kinds and any(lines[p[3]].tab for p in row))


def _says_enough(head: Head) -> bool:
    """Can rows under this head be told from other lines: by numbers, or as the rows of a plan?"""
    kinds = set(head.kinds)
    return bool(kinds & set(_NUMERIC)) or ("action" in kinds and bool(kinds & {"date", "responsible"}))


def _is_agenda(head: Head) -> bool:
    """Days first and nothing counted: the stage that reads agendas knows their merged days better."""
    return head.kinds[0] == "date" and not any(k in _NUMERIC for k in head.kinds)


def _modes(lines: Sequence[Line], head: Head) -> tuple[str, ...]:
    """How the copy may have parted cells, by what stands between the heads."""
    inner = lines[head.first : head.last]
    if sum(x.tab for x in inner) * 2 >= len(inner):
        return ("tabs",)
    if all(x.blank for x in inner[1:]):
        return ("even",)
    return ("cells", "rows", "even")


def _is_sure(text: str, lines: Sequence[Line], head: Head, fit: Fit) -> bool:
    n = len(head.kinds)
    if not ({"action", "text", "date"} & set(head.kinds) or fit.mode == "tabs") or fit.certainty < _PER_CELL:
        return False
    body = [p for p in fit.places if p[1] < n]
    plain = [p for p in body if head.kinds[p[1]] != "number"]
    columns = n - head.kinds.count("number")
    if len(plain) < _FILLED * columns * max(1, fit.rows - fit.sections):
        return False
    numeric = [p for p in body if head.kinds[p[1]] in _NUMERIC]
    shown = [text[lines[p[2]].start : lines[p[3]].end] for p in numeric]
    right = sum(_NUMBER.match(x) is not None for x in shown)
    counted = right > 0 and 2 * right >= sum(any(c.isalnum() for c in x) for x in shown)
    if fit.rows - fit.sections < 2:
        return bool(plain) and counted and columns >= 3 and len(plain) == columns
    if counted:
        return True
    tabbed = sum(lines[p[3]].tab for p in body) * 10 >= 7 * len(body)
    return not numeric and (tabbed or _in_sequence(text, lines, head, body))


def _in_sequence(text: str, lines: Sequence[Line], head: Head, body: Sequence[Place]) -> bool:
    """Do the numbers of the rows go on counting?"""
    numbers = []
    for _, column, first, _ in body:
        if head.kinds[column] == "number":
            digits = re.match(r"\d{1,3}", text[lines[first].start : lines[first].end])
            numbers.append(int(digits.group()) if digits else -1)
    steps = [b - a == 1 for a, b in pairwise(numbers)]
    return len(numbers) >= 2 and sum(steps) >= 0.8 * len(steps)
