from __future__ import annotations

import pytest

from extractor.readers import tabbed


def cells(text: str) -> list[list[list[str]]]:
    out = []
    for block in tabbed.find(text):
        assert block.table is not None
        rows: list[list[str]] = [[] for _ in range(block.table.rows)]
        for cell in block.table.cells:
            rows[cell.row].append(text[cell.start : cell.end])
        out.append(rows)
    return out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("А\tБ\tВ\n1\t2\t3\n", [[["А", "Б", "В"], ["1", "2", "3"]]]),
        ("Захід\tСтрок\nА\tчервень\nБ\tлипень", [[["Захід", "Строк"], ["А", "червень"], ["Б", "липень"]]]),
        ("1\t2\t3\t4\n\t\tрешта\t\n", [[["1", "2", "3", "4"], ["", "", "решта", ""]]]),
        ("А\tБ\tВ\n1\t2\t3\n\nГ\tҐ\tД\n", [[["А", "Б", "В"], ["1", "2", "3"]], [["Г", "Ґ", "Д"]]]),
        ("А\tБ\tВ\nкінець таблиці", [[["А", "Б", "В"]]]),
        ("А\tБ\t<p>В</p>\n1\t2\t<p>x < y</p><br>\n", [[["А", "Б", "В"], ["1", "2", "x < y"]]]),
        ('А\tБ\t"В\nГ"\n1\t2\t3\n', [[["А", "Б", "В\nГ"], ["1", "2", "3"]]]),
        ('А\tБ\t"Сад" і поле\n1\t2\t"Ліс"\n', [[["А", "Б", '"Сад" і поле'], ["1", "2", '"Ліс"']]]),
        # No tables:
        ("1.\tЗатвердити план.", []),
        ("1.\tЗатвердити план.\n2.\tСтворити комісію.\n3.\tКонтроль.", []),
        ("\tПерший абзац.\n\tДругий абзац.\n\tТретій абзац.", []),
        ("Голова ради\tПетро САДОВИЙ", []),
        ("Голова ради\t\t\tПетро САДОВИЙ", []),
        ("Назва\t\nСтрок\t\nВиконавець\t\n", []),
        ("без табуляції\n\t\n", []),
        ("", []),
    ],
)
def test_find(text: str, expected: list[list[list[str]]]) -> None:
    assert cells(text) == expected
