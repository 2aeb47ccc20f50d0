"""The story of a word processor's file (body, header, note) → blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extractor.readers.characters import clean
from extractor.readers.compose import CellCount, Composer, GridCell, Line
from extractor.readers.docx_numbering import (
    VAL,
    Numbering,
    Style,
    W,
    heading_level,
    numbering_of,
)
from extractor.readers.docx_runs import MC, Fields, chosen, text_of
from extractor.schema.document import BlockKind

#: A heading style on a text longer than this was meant for its looks.
_LONGEST_HEADING: Final = 300
_DEEPEST_TABLE: Final = 50
_WRAPPERS: Final = frozenset(f"{W}{n}" for n in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))


@dataclass(slots=True)
class Story:
    """Reads stories of one document into a Composer; lists count on from story to story."""

    out: Composer
    numbering: Numbering
    styles: dict[str, Style]
    counted: CellCount
    default_style: str | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)
    _carried: str = ""
    _fields: Fields = field(default_factory=Fields)

    def read(self, root: etree._Element, kind: BlockKind | None = None) -> None:
        """Add all blocks under `root`; `kind` overrides the kind of every paragraph (header, footer, footnote)."""
        for element in self._items(root):
            if element.tag == f"{W}tbl":
                self._table(element, kind)
                continue
            boxes: list[etree._Element] = []
            line = self._line(element, boxes)
            if line is not None:
                if line.text.strip():
                    self.out.paragraph(line.text, kind or line.kind, line.level)
                elif not boxes:
                    self.out.gap()
            for box in boxes:
                self.read(box, kind)
        if self._carried:
            self.out.paragraph(self._carried, kind or "paragraph")
            self._carried = ""

    def _items(self, root: etree._Element) -> Iterator[etree._Element]:
        """Paragraphs and tables under `root`, through content controls and tracked insertions."""
        stack = [iter(root)]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
            elif element.tag in (f"{W}p", f"{W}tbl"):
                yield element
            elif element.tag in _WRAPPERS:
                stack.append(iter(element))
            elif element.tag == f"{MC}AlternateContent":
                branch = chosen(element)
                if branch is not None:
                    stack.append(iter(branch))

    def _line(self, paragraph: etree._Element, boxes: list[etree._Element]) -> Line | None:
        """The paragraph as displayed; None where its mark is deleted: its text goes to the next one."""
        text = self._carried + clean(text_of(paragraph, self._fields, notes=self.notes, boxes=boxes))
        self._carried = ""
        properties = paragraph.find(f"{W}pPr")
        mark = properties.find(f"{W}rPr") if properties is not None else None
        if mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None):
            self._carried = text
            return None
        key = properties.find(f"{W}pStyle") if properties is not None else None
        name = key.get(VAL, "") if key is not None else self.default_style or ""
        style = self.styles.get(name)
        number, level = self._number(properties, name, style)
        shown = text.strip()
        if number and (shown or any(c.isalnum() for c in number)):
            text = f"{number} {text.lstrip()}" if shown else number
        outline_of = properties.find(f"{W}outlineLvl") if properties is not None else None
        outline = int(value) if outline_of is not None and (value := outline_of.get(VAL, "")).isdecimal() else None
        depth = heading_level(style, outline)
        if depth is not None and len(shown) <= _LONGEST_HEADING and not shown.endswith((";", ",")):
            return Line(text, "heading", depth)
        return Line(text, "list_item", level) if number else Line(text)

    def _number(self, properties: etree._Element | None, name: str, style: Style | None) -> tuple[str, int]:
        number, level = numbering_of(properties)
        if number is None and style is not None and style.number is not None:
            number = style.number
            if level is None:
                level = style.level if style.level is not None else self.numbering.level_of_style(number, name)
        if number is None or number == "0":
            return "", 0
        level = level or 0
        return (self.numbering.next(number, level), level) if 0 <= level < 9 else ("", 0)

    def _table(self, table: etree._Element, kind: BlockKind | None) -> None:
        if _is_frame(table):
            for cell in table.iter(f"{W}tc"):
                self.read(cell, kind)
                return
        cells, rows = self._grid(table)
        self.out.table(cells, rows=rows)

    def _grid(self, table: etree._Element, depth: int = 0) -> tuple[list[GridCell], int]:
        """The cells in order of row and column, and the number of rows."""
        cells: list[GridCell] = []
        above: dict[int, int] = {}
        row = 0
        for tr in _children(table, f"{W}tr"):
            properties = tr.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            column = _whole(properties, "gridBefore", 0)
            began: dict[int, int] = {}
            sideways: int | None = None
            for tc in _children(tr, f"{W}tc"):
                own = tc.find(f"{W}tcPr")
                span = max(1, min(_whole(own, "gridSpan", 1), 1000))
                self.counted.add(span)
                merge = own.find(f"{W}vMerge") if own is not None else None
                wide = own.find(f"{W}hMerge") if own is not None else None
                if wide is not None and wide.get(VAL, "continue") == "continue" and sideways is not None:
                    cells[sideways] = _wider(cells[sideways], span)
                elif merge is not None and merge.get(VAL, "continue") == "continue" and column in above:
                    at = began[column] = above[column]
                    cells[at] = _taller(cells[at], row)
                    self._numbers_only(tc)
                elif own is None or own.find(f"{W}cellDel") is None:
                    if merge is not None:
                        began[column] = len(cells)
                    sideways = len(cells) if wide is not None else None
                    cells.append(GridCell(row, column, self._cell(tc, depth), 1, span))
                column += span
            above = began
            row += 1
        return cells, row

    def _cell(self, tc: etree._Element, depth: int) -> str:
        """A cell's paragraphs a line each; a table inside it gives a line a row, its cells parted by spaces."""
        lines: list[str] = []
        for element in self._items(tc):
            if element.tag == f"{W}tbl":
                if depth < _DEEPEST_TABLE:
                    lines.extend(self._nested(element, depth + 1))
                continue
            boxes: list[etree._Element] = []
            line = self._line(element, boxes)
            if line is not None and line.text.strip():
                lines.append(line.text)
            lines.extend(self._cell(box, depth + 1) for box in boxes if depth < _DEEPEST_TABLE)
        return "\n".join(s for s in (x.replace("\t", " ").strip() for x in lines) if s)

    def _nested(self, table: etree._Element, depth: int) -> list[str]:
        cells, rows = self._grid(table, depth)
        lines: list[list[str]] = [[] for _ in range(rows)]
        for cell in cells:
            if cell.text:
                lines[cell.row].append(cell.text)
        return [" ".join(line) for line in lines]

    def _numbers_only(self, tc: etree._Element) -> None:
        """A cell that is merged away is not displayed, yet its lists count."""
        for paragraph in tc.iter(f"{W}p"):
            self._line(paragraph, [])


def _is_frame(table: etree._Element) -> bool:
    """Is the table a mere frame of one cell around text or tables?"""
    rows = list(_children(table, f"{W}tr"))
    return len(rows) == 1 and len(list(_children(rows[0], f"{W}tc"))) == 1


def _children(root: etree._Element, tag: str) -> Iterator[etree._Element]:
    stack = [iter(root)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            stack.append(iter(element))


def _whole(properties: etree._Element | None, name: str, default: int) -> int:
    child = properties.find(f"{W}{name}") if properties is not None else None
    value = child.get(VAL, "") if child is not None else ""
    return min(int(value), 10_000) if value.isdecimal() else default


def _wider(cell: GridCell, span: int) -> GridCell:
    return GridCell(cell.row, cell.column, cell.text, cell.row_span, cell.column_span + span)


def _taller(cell: GridCell, row: int) -> GridCell:
    return GridCell(cell.row, cell.column, cell.text, row - cell.row + 1, cell.column_span)
