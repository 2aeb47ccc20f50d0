from __future__ import annotations

import pytest

from extractor.data import load
from extractor.readers import flattened, flattened_heads, tabbed

PAYMENTS = [
    ["Напрямки виплат", "Кількість (осіб)", "Сума (грн.)"],
    ["Допомога на лікування жителям громади", "12", "48 000,00"],
    ["Компенсація за догляд", "7", "9 350,75"],
    ["Відшкодування за пільговий проїзд", "Згідно договору від 11.02.2025 № 8", "18 400,00"],
]
NEEDS = [
    ["№ з/п", "Найменування товару", "Од. виміру", "Кількість", "Ціна, грн"],
    ["1", "Папір офісний", "пачка", "40", "210,00"],
    ["2", "Лампа світлодіодна", "шт", "16", "85,50"],
    ["3", "Фарба біла для розмітки доріг", "кг", "120", "99,00"],
]
VILLAGES = [
    ["Населений пункт", "Кількість дворів", "Населення"],
    ["с. Вишневе", "214", "511"],
    ["с. Заріччя", "87", "160"],
    ["Разом", "301", "671"],
]
STEPS = [
    ["№", "Назва заходу", "Термін вико-нання", "Відповідаль-ний"],
    ["1.", "Обстежити дороги", "до 01.04.2025", "Відділ благоустрою"],
    ["2.", "Скласти кошторис ремонту", "квітень 2025 року", "Фінансовий відділ"],
    ["3.", "Оприлюднити звіт", "щокварталу", "Загальний відділ"],
]
RUSSIAN = [
    ["№ п/п", "Наименование услуги", "Количество", "Сумма, руб."],
    ["1", "Ремонт кровли школы", "1", "350 000"],
    ["2", "Вывоз мусора", "14", "42 000"],
]


def tabs(rows: list[list[str]]) -> str:
    """Each cell ended by a tab, each row by a blank line."""
    return "".join("".join(f"{cell}\t\n" for cell in row) + "\n" for row in rows)


def close(rows: list[list[str]]) -> str:
    """No blank lines at all."""
    return "".join(f"{cell}\n" for row in rows for cell in row)


def apart(rows: list[list[str]]) -> str:
    """A blank line after each cell."""
    return "".join(f"{cell}\n\n" for row in rows for cell in row)


def grouped(rows: list[list[str]]) -> str:
    """A blank line after each row."""
    return "".join("\n".join(row) + "\n\n" for row in rows)


def barred(rows: list[list[str]]) -> str:
    """Each cell ended by a bar."""
    return "".join("".join(f"{cell} |\n" for cell in row) for row in rows)


def tables(text: str) -> list[list[list[str]]]:
    out = []
    for block in flattened.find(text, tabbed.find(text)):
        assert block.table is not None
        rows: list[list[str]] = [[] for _ in range(block.table.rows)]
        for cell in block.table.cells:
            rows[cell.row].append(text[cell.start : cell.end])
        out.append(rows)
    return out


@pytest.mark.parametrize("how", [tabs, close, apart, grouped, barred])
@pytest.mark.parametrize("rows", [PAYMENTS, NEEDS, VILLAGES, STEPS, RUSSIAN])
def test_every_way_of_copying(rows: list[list[str]], how) -> None:  # type: ignore[no-untyped-def] # one of five above
    text = f"Звіт громади\n\nУ березні виконано таке:\n\n{how(rows)}\nДякуємо всім, хто долучився до роботи.\n"
    assert tables(text) == [rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a cell of several paragraphs, one without its tab; a head of two
        (
            "Види допомоги\t\nКількість осіб\t\nСума\n\n(грн.)\n\n"
            "Допомога родинам\t\n9\n\nуповноважених осіб\n27 000,00\t\n\n"
            "Догляд\nвдома\t\n3\t\n5 000,00\t\n",
            [
                [
                    ["Види допомоги", "Кількість осіб", "Сума\n\n(грн.)"],
                    ["Допомога родинам", "9\n\nуповноважених осіб", "27 000,00"],
                    ["Догляд\nвдома", "3", "5 000,00"],
                ]
            ],
        ),
        # rows that the page's markup numbered: the numbers are gone, so is an empty cell
        (
            close(
                [["№", "Назва послуги", "Кількість", "Сума, грн"], ["Вивіз сміття", "4", "800,00"], ["Полив", "150,00"]]
            ),
            [
                [
                    ["№", "Назва послуги", "Кількість", "Сума, грн"],
                    ["Вивіз сміття", "4", "800,00"],
                    ["Полив", "150,00"],
                ]
            ],
        ),
        # «1 2 3» under the head, a heading over a group of rows
        (
            tabs([*VILLAGES[:1], ["1", "2", "3"], ["Північний округ"], *VILLAGES[1:]]),
            [[VILLAGES[0], ["1", "2", "3"], ["Північний округ"], *VILLAGES[1:]]],
        ),
        # one row under a head of three, then another table
        (
            f"Січень:\n\n{close(PAYMENTS[:2])}\nЛютий:\n\n{close([PAYMENTS[0], *PAYMENTS[2:]])}",
            [PAYMENTS[:2], [PAYMENTS[0], *PAYMENTS[2:]]],
        ),
    ],
)
def test_find(text: str, expected: list[list[list[str]]]) -> None:
    assert tables(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Назва\t\nСума\t\n",
        # an agenda: its stage reads the days
        "Дата проведення\t\nНазва заходу\t\nВідповідальний\t\n\n"
        "03.03.2025\t\nНарада\t\nСекретар ради\t\n\n04.03.2025\t\nРейд\t\n",
        # lists, signatures, addresses, verse
        "1. Кількість учасників\n2. Сума внеску\n3. Дата заїзду\n4. Адреса табору",
        "Начальник відділу\nІван ПЕТРЕНКО\n\nтел. 2-14-15\n",
        "Адреса:\nвул. Садова, 5\nТелефон:\n2-33-44\nДата:\n5 травня",
        "Назва установи\nАдреса\nТелефон\nЛікарня\nвул. Миру, 1\n2-11-12\nАптека\nвул. Миру, 3\n2-11-13\n",
        "Сума дощу\nКількість зір\nНа всіх одна\nІ день, і вечір\nІ стежка до двора\nІ тиша\n",
        "Кількість звернень\nСума виплат зросла порівняно з минулим роком, кажуть у відділі.\nДалі буде краще.\nТак.\n",
    ],
)
def test_no_tables(text: str) -> None:
    assert tables(text) == []


def test_what_is_taken_is_left_alone() -> None:
    text = "Назва\tКількість\tСума, грн\nА\t1\t2,00\n\n" + close(VILLAGES)
    taken = tabbed.find(text)
    found = flattened.find(text, taken)
    assert len(taken) == len(found) == 1
    assert found[0].start >= taken[0].end


def test_many_heads_cost_little() -> None:
    text = "Назва\nКількість\nСума, грн\nслово\n" * 500
    assert flattened.find(text) == ()


@pytest.mark.parametrize(
    ("kind", "words", "is_example"),
    [
        (entry["kind"], words, key == "examples")
        for entry in load("flattened")["column"]
        for key in ("examples", "counterexamples")
        for words in entry[key]
    ],
)
def test_words_of_heads(kind: str, words: str, is_example: bool) -> None:
    assert (flattened_heads.kind_of(words) == kind) == is_example
