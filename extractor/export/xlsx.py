"""Excel: a sheet a table, with filters, a frozen head, and links from each thing to its evidence and to the document.

Texts are written as strings, never as formulas, and those that look like one carry Excel's own quote mark, so that
they stay texts when a cell is edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from extractor.export.options import Options, TableName
from extractor.export.rows import Value, evidence, rows
from extractor.export.tables import ID_COLUMN, TABLES, Table
from extractor.export.texts import legal, neutral

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from extractor.schema.contract import Extraction

NAME: Final = "xlsx"
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSION: Final = "xlsx"

#: Excel's own limits: rows of a sheet, characters of a cell and of an address, links of a sheet.
_ROWS: Final = 1_048_576 - 1
_CHARACTERS: Final = 32_767
_ADDRESS: Final = 2_079
_LINKS: Final = 65_530
#: No day before is one of Excel's.
_FIRST_DAY: Final = date(1900, 3, 1)
#: The day that stands in every workbook as that of its making: the same extractions give the same bytes.
_MADE: Final = datetime(2000, 1, 1)
_WIDE: Final = frozenset({"text", "quote", "measure", "title", "message"})
_MIDDLE: Final = frozenset(
    {"responsible", "issuer", "addressees", "section", "name", "filename", "deadline", "canonical", "signatories"}
)


def write(extractions: Iterable[Extraction], stream: BinaryIO, options: Options) -> None:
    """A workbook of all tables; rows go through temporary files, so that their number fills no memory."""
    from xlsxwriter import Workbook

    book = Workbook(
        stream,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "use_zip64": True,
        },
    )
    book.set_properties({"title": "Vytiah", "author": "", "created": _MADE})
    formats = _Formats(book)
    sheets = {table.name: _Sheet(book, table, formats, options) for table in TABLES}
    for extraction in extractions:
        _add(extraction, sheets, options)
    for sheet in sheets.values():
        sheet.finish()
    book.close()


def _add(extraction: Extraction, sheets: dict[TableName, _Sheet], options: Options) -> None:
    """The extraction's rows in every sheet; each thing is linked to the row of its first evidence."""
    proof = sheets["evidence"]
    at: dict[tuple[TableName, str], str] = {}
    for n, (table, id_, _) in enumerate(evidence(extraction), proof.count):
        at.setdefault((table, id_), proof.address(n))
    for name, sheet in sheets.items():
        for row in rows(extraction, name):
            proof_of = at.get((name, _mark(sheet.table, row)))
            seen = _seen(extraction, sheet.table, row, options)
            found = ((sheet.proof, proof_of), (sheet.seen, seen))
            sheet.add(row, {column: address for column, address in found if address})


def _mark(table: Table, row: tuple[Value, ...]) -> str:
    """What the evidence table calls the thing of a row; "" where it has no evidence of its own."""
    if table.name in ("documents", "evidence"):
        return ""
    if table.name == "deadlines":
        return f"{row[1]}/{row[2]}"
    return str(row[1])


def _seen(extraction: Extraction, table: Table, row: tuple[Value, ...], options: Options) -> str | None:
    """Where the document, or the page that a row stands on, can be seen."""
    page = None if table.name == "documents" else row[table.column("page")]
    address = options.link(extraction, page if isinstance(page, int) else None)
    return address if address and len(address) <= _ADDRESS and legal(address) == address else None


class _Formats:
    """The looks of cells."""

    def __init__(self, book: Workbook) -> None:
        top: dict[str, Any] = {"valign": "top", "text_wrap": True}
        self.head = book.add_format({"bold": True, "valign": "top", "text_wrap": True, "bottom": 1})
        self.text = book.add_format(top)
        self.quoted = book.add_format({**top, "quote_prefix": True})
        self.day = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"})
        self.link = book.add_format({**top, "font_color": "#0b57d0", "underline": 1})


class _Sheet:
    """One table; where its rows are more than a sheet may have, it goes on in the next: «Заходи 2»."""

    def __init__(self, book: Workbook, table: Table, formats: _Formats, options: Options) -> None:
        self.table = table
        self.count = 0
        #: The columns that lead to the evidence and to the document.
        self.proof = table.column(ID_COLUMN.get(table.name, table.key[-1]))
        self.seen = table.column("filename" if table.name == "documents" else "quote")
        self._book, self._formats, self._options = book, formats, options
        self._parts: list[Worksheet] = []
        self._links = 0
        self._open()

    def address(self, n: int) -> str:
        """The place of the table's n-th row, counted from 0, as a link inside the workbook."""
        return f"internal:'{self._name(n // _ROWS)}'!A{n % _ROWS + 2}"

    def add(self, row: tuple[Value, ...], links: dict[int, str]) -> None:
        """Write a row; `links` are addresses by column."""
        if self.count == _ROWS * len(self._parts):
            self._open()
        at = self.count % _ROWS + 1
        for column, value in enumerate(row):
            self._cell(at, column, value, links.get(column))
        self.count += 1

    def finish(self) -> None:
        """Put the filters on."""
        for n, part in enumerate(self._parts):
            last = min(self.count - n * _ROWS, _ROWS)
            part.autofilter(0, 0, max(last, 0), len(self.table.columns) - 1)

    def _name(self, part: int) -> str:
        name = self.table.title if self._options.language == "uk" else self.table.name.capitalize()
        return f"{name} {part + 1}" if part else name

    def _open(self) -> None:
        sheet = self._book.add_worksheet(self._name(len(self._parts)))
        for n, column in enumerate(self.table.columns):
            sheet.set_column(n, n, 60 if column.name in _WIDE else 30 if column.name in _MIDDLE else 13)
        for n, heading in enumerate(self._headings()):
            sheet.write_string(0, n, heading, self._formats.head)
        sheet.freeze_panes(1, 2)
        self._parts.append(sheet)
        self._links = 0

    def _headings(self) -> Iterator[str]:
        for column in self.table.columns:
            yield column.title if self._options.language == "uk" else column.name.replace("_", " ")

    def _cell(self, at: int, column: int, value: Value, address: str | None) -> None:
        sheet, formats = self._parts[-1], self._formats
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(at, column, value, formats.text)
        elif isinstance(value, int | float):
            if address is not None:
                self._text(at, column, str(value), address)  # the link; the number then stands in for its text
            sheet.write_number(at, column, value, formats.link if address else formats.text)
        elif isinstance(value, date) and value >= _FIRST_DAY:
            sheet.write_datetime(at, column, datetime(value.year, value.month, value.day), formats.day)
        else:
            self._text(at, column, str(value), address)

    def _text(self, at: int, column: int, value: str, address: str | None) -> None:
        sheet, formats = self._parts[-1], self._formats
        text = legal(value)
        if len(text) > _CHARACTERS:
            text = text[: _CHARACTERS - 1] + "…"
        if address is not None and self._links < _LINKS and text:
            self._links += 1
            sheet.write_url(at, column, address, formats.link, text)
        else:
            sheet.write_string(at, column, text, formats.text if neutral(text) == text else formats.quoted)
