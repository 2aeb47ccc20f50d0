"""The canonical text in the making: readers of structured formats add blocks, offsets follow."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractor.errors import SourceError
from extractor.schema.document import Block, BlockKind, Cell, Table

#: A line break that ends a paragraph: the line above is finished and the one below begins something new.
_NEW_PARAGRAPH: Final = re.compile(
    r"(?<=[.!?:;…»\")])[ \t\u00a0]*\n\s*(?=[А-ЯЁІЇЄҐA-Z«\"“„]|\d{1,3}(?:\.\d{1,3})*[.)] ?\D|[а-яіїєґa-z]\)|[-–—•▪·*]\s)"
    r"|\n[ \t\u00a0]*\n\s*"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph as displayed."""

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell before it has offsets: its place in the grid and its text."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class CellCount:
    """How many table cells a document has so far, merged ones counted as all that they cover."""

    most: int
    used: int = 0

    def add(self, count: int = 1) -> None:
        """Count more cells. Raises SourceError limit_cells past the limit."""
        self.used += count
        if self.used > self.most:
            raise SourceError("limit_cells", f"the tables have more than {self.most:,} cells")


@dataclass(slots=True)
class Composer:
    """Collects blocks in reading order; `text` and `blocks` agree at any time.

    max_characters: SourceError limit_characters is raised as soon as the text is longer."""

    max_characters: int
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _gap: bool = False

    @property
    def text(self) -> str:
        """All that was added so far."""
        return "".join(self._pieces)

    def gap(self) -> None:
        """Leave one empty line before the next block, as the page does."""
        self._gap = bool(self._pieces)

    def paragraph(self, text: str, kind: BlockKind = "paragraph", level: int = 0) -> tuple[int, int] | None:
        """Add `text`, parted where its own line breaks end paragraphs; the offsets of all of it, None where it is
        empty."""
        first: int | None = None
        end = 0
        for piece in _NEW_PARAGRAPH.split(text) if "\n" in text else (text,):
            shown = piece.strip(" \t\n\u00a0")
            if not shown:
                continue
            start = self._begin()
            self._put(shown)
            end = self.length
            self.blocks.append(Block(kind, start, end, level))
            first = start if first is None else first
        return None if first is None else (first, end)

    def table(self, cells: Sequence[GridCell], *, rows: int) -> None:
        """Add a table: rows parted by line breaks, columns by tabs; a merged cell stands once, at its first row and
        column. `cells` are sorted by row and column. Columns in which no cell begins (of a grid that only serves
        the drawing of lines) are not counted; a table without text is left out."""
        if not any(c.text for c in cells):
            return
        columns, cells = _without_phantoms(cells)
        start = self._begin()
        placed: list[Cell] = []
        at = 0
        for row in range(rows):
            if row:
                self._put("\n")
            column = 0
            while at < len(cells) and cells[at].row == row:
                cell = cells[at]
                self._put("\t" * (cell.column - column))
                column = cell.column
                begin = self.length
                self._put(cell.text)
                placed.append(Cell(row, column, begin, self.length, cell.row_span, cell.column_span))
                at += 1
            self._put("\t" * (columns - 1 - column))
        table = Table(start, self.length, rows, columns, tuple(placed))
        self.blocks.append(Block("table", start, self.length, table=table))

    def _begin(self) -> int:
        if self._pieces:
            self._put("\n\n" if self._gap else "\n")
        self._gap = False
        return self.length

    def _put(self, text: str) -> None:
        self.length += len(text)
        if self.length > self.max_characters:
            raise SourceError("limit_characters", f"the text is longer than {self.max_characters:,} characters")
        self._pieces.append(text)


def _without_phantoms(cells: Sequence[GridCell]) -> tuple[int, list[GridCell]]:
    """The number of columns in which a cell begins, and the cells counted in these."""
    starts = sorted({c.column for c in cells})
    kept: list[GridCell] = []
    for cell in cells:
        first = bisect_left(starts, cell.column)
        span = bisect_left(starts, cell.column + cell.column_span) - first
        kept.append(GridCell(cell.row, first, cell.text, cell.row_span, max(span, 1)))
    return len(starts), kept
