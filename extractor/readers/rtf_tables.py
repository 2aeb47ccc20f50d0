r"""Rows of an RTF table → cells on a grid.

RTF knows no tables, only rows that follow each other, each with the right edges of its cells (\cellx, in twentieths of
a point). The edges of all rows together are the grid."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from extractor.readers.compose import GridCell

#: Edges nearer to each other than this, in twips (half a millimetre), are one edge drawn twice.
_SAME_EDGE: Final = 30
#: The width of a cell that no edge was given for, in twips.
_WIDTH: Final = 1000


@dataclass(slots=True)
class CellFormat:
    """The right edge of one cell and how it merges: down and across are "first", "more" or ""."""

    edge: int = 0
    down: str = ""
    across: str = ""


@dataclass(slots=True)
class RowFormat:
    r"""What \trowd begins: the row's left edge and its cells."""

    left: int = 0
    cells: list[CellFormat] = field(default_factory=list)
    open: CellFormat = field(default_factory=CellFormat)

    def close_cell(self, edge: int) -> None:
        r"""\cellx: the cell described so far ends at `edge`."""
        self.open.edge = edge
        self.cells.append(self.open)
        self.open = CellFormat()


@dataclass(frozen=True, slots=True)
class Row:
    """One finished row: its left edge and, for each cell, its format and text."""

    left: int
    cells: tuple[tuple[CellFormat, str], ...]


def row(form: RowFormat, texts: list[str]) -> Row:
    """A row's texts with the formats that they were given; a text without one is as wide as a usual column."""
    formats = form.cells[: len(texts)]
    edge = formats[-1].edge if formats else form.left
    for _ in texts[len(formats) :]:
        edge += _WIDTH
        formats.append(CellFormat(edge))
    return Row(form.left, tuple(zip(formats, texts, strict=True)))


def grid(rows: list[Row]) -> list[GridCell]:
    """The cells in order of row and column, merged ones once with their spans."""
    edges = _edges(rows)
    out: list[GridCell] = []
    above: dict[int, int] = {}
    for number, line in enumerate(rows):
        began: dict[int, int] = {}
        start = _at(edges, line.left)
        for form, text in line.cells:
            end = max(_at(edges, form.edge), start + 1)
            if form.across == "more" and out and out[-1].row == number:
                last = out.pop()
                joined = f"{last.text}\n{text}".strip()
                out.append(GridCell(number, last.column, joined, last.row_span, end - last.column))
            elif form.down == "more" and start in above:
                at = began[start] = above[start]
                out[at] = _taller(out[at], number)
            else:
                if form.down == "first":
                    began[start] = len(out)
                out.append(GridCell(number, start, text, 1, end - start))
            start = end
        above = began
    return out


def _taller(cell: GridCell, last: int) -> GridCell:
    return GridCell(cell.row, cell.column, cell.text, last - cell.row + 1, cell.column_span)


def _edges(rows: list[Row]) -> list[int]:
    """Every edge of the table once, from the left."""
    found = sorted({edge for line in rows for edge in (line.left, *(form.edge for form, _ in line.cells))})
    return [edge for i, edge in enumerate(found) if i == 0 or edge - found[i - 1] >= _SAME_EDGE]


def _at(edges: list[int], edge: int) -> int:
    """The number of an edge, or of the one drawn for it."""
    return max(bisect_right(edges, edge) - 1, 0)
