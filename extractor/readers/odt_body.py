"""The story of an OpenDocument text (body, header, note) → blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extractor.readers.compose import CellCount, Composer, GridCell, Line
from extractor.readers.odt_lists import LEVELS, Lists
from extractor.readers.odt_names import DRAW, TABLE, TEXT, XML_ID, whole
from extractor.readers.odt_runs import text_of
from extractor.readers.odt_styles import Styles
from extractor.schema.document import BlockKind

#: A heading style on a text longer than this was meant for its looks.
_LONGEST_HEADING: Final = 300
_WIDEST: Final = 1000
_MOST_REPEATED: Final = 2**31
_PARAGRAPHS: Final = (f"{TEXT}p", f"{TEXT}h")
_ITEMS: Final = (f"{TEXT}list-item", f"{TEXT}list-header")
_ROW_GROUPS: Final = tuple(f"{TABLE}{n}" for n in ("table-header-rows", "table-rows", "table-row-group"))
_CELLS: Final = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
#: Elements that only hold blocks; indexes hold theirs in an index-body.
_WRAPPERS: Final = frozenset(
    f"{TEXT}{name}"
    for name in (
        "section index-body index-title numbered-paragraph table-of-content illustration-index table-index"
        " object-index user-index alphabetical-index bibliography"
    ).split()
)


@dataclass(slots=True)
class _Item:
    """Where in a list a paragraph stands; the first paragraph of an item takes the number."""

    key: str
    style: str
    level: int
    numbered: bool


@dataclass(slots=True)
class Story:
    """Reads stories of one document into a Composer; lists count on from story to story."""

    out: Composer
    styles: Styles
    lists: Lists
    counted: CellCount
    notes: list[etree._Element] = field(default_factory=list)

    def read(self, root: etree._Element, kind: BlockKind | None = None) -> None:
        """Add all blocks under `root`; `kind` overrides the kind of every paragraph (header, footer, footnote)."""
        for item in self._items(root):
            if isinstance(item, Line):
                if item.text.strip():
                    self.out.paragraph(item.text, kind or item.kind, item.level)
                else:
                    self.out.gap()
            else:
                self._table(item, kind)

    def _items(self, root: etree._Element, item: _Item | None = None) -> Iterator[Line | etree._Element]:
        """Lines and tables under `root`, a text box after the paragraph that holds it."""
        for element in root:
            tag = str(element.tag)
            if tag in _PARAGRAPHS:
                boxes: list[etree._Element] = []
                line = self._line(element, item, boxes)
                if line.text.strip() or not boxes:
                    yield line
                for box in boxes:
                    yield from self._items(box)
            elif tag == f"{TEXT}list":
                yield from self._listed(element, item)
            elif tag == f"{TABLE}table":
                yield element
            elif tag.startswith(DRAW) or (tag in _WRAPPERS and element.get(f"{TEXT}display") != "none"):
                yield from self._items(element, item)

    def _listed(self, element: etree._Element, above: _Item | None) -> Iterator[Line | etree._Element]:
        style = element.get(f"{TEXT}style-name") or (above.style if above else _style_of_first(element, self.styles))
        level = min(above.level + 1, LEVELS - 1) if above else 0
        identity = element.get(XML_ID)
        key = above.key if above else self.lists.begin(element, identity, style)
        for child in element:
            if child.tag not in _ITEMS:
                continue
            start = whole(child.get(f"{TEXT}start-value"), -1, 1_000_000)
            if start >= 0:
                key = self.lists.restarted(key, style, level, start)
            item = _Item(key, style, level, child.tag == f"{TEXT}list-item")
            yield from self._items(child, item)
            key = item.key
        if above:
            above.key = key

    def _line(self, paragraph: etree._Element, item: _Item | None, boxes: list[etree._Element]) -> Line:
        style = self.styles.paragraph(paragraph)
        text = "" if style.hidden else text_of(paragraph, self.styles, notes=self.notes, boxes=boxes)
        shown = text.strip()
        outline: int | None = None
        if paragraph.tag == f"{TEXT}h":
            outline = max(whole(paragraph.get(f"{TEXT}outline-level"), 1, LEVELS) - 1, 0)
        number = self._number(paragraph, item, outline)
        if number and (shown or any(c.isalnum() for c in number)):
            text = f"{number} {text.lstrip()}" if shown else number
        if outline is not None and len(shown) <= _LONGEST_HEADING and not shown.endswith((";", ",")):
            return Line(text, "heading", outline)
        return Line(text, "list_item", item.level) if number and item else Line(text)

    def _number(self, paragraph: etree._Element, item: _Item | None, outline: int | None) -> str:
        if item is not None:
            if not item.numbered:
                return ""
            item.numbered = False
            return self.lists.number(item.key, item.style, item.level)
        if outline is None or paragraph.get(f"{TEXT}is-list-header") == "true":
            return ""
        return self.lists.heading(outline)

    def _table(self, table: etree._Element, kind: BlockKind | None) -> None:
        rows = list(rows_of(table))
        if len(rows) == 1 and sum(c.tag in _CELLS for c in rows[0]) == 1:
            for cell in rows[0]:
                self.read(cell, kind)
            return
        cells, height = self._grid(rows)
        self.out.table(cells, rows=height)

    def _grid(self, rows: list[etree._Element]) -> tuple[list[GridCell], int]:
        """The cells in order of row and column, and the number of rows. A covered cell is not displayed."""
        cells: list[GridCell] = []
        before = self.counted.used
        at = 0
        for row in rows:
            for _ in range(self._counted(row, whole(row.get(f"{TABLE}number-rows-repeated"), 1, _MOST_REPEATED))):
                column = 0
                for element in row:
                    if element.tag not in _CELLS:
                        continue
                    times = whole(element.get(f"{TABLE}number-columns-repeated"), 1, _MOST_REPEATED)
                    if element.tag == _CELLS[0]:
                        wide, tall = spans_of(element)
                        text = self._cell(element)
                        cells.extend(GridCell(at, column + i * wide, text, tall, wide) for i in range(times))
                    column += times
                at += 1
        cells = [_within(cell, at) for cell in cells]
        # Cells that span others without naming them as covered.
        spanned = sum(cell.row_span * cell.column_span for cell in cells)
        self.counted.add(max(spanned - (self.counted.used - before), 0))
        return cells, at

    def _counted(self, row: etree._Element, times: int) -> int:
        """`times`, after the row's cells were counted so often against the limit."""
        wide = sum(whole(c.get(f"{TABLE}number-columns-repeated"), 1, _MOST_REPEATED) for c in row if c.tag in _CELLS)
        self.counted.add(times * max(wide, 1))
        return times

    def _cell(self, cell: etree._Element) -> str:
        """A cell's paragraphs a line each; a table inside it gives a line a row, its cells parted by spaces."""
        lines: list[str] = []
        for item in self._items(cell):
            if isinstance(item, Line):
                lines.append(item.text)
            else:
                lines.extend(self._nested(item))
        return "\n".join(s for s in (x.replace("\t", " ").strip() for x in lines) if s)

    def _nested(self, table: etree._Element) -> list[str]:
        cells, rows = self._grid(list(rows_of(table)))
        lines: list[list[str]] = [[] for _ in range(rows)]
        for cell in cells:
            if cell.text:
                lines[cell.row].append(cell.text)
        return [" ".join(line) for line in lines]


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, those in groups too."""
    stack = [iter(table)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == f"{TABLE}table-row":
            yield element
        elif element.tag in _ROW_GROUPS:
            stack.append(iter(element))


def spans_of(cell: etree._Element) -> tuple[int, int]:
    """How many columns and rows a cell takes."""
    wide = max(whole(cell.get(f"{TABLE}number-columns-spanned"), 1, _WIDEST), 1)
    return wide, max(whole(cell.get(f"{TABLE}number-rows-spanned"), 1, _MOST_REPEATED), 1)


def _within(cell: GridCell, rows: int) -> GridCell:
    tall = min(cell.row_span, rows - cell.row)
    return GridCell(cell.row, cell.column, cell.text, tall, cell.column_span)


def _style_of_first(element: etree._Element, styles: Styles) -> str:
    """The list style that the first paragraph's own style names, for a list that names none."""
    paragraph = next((p for p in element.iter(*_PARAGRAPHS)), None)
    return (styles.paragraph(paragraph).lists or "") if paragraph is not None else ""
