"""Workbooks of three formats come to the same tables."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from extractor import readers
from extractor.errors import SourceError
from extractor.readers import sheet_grid, sheet_numbers
from extractor.readers.compose import Composer
from extractor.readers.sheet_grid import Sheet
from extractor.schema.document import Document
from extractor.settings import Settings

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="170" formatCode="[$-422]d mmmm yyyy &quot;р.&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="4"/></cellXfs></styleSheet>'
)
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def workbook(*sheets: str, shared: str = "", states: dict[int, str] | None = None) -> bytes:
    """`sheets`: the inside of each worksheet; `states`: which are hidden."""
    listed, related = "", ""
    files = {"xl/styles.xml": STYLES, "xl/sharedStrings.xml": f"<sst {MAIN}>{shared}</sst>"}
    for number, inside in enumerate(sheets):
        state = (states or {}).get(number, "visible")
        listed += f'<sheet name="Район {number}" sheetId="{number}" state="{state}" r:id="r{number}"/>'
        related += f'<Relationship Id="r{number}" Type="{OFFICE}/worksheet" Target="worksheets/{number}.xml"/>'
        files[f"xl/worksheets/{number}.xml"] = f"<worksheet {MAIN}>{inside}</worksheet>"
    files["xl/workbook.xml"] = f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
    files["xl/_rels/workbook.xml.rels"] = f"<Relationships>{related}</Relationships>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def row(number: int, *texts: str, extra: str = "") -> str:
    cells = "".join(
        f'<c r="{"ABCDEFGH"[at]}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(texts)
    )
    return f'<row r="{number}"{extra}>{cells}</row>'


def data(*rows: str) -> str:
    return f"<sheetData>{''.join(rows)}</sheetData>"


def read(content: bytes, settings: Settings | None = None) -> Document:
    return readers.read(content, "plan.xlsx", settings=settings or Settings())


def test_title_table_and_signature_of_a_sheet() -> None:
    rows = data(
        row(1, "План заходів"),
        row(3, "№", "Захід", "Строк", "Виконавець"),
        row(4, "1", "Висадити дерева", "квітень", "КП «Парк»"),
        row(5, "2", "Полагодити лави", "травень", ""),
        row(6, "3", "Пофарбувати огорожу"),
        row(8, "Голова", "", "", "О. Зима"),
    )
    document = read(workbook(rows + '<mergeCells><mergeCell ref="D4:D5"/><mergeCell ref="A1:D1"/></mergeCells>'))
    assert [b.kind for b in document.blocks] == ["paragraph", "table", "paragraph"]
    table = document.blocks[1].table
    assert table is not None
    assert (table.rows, table.columns) == (4, 4)
    shown = {(c.row, c.column): (c.row_span, document.text[c.start : c.end]) for c in table.cells}
    assert shown[1, 3] == (2, "КП «Парк»")
    assert shown[3, 1] == (1, "Пофарбувати огорожу")
    assert (2, 3) not in shown
    assert document.text.endswith("Голова\tО. Зима")


def test_hidden_sheets_rows_and_columns_are_left_out() -> None:
    rows = data(row(1, "а", "б", "в"), row(2, "г", "ґ", "д", extra=' hidden="1"'), row(3, "е", "є", "ж"))
    hidden = '<cols><col min="2" max="2" hidden="1"/></cols>'
    document = read(workbook(hidden + rows, data(row(1, "таємне")), states={1: "veryHidden"}))
    assert document.text == "а\tв\nе\tж"


def test_sheets_are_named_where_there_are_several() -> None:
    document = read(workbook(data(row(1, "один")), data(row(1, "два"))))
    assert document.text == "Район 0\n\nодин\n\nРайон 1\n\nдва"


def test_values_as_displayed() -> None:
    cells = (
        '<c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>44927</v></c><c r="C1" s="2"><v>44927</v></c>'
        '<c r="D1" s="3"><v>1234567.5</v></c><c r="E1"><v>1.1</v></c><c r="F1" t="s"><v>99</v></c>'
        '<c r="G1"><v>1e999</v></c><c r="H1" t="d"><v>2023-02-01</v></c>'
    )
    shared = "<si><r><t>Підго</t></r><r><t>товка</t></r></si>"
    text = read(workbook(data(f'<row r="1">{cells}</row>'), shared=shared)).text
    assert text.split("\t") == [
        "Підготовка", "01.01.2023", "1 січня 2023 р.", "1\u00a0234\u00a0567,50", "1.1", "1e999", "01.02.2023",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (5.0, "General", "5"),
        (0.1 + 0.2, "General", "0.3"),
        (0.256, "0.0%", "25,6%"),
        (-1234.5, "#,##0.00", "-1\u00a0234,50"),
        (-5.0, "0;(0)", "(5)"),
        (12.0, '0" грн"', "12 грн"),
        (45000.0, "dd.mm.yyyy", "15.03.2023"),
        (45000.0, "[$-419]d mmmm yyyy", "15 марта 2023"),
        (45000.0, "mmmm yyyy", "березень 2023"),
        (45000.5, "dd.mm.yy h:mm", "15.03.23 12:00"),
        (1.0, "dd.mm.yyyy", "01.01.1900"),
        (-3.0, "dd.mm.yyyy", "-3"),
        (7.0, "@", "7"),
    ],
)
def test_number_formats(value: float, code: str, shown: str) -> None:
    assert sheet_numbers.shown(value, code) == shown


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    assert sheet_numbers.shown(0.0, "dd.mm.yyyy", since_1904=True) == "01.01.1904"


def test_a_far_corner_costs_nothing() -> None:
    rows = data(row(1, "а", "б", "в"), '<row r="1048576"><c r="XFD1048576" t="str"><v>кут</v></c></row>')
    assert read(workbook(rows)).text == "а\tб\tв\n\nкут"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (workbook(data(row(1, "а", "б", "в"))), "limit_cells"),
        (workbook("<!-- x -->"), "no_text"),
        (workbook(data("<row>"))[:-9], "corrupted"),
        (workbook("<sheetData><row>"), "corrupted"),
    ],
)
def test_refused(content: bytes, code: str) -> None:
    with pytest.raises(SourceError) as error:
        read(content, Settings(max_cells=2))
    assert error.value.code == code


def test_overlapping_merges_do_no_harm() -> None:
    sheet = Sheet("x", 100, {(0, 0): "а", (0, 1): "б", (0, 2): "в", (1, 0): "г"}, {(0, 0): (2, 3)})
    out = Composer(1000)
    sheet_grid.write([sheet], out, 100)
    table = out.blocks[0].table
    assert table is not None
    places = [(c.row, c.column) for c in table.cells]
    assert len(places) == len(set(places))


def test_open_document_spreadsheet() -> None:
    def cell(text: str, extra: str = "") -> str:
        return f"<table:table-cell {extra}><text:p>{text}</text:p></table:table-cell>"

    rows = (
        f"<table:table-row>{cell('№')}{cell('Захід')}{cell('Строк')}</table:table-row>"
        '<table:table-row table:visibility="collapse"><table:table-cell/></table:table-row>'
        f"<table:table-row>{cell('1')}{cell('оглянути', ROWS)}{cell('01.05.23')}</table:table-row>"
        f"<table:table-row>{cell('2')}<table:covered-table-cell/>{cell('постійно')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>'
    )
    names = f'xmlns:office="{ODF}:office:1.0" xmlns:table="{ODF}:table:1.0" xmlns:text="{ODF}:text:1.0"'
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Аркуш1">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("content.xml", content)
    document = readers.read(out.getvalue(), "a.ods")
    assert document.source.reader == "ods"
    table = document.blocks[0].table
    assert table is not None
    assert [(c.row, c.column, c.row_span) for c in table.cells if c.row_span > 1] == [(1, 1, 2)]
    assert document.text == "№\tЗахід\tСтрок\n1\tоглянути\t01.05.23\n2\t\tпостійно"


ROWS = 'table:number-rows-spanned="2"'


#: One plan in three formats: the .xlsx by hand, the others made of it by LibreOffice. A row and a sheet are hidden.
PLANS = sorted((Path(__file__).parent / "workbooks").iterdir())


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.suffix)
def test_one_plan_in_three_formats(path: Path) -> None:
    document = readers.read(path.read_bytes(), path.name)
    assert document.text == (
        "План заходів\n\n№\tЗахід\tСтрок\tВиконавець\n1\tВисадити дерева\tквітень\tКП «Парк»\n"
        "2\tПолагодити лави\t1 січня 2023 р.\t\n4\tПофарбувати\t01.02.2023\tКП «Дім»"
    )
    table = document.blocks[1].table
    assert table is not None
    assert [(c.row, c.column, c.row_span) for c in table.cells if c.row_span > 1] == [(1, 3, 2)]


def test_damaged_workbooks_of_the_old_office_are_refused_or_read() -> None:
    whole = next(path for path in PLANS if path.suffix == ".xls").read_bytes()
    chance = random.Random(5)
    refused = 0
    for _ in range(100):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            broken[chance.randrange(8, len(broken))] = chance.randrange(256)
        try:
            readers.read(bytes(broken), "a.xls")
        except SourceError:
            refused += 1
    assert 0 < refused < 100
