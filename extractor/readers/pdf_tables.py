"""Tables from rulings: lines that cross make a grid, a missing piece of line merges the cells on its sides."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from extractor.readers.pdf_drawing import Rect
from extractor.readers.pdf_sheet import Sheet, Word

#: Lines this near (points) are one line: each of two cells may draw its own border.
_SNAP: Final = 2.5
#: Dashes and dots this near make one line; lines this near touch.
_TOUCH: Final = 3.0
#: No row or column is narrower than this: borders nearer than that are one border drawn twice.
_NARROWEST: Final = 5.0
_SHORTEST: Final = 5.0
#: A border may be missing at the table's edge; text must have room there.
_MARGIN: Final = 9.0
_MOST_LINES: Final = 4_000

#: A line along one axis: its place on the other axis, its start and its end.
Ruling = tuple[float, float, float]


@dataclass(slots=True)
class GridCell:
    """One cell with the rows and columns it spans and its box."""

    row: int
    column: int
    row_span: int
    column_span: int
    rect: Rect
    words: list[Word] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """One table on one page; cells in reading order, each once; `edges` are the columns' sides, left to right."""

    rect: Rect
    rows: int
    columns: int
    cells: list[GridCell]
    edges: list[float] = field(default_factory=list)


def find(sheet: Sheet) -> tuple[list[Grid], list[Word]]:
    """The tables of a page that are drawn with lines, top to bottom, with their words; and the other words."""
    grids = drawn(sheet)
    words = sheet.words
    for grid in grids:
        words = _fill(grid, words)
    kept = [g for g in grids if any(c.words for c in g.cells)]
    return kept, words


def drawn(sheet: Sheet) -> list[Grid]:
    """The grids that a page's lines make, top to bottom, none inside another, still without words."""
    if len(sheet.across) < 2 or not sheet.down or len(sheet.across) + len(sheet.down) > _MOST_LINES * 4:
        return []
    across, down = _merged(sheet.across), _merged(sheet.down)
    if len(across) < 2 or not down or len(across) + len(down) > _MOST_LINES:
        return []
    grids = [g for part in _touching(across, down) if (g := _grid(*part, sheet.words)) is not None]
    grids.sort(key=lambda g: (g.rect[1], g.rect[0]))
    return [g for g in grids if not any(o is not g and _inside(g.rect, o.rect) for o in grids)]


def aligned(grid: Grid, above: Grid) -> Grid:
    """The grid with the columns of the table that it continues, where a page shows only some of them: empty cells
    stand for the columns missing at its sides."""
    places = [next((k for k, x in enumerate(above.edges) if abs(x - edge) <= _NARROWEST), -1) for edge in grid.edges]
    if -1 in places or len(set(places)) != len(places) or len(places) >= len(above.edges):
        return grid
    cells = []
    for cell in grid.cells:
        first, after = places[cell.column], places[cell.column + cell.column_span]
        cells.append(GridCell(cell.row, first, cell.row_span, after - first, cell.rect, cell.words))
    x0, top, x1, bottom = grid.rect
    if places[0] > 0:
        cells.append(GridCell(0, 0, grid.rows, places[0], (above.edges[0], top, x0, bottom)))
    if places[-1] < above.columns:
        span = above.columns - places[-1]
        cells.append(GridCell(0, places[-1], grid.rows, span, (x1, top, above.edges[-1], bottom)))
    cells.sort(key=lambda c: (c.row, c.column))
    rect = (above.edges[0], top, above.edges[-1], bottom)
    return Grid(rect, grid.rows, above.columns, cells, above.edges)


def _merged(lines: Iterable[Ruling]) -> list[Ruling]:
    """Lines on one level put together where they overlap or nearly touch."""
    levels: list[list[Ruling]] = []
    for line in sorted(lines):
        if levels and line[0] - levels[-1][0][0] <= _SNAP:
            levels[-1].append(line)
        else:
            levels.append([line])
    out: list[Ruling] = []
    for level in levels:
        place = sum(x[0] for x in level) / len(level)
        start, end = 0.0, -1.0
        for _, a, b in sorted(level, key=lambda x: x[1]):
            if end < start:
                start, end = a, b
            elif a <= end + _TOUCH:
                end = max(end, b)
            else:
                out.append((place, start, end))
                start, end = a, b
        out.append((place, start, end))
    return [x for x in out if x[2] - x[1] >= _SHORTEST]


def _touching(across: Sequence[Ruling], down: Sequence[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Groups of lines that hang together by their crossings."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    levels = [y for y, _, _ in across]
    for k, (x, y0, y1) in enumerate(down):
        for i in range(bisect_left(levels, y0 - _TOUCH), bisect_right(levels, y1 + _TOUCH)):
            if across[i][1] - _TOUCH <= x <= across[i][2] + _TOUCH:
                parent[root(i)] = root(len(across) + k)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for i, line in enumerate(across):
        groups[root(i)][0].append(line)
    for k, line in enumerate(down):
        groups[root(len(across) + k)][1].append(line)
    return [g for g in groups.values() if len(g[0]) >= 2 and g[1]]


def _grid(across: list[Ruling], down: list[Ruling], words: Sequence[Word]) -> Grid | None:
    """The grid of one group of lines; None for a mere frame."""
    left, right = min(x[1] for x in across), max(x[2] for x in across)
    top, bottom = min(x[1] for x in down), max(x[2] for x in down)
    inside = [w for w in words if left < w.x1 and w.x0 < right and top < w.bottom and w.top < bottom]
    xs = _levels(down, across, [(w.x0 + w.x1) / 2 for w in inside])
    ys = _levels(across, down, [(w.top + w.bottom) / 2 for w in inside])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > 200_000:
        return None
    walls = _walls(xs, ys, down)  # walls[r][c]: is there a line left of cell c?
    floors = _walls(ys, xs, across)  # floors[c][r]: is there a line above cell r?
    boxes = _boxes(len(ys) - 1, len(xs) - 1, walls, floors)
    rows = sorted({b[0] for b in boxes})
    columns = sorted({b[1] for b in boxes})
    if len(columns) < 2:
        return None
    cells = []
    for top, left, bottom, right in sorted(boxes):
        r, c = bisect_left(rows, top), bisect_left(columns, left)
        spans = bisect_left(rows, bottom) - r, bisect_left(columns, right) - c
        cells.append(GridCell(r, c, spans[0], spans[1], (xs[left], ys[top], xs[right], ys[bottom])))
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), len(rows), len(columns), cells, [xs[c] for c in columns] + [xs[-1]])


def _levels(lines: Sequence[Ruling], others: Sequence[Ruling], words: Sequence[float]) -> list[float]:
    """The places of the lines, and the ends of the crossing lines where words stand beyond the last border."""
    out: list[float] = []
    for place in sorted(x[0] for x in lines):
        if not out or place - out[-1] > _NARROWEST:
            out.append(place)
    first, last = min(x[1] for x in others), max(x[2] for x in others)
    if out[0] - first > _MARGIN and any(first < x < out[0] for x in words):
        out.insert(0, first)
    if last - out[-1] > _MARGIN and any(out[-1] < x < last for x in words):
        out.append(last)
    return out


def _walls(places: list[float], steps: list[float], lines: list[Ruling]) -> list[list[bool]]:
    """For each step (a row) and each place (a column's left side): does a line part the cells there?

    The outermost places always part."""
    by_place: dict[int, list[Ruling]] = defaultdict(list)
    for line in lines:
        k = bisect_left(places, line[0] - _NARROWEST)
        if k < len(places):
            by_place[k].append(line)
    out = []
    for a, b in pairwise(steps):
        row = [False] * len(places)
        row[0] = row[-1] = True
        for k, found in by_place.items():
            row[k] = row[k] or sum(max(0.0, min(b, y) - max(a, x)) for _, x, y in found) >= 0.6 * (b - a)
        out.append(row)
    return out


def _boxes(
    rows: int, columns: int, walls: list[list[bool]], floors: list[list[bool]]
) -> list[tuple[int, int, int, int]]:
    """Cells as (row, column, row after, column after): from each free place the widest, then the longest box."""
    taken = [[False] * columns for _ in range(rows)]
    out = []
    for r in range(rows):
        for c in range(columns):
            if taken[r][c]:
                continue
            right = c + 1
            while right < columns and not walls[r][right] and not taken[r][right]:
                right += 1
            low = r + 1
            while low < rows and _goes_on(low, c, right, walls, floors, columns):
                low += 1
            for y in range(r, low):
                for x in range(c, right):
                    taken[y][x] = True
            out.append((r, c, low, right))
    return out


def _goes_on(row: int, left: int, right: int, walls: list[list[bool]], floors: list[list[bool]], columns: int) -> bool:
    """Does the box [left, right) reach down into this row: no line above it, none through it, its sides closed?"""
    return (
        not any(floors[c][row] for c in range(left, right))
        and not any(walls[row][c] for c in range(left + 1, right))
        and (walls[row][left] and (right == columns or walls[row][right]))
    )


def _inside(inner: Rect, outer: Rect) -> bool:
    return (
        inner[0] >= outer[0] - 1
        and inner[1] >= outer[1] - 1
        and inner[2] <= outer[2] + 1
        and inner[3] <= outer[3] + 1
        and inner != outer
    )


def _fill(grid: Grid, words: list[Word]) -> list[Word]:
    """Puts the words that stand in the grid into its cells; hands back the others."""
    x0, top, x1, bottom = grid.rect
    others: list[Word] = []
    bands: dict[int, list[GridCell]] = defaultdict(list)
    for cell in grid.cells:
        for band in range(int(cell.rect[1] // 50), int(cell.rect[3] // 50) + 1):
            bands[band].append(cell)
    for word in words:
        y = (word.top + word.bottom) / 2 if word.turned else word.base - 0.3 * word.size
        if not (top <= y <= bottom and word.x1 > x0 and word.x0 < x1):
            others.append(word)
            continue
        for piece in _pieces(word, [c for c in bands[int(y // 50)] if c.rect[1] <= y <= c.rect[3]]):
            x = (piece.x0 + piece.x1) / 2
            home = next((c for c in bands[int(y // 50)] if _holds(c.rect, x, y)), None)
            if home is None:
                others.append(piece)
            else:
                home.words.append(piece)
    return others


def _holds(rect: Rect, x: float, y: float) -> bool:
    return rect[0] <= x <= rect[2] and rect[1] <= y <= rect[3]


def _pieces(word: Word, cells: Iterable[GridCell]) -> list[Word]:
    """The word, cut where a cell's side goes through it."""
    out = [word]
    for x in sorted({c.rect[0] for c in cells} | {c.rect[2] for c in cells}):
        last = out[-1]
        if last.x0 + 2 < x < last.x1 - 2 and not last.turned:
            parts = last.split(x)
            if parts:
                out[-1:] = parts
    return out
