"""One story of an RTF file (body, header, note, text box) as paragraphs and rows come in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from extractor.readers.characters import clean, show_symbols
from extractor.readers.compose import CellCount, Composer
from extractor.readers.rtf_tables import Row, RowFormat, grid, row
from extractor.schema.document import BlockKind

#: A heading style on a text longer than this was meant for its looks.
_LONGEST_HEADING: Final = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph as displayed."""

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """What RTF says of the paragraph that ends: how deep in tables, its depth as a heading (None for text), and
    the level of its list."""

    depth: int = 0
    outline: int | None = None
    level: int = 0


@dataclass(slots=True)
class Story:
    """Collects lines and tables (lists of rows) in reading order; `text` is what the open paragraph holds so far."""

    counted: CellCount
    items: list[Line | list[Row]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    boxes: list[Story] = field(default_factory=list)
    listed: bool = False
    form: RowFormat = field(default_factory=RowFormat)
    _rows: list[Row] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _cell: list[str] = field(default_factory=list)
    _inner: list[str] = field(default_factory=list)

    def paragraph(self, place: Place) -> None:
        r"""\par and the like: the open paragraph ends."""
        line = self._line(place)
        if place.depth > 1:
            self._inner_line(line.text)
        elif place.depth == 1:
            self._cell.append(line.text)
            self._cell.extend(self._boxed_lines())
        else:
            self._end_table()
            self.items.append(line)
            self._boxes_after()

    def cell(self) -> None:
        r"""\cell: the open paragraph and the cell end."""
        self.paragraph(Place(depth=1))
        self._cells.append("\n".join(s for s in (x.replace("\t", " ").strip() for x in self._cell) if s))
        self._cell.clear()
        self.counted.add()

    def row(self) -> None:
        r"""\row: the cells since the last one are a row of the form given last."""
        if self._cells:
            self._rows.append(row(self.form, self._cells))
            self._cells = []

    def inner_cell(self) -> None:
        r"""\nestcell: a cell of a table in a cell ends; it is a part of a line."""
        self._inner_line(self._line(Place()).text)

    def inner_row(self) -> None:
        r"""\nestrow: a row of a table in a cell ends; it is a line of that cell."""
        self._cell.append(" ".join(self._inner))
        self._inner.clear()

    def finish(self) -> None:
        """The file or the destination ends, perhaps in the middle of a row."""
        if self._cells or self._cell:
            if self.text or self._cell:
                self.cell()
            self.row()
        elif self.text:
            self.paragraph(Place())
        self._end_table()
        self._boxes_after()

    def lines(self) -> list[str]:
        """All of the story as lines, a table's row a line: what a box inside a cell comes to."""
        found: list[str] = []
        for item in self.items:
            if isinstance(item, Line):
                found.append(item.text)
            else:
                found.extend(" ".join(text for _, text in line.cells if text) for line in item)
        return found

    def write(self, out: Composer, kind: BlockKind | None = None) -> None:
        """Add all blocks; `kind` overrides the kind of every paragraph (header, footer, footnote)."""
        for item in self.items:
            if isinstance(item, Line):
                if item.text.strip():
                    out.paragraph(item.text, kind or item.kind, item.level)
                else:
                    out.gap()
            elif len(item) == 1 and len(item[0].cells) == 1:
                out.paragraph(item[0].cells[0][1], kind or "paragraph")
            else:
                cells = grid(item)
                self.counted.add(sum(c.row_span * c.column_span - 1 for c in cells))
                out.table(cells, rows=len(item))

    def _line(self, place: Place) -> Line:
        # Halves of a character beyond the first plane come as two \u words.
        raw = "".join(self.text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = show_symbols(clean(raw))
        self.text.clear()
        listed, self.listed = self.listed, False
        shown = text.strip()
        heading = place.outline is not None and len(shown) <= _LONGEST_HEADING and not shown.endswith((";", ","))
        if heading:
            return Line(text, "heading", place.outline or 0)
        return Line(text, "list_item", place.level) if listed else Line(text)

    def _inner_line(self, text: str) -> None:
        if shown := " ".join(text.split()):
            self._inner.append(shown)

    def _boxed_lines(self) -> list[str]:
        found = [line for box in self.boxes for line in box.lines()]
        self.boxes.clear()
        return found

    def _boxes_after(self) -> None:
        for box in self.boxes:
            self.items.extend(box.items)
        self.boxes.clear()

    def _end_table(self) -> None:
        self.row()
        if self._rows:
            self.items.append(self._rows)
            self._rows = []
