"""OpenDocument spreadsheets (.ods, .ots, .fods): cells as they are displayed, which the format saves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from extractor.errors import SourceError
from extractor.readers import odt, sheet_grid
from extractor.readers.compose import Composer
from extractor.readers.odt_body import rows_of, spans_of
from extractor.readers.odt_names import OFFICE, STYLE, TABLE, TEXT, whole
from extractor.readers.odt_runs import text_of
from extractor.readers.odt_styles import Styles
from extractor.readers.sheet_grid import Sheet
from extractor.schema.document import Document, SourceFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "ods"
MEDIA_TYPES: Final = (
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.spreadsheet-template",
    "application/vnd.oasis.opendocument.spreadsheet-flat-xml",
)
EXTENSIONS: Final = ("ods", "ots", "fods")

_SHOWN: Final = re.compile(r"[^\W_]")
_MOST: Final = 2**31
_COLUMNS: Final = 16_384
_ROWS: Final = 1_048_576
_COLUMN_GROUPS: Final = tuple(f"{TABLE}{n}" for n in ("table-columns", "table-header-columns", "table-column-group"))
_CELL: Final = f"{TABLE}table-cell"


def recognises(source: Source) -> bool:
    """A zip archive whose type is an OpenDocument spreadsheet, or one XML of that type."""
    return odt.kind_of(source.data) == "spreadsheet"


def read(source: Source, settings: Settings) -> Document:
    """Every visible sheet, in order. Raises SourceError: encrypted, corrupted, no_text, limit_*."""
    content, _ = odt.parts(source.data, settings)
    body = content.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if body is None:
        raise SourceError("corrupted", "the OpenDocument file has no spreadsheet")
    hidden = _hidden_styles(content)
    tables = (t for t in body.iterchildren(f"{TABLE}table") if t.get(f"{TABLE}style-name") not in hidden)
    out = Composer(settings.max_characters)
    sheet_grid.write([_sheet(table, settings.max_cells) for table in tables], out, settings.max_cells)
    text = out.text
    if not _SHOWN.search(text):
        raise SourceError("no_text", "the spreadsheet shows no letters or digits")
    facts = SourceFacts(source.name, source.sha256, MEDIA_TYPES[0], len(source.data), NAME)
    return Document(text=text, source=facts, blocks=tuple(out.blocks))


def _hidden_styles(root: etree._Element) -> set[str]:
    """Styles of sheets that are not displayed."""
    return {
        style.get(f"{STYLE}name", "")
        for style in root.iter(f"{STYLE}style")
        for properties in style.iterchildren(f"{STYLE}table-properties")
        if properties.get(f"{TABLE}display") == "false"
    }


def _sheet(table: etree._Element, max_cells: int) -> Sheet:
    sheet = Sheet(table.get(f"{TABLE}name", ""), max_cells)
    _hide_columns(table, sheet)
    at = 0
    for row in rows_of(table):
        times = max(whole(row.get(f"{TABLE}number-rows-repeated"), 1, _MOST), 1)
        cells = list(_filled(row))
        if cells and times * len(cells) > max_cells:
            raise SourceError("limit_cells", f"the sheet {sheet.name} has more than {max_cells:,} filled cells")
        for again in range(at, at + times) if cells else ():
            for column, text, spans in cells:
                sheet.put(again, column, text)
                if spans != (1, 1):
                    sheet.spans[again, column] = spans
        if row.get(f"{TABLE}visibility", "visible") != "visible":
            sheet.hidden_rows.update(range(at, min(at + times, _ROWS)))
        at += times
    return sheet


def _hide_columns(table: etree._Element, sheet: Sheet) -> None:
    at = 0
    for element in table.iter(f"{TABLE}table-column"):
        parent = element.getparent()
        if parent is not table and (parent is None or parent.tag not in _COLUMN_GROUPS):
            continue
        end = min(at + whole(element.get(f"{TABLE}number-columns-repeated"), 1, _COLUMNS), _COLUMNS)
        if element.get(f"{TABLE}visibility", "visible") != "visible":
            sheet.hidden_columns.update(range(at, end))
        at = end


def _filled(row: etree._Element) -> list[tuple[int, str, tuple[int, int]]]:
    """Column, text and (rows, columns) spanned of the row's cells that hold something; repeats written out."""
    found: list[tuple[int, str, tuple[int, int]]] = []
    column = 0
    for cell in row.iterchildren(_CELL, f"{TABLE}covered-table-cell"):
        times = max(whole(cell.get(f"{TABLE}number-columns-repeated"), 1, _MOST), 1)
        if cell.tag == _CELL and (text := _text(cell)):
            wide, tall = spans_of(cell)
            found.extend((c, text, (tall, wide)) for c in range(column, min(column + times, _COLUMNS)))
        column += times
    return found


def _text(cell: etree._Element) -> str:
    lines = (text_of(p, _PLAIN, notes=[], boxes=[]) for p in cell.iterchildren(f"{TEXT}p", f"{TEXT}h"))
    return "\n".join(line for line in lines if line.strip())


_PLAIN: Final = Styles()
