"""Workbooks: OOXML spreadsheets (.xlsx, .xlsm, .xltx), read as they are displayed and printed.

Read with lxml and neither with openpyxl nor with calamine: both inflate uncounted and know nothing of hidden rows in
their streaming modes, and calamine makes a dense grid of all that lies between a sheet's first and last cell. Formulas
are not computed: the result saved with them is read."""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from lxml import etree

from extractor.errors import SourceError
from extractor.readers import office_xml, sheet_grid, sheet_numbers
from extractor.readers.compose import Composer
from extractor.readers.office_zip import OfficeZip
from extractor.readers.sheet_grid import Sheet
from extractor.schema.document import Document, SourceFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "xlsx"
MEDIA_TYPES: Final = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel.sheet.macroEnabled.12",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
)
EXTENSIONS: Final = ("xlsx", "xlsm", "xltx")

_SHOWN: Final = re.compile(r"[^\W_]")
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_RANGE: Final = re.compile(r"([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})\Z")
_ROWS: Final = 1_048_576
_COLUMNS: Final = 16_384
_OFF: Final = (None, "0", "false")


def recognises(source: Source) -> bool:
    """A zip archive that names a workbook."""
    return source.data.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in source.data


def read(source: Source, settings: Settings) -> Document:
    """Every visible sheet, in order. Raises SourceError: encrypted, corrupted, no_text, limit_*."""
    book = _Book(OfficeZip(source.data, settings), settings)
    out = Composer(settings.max_characters)
    sheet_grid.write(list(book.sheets()), out, settings.max_cells)
    text = out.text
    if not _SHOWN.search(text):
        raise SourceError("no_text", "the workbook shows no letters or digits")
    facts = SourceFacts(source.name, source.sha256, MEDIA_TYPES[0], len(source.data), NAME)
    return Document(text=text, source=facts, blocks=tuple(out.blocks))


@dataclass(slots=True)
class _Book:
    """A workbook's parts: the texts that its cells share, the formats of its cells, its sheets."""

    package: OfficeZip
    settings: Settings
    shared: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    since_1904: bool = False

    def sheets(self) -> Iterator[Sheet]:
        """The visible sheets. Raises SourceError: encrypted, corrupted, limit_*."""
        folder = "xl"
        root = self.package.tree(f"{folder}/workbook.xml")
        if root is None:
            raise SourceError("corrupted", "the workbook has no xl/workbook.xml")
        targets = self._targets(folder)
        properties = next(root.iter("{*}workbookPr"), None)
        self.since_1904 = properties is not None and properties.get("date1904") not in _OFF
        self.shared = self._shared(f"{folder}/sharedStrings.xml")
        self.formats = self._formats(f"{folder}/styles.xml")
        for element in root.iter("{*}sheet"):
            relation = next((v for k, v in element.attrib.items() if str(k).endswith("}id")), "")
            part = targets.get(str(relation))
            if part and element.get("state", "visible") == "visible":
                sheet = Sheet(element.get("name", ""), self.settings.max_cells)
                content = self.package.part(part)
                if content is not None:
                    self._read(content, part, sheet)
                    yield sheet

    def _targets(self, folder: str) -> dict[str, str]:
        """Sheets by their relationship: names of parts."""
        root = self.package.tree(f"{folder}/_rels/workbook.xml.rels")
        found: dict[str, str] = {}
        for relation in root if root is not None else ():
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External" and relation.get("Type", "").endswith("/worksheet"):
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found[relation.get("Id", "")] = posixpath.normpath(path)
        return found

    def _shared(self, part: str) -> list[str]:
        content = self.package.part(part)
        found: list[str] = []
        if content is not None:
            for element in office_xml.elements(content, part, self.settings.max_xml_depth, "si"):
                found.append(_rich(element))
                office_xml.forget(element)
        return found

    def _formats(self, part: str) -> list[str]:
        """The number format of each cell style."""
        root = self.package.tree(part)
        if root is None:
            return []
        own = {e.get("numFmtId", ""): e.get("formatCode", "") for e in root.iter("{*}numFmt")}
        cells = next(root.iter("{*}cellXfs"), None)
        found: list[str] = []
        for style in cells if cells is not None else ():
            number = style.get("numFmtId", "0")
            standard = sheet_numbers.BUILT_IN.get(int(number)) if number.isdecimal() else None
            found.append(own.get(number) or standard or sheet_numbers.GENERAL)
        return found

    def _read(self, content: bytes, part: str, sheet: Sheet) -> None:
        row = -1
        deepest = self.settings.max_xml_depth
        for element in office_xml.elements(content, part, deepest, "col", "row", "mergeCell"):
            name = etree.QName(element).localname
            if name == "row":
                row = self._row(element, row, sheet)
                office_xml.forget(element)
            elif name == "mergeCell":
                _merge(element.get("ref", ""), sheet)
            elif element.get("hidden") not in _OFF:
                first, last = _whole(element.get("min"), 0), _whole(element.get("max"), 0)
                sheet.hidden_columns.update(range(max(first - 1, 0), min(last, _COLUMNS)))

    def _row(self, element: etree._Element, above: int, sheet: Sheet) -> int:
        """Take a row's cells; its number. Rows and cells that name no place follow the one before."""
        row = min(_whole(element.get("r"), above + 2) - 1, _ROWS - 1)
        if element.get("hidden") not in _OFF:
            sheet.hidden_rows.add(row)
        column = -1
        for cell in element.iterchildren("{*}c"):
            place = position(cell.get("r", ""))
            column = place[1] if place else column + 1
            if column < _COLUMNS:
                sheet.put(row, column, self._text(cell))
        return row

    def _text(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return _rich(inline) if inline is not None else ""
        value = cell.findtext("{*}v") or ""
        if kind == "s":
            at = _whole(value.strip(), -1)
            return self.shared[at] if 0 <= at < len(self.shared) else ""
        if kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if kind == "d":
            return _iso(value)
        return self._number(value, cell.get("s")) if kind == "n" else value

    def _number(self, value: str, style: str | None) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        at = _whole(style, -1)
        code = self.formats[at] if 0 <= at < len(self.formats) else sheet_numbers.GENERAL
        return sheet_numbers.shown(number, code, since_1904=self.since_1904) if math.isfinite(number) else value


def position(reference: str) -> tuple[int, int] | None:
    """Row and column from 0: (2, 1) for "B3"; None where it names no place of a sheet."""
    hit = _REFERENCE.match(reference)
    if hit is None:
        return None
    column = 0
    for letter in hit[1]:
        column = column * 26 + ord(letter) - 64
    row = int(hit[2])
    return (row - 1, column - 1) if 0 < row <= _ROWS and column <= _COLUMNS else None


def _merge(reference: str, sheet: Sheet) -> None:
    hit = _RANGE.match(reference)
    first, last = (position(hit[1]), position(hit[2])) if hit else (None, None)
    if first and last and last[0] >= first[0] and last[1] >= first[1]:
        sheet.spans[first] = (last[0] - first[0] + 1, last[1] - first[1] + 1)


def _rich(element: etree._Element) -> str:
    """Text of runs, without the readings (rPh) that stand above East Asian words."""
    return "".join(t.text or "" for t in element.iter("{*}t") if not _is_reading(t))


def _is_reading(text: etree._Element) -> bool:
    parent = text.getparent()
    return parent is not None and etree.QName(parent).localname == "rPh"


def _iso(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return value
    return moment.strftime("%d.%m.%Y" if moment.time() == datetime.min.time() else "%d.%m.%Y %H:%M")


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else default
