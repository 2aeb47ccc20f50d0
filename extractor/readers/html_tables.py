"""A page's tables: which are data and which only place things, and the grid of the former.

Source of the rules of spans: the HTML standard, 4.9.12 "Processing model" of tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from lxml import etree

from extractor.readers.compose import CellCount, GridCell
from extractor.readers.html_flow import Flow, Line

_CELLS: Final = ("td", "th")
_SECTIONS: Final = ("thead", "tbody", "tfoot", "form", "center")
_WIDEST: Final = 1000


class Lines:
    """A sink that keeps lines: the text of one cell."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def line(self, line: Line) -> None:
        """Keep one line."""
        self.found.append(line.text)

    def table(self, element: etree._Element, flow: Flow) -> bool:  # noqa: ARG002 - the sink's signature
        """Tables in a cell are lines of it."""
        return False


def rows_of(table: etree._Element) -> list[list[etree._Element]]:
    """Cells of each row; rows of tables inside are not the table's."""
    rows: list[list[etree._Element]] = []
    stack: list[Iterator[etree._Element]] = [iter(table)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == "tr":
            rows.append([cell for cell in element if cell.tag in _CELLS])
        elif element.tag in _SECTIONS and len(stack) < 8:
            stack.append(iter(element))
    return rows


def is_layout(table: etree._Element, rows: list[list[etree._Element]]) -> bool:
    """Does the table only place things on the page? So: told by its role, of one column, or around other tables
    that hold most of its text."""
    if table.get("role") in ("presentation", "none"):
        return True
    if max((len(r) for r in rows), default=0) < 2:
        return True
    if not any(next(cell.iter("table"), None) is not None for row in rows for cell in row):
        return False
    outer = sum(len(str(text)) for text in table.itertext())
    inner = sum(len(str(text)) for t in table.iterdescendants("table") for text in t.itertext())
    return inner > 0.5 * outer


def grid(rows: list[list[etree._Element]], dropped: Collection[etree._Element], counted: CellCount) -> list[GridCell]:
    """Cells in order of row and column, all that they span counted. Raises SourceError limit_cells."""
    cells: list[GridCell] = []
    hanging: dict[int, int] = {}
    for row, elements in enumerate(rows):
        column = 0
        for element in elements:
            if element in dropped:
                continue
            while hanging.get(column, 0) > row:
                column += 1
            wide = min(max(_span(element, "colspan"), 1), _WIDEST)
            tall = _span(element, "rowspan")
            tall = min(tall if tall > 0 else len(rows), len(rows) - row)
            counted.add(wide * tall)
            cells.append(GridCell(row, column, cell_text(element, dropped), tall, wide))
            for at in range(column, column + wide):
                hanging[at] = row + tall
            column += wide
    return cells


def cell_text(element: etree._Element, dropped: Collection[etree._Element]) -> str:
    """A cell's text, a line for each of its paragraphs."""
    lines = Lines()
    Flow(lines, dropped, in_cell=True).walk(element)
    return "\n".join(lines.found).replace("\t", " ")


def _span(element: etree._Element, name: str) -> int:
    text = (element.get(name) or "1").strip()
    return int(text[:6]) if text.isdecimal() else 1
