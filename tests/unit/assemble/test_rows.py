"""Measures of plan tables."""

from __future__ import annotations

import pytest

from extractor import pipeline
from extractor.schema.facts import Deadline, Measure


def rows_of(text: str) -> list[Measure]:
    facts = pipeline.trace(pipeline.read(text.encode(), name="план.txt"))[2]
    return [m for m in facts.measures if m.rule == "plan.row"]


def when(deadline: Deadline) -> str:
    return deadline.recurrence or deadline.offset or f"{deadline.start or ''}/{deadline.end or ''}"


def brief(text: str) -> list[tuple[str | None, str, list[str], list[str]]]:
    return [(m.number, m.text, [p.name for p in m.responsible], [when(d) for d in m.deadlines]) for m in rows_of(text)]


TABLES = [
    # the columns in their usual order
    ("№ з/п\tЗахід\tВідповідальні\tТермін виконання\n1.\tОгляд дахів\tвідділ ЖКГ\tдо 01.10.2021\n"
     "2.\tПромивання труб\tвідділ ЖКГ, школи\tщомісяця\n",
     [("1", "Огляд дахів", ["відділ ЖКГ"], ["/2021-10-01"]),
      ("2", "Промивання труб", ["відділ ЖКГ", "школи"], ["FREQ=MONTHLY"])]),
    # the deadline first, no numbers, several deadlines, a row of sums
    ("Строк виконання\tЗаходи\tВиконавці\n01.05.2021\tПосадити дерева\tКП «Зелене місто»\n"
     "до 15.05.2021, до 20.05.2021\tПодати звіти\tвідділ екології\n\tРазом заходів: 2\t\n",
     [(None, "Посадити дерева", ["КП «Зелене місто»"], ["2021-05-01/2021-05-01"]),
      (None, "Подати звіти", ["відділ екології"], ["/2021-05-15", "/2021-05-20"])]),
    # Russian, questions to be heard
    ("№ п/п\tВопросы для рассмотрения\tДата проведения\tОтветственный\n1.\tО состоянии дорог\t10.02.2020\tотдел ЖКХ\n"
     "1.1\tОсмотр мостов\tежемесячно\tотдел полиции (по согласованию)\nИТОГО\t\t\t\n",
     [("1", "О состоянии дорог", ["отдел ЖКХ"], ["2020-02-10/2020-02-10"]),
      ("1.1", "Осмотр мостов", ["отдел полиции"], ["FREQ=MONTHLY"])]),
    # the beginning and the end apart, money beside
    ("Завдання\tЗахід\tПочаток\tЗакінчення\tВідповідальні\tКошти, тис. грн\n"
     "Чисті річки\tРозчищення русла\t01.03.2022\t30.06.2022\tвідділ екології\t120,0\n",
     [(None, "Розчищення русла", ["відділ екології"], ["2022-03-01/2022-06-30"])]),
    # an agenda without a column of responsibles names them in its events
    ("Дата\tНазва заходу\n12.07.2021\tНарада сільського голови.\n13.07.2021\tВиставка книг (Лугівська бібліотека).\n"
     "14.07.2021\tПрийом громадян секретарем Іваном Петренком.\n15.07.2021\tРейд (село Озерне).\n",
     [(None, "Нарада сільського голови", ["сільський голова"], ["2021-07-12/2021-07-12"]),
      (None, "Виставка книг", ["Лугівська бібліотека"], ["2021-07-13/2021-07-13"]),
      (None, "Прийом громадян секретарем Іваном Петренком", ["секретар Іван Петренко"], ["2021-07-14/2021-07-14"]),
      (None, "Рейд (село Озерне)", [], ["2021-07-15/2021-07-15"])]),
    # ditto marks
    ("№\tЗахід\tВідповідальні\tТермін\n1\tОгляд шкіл\tвідділ освіти\tдо 01.09.2021\n2\tОгляд садків\t-//-\t-//-\n"
     "3\tОгляд їдалень\tте саме\tдо 05.09.2021\n",
     [("1", "Огляд шкіл", ["відділ освіти"], ["/2021-09-01"]),
      ("2", "Огляд садків", ["відділ освіти"], ["/2021-09-01"]),
      ("3", "Огляд їдалень", ["відділ освіти"], ["/2021-09-05"])]),
    # a number inside the measure's cell
    ("Захід\tВідповідальні\tТермін\n1.2. Огляд шкіл\tвідділ освіти\tдо 01.09.2021\n",
     [("1.2", "Огляд шкіл", ["відділ освіти"], ["/2021-09-01"])]),
]  # fmt: skip


@pytest.mark.parametrize(("table", "expected"), TABLES)
def test_tables(table: str, expected: list[tuple[str | None, str, list[str], list[str]]]) -> None:
    assert brief(table) == expected


@pytest.mark.parametrize(
    "table",
    [
        "№\tПосада\tОклад\tДата призначення\n1\tДиректор\t12000\t01.02.2020\n2\tЛікар\t9000\t05.03.2021\n",
        "Послуга\tТермін виконання\tЦіна\nДовідка\t3 дні\t100\nВитяг\t5 днів\t150\n",
        "Кабінет\tЛікар\tДні прийому\tГодини\n1\tГай О.П.\tпонеділок\t9-12\n2\tСад Н.Н.\tвівторок\t9-12\n",
        "№\tПоказник\tПлан\tВиконання\n1\tПодаток на землю\t100\t90\n2\tАкциз\t50\t55\nВсього\t\t150\t145\n",
    ],
)
def test_tables_that_are_no_plans(table: str) -> None:
    assert rows_of(table) == []


def test_what_a_status_column_says() -> None:
    text = (
        "№\tЗахід\tТермін\tСтан виконання\n1\tОгляд шкіл\tдо 01.09.2021\tвиконано\n"
        "2\tОгляд клубів\tдо 05.09.2021\tтриває\n"
        "3\tОгляд їдалень\tдо 07.09.2021\tне виконано\n"
    )
    assert [m.status for m in rows_of(text)] == ["done", "ongoing", "planned"]


def test_sections_stand_above() -> None:
    text = (
        "Захід\tВідповідальні\tТермін\nІ. Школи\t\t\nОгляд дахів\tвідділ освіти\tдо 01.09.2021\nІІ. Садки\t\t\n"
        "Огляд кухонь\tвідділ освіти\tдо 05.09.2021\n"
    )
    assert [m.section for m in rows_of(text)] == [("І. Школи",), ("ІІ. Садки",)]


def test_each_paragraph_of_an_agendas_cell_is_an_event() -> None:
    page = (
        "<html><body><h1>План заходів на тиждень</h1><table><tr><td>Дата проведення</td><td>Назва заходу</td></tr>"
        "<tr><td>11.10.2021 понеділок</td><td><p>Засідання комісії.</p><p>Рейд «Чисте подвір'я».</p></td></tr>"
        "<tr><td>12.10.2021 вівторок</td><td><p>День села.</p></td></tr></table></body></html>"
    )
    facts = pipeline.trace(pipeline.read(page.encode(), name="план.html"))[2]
    assert [(m.text, [when(d) for d in m.deadlines]) for m in facts.measures] == [
        ("Засідання комісії", ["2021-10-11/2021-10-11"]),
        ("Рейд «Чисте подвір'я»", ["2021-10-11/2021-10-11"]),
        ("День села", ["2021-10-12/2021-10-12"]),
    ]
