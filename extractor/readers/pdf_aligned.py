"""Tables without lines: columns that stand apart under a header row. Better none than a false one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractor.readers.pdf_lines import MOST_LINES, Line
from extractor.readers.pdf_paragraphs import MARKER
from extractor.readers.pdf_sheet import Word
from extractor.readers.pdf_tables import Grid, GridCell

#: Columns stand apart by at least this many heights of the font; in the header row by more.
_GAP: Final = 0.8
_HEADER_GAP: Final = 1.2
_FEWEST_COLUMNS: Final = 3
_FEWEST_ROWS: Final = 3
#: Lines further apart than this many heights of the font are of two tables.
_FARTHEST: Final = 4.0

Gutter = tuple[float, float]


def split(lines: Sequence[Line]) -> list[list[Line] | Grid]:
    """The lines in order, with those that make a table replaced by it."""
    if len(lines) > MOST_LINES:
        return [list(lines)]
    out: list[list[Line] | Grid] = []
    rest: list[Line] = []
    i = 0
    while i < len(lines):
        found = _table(lines, i) if len(lines[i].gaps(_HEADER_GAP)) >= _FEWEST_COLUMNS - 1 else None
        if found is None:
            rest.append(lines[i])
            i += 1
            continue
        if rest:
            out.append(rest)
            rest = []
        grid, i = found
        out.append(grid)
    if rest:
        out.append(rest)
    return out


def _table(lines: Sequence[Line], first: int) -> tuple[Grid, int] | None:
    """The table whose header begins at this line, and the line after it."""
    gutters = lines[first].gaps(_HEADER_GAP)
    last = first + 1
    while last < len(lines) and lines[last].base - lines[last - 1].base <= _FARTHEST * lines[last].size:
        narrowed = _narrowed(lines[last], gutters)
        if narrowed is None:
            break
        gutters = narrowed
        last += 1
    middles = [(a + b) / 2 for a, b in gutters]
    rows = _rows([_parts(line, middles) for line in lines[first:last]], lines[first:last])
    full = [row for row in rows if sum(bool(cell) for cell in row) >= len(middles)]
    if len(rows) < _FEWEST_ROWS + 1 or len(full) < 0.7 * len(rows):
        return None
    titles = sum(any(c.isalpha() for w in cell for c in w.text) for cell in rows[0])
    if not all(rows[0][1:]) or titles < 0.5 * len(rows[0]):
        return None
    return _grid(rows, lines[first:last]), last


def _narrowed(line: Line, gutters: Sequence[Gutter]) -> list[Gutter] | None:
    """The gutters as this line leaves them; None where it crosses one."""
    out = []
    for a, b in gutters:
        middle = (a + b) / 2
        left = max((w.x1 for w in line.words if (w.x0 + w.x1) / 2 < middle), default=a)
        right = min((w.x0 for w in line.words if (w.x0 + w.x1) / 2 >= middle), default=b)
        gutter = (max(a, left), min(b, right))
        if gutter[1] - gutter[0] < _GAP * line.size:
            return None
        out.append(gutter)
    return out


def _parts(line: Line, middles: Sequence[float]) -> list[list[Word]]:
    """The line's words by column."""
    cells: list[list[Word]] = [[] for _ in range(len(middles) + 1)]
    for word in line.words:
        cells[sum(1 for x in middles if (word.x0 + word.x1) / 2 >= x)].append(word)
    return cells


def _rows(parts: Sequence[list[list[Word]]], lines: Sequence[Line]) -> list[list[list[Word]]]:
    """Lines put to rows: by the gaps between rows if there are any, else a line that fills most columns begins one."""
    steps = [b.base - a.base for a, b in pairwise(lines)]
    apart = 1.3 * min(steps, default=0.0)
    spaced = any(step > apart for step in steps) and any(step <= apart for step in steps)
    out: list[list[list[Word]]] = []
    for i, cells in enumerate(parts):
        filled = sum(bool(c) for c in cells)
        marked = bool(cells[0]) and MARKER.match(cells[0][0].text) is not None
        begins = steps[i - 1] > apart if spaced and i else filled >= max(2, len(cells) - 1)
        if not out or begins or marked:
            out.append([list(c) for c in cells])
        else:
            for column, words in zip(out[-1], cells, strict=True):
                column.extend(words)
    return out


def _grid(rows: list[list[list[Word]]], lines: Sequence[Line]) -> Grid:
    columns = len(rows[0])
    sides = [
        (min(w.x0 for row in rows for w in row[c]), max(w.x1 for row in rows for w in row[c])) for c in range(columns)
    ]
    cells: list[GridCell] = []
    for r, row in enumerate(rows):
        words = [w for cell in row for w in cell]
        top, bottom = min(w.top for w in words), max(w.bottom for w in words)
        cells.extend(GridCell(r, c, 1, 1, (sides[c][0], top, sides[c][1], bottom), cell) for c, cell in enumerate(row))
    edges = [side[0] for side in sides] + [sides[-1][1]]
    rect = (edges[0], lines[0].base - lines[0].size, edges[-1], lines[-1].base)
    return Grid(rect, len(rows), columns, cells, edges)
