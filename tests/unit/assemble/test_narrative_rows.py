from __future__ import annotations

import re

import pytest

from extractor import extract, pipeline
from extractor.data import load
from extractor.schema.contract import Measure

TOP = "Соціальна підтримка у березні\n3 Квітня, 2025 о 09:30\n\n"
HEAD = ["Напрями виплат", "Кількість (осіб)", "Сума, грн"]


def flat(*rows: list[str]) -> str:
    return "".join("".join(f"{cell}\t\n" for cell in row) + "\n" for row in rows)


def page(*rows: list[str]) -> bytes:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        "<html><body><article><h1>Соціальна підтримка у березні</h1><time datetime='2025-04-03'>3 квітня 2025</time>"
        f"<p>Громада оприлюднила перелік наданої допомоги за минулий місяць.</p>"
        f"<table>{body}</table></article></body></html>"
    ).encode()


def read(text: str) -> list[Measure]:
    return extract(text.encode(), name="page.txt").measures


def test_each_row_is_an_activity() -> None:
    found = read(
        TOP
        + flat(
            HEAD,
            ["Допомога на лікування жителям громади.", "12", "48 000,00"],
            ["Відшкодування за проїзд у лютому 2025 року", "Згідно договору від 11.02.2025 № 8", "18 400,00"],
            ["Компенсація за пошкоджене вікно", "-", "-"],
            ["Всього:", "12", "66 400,00"],
        )
    )
    assert [(m.type, m.status, m.text) for m in found] == [
        ("activity", "done", "Допомога на лікування жителям громади"),
        ("activity", "done", "Відшкодування за проїзд у лютому 2025 року"),
    ]
    assert [m.responsible for m in found] == [[], []]
    assert [d.end for d in found[0].deadlines] == []


def test_the_figures_and_contracts_of_the_rows() -> None:
    found = extract(
        (
            TOP
            + flat(
                HEAD,
                ["Допомога на лікування", "12", "48 000,00"],
                ["Пільговий проїзд", "Договір від 11.02.2025 № 8", "2 000"],
                ["Разом", "12", "50 000,00"],
            )
        ).encode(),
        name="page.txt",
    )
    counts = [(f.value, f.of) for f in found.figures if f.unit.kind == "count"]
    sums = [(f.value, f.unit.code) for f in found.figures if f.unit.kind == "money"]
    assert counts == [(12, "осіб"), (12, "осіб")]
    assert sums == [(48000, "UAH"), (2000, "UAH"), (50000, "UAH")]
    assert [(r.type, r.number, r.date) for r in found.references] == [("other", "8", "2025-02-11")]


def test_columns_of_numbers_places_and_parties() -> None:
    found = read(
        TOP
        + flat(
            ["№ з/п", "Виконані роботи", "Адреса", "Сума, грн", "Відповідальний"],
            ["1", "Заміна вікон", "вул. Садова, 4", "120 000", "Відділ освіти"],
            ["2", "Ремонт даху", "вул. Лісова, 9", "350 000", "Відділ культури"],
        )
    )
    assert [(m.number, m.text, [p.name for p in m.responsible]) for m in found] == [
        ("1", "Заміна вікон вул. Садова, 4", ["Відділ освіти"]),
        ("2", "Ремонт даху вул. Лісова, 9", ["Відділ культури"]),
    ]


def test_tables_of_pages_count_as_flattened_ones() -> None:
    rows = (HEAD, ["Допомога на лікування", "12", "48 000,00"], ["Компенсація за догляд", "7", "9 350,75"])
    document = pipeline.read(page(*rows), name="page.html")
    facts = pipeline.trace(document)[2]
    assert [m.text for m in facts.measures if m.rule == "account.row"] == [rows[1][0], rows[2][0]]


@pytest.mark.parametrize(
    ("top", "rows"),
    [
        # statistics
        (
            TOP,
            [["Населений пункт", "Кількість дворів", "Населення"], ["с. Заріччя", "87", "160"], ["с. Гай", "9", "20"]],
        ),
        # prices, needs, plans
        (
            TOP,
            [
                ["Назва послуги", "Одиниця виміру", "Тариф, грн"],
                ["Вивіз сміття", "м3", "90,00"],
                ["Полив", "м2", "3,50"],
            ],
        ),
        (TOP, [["Назва послуги", "Вартість, грн"], ["Копія плану", "90,00"], ["Витяг із рішення", "45,00"]]),
        (TOP, [["Назва робіт", "Од. виміру", "Кількість"], ["Ремонт опор", "шт", "14"], ["Заміна ламп", "шт", "90"]]),
        (
            "План закупівель на 2025 рік\n3 Квітня, 2025 о 09:30\n\n",
            [["Назва послуги", "Кількість", "Сума, грн"], ["Ремонт опор", "14", "9 000"], ["Заміна ламп", "90", "900"]],
        ),
    ],
)
def test_other_tables_give_none(top: str, rows: list[list[str]]) -> None:
    assert read(top + flat(*rows)) == []


@pytest.mark.parametrize(
    ("name", "words", "is_example"),
    [
        (name, words, key == "examples")
        for name, entry in load("accounts").items()
        for key in ("examples", "counterexamples")
        for words in entry[key]
    ],
)
def test_words_of_accounts(name: str, words: str, is_example: bool) -> None:

    assert (re.search(load("accounts")[name]["pattern"], words.lower()) is not None) == is_example
