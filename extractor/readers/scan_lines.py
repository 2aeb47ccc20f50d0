"""Ruling lines in a picture: long thin runs of ink, found along rows and along columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy

#: Inches: shorter runs are strokes of letters, thicker ones are bars and photographs.
_SHORTEST_ACROSS: Final = 0.4
_SHORTEST_DOWN: Final = 0.22
_THICKEST: Final = 0.055
#: Dots per inch that lines are looked for at: enough for hair lines, a quarter of a scan's pixels.
_DPI: Final = 150
#: Dust and noise may break this share of a line.
_BROKEN: Final = 0.08
#: Of the pixels beside a line, the share that may be ink: letters that touch it, lines that cross it.
_BESIDE: Final = 0.25
#: More runs than this are a photograph's or a pattern's.
_MOST_RUNS: Final = 60_000


@dataclass(slots=True)
class Rule:
    """A straight line in pixels: rows or columns [first, last] that it is thick, from `start` to `end` along it."""

    first: int
    last: int
    start: int
    end: int

    @property
    def place(self) -> float:
        """Its middle."""
        return (self.first + self.last + 1) / 2


def find(ink: Any, dpi: float) -> tuple[list[Rule], list[Rule]]:
    """The lines across and down in `ink`, booleans by row and column, in its pixels."""
    step = max(1, round(dpi / _DPI))
    small = pooled(ink, step)
    across = _rules(small, dpi / step, _SHORTEST_ACROSS)
    down = _rules(numpy.ascontiguousarray(small.T), dpi / step, _SHORTEST_DOWN)
    return [_scaled(r, step) for r in across], [_scaled(r, step) for r in down]


def pooled(ink: Any, step: int) -> Any:
    """Ink in blocks of `step` pixels: a block has ink where any of its pixels has; odd edges are cut off."""
    if step == 1:
        return ink
    height, width = ink.shape[0] // step * step, ink.shape[1] // step * step
    rows = ink[0:height:step]
    for k in range(1, step):
        rows = rows | ink[k:height:step]
    out = rows[:, 0:width:step]
    for k in range(1, step):
        out = out | rows[:, k:width:step]
    return out


def erase(grey: Any, rules: Sequence[Rule], *, down: bool, margin: int) -> None:
    """Paint lines white, in place, with `margin` pixels on both sides."""
    for rule in rules:
        across = slice(max(0, rule.first - margin), rule.last + 1 + margin)
        along = slice(rule.start, rule.end)
        grey[(along, across) if down else (across, along)] = 255


def _scaled(rule: Rule, step: int) -> Rule:
    return Rule(rule.first * step, rule.last * step + step - 1, rule.start * step, rule.end * step)


def _rules(ink: Any, dpi: float, shortest: float) -> list[Rule]:
    """Lines along the rows of `ink`."""
    length = max(8, round(shortest * dpi))
    if ink.shape[1] <= length or ink.shape[0] < 2:
        return []
    # A line that is a little askew steps from one row to the next: two rows together hold it whole.
    both = ink.copy()
    both[1:] |= ink[:-1]
    sums = numpy.zeros((both.shape[0], both.shape[1] + 1), dtype=numpy.int32)
    numpy.cumsum(both, axis=1, out=sums[:, 1:])
    full = (sums[:, length:] - sums[:, :-length]) >= length * (1 - _BROKEN)
    rows = numpy.flatnonzero(full.any(axis=1))
    found = _grouped(full, rows, length, max(2, round(_THICKEST * dpi)) + 1)
    return [r for r in found if _stands_alone(ink, r)]


def _stands_alone(ink: Any, rule: Rule) -> bool:
    """Is there paper on both sides? Rows of bold letters run together at their feet."""
    for y in (rule.first - 2, rule.last + 2):
        if 0 <= y < ink.shape[0] and ink[y, rule.start : rule.end].mean() > _BESIDE:
            return False
    return True


def _grouped(full: Any, rows: Any, length: int, thickest: int) -> list[Rule]:
    """Runs of neighbouring rows put together; `full` says where a window of `length` begins that is all ink."""
    done: list[Rule] = []
    open_: list[Rule] = []
    runs = 0
    for y in rows.tolist():
        edges = numpy.flatnonzero(numpy.diff(full[y].astype(numpy.int8), prepend=0, append=0)).tolist()
        runs += len(edges) // 2
        if runs > _MOST_RUNS:
            return []
        here: list[Rule] = []
        for start, after in zip(edges[::2], edges[1::2], strict=True):
            new = Rule(y, y, start, after - 1 + length)
            touching = [r for r in open_ if r.last >= y - 1 and r.start < new.end and new.start < r.end]
            for rule in touching:
                new = Rule(min(new.first, rule.first), y, min(new.start, rule.start), max(new.end, rule.end))
                open_.remove(rule)
            open_.append(new)
            here.append(new)
        done.extend(r for r in open_ if r.last < y)
        open_ = [r for r in open_ if r.last == y]
    done.extend(open_)
    return [r for r in done if r.last - r.first + 1 <= thickest]
