"""The tabular forms, read back by the formats' own libraries."""

from __future__ import annotations

import csv
import io
import json
import warnings
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from pyarrow import parquet
from unit.export.made import exported, golden, order

from extractor.export import TABLE_NAMES, link_by_template
from extractor.export.rows import rows
from extractor.export.tables import TABLE, TABLES
from extractor.export.texts import original

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the library's own imports
    import frictionless

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", " =1", "\u00a0=1", "'=1"]


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_csv_holds_every_row_under_the_names_of_its_columns(table):
    read = csv_rows(exported("csv", golden(), table=table))
    assert read[0] == [c.name for c in TABLE[table].columns]
    wanted = [row for x in golden() for row in rows(x, table)]
    assert len(read) - 1 == len(wanted)
    for got, row in zip(read[1:], wanted, strict=True):
        assert [original(c) for c, v in zip(got, row, strict=True) if isinstance(v, str)] == [
            v for v in row if isinstance(v, str)
        ]


def test_csv_has_a_byte_order_mark_only_on_request():
    plain, marked = exported("csv", golden()), exported("csv", golden(), bom=True)
    assert marked == b"\xef\xbb\xbf" + plain


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_csv_is_a_text_and_comes_back_whole(text):
    read = csv_rows(exported("csv", [order(text)]))
    cell = read[1][TABLE["measures"].column("text")]
    assert cell == "'" + text
    assert original(cell) == text


def test_a_negative_number_stays_a_number():
    read = csv_rows(exported("csv", [order()], table="figures"))
    assert read[1][2:4] == ["-5", "2.5"]


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_parquet_keeps_the_rows_and_their_types(table):
    read = parquet.read_table(io.BytesIO(exported("parquet", golden(), table=table)))
    assert read.column_names == [c.name for c in TABLE[table].columns]
    wanted = [row for x in golden() for row in rows(x, table)]
    assert [tuple(r.values()) for r in read.to_pylist()] == wanted
    types = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool", "date": "date32[day]"}
    assert [str(f.type) for f in read.schema] == [types[c.type] for c in TABLE[table].columns]


def test_parquet_of_nothing_has_its_columns():
    assert parquet.read_table(io.BytesIO(exported("parquet", []))).num_rows == 0


def book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_xlsx_has_a_sheet_a_table_with_filters_and_a_frozen_head():
    made = book(exported("xlsx", golden()))
    assert made.sheetnames == [t.title for t in TABLES]
    for table in TABLES:
        sheet = made[table.title]
        assert [c.value for c in sheet[1]] == [c.title for c in table.columns]
        assert sheet.freeze_panes == "C2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.max_row - 1 == sum(1 for x in golden() for _ in rows(x, table.name))


def test_xlsx_cells_have_the_values_of_the_rows():
    sheet = book(exported("xlsx", golden()))["Заходи"]
    got = list(sheet.iter_rows(min_row=2, values_only=True))
    for read, row in zip(got, (row for x in golden() for row in rows(x, "measures")), strict=True):
        assert [v.date() if isinstance(v, datetime) else v for v in read] == list(row)


def test_xlsx_leads_to_the_evidence_and_to_the_page():
    link = link_by_template("https://registry.example/d/{id}/{filename}#page={page}")
    x = order("звіт = так/ні")
    made = book(exported("xlsx", [*golden(), x], link=link))
    sheet, proof = made["Заходи"], made["Уривки"]
    last = sheet.max_row
    place = sheet.cell(last, 2).hyperlink.location
    assert place.startswith("'Уривки'!A")
    found = proof[int(place.rpartition("A")[2])]
    assert [c.value for c in found][2:6] == ["measures", "m1", x.text, 2]
    quote = sheet.cell(last, TABLE["measures"].column("quote") + 1)
    address = f"{quote.hyperlink.target}#{quote.hyperlink.location}"
    assert address.endswith("/%D0%B7%D0%B2%D1%96%D1%82%20%3D%20%D1%82%D0%B0%D0%BA/%D0%BD%D1%96#page=2")


def test_xlsx_numbers_with_links_are_numbers():
    sheet = book(exported("xlsx", [order()]))["Строки"]
    assert sheet["C2"].value == 1
    assert sheet["C2"].hyperlink is not None


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_xlsx_is_a_text_even_when_edited(text):
    sheet = book(exported("xlsx", [order(text)]))["Заходи"]
    cell = sheet.cell(2, TABLE["measures"].column("text") + 1)
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_xlsx_english_headings_and_long_texts():
    made = book(exported("xlsx", [order("я" * 40_000)], language="en"))
    cell = made["Measures"].cell(2, TABLE["measures"].column("text") + 1)
    assert made.sheetnames[0] == "Documents"
    assert len(cell.value) == 32_767
    assert cell.value.endswith("…")


def test_a_day_that_excel_has_not_is_a_text():
    sheet = book(exported("xlsx", [order(date="1893-05-04")]))["Документи"]
    assert sheet.cell(2, TABLE["documents"].column("date") + 1).value == "1893-05-04"


def test_the_data_package_is_valid_for_frictionless(tmp_path):
    path = tmp_path / "package.zip"
    path.write_bytes(exported("datapackage", [*golden(), order("=1"), order('\'ні; "так"\n\r\tі')]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(path))
        package = frictionless.Package(str(path))
        read = {r.name: r.read_rows() for r in package.resources}
    assert report.valid, report.flatten()
    assert set(read) == {t.name for t in TABLES}
    assert read["documents"][0]["date"].__class__ is date
    assert any(r["measure_id"] for r in read["figures"])
    assert package.get_resource("deadlines").schema.foreign_keys


def test_the_data_package_s_links_are_checked(tmp_path):
    """A link to a measure that is not there is found: the foreign keys are more than words."""
    path = tmp_path / "package.zip"
    path.write_bytes(exported("datapackage", [order()]))
    broken = tmp_path / "broken"
    with zipfile.ZipFile(path) as package:
        package.extractall(broken)
    measures = broken / "measures.csv"
    measures.write_text(measures.read_text(encoding="utf-8").splitlines()[0] + "\r\n", encoding="utf-8", newline="")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.Package(json.loads((broken / "datapackage.json").read_text()), basepath=str(broken))
        found = report.validate().flatten(["type"])
    assert ["foreign-key"] in found


@pytest.mark.parametrize("name", ["csv", "xlsx", "parquet", "datapackage"])
def test_the_same_extractions_give_the_same_bytes(name):
    assert exported(name, golden()) == exported(name, golden())


def test_rows_have_a_value_for_every_column():
    for table in TABLES:
        assert all(len(row) == len(table.columns) for row in rows(order(), table.name))


def test_no_number_that_a_table_cannot_hold_gets_in():
    x = order()
    figure = x.figures[0].model_copy(update={"value": 10**400, "max": float("inf")})
    x = x.model_copy(update={"figures": [figure]})
    assert csv_rows(exported("csv", [x], table="figures"))[1][2:4] == ["", ""]
    assert parquet.read_table(io.BytesIO(exported("parquet", [x], table="figures"))).to_pylist()[0]["value"] is None
