"""Workbooks of the old office (.xls, .xlt), read as they are displayed and printed, through xlrd."""

from __future__ import annotations

import re
import struct
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

import xlrd

from extractor.errors import SourceError
from extractor.readers import office_ole, sheet_grid, sheet_numbers
from extractor.readers.compose import Composer
from extractor.readers.sheet_grid import Sheet
from extractor.schema.document import Document, SourceFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "xls"
MEDIA_TYPES: Final = ("application/vnd.ms-excel",)
EXTENSIONS: Final = ("xls", "xlt")

_SHOWN: Final = re.compile(r"[^\W_]")
#: Workbooks before 1994 stand in no container: a first record of theirs, "beginning of file".
_BARE: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
_BOOLEAN: Final = 4
_ERROR: Final = 5
#: What xlrd raises for damaged files, found by changing bytes of good ones: it trusts lengths and offsets.
_DAMAGE: Final = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OverflowError,
    TypeError,
    ValueError,
    struct.error,
)


def recognises(source: Source) -> bool:
    """An OLE file with a workbook in it, or a workbook's first record."""
    return source.data.startswith(_BARE) or office_ole.kind_of(source.data) == "workbook"


def read(source: Source, settings: Settings) -> Document:
    """Every visible sheet, in order. Raises SourceError: encrypted, corrupted, no_text, limit_cells,
    limit_characters."""
    # xlrd follows a chain of sectors that goes in a circle for ever; olefile sees it.
    data = source.data if source.data.startswith(_BARE) else office_ole.stream(source.data, "Workbook", "Book")
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=StringIO())
        sheets = [_sheet(book, sheet, settings.max_cells) for sheet in book.sheets() if not sheet.visibility]
    except _DAMAGE as error:
        if "encrypted" in str(error).lower():
            raise SourceError("encrypted", "the workbook is protected by a password: save it without one") from error
        raise SourceError("corrupted", "the workbook is damaged") from error
    out = Composer(settings.max_characters)
    sheet_grid.write(sheets, out, settings.max_cells)
    text = out.text
    if not _SHOWN.search(text):
        raise SourceError("no_text", "the workbook shows no letters or digits")
    facts = SourceFacts(source.name, source.sha256, MEDIA_TYPES[0], len(source.data), NAME, encoding=book.encoding)
    return Document(text=text, source=facts, blocks=tuple(out.blocks))


def _sheet(book: Any, found: Any, max_cells: int) -> Sheet:
    sheet = Sheet(str(found.name), max_cells)
    for row in range(found.nrows):
        for column in range(found.row_len(row)):
            sheet.put(row, column, _text(book, found.cell(row, column)))
    for top, bottom, left, right in found.merged_cells:
        sheet.spans[top, left] = (max(bottom - top, 1), max(right - left, 1))
    sheet.hidden_rows.update(row for row, info in found.rowinfo_map.items() if info.hidden)
    sheet.hidden_columns.update(column for column, info in found.colinfo_map.items() if info.hidden)
    return sheet


def _text(book: Any, cell: Any) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        style = book.xf_list[cell.xf_index]
        known = book.format_map.get(style.format_key)
        code = sheet_numbers.BUILT_IN.get(style.format_key) or (known.format_str if known else sheet_numbers.GENERAL)
        return sheet_numbers.shown(float(cell.value), code, since_1904=bool(book.datemode))
    if cell.ctype == _BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == _ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    return ""
