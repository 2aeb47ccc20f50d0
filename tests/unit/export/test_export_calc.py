"""The workbook as LibreOffice Calc reads it: a second program, which was not written after the same library."""

from __future__ import annotations

import shutil
import subprocess
import xml.etree.ElementTree as ET
from datetime import date
from functools import cache
from typing import Final

import pytest
from unit.export.made import exported, golden, order

from extractor.export.rows import Value, rows
from extractor.export.tables import TABLES, Table
from extractor.schema.contract import Extraction

#: Seconds for the program to start for the first time, on a machine that does much else.
_PATIENCE: Final = 300
_NS: Final = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}
FORMULAS: Final = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://127.0.0.1/","a")', "=DDE(1;2;3)")


@cache
def papers() -> tuple[Extraction, ...]:
    return (*golden(), *(order(text, date=f"2021-03-{n:02}") for n, text in enumerate(FORMULAS, start=1)))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> ET.Element:
    """The workbook, opened by Calc and saved as flat OpenDocument."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no LibreOffice on this machine (Debian: apt install libreoffice-calc-nogui)")
    folder = tmp_path_factory.mktemp("calc")
    (folder / "measures.xlsx").write_bytes(exported("xlsx", list(papers())))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "fods", "--outdir", folder, folder / "measures.xlsx"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
    if not (folder / "measures.fods").is_file():
        pytest.skip(f"this LibreOffice has no Calc: {done.stderr.decode(errors='replace')[-200:]}")
    return ET.parse(folder / "measures.fods").getroot()


def name(prefix: str, local: str) -> str:
    return f"{{{_NS[prefix]}}}{local}"


def cells(row: ET.Element, width: int) -> list[Value]:
    """The first cells of a row, as Calc holds them."""
    found: list[Value] = []
    for cell in row:
        repeated = int(cell.get(name("table", "number-columns-repeated"), "1"))
        found += [value(cell)] * min(repeated, width - len(found))
    return found


def value(cell: ET.Element) -> Value:
    kind = cell.get(name("office", "value-type"))
    if kind == "date":
        return date.fromisoformat(cell.get(name("office", "date-value"), ""))
    if kind == "float":
        number = float(cell.get(name("office", "value"), ""))
        formula = cell.get(name("table", "formula"))
        return number if formula is None else {"of:=TRUE()": True, "of:=FALSE()": False}[formula]
    return None if kind is None else "\n".join("".join(p.itertext()) for p in cell.findall("text:p", _NS))


def plain(held: Value) -> Value:
    """A text without spaces: OpenDocument writes runs of them as elements of their own."""
    return "".join(held.split()) if isinstance(held, str) else held


def sheet(opened: ET.Element, table: Table) -> list[list[Value]]:
    (found,) = opened.findall(f".//table:table[@table:name='{table.title}']", _NS)
    made = [cells(row, len(table.columns)) for row in found.iter(name("table", "table-row"))]
    return [row for row in made if any(held is not None for held in row)]


def test_a_sheet_a_table_with_filters_over_all_of_it(opened: ET.Element) -> None:
    assert [t.get(name("table", "name")) for t in opened.iter(name("table", "table"))] == [t.title for t in TABLES]
    filters = {
        found.get(name("table", "target-range-address"), ""): found.get(name("table", "display-filter-buttons"))
        for found in opened.iter(name("table", "database-range"))
    }
    for table in TABLES:
        count = sum(1 for x in papers() for _ in rows(x, table.name))
        last = chr(ord("A") + (len(table.columns) - 1) % 26)
        last = "A" + last if len(table.columns) > 26 else last
        assert filters[f"{table.title}.A1:{table.title}.{last}{count + 1}"] == "true"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_cells_hold_the_values_of_the_rows(opened: ET.Element, table: Table) -> None:
    """Days are days, numbers numbers, and the least that looks like a formula is a text."""
    head, *held = sheet(opened, table)
    assert head == [column.title for column in table.columns]
    meant = [row for x in papers() for row in rows(x, table.name)]
    assert len(held) == len(meant)
    for got, row in zip(held, meant, strict=True):
        assert [plain(v) for v in got] == [plain(v) for v in row]
        assert [isinstance(v, date) for v in got] == [isinstance(v, date) for v in row]


def test_nothing_is_a_formula_but_yes_and_no(opened: ET.Element) -> None:
    formulas = {cell.get(name("table", "formula")) for cell in opened.iter(name("table", "table-cell"))}
    assert formulas - {None} <= {"of:=TRUE()", "of:=FALSE()"}
    shown = {p.text for p in opened.iter(name("text", "p"))}
    assert set(FORMULAS) <= shown
