"""Paragraphs and tables of a PDF to canonical text with blocks, pages and boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractor.errors import SourceError
from extractor.readers.pdf_hyphens import Hyphens
from extractor.readers.pdf_lines import Line, lines_of
from extractor.readers.pdf_paragraphs import MARKER, forced, opens
from extractor.readers.pdf_sheet import Sheet, Word
from extractor.readers.pdf_tables import Grid, GridCell
from extractor.schema.document import Block, BlockKind, Box, Cell, Page, Table

_SUSPENDED: Final = re.compile(r"(?:та|і|й|або|чи|и|или|да)\Z")
#: Words that recognition is less certain of are marked.
DOUBTFUL: Final = 0.6
_STOPPED: Final = re.compile(r"[.;:!?…]['\"»”)]*\Z")
#: A gap of this many heights of the font inside a line is kept as a tab.
_TAB: Final = 2.5


@dataclass(slots=True, eq=False)
class Paragraph:
    """Lines that make one block."""

    lines: list[Line]
    kind: BlockKind = "paragraph"


@dataclass(slots=True, eq=False)
class TableItem:
    """A table of one page, with the cells' padding already judged."""

    grid: Grid
    page: int


Item = Paragraph | TableItem


@dataclass(slots=True)
class Composer:
    """Writes the canonical text piece by piece and notes where each piece stood. Use once."""

    sheets: Sequence[Sheet]
    hyphens: Hyphens
    most: int
    parts: list[str] = field(default_factory=list)
    length: int = 0
    boxes: list[Box] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    starts: dict[int, int] = field(default_factory=dict)
    #: Words that text recognition was not sure of: page, start, end.
    doubtful: list[tuple[int, int, int]] = field(default_factory=list)

    def write(self, items: Sequence[Item]) -> None:
        """All items in order. Raises SourceError limit_characters."""
        for item in items:
            start = self.length
            if isinstance(item, TableItem):
                table = self._table(item)
                self.blocks.append(Block("table", start, self.length, table=table))
            else:
                self._lines(item.lines, furniture=item.kind in ("header", "footer", "footnote"))
                if self.length > start:
                    self.blocks.append(Block(item.kind, start, self.length))
                    self._put("\n")

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self.parts)

    def pages(self) -> tuple[Page, ...]:
        """Each page from its first word in reading order to the next page's first."""
        out: list[Page] = []
        end = self.length
        for sheet in reversed(self.sheets):
            start = min(self.starts.get(sheet.number, end), end)
            width, height = sheet.shown_size
            out.append(Page(sheet.number, start, end, round(width, 2), round(height, 2)))
            end = start
        if out and out[-1].start:
            first = out[-1]
            out[-1] = Page(first.number, 0, first.end, first.width, first.height)
        return tuple(reversed(out))

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
        if self.length > self.most:
            raise SourceError("limit_characters", f"the text is longer than {self.most:,} characters")

    def _word(self, word: Word, text: str, *, furniture: bool) -> None:
        if not text:
            return
        if not furniture:
            self.starts.setdefault(word.page, self.length)
        x0, top, x1, bottom = self.sheets[word.page - 1].shown(word)
        start = self.length
        self._put(text)
        if word.certainty < DOUBTFUL:
            self.doubtful.append((word.page, start, self.length))
        self.boxes.append(
            Box(start, self.length, word.page, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
        )

    def _lines(self, lines: Sequence[Line], *, furniture: bool = False, cell: bool = False) -> None:
        """The lines as one run of text: wraps become spaces, broken words are mended."""
        glue = ""
        for i, line in enumerate(lines):
            below = lines[i + 1].words[0] if i + 1 < len(lines) else None
            for k, word in enumerate(line.words):
                text = word.text
                following = " "
                if k + 1 < len(line.words):
                    following = _gap(line, k, cell=cell)
                elif below is not None:
                    text, following = self._end(text, below.text)
                text = text.replace("\u00ad", "")
                if text:
                    self._put(glue)
                    self._word(word, text, furniture=furniture)
                    glue = following
                elif glue:
                    glue = following

    def _end(self, text: str, below: str) -> tuple[str, str]:
        """The last word of a line as it goes on in the next line, and what stands between."""
        if text.endswith("\u00ad"):
            return text, ""
        if text.endswith("‐"):
            text = text[:-1] + "-"
        if len(text) < 2 or text[-1] != "-" or text[-2] in "-–—" or _SUSPENDED.match(below):
            return text, " "
        if not below[:1].isalnum():
            return text, " "
        if self.hyphens.keeps(text, below):
            return text, ""
        return text[:-1], ""

    def _table(self, item: TableItem) -> Table:
        grid = item.grid
        start = self.length
        cells: list[Cell] = []
        padding = _padding(grid)
        by_row: list[list[GridCell]] = [[] for _ in range(grid.rows)]
        for cell in grid.cells:
            by_row[cell.row].append(cell)
        for row in by_row:
            for order, cell in enumerate(row):
                if order:
                    self._put("\t")
                at = self.length
                for k, lines in enumerate(cell_paragraphs(cell, padding)):
                    if k:
                        self._put("\n")
                    self._lines(lines, cell=True)
                cells.append(Cell(cell.row, cell.column, at, self.length, cell.row_span, cell.column_span))
            self._put("\n")
        return Table(start, self.length, grid.rows, grid.columns, tuple(cells), item.page)


def cell_paragraphs(cell: GridCell, padding: float) -> list[list[Line]]:
    """The cell's lines, broken where a line was broken by hand or a list's item begins."""
    turned = [w for w in cell.words if w.turned]
    lines = lines_of([w for w in cell.words if not w.turned])
    out: list[list[Line]] = []
    left, right = cell.rect[0] + padding, cell.rect[2] - padding
    for line in lines:
        if out and not _breaks(out[-1][-1], line, left, right):
            out[-1].append(line)
        else:
            out.append([line])
    if turned:
        out.append([Line(turned)])
    return out


def _breaks(a: Line, b: Line, left: float, right: float) -> bool:
    broken = forced(a, b, left, right)
    last = a.words[-1].text
    if last.endswith("-") and len(last) > 1:
        return False
    if len(a.words) == 1 and MARKER.match(last):
        return False
    if opens(b) and (broken or _STOPPED.search(last)):
        return True
    return broken or b.base - a.base > 2.2 * a.size


def _padding(grid: Grid) -> float:
    """The room between a cell's side and its text: the least found, for text may be set to either side."""
    gaps = [w.x0 - c.rect[0] for c in grid.cells for w in c.words] + [
        c.rect[2] - w.x1 for c in grid.cells for w in c.words
    ]
    return min(8.0, max(0.0, min(gaps, default=0.0)))


def _gap(line: Line, k: int, *, cell: bool) -> str:
    """What stands between a word and the next on its line."""
    a, b = line.words[k], line.words[k + 1]
    if b.x0 - a.x1 > _TAB * line.size and not cell and not (k == 0 and MARKER.match(a.text)):
        return "\t"
    if abs(b.x0 - a.x1) < 0.06 * line.size and (a.bold != b.bold or a.size != b.size or a.base != b.base):
        return ""
    return " "
