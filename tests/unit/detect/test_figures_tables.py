from __future__ import annotations

import pytest

from extractor.detect import figures_tables
from extractor.schema.document import Cell, Table
from extractor.schema.facts import Figure

Found = tuple[float, str | None, str | None]


def read(rows: list[list[str]], above: str = "") -> list[Found]:
    words, cells = f"{above}\n", []
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            cells.append(Cell(i, j, len(words), len(words) + len(cell)))
            words += cell + ("\t" if j < len(row) - 1 else "\n")
    table = Table(cells[0].start, len(words), len(rows), max(map(len, rows)), tuple(cells))
    found = [s.value for s in figures_tables.spans(words, words.lower(), table)]
    return [(f.value, f.code, f.of) for f in found if isinstance(f, Figure)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # the column's word, also of a total; a cell that says its own does not change the others'
        (
            [["Вид", "Кількість (осіб)"], ["Лікування", "29 сімей"], ["Догляд", "5"], ["Разом", "34"]],
            [(5, None, "осіб"), (34, None, "осіб")],
        ),
        # a count without its word is of the row's words; two thousand is no year there
        ([["Товар", "Кількість"], ["Лавка", "2000"], ["Ліхтар", "16"]], [(2000, None, "Лавка"), (16, None, "Ліхтар")]),
        # a column of units
        (
            [["Назва", "Од. виміру", "Обсяг"], ["Дорога", "км", "12,5"], ["Пісок", "т", "40"], ["Знак", "шт", "7"]],
            [(12.5, "km", "Дорога"), (40, "t", "Пісок"), (7, None, "Знак")],
        ),
        # heads that are nothing but a unit; a sum again in words
        (
            [["Статті", "тис. грн", "%"], ["Доходи", "1 200,5", "40"], ["Видатки", "7 (сім)", "60"]],
            [(1200500, "UAH", "Доходи"), (40, "%", "Доходи"), (7000, "UAH", "Видатки"), (60, "%", "Видатки")],
        ),
        # years as heads: the rows say their unit, those that do not give nothing
        (
            [
                ["Показник", "2023 рік", "2024 рік"],
                ["Надходження, грн", "100", "2500"],
                ["Народилось, осіб", "9", "8"],
                ["Рівень", "3", "4"],
            ],
            [(100, "UAH", "Надходження, грн"), (2500, "UAH", "Надходження, грн"), (9, None, "осіб"), (8, None, "осіб")],
        ),
        # what counts nothing: numbers, dates, phones, accounts, times, prices' documents
        (
            [
                ["№", "Дата", "Телефон", "№ договору", "Термін, днів", "Код"],
                ["7", "01.02.2025", "2-11-12", "45", "30", "26"],
            ],
            [],
        ),
        # «с/г» is no gram
        ([["Назва", "Операції с/г"], ["Нива", "3,2"]], []),
    ],
)  # fmt: skip
def test_spans(rows: list[list[str]], expected: list[Found]) -> None:
    assert read(rows) == expected


def test_a_line_above_gives_the_unit() -> None:
    rows = [["Стаття", "План", "Факт"], ["Освіта", "120", "118,5"]]
    assert read(rows, "(тис. грн)") == [(120000, "UAH", "Освіта"), (118500, "UAH", "Освіта")]
    assert read(rows, "Виконання бюджету громади за минулий рік у розрізі статей, тис. грн") == []
