"""A spreadsheet's sheet as its reader found it → headings, lines and tables, as it would be printed.

What is hidden is left out. An empty row parts two tables; in each, the rows above the first one of three filled cells
are lines (a title, an approval), as are those below the last (signatures)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from extractor.errors import SourceError
from extractor.readers.characters import clean, show_symbols
from extractor.readers.compose import CellCount, Composer, GridCell

#: Names that programs give to sheets.
_DEFAULT_NAME: Final = re.compile(r"(?:лист|аркуш|sheet|таблиця|таблица|table)\s?\d*\Z", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d{1,3}(?:[.,]\d{1,3}){0,3}[.)]?\Z")
#: A row of a table has at least so many filled cells; its title and signatures have fewer.
_TABLE_CELLS: Final = 3
#: Fewer rows of two filled cells than this are signatures, a post and a name, and no table of two columns.
_TWO_COLUMN_ROWS: Final = 3

Position = tuple[int, int]


@dataclass(slots=True)
class Sheet:
    """One sheet. Rows and columns count from 0; `texts` holds what cells display, `spans` the rows and columns of
    merged ones; a merged range shows what its first cell holds."""

    name: str
    max_cells: int
    texts: dict[Position, str] = field(default_factory=dict)
    spans: dict[Position, tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def put(self, row: int, column: int, text: str) -> None:
        """Set a cell's text. Raises SourceError limit_cells past the limit."""
        shown = show_symbols(clean(text)).replace("\t", " ").strip()
        if not shown:
            return
        self.texts[row, column] = shown
        if len(self.texts) > self.max_cells:
            raise SourceError("limit_cells", f"the sheet {self.name} has more than {self.max_cells:,} filled cells")


@dataclass(slots=True)
class _Area:
    """The visible part of a sheet: numbers of the rows and columns that hold something, and cells among them."""

    rows: list[int]
    columns: list[int]
    cells: list[GridCell]


@dataclass(frozen=True, slots=True)
class _Part:
    """A region: the cells of its lines, of its table (rows from `top` up to `bottom`), and of the lines below."""

    above: list[GridCell]
    table: list[GridCell]
    below: list[GridCell]
    top: int
    bottom: int


def write(sheets: Sequence[Sheet], out: Composer, max_cells: int) -> None:
    """Add the sheets in order. Names that people gave stand above the sheets where there are several.

    Raises SourceError: limit_cells, limit_characters."""
    filled = [sheet for sheet in sheets if sheet.texts]
    counted = CellCount(max_cells)
    for sheet in filled:
        if len(filled) > 1 and not _DEFAULT_NAME.match(sheet.name.strip()):
            out.paragraph(clean(sheet.name), "heading")
        area = _visible(sheet)
        # Merged ranges that overlap, as no program makes them, cover more than there is.
        covered = sum(cell.row_span * cell.column_span for cell in area.cells)
        counted.add(max(len(area.rows) * len(area.columns), covered))
        parts = [_parted(area, first, last) for first, last in _regions(sheet, area)]
        columns = sorted({cell.column for part in parts for cell in part.table})
        for part in parts:
            out.gap()
            _lines(part.above, out)
            out.table(_filled_up(part, columns), rows=part.bottom - part.top)
            _lines(part.below, out)
        out.gap()


def _visible(sheet: Sheet) -> _Area:
    """Cells on the grid of rows and columns that show something, sorted; a merged cell that begins in a hidden row
    begins in its first visible one."""
    shown: dict[Position, tuple[str, int, int]] = {}
    visible_row, visible_column = _visible_from(sheet.hidden_rows), _visible_from(sheet.hidden_columns)
    for (row, column), text in sheet.texts.items():
        tall, wide = sheet.spans.get((row, column), (1, 1))
        top, left = visible_row.get(row, row), visible_column.get(column, column)
        if top < row + tall and left < column + wide:
            shown[top, left] = (text, row + tall, column + wide)
    rows = sorted({row for row, _ in shown})
    columns = sorted({column for _, column in shown})
    row_at, column_at = {row: i for i, row in enumerate(rows)}, {column: i for i, column in enumerate(columns)}
    cells: list[GridCell] = []
    for row, column in sorted(shown):
        text, below, right = shown[row, column]
        at, along = row_at[row], column_at[column]
        tall = 1 if below == row + 1 else bisect_left(rows, below) - at
        wide = 1 if right == column + 1 else bisect_left(columns, right) - along
        cells.append(GridCell(at, along, text, tall, wide))
    return _Area(rows, columns, cells)


def _visible_from(hidden: set[int]) -> dict[int, int]:
    """For each hidden row or column the first visible one after it."""
    found: dict[int, int] = {}
    for number in sorted(hidden, reverse=True):
        found[number] = found.get(number + 1, number + 1)
    return found


def _regions(sheet: Sheet, area: _Area) -> Iterator[tuple[int, int]]:
    """Runs of rows without an empty visible row among them, as half-open ranges of the area's rows."""
    covered = 0
    first = 0
    by_row: dict[int, int] = {}
    for cell in area.cells:
        by_row[cell.row] = max(by_row.get(cell.row, 0), cell.row + cell.row_span)
    for at in range(1, len(area.rows)):
        covered = max(covered, by_row.get(at - 1, 0))
        between = range(area.rows[at - 1] + 1, area.rows[at])
        if covered <= at and any(row not in sheet.hidden_rows for row in between):
            yield first, at
            first = at
    if area.rows:
        yield first, len(area.rows)


def _parted(area: _Area, first: int, last: int) -> _Part:
    """A region of rows as lines, a table, lines."""
    cells = [cell for cell in area.cells if first <= cell.row < last]
    filled = [0] * (last - first)
    lead: dict[int, GridCell] = {}
    for cell in cells:
        lead.setdefault(cell.row, cell)
        for row in range(cell.row, min(cell.row + cell.row_span, last)):
            filled[row - first] += 1
    least = min(_TABLE_CELLS, max(filled))
    if least < 2 or (least == 2 and filled.count(2) < _TWO_COLUMN_ROWS):
        return _Part(cells, [], [], last, last)
    top = next(row for row in range(first, last) if filled[row - first] >= least)
    bottom = next(row for row in range(last - 1, first - 1, -1) if filled[row - first] >= least) + 1
    while bottom < last and bottom in lead and _NUMBER.match(lead[bottom].text):
        bottom += 1
    above, below = [c for c in cells if c.row < top], [c for c in cells if c.row >= bottom]
    return _Part(above, [c for c in cells if top <= c.row < bottom], below, top, bottom)


def _lines(cells: list[GridCell], out: Composer) -> None:
    """Each row is a line, its cells parted by tabs."""
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell.text)
    for texts in rows.values():
        out.paragraph("\t".join(texts))


def _filled_up(part: _Part, columns: list[int]) -> list[GridCell]:
    """The table's cells counted from its first row and in the columns given, with an empty one at every place that
    none covers."""
    taken: set[Position] = set()
    out: list[GridCell] = []
    for cell in part.table:
        row, column = cell.row - part.top, bisect_left(columns, cell.column)
        tall = min(cell.row_span, part.bottom - cell.row)
        wide = 1 if cell.column_span == 1 else bisect_left(columns, cell.column + cell.column_span) - column
        places = _places(row, column, tall, wide)
        if not taken.isdisjoint(places):
            tall = wide = 1  # ranges that overlap are damage: the first one stands
            places = ((row, column),)
            if (row, column) in taken:
                continue
        taken.update(places)
        out.append(GridCell(row, column, cell.text, tall, wide))
    free = ((r, c) for r in range(part.bottom - part.top) for c in range(len(columns)) if (r, c) not in taken)
    out.extend(GridCell(r, c, "") for r, c in free)
    return sorted(out, key=lambda c: (c.row, c.column))


def _places(row: int, column: int, tall: int, wide: int) -> Sequence[Position]:
    if tall == 1 and wide == 1:
        return ((row, column),)
    return [(r, c) for r in range(row, row + tall) for c in range(column, column + wide)]
