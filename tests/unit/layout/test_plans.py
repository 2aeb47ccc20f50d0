"""Plans from tables: columns, stitched rows, sections."""

from __future__ import annotations

import pytest

from extractor import layout, readers
from extractor.data import load
from extractor.layout import columns
from extractor.schema.outline import Plan


def plans_of(text: str) -> tuple[Plan, ...]:
    return layout.parse(readers.read(text.encode(), "план.txt")).plans


def cells(text: str, plan: Plan, *roles: str) -> list[str]:
    return [" ".join(text[p.start : p.end] for p in row.pieces if p.role in roles) for row in plan.rows]


@pytest.mark.parametrize("entry", load("plans")["column"], ids=lambda e: e["role"])
def test_header_words(entry: dict[str, object]) -> None:
    for example in entry["examples"]:
        assert columns.role_of(example) == entry["role"], example
    for example in entry["counterexamples"]:
        assert columns.role_of(example) != entry["role"], example


BROKEN = """\
План роботи бібліотеки

№ з/п\tНазва заходу\tВиконавці\tТермін виконання
1\t2\t3\t4
1. Робота з читачами\t\t\t
1.\tВиставка книжок для\tвідділ культури, міська\tдо 01.03.2022
1\t2\t3\t4
\tшколярів молодших класів\tбібліотека\t
2.\tВечір поезії\tбібліотека\tквітень 2022 року
1.1. Виїзна робота\t\t\t
3.\tЧитання в лікарні\tбібліотека\tтравень 2022 року
"""


def test_a_row_broken_over_a_page_is_one_row() -> None:
    (plan,) = plans_of(BROKEN)
    assert plan.columns == ("number", "measure", "responsible", "deadline")
    assert cells(BROKEN, plan, "measure") == [
        "Виставка книжок для школярів молодших класів",
        "Вечір поезії",
        "Читання в лікарні",
    ]
    assert cells(BROKEN, plan, "responsible")[0] == "відділ культури, міська бібліотека"


def test_sections_nest_by_their_numbers() -> None:
    (plan,) = plans_of(BROKEN)
    sections = [[BROKEN[a:b] for a, b in row.section] for row in plan.rows]
    assert sections[0] == ["1. Робота з читачами"]
    assert sections[2] == ["1. Робота з читачами", "1.1. Виїзна робота"]


def test_tables_of_one_plan_are_one_plan() -> None:
    text = (
        "№ п/п\tМероприятие\tОтветственные\tСрок\n1\tОсмотр крыш\tуправление ЖКХ\tдо 01.10.2020\n"
        "2\tПромывка труб\tуправление ЖКХ\tдо 05.10.2020\n\n"
        "3\tЗавоз песка\tдорожный участок\tдо 20.10.2020\n4\tОсмотр техники\tдорожный участок\tдо 25.10.2020\n"
    )
    (plan,) = plans_of(text)
    assert cells(text, plan, "measure") == ["Осмотр крыш", "Промывка труб", "Завоз песка", "Осмотр техники"]


def test_a_table_without_a_head_is_known_by_its_content() -> None:
    text = "1.\tПеревірка котельні\tвідділ освіти\tдо 01.10.2021\n2.\tЗакупівля вугілля\tвідділ освіти\tдо 05.10.2021\n"
    (plan,) = plans_of(text)
    assert plan.columns == ("number", "measure", "responsible", "deadline")


def test_a_row_with_the_words_of_a_head_is_a_row() -> None:
    text = (
        "Завдання\tЗахід\tПочаток\tЗакінчення\tВідповідальні\n"
        "Ціль дієва\tЗавершення ремонту спортивної зали ліцею та подвір'я\t01.02.2020\t01.03.2020\tліцей\n"
        "Ціль дієва\tПочаток робіт\t01.03.2020\t01.05.2020\tвідділ освіти\n"
    )
    (plan,) = plans_of(text)
    assert len(plan.rows) == 2


def test_a_price_list_is_no_plan() -> None:
    assert plans_of("Товар\tКількість\tЦіна\nКрейда\t40\t12,50\nЗошит\t100\t8,00\n") == ()


@pytest.mark.parametrize(
    ("head", "roles"),
    [
        (["Підціль", "Завдання", "Захід", "Початок", "Закінчення", "Хто відповідальний"],
         ("goal", "goal", "measure", "start", "end", "responsible")),
        (["№", "Завдання", "Відповідальні", "Строк"], ("number", "measure", "responsible", "deadline")),
        (["", "Мероприятия", "Дата исполнения", "Отметка об исполнении"], ("number", "measure", "deadline", "status")),
        (["Прізвище", "Посада", "Телефон"], None),
    ],
)  # fmt: skip
def test_heads(head: list[str], roles: tuple[str, ...] | None) -> None:
    assert columns.by_header(head) == roles
