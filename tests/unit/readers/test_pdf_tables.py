"""Tables of PDFs: rulings, merged cells, page breaks, columns without lines."""

from __future__ import annotations

import hashlib

import pytest
from pdf_writer import Pdf, Sheet, wrap

from extractor.readers import Source, pdf
from extractor.schema.document import Document, Table
from extractor.settings import DEFAULT

PLAN = [
    ["Захід", "Відповідальні", "Строк"],
    ["Провести навчання педагогів", "Відділ освіти; служба у справах дітей", "до 1 травня"],
    ["^", "Центр соціальних служб", "постійно"],
]


def read(made: Pdf) -> Document:
    data = made.save()
    return pdf.read(Source(data, "a.pdf", hashlib.sha256(data).hexdigest()), DEFAULT)


def tables(document: Document) -> list[Table]:
    return [b.table for b in document.blocks if b.table is not None]


def cells(document: Document, table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, document.text[c.start : c.end]) for c in table.cells]


def test_a_cell_merged_over_rows_stands_once() -> None:
    made = Pdf()
    made.page().table(72, 100, [120, 150, 100], PLAN)
    found = read(made)
    (table,) = tables(found)
    assert cells(found, table) == [
        (0, 0, 1, 1, "Захід"),
        (0, 1, 1, 1, "Відповідальні"),
        (0, 2, 1, 1, "Строк"),
        (1, 0, 2, 1, "Провести навчання педагогів"),
        (1, 1, 1, 1, "Відділ освіти; служба у справах дітей"),
        (1, 2, 1, 1, "до 1 травня"),
        (2, 1, 1, 1, "Центр соціальних служб"),
        (2, 2, 1, 1, "постійно"),
    ]
    assert found.text == (
        "Захід\tВідповідальні\tСтрок\n"
        "Провести навчання педагогів\tВідділ освіти; служба у справах дітей\tдо 1 травня\n"
        "Центр соціальних служб\tпостійно\n"
    )


def bars(sheet: Sheet) -> None:
    """A grid of thin filled boxes, each border drawn by both of its cells."""
    for y in (100, 130, 160):
        for x in (72, 200):
            sheet.bar(x, y, x + 128, y + 0.5)
            sheet.bar(x, y + 1.2, x + 128, y + 1.7)
    for x in (72, 200, 328):
        sheet.bar(x, 100, x + 0.5, 160)


def boxes(sheet: Sheet) -> None:
    for y in (100, 130):
        for x in (72, 200):
            sheet.box(x, y, x + 128, y + 30)


def open_sides(sheet: Sheet) -> None:
    for y in (100, 130, 160):
        sheet.line(72, y, 328, y)
    sheet.line(200, 100, 200, 160)


def dashes(sheet: Sheet) -> None:
    for y in (100, 130, 160):
        for k in range(64):
            sheet.line(72 + 4 * k, y, 74 + 4 * k, y)
    for x in (72, 200, 328):
        for k in range(15):
            sheet.line(x, 100 + 4 * k, x, 102 + 4 * k)


@pytest.mark.parametrize("draw", [bars, boxes, open_sides, dashes])
def test_ways_to_draw_a_grid(draw: object) -> None:
    made = Pdf()
    sheet = made.page()
    draw(sheet)  # type: ignore[operator]
    for x, y, word in ((80, 118, "Захід"), (208, 118, "Строк"), (80, 148, "Звіт"), (208, 148, "щороку")):
        sheet.text(x, y, word, size=10)
    found = read(made)
    (table,) = tables(found)
    assert (table.rows, table.columns) == (2, 2)
    assert found.text == "Захід\tСтрок\nЗвіт\tщороку\n"


@pytest.mark.parametrize("rotate", [0, 90])
def test_a_table_on_a_turned_page(rotate: int) -> None:
    made = Pdf()
    sheet = made.page(rotate=rotate)
    sheet.table(72, 100, [120, 150, 100], PLAN)
    found = read(made)
    assert (tables(found)[0].rows, tables(found)[0].columns) == (3, 3)


def test_frames_and_underlines_are_no_tables() -> None:
    made = Pdf()
    sheet = made.page()
    sheet.box(30, 30, 565, 812)
    sheet.text(72, 80, "Надати звіт до першого червня")
    sheet.line(72, 82, 180, 82)
    sheet.line(72, 90, 520, 90)
    found = read(made)
    assert not tables(found)
    assert found.text == "Надати звіт до першого червня\n"


def test_text_around_a_table_keeps_its_place() -> None:
    made = Pdf()
    sheet = made.page()
    sheet.text(72, 80, "План роботи")
    low = sheet.table(72, 100, [120, 150, 100], PLAN)
    sheet.text(72, low + 30, "Голова ради")
    found = read(made)
    assert [b.kind for b in found.blocks] == ["paragraph", "table", "paragraph"]
    assert found.text.startswith("План роботи\nЗахід\t")
    assert found.text.endswith("Голова ради\n")


def test_a_table_over_pages_keeps_its_columns_and_no_page_number_comes_between() -> None:
    made = Pdf()
    rows = [["Розвиток освіти", "Навчання", "постійно"], ["^", "Звіт", "щороку"]]
    sheet = made.page()
    sheet.text(290, 30, "1")
    sheet.table(72, 60, [120, 150, 100], rows)
    sheet = made.page()
    sheet.text(290, 30, "2")
    sheet.table(192, 60, [150, 100], [["Перевірка", "щокварталу"]])
    found = read(made)
    first, second = tables(found)
    assert (first.page, second.page) == (1, 2)
    assert second.columns == 3
    assert cells(found, second) == [(0, 0, 1, 1, ""), (0, 1, 1, 1, "Перевірка"), (0, 2, 1, 1, "щокварталу")]
    assert [b.kind for b in found.blocks] == ["header", "table", "table", "header"]


def test_lines_in_a_cell_broken_by_hand_stay_apart() -> None:
    made = Pdf()
    sheet = made.page()
    sheet.box(72, 100, 222, 160)
    sheet.box(222, 100, 372, 160)
    sheet.lines(76, 112, ["Відділ освіти", "Відділ культури"], size=10, step=12)
    sheet.lines(
        226, 112, wrap("Забезпечити проведення навчання керівників закладів громади", 142, 10), size=10, step=12
    )
    found = read(made)
    assert found.text == "Відділ освіти\nВідділ культури\tЗабезпечити проведення навчання керівників закладів громади\n"


def test_columns_without_lines_under_a_header() -> None:
    made = Pdf()
    sheet = made.page()
    rows = [
        ["Показник", "Одиниця", "2023", "2024"],
        ["Кількість закладів", "од.", "12", "15"],
        ["Кількість дітей", "осіб", "340", "360"],
        ["Обсяг коштів", "тис. грн", "1200,5", "1340"],
        ["Частка охоплення", "%", "67", "70"],
    ]
    sheet.text(72, 70, "Показники програми на рік наведено нижче.")
    for i, row in enumerate(rows):
        for x, cell in zip((72, 250, 350, 430), row, strict=True):
            sheet.text(x, 100 + i * 15, cell)
    found = read(made)
    (table,) = tables(found)
    assert found.text[table.start : table.end] == "".join("\t".join(row) + "\n" for row in rows)


def test_words_that_touch_a_line_are_cut_at_it() -> None:
    made = Pdf()
    sheet = made.page()
    for x0, x1 in ((72, 132), (132, 192)):
        sheet.box(x0, 100, x1, 130)
        sheet.box(x0, 130, x1, 160)
    sheet.text(72, 118, "ШІСТНАДЦЯТЬ1234", size=8)
    sheet.text(80, 148, "Звіт", size=8)
    sheet.text(140, 148, "рік", size=8)
    found = read(made)
    assert found.text.startswith("ШІСТНАДЦЯТЬ1234\t") or "\t" in found.text.splitlines()[0]
    assert tables(found)[0].columns == 2


def test_sides_longer_than_the_table_add_a_row_only_where_words_stand() -> None:
    for word, rows in (("", 2), ("решта", 3)):
        made = Pdf()
        sheet = made.page()
        low = sheet.table(72, 100, [120, 150], [["Захід", "Строк"], ["Звіт", "щороку"]])
        for x in (72, 192, 342):
            sheet.line(x, low, x, low + 14)
        if word:
            sheet.text(76, low + 11, word, size=10)
        assert tables(read(made))[0].rows == rows
