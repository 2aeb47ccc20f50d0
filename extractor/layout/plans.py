"""Tables that list measures: heads found, repeated heads and «1 2 3 4» rows dropped, rows broken over a page joined,
the tables of one plan stitched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from extractor.layout import columns as column_roles
from extractor.schema.document import Cell, Document, Table
from extractor.schema.outline import ColumnRole, Paragraph, Piece, Plan, Row

_COUNT: Final = re.compile(r"\s*(\d{1,2})\.?\s*\Z")
_NUMBERED: Final = re.compile(r"\s*\d{1,3}(?:\.\d{1,3}){0,3}[.)]?\s*\Z")
_SECTION_LABEL: Final = re.compile(r"\s*((?:\d{1,2}\.)*\d{1,2}|[IVXІХ]+)[.)]?\s")
_LOWER: Final = re.compile(r"\s*(?:<\w+>)?[\"«(]?[a-zа-яёіїєґ]")
#: A row of sums; «Разом з громадами …» is none.
_TOTAL: Final = re.compile(
    r"\s*(?:разом|усього|всього|підсумок|итого|всего)\b(?!\s+(?:з|із|зі|с|со)\s)[^\n]{0,60}\Z", re.IGNORECASE
)
_ROMAN_SECTION: Final = re.compile(r"\s*(?:[IVXІХ]{1,5}[.)]|(?:розділ|раздел|напрям)\b)\s*\S", re.IGNORECASE)
_HEADER_ROWS: Final = 4


def find(document: Document, paragraphs: tuple[Paragraph, ...]) -> tuple[Plan, ...]:
    """The plans of the document. A table without a head of its own goes on with the plan before it when it has as
    many columns and no heading of another table stands between."""
    furniture = [(p.start, p.end) for p in paragraphs if p.role == "furniture"]
    out: list[_Open] = []
    for block in document.blocks:
        if block.table is None or any(a <= block.start and block.end <= b for a, b in furniture):
            continue
        grid = Grid(document.text, block.table)
        last = out[-1] if out else None
        head = grid.head()
        if head is not None:
            rows_from, roles = head
            if last is not None and last.columns == roles and last.joins(document.text, block.table):
                last.add(grid, rows_from)
            else:
                out.append(_Open(roles, block.table.start))
                out[-1].headers.extend(grid.ranges(range(rows_from)))
                out[-1].add(grid, rows_from)
        elif last is not None and len(last.columns) == grid.width and last.joins(document.text, block.table):
            last.add(grid, 0)
        else:
            rows_from = 1 if grid.has_head_words() else 0
            guessed = column_roles.by_cells(grid.columns(rows_from)) if grid.height >= 2 else None
            if guessed is not None:
                out.append(_Open(guessed[0], block.table.start, probability=guessed[1]))
                out[-1].headers.extend(grid.ranges(range(rows_from)))
                out[-1].add(grid, rows_from)
    return tuple(p.plan() for p in out if p.rows)


class Grid:
    """A table as rows of cells; a cell stands at every place that it covers."""

    def __init__(self, text: str, table: Table) -> None:
        self.text, self.width, self.height = text, table.columns, table.rows
        self.at: list[list[Cell | None]] = [[None] * table.columns for _ in range(table.rows)]
        for cell in table.cells:
            for r in range(cell.row, min(cell.row + cell.row_span, table.rows)):
                for c in range(cell.column, min(cell.column + cell.column_span, table.columns)):
                    self.at[r][c] = cell

    def content(self, row: int, column: int) -> str:
        """The text of a cell, "" where there is none."""
        cell = self.at[row][column]
        return self.text[cell.start : cell.end] if cell else ""

    def contents(self, row: int) -> list[str]:
        """The texts of a row's cells."""
        return [self.content(row, c) for c in range(self.width)]

    def columns(self, first: int = 0) -> list[list[str | None]]:
        """The texts of the cells of each column from row `first` on, None where a cell goes on from the row above. Rows
        that count columns, head a section or sum up are left out."""
        rows = [r for r in range(first, self.height) if not self._is_aside(r)]
        return [
            [None if (cell := self.at[r][c]) is not None and cell.row < r else self.content(r, c) for r in rows]
            for c in range(self.width)
        ]

    def _is_aside(self, row: int) -> bool:
        cells = self.distinct(row)
        if not cells or self.is_count(row) or any(_TOTAL.match(self.text, c.start, c.end) for c in cells[:2]):
            return True
        wide = cells[-1].column_span >= max(2, self.width - 1)
        return len(cells) <= 2 < self.width and (wide or len(cells) == 1)

    def ranges(self, rows: range) -> list[tuple[int, int]]:
        """The offsets of the cells of rows that have text."""
        return [(c.start, c.end) for r in rows for c in self.at[r] if c is not None and c.end > c.start]

    def distinct(self, row: int) -> list[Cell]:
        """The cells of a row with text, a merged one once."""
        cells = dict.fromkeys(cell for cell in self.at[row] if cell is not None)
        return [cell for cell in cells if self.text[cell.start : cell.end].strip()]

    def is_count(self, row: int) -> bool:
        """Is this the «1 2 3 4» row?"""
        numbers = [_COUNT.match(c) for c in self.contents(row)]
        found = [int(n.group(1)) for n in numbers if n]
        return len(found) == self.width > 1 and found == list(range(found[0], found[0] + self.width))

    def has_head_words(self) -> bool:
        """Is the first row a head, though not one that names a plan's columns: two of its cells say what they are?"""
        return sum(column_roles.role_of(c) is not None for c in self.contents(0)) >= 2

    def head(self) -> tuple[int, tuple[ColumnRole, ...]] | None:
        """(first row after the head, roles of the columns); a head may span rows, its words are then read together."""
        for last in range(min(_HEADER_ROWS, self.height)):
            for first in range(last, -1, -1):
                joined = [
                    " ".join(dict.fromkeys(self.content(r, c) for r in range(first, last + 1)))
                    for c in range(self.width)
                ]
                roles = column_roles.by_header(joined)
                if roles is not None:
                    return self._after_head(last + 1, roles), roles
        return None

    def _after_head(self, row: int, roles: tuple[ColumnRole, ...]) -> int:
        """Rows under a head that still belong to it: sub-heads of merged cells."""
        while row < self.height and any(
            cell is not None and cell.row < row and roles[c] in ("measure", "responsible", "number")
            for c, cell in enumerate(self.at[row])
        ):
            row += 1
        return row


@dataclass
class _Open:
    """A plan that is still being put together."""

    columns: tuple[ColumnRole, ...]
    start: int
    end: int = 0
    probability: float = 1.0
    headers: list[tuple[int, int]] = field(default_factory=list)
    rows: list[list[Piece]] = field(default_factory=list)
    sections: list[tuple[tuple[int, int], ...]] = field(default_factory=list)
    open_sections: list[tuple[int, tuple[int, int]]] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)

    def joins(self, text: str, table: Table) -> bool:
        """Does nothing but white space, page numbers and the like stand between this plan and the table?"""
        between = text[self.end : table.start].strip()
        return len(between) < 40 or "продовження" in between.lower() or "продолжение" in between.lower()

    def add(self, grid: Grid, first: int) -> None:
        """The rows of one table, from `first` on."""
        fresh = bool(self.rows)
        for r in range(first, grid.height):
            if grid.is_count(r) or column_roles.by_header(grid.contents(r)) == self.columns:
                continue
            cells = grid.distinct(r)
            if not cells:
                continue
            if any(_TOTAL.match(grid.text, c.start, c.end) for c in cells[:2]):
                fresh = False
                continue
            if self._is_section(grid, cells):
                self._open_section(grid.text, cells[0])
            else:
                pieces = self._pieces(grid, r)
                new = [p for p in pieces if (p.start, p.end) not in self.seen]
                if self.rows and self._continues(grid, r, new, at_top=fresh):
                    self.rows[-1].extend(new)
                elif any(p.role == "measure" for p in new):
                    self.rows.append(pieces)
                    self.sections.append(tuple(s for _, s in self.open_sections))
                self.seen.update((p.start, p.end) for p in pieces)
            fresh = False
        self.end = grid.ranges(range(grid.height))[-1][1] if grid.ranges(range(grid.height)) else self.end

    def _pieces(self, grid: Grid, row: int) -> list[Piece]:
        out: list[Piece] = []
        for c, cell in enumerate(grid.at[row]):
            if cell is None or not grid.text[cell.start : cell.end].strip():
                continue
            if out and out[-1].start == cell.start:
                continue
            out.append(Piece(self.columns[c], c, cell.start, cell.end))
        return out

    def _is_section(self, grid: Grid, cells: list[Cell]) -> bool:
        """A heading: one cell over the row, or one filled cell that is not the measure's alone."""
        if len(cells) > 2:
            return False
        lead = cells[-1]
        if len(cells) == 2:
            return (
                lead.column_span >= grid.width - 1
                and _NUMBERED.match(grid.text[cells[0].start : cells[0].end]) is not None
            )
        if lead.column_span >= max(2, grid.width - 1):
            return True
        if "number" not in self.columns:
            return _ROMAN_SECTION.match(grid.text, lead.start, lead.end) is not None
        if lead.column == self.columns.index("number"):
            return not _NUMBERED.match(grid.text[lead.start : lead.end])
        return False

    def _continues(self, grid: Grid, row: int, new: list[Piece], *, at_top: bool) -> bool:
        """Is this row the rest of the one before: broken over a page, or more cells of a merged row?"""
        if not any(p.role == "measure" for p in new):
            return bool(new)
        if any(p.role in ("number", "start", "end", "deadline") and p in new for p in new):
            return False
        if "number" in self.columns and any(p.role == "number" for p in self.rows[-1]):
            return not grid.content(row, self.columns.index("number")).strip()
        measure = next(p for p in new if p.role == "measure")
        return at_top and _LOWER.match(grid.text, measure.start) is not None

    def _open_section(self, text: str, cell: Cell) -> None:
        label = _SECTION_LABEL.match(text[cell.start : cell.end])
        depth = label.group(1).count(".") if label else 0
        while self.open_sections and self.open_sections[-1][0] >= depth:
            self.open_sections.pop()
        self.open_sections.append((depth, (cell.start, cell.end)))

    def plan(self) -> Plan:
        rows = tuple(
            Row(tuple(pieces), section + tuple((p.start, p.end) for p in pieces if p.role == "goal"))
            for pieces, section in zip(self.rows, self.sections, strict=True)
        )
        return Plan(rows, tuple(self.headers), self.columns, self.start, self.end, probability=self.probability)
