"""Measures of acts: what becomes of the points of orders, decisions, decrees, laws and minutes."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import pipeline
from extractor.assemble import acts
from extractor.data import load
from extractor.schema.facts import Deadline, Facts, Measure

ORDER = "ЗАКЛАД «ТОПОЛЯ»\nНАКАЗ\n01.02.2022 № 7\nПро порядок\n\nНАКАЗУЮ:\n\n{}\n\nДиректор    І. Клен\n"
RUSSIAN = (
    "АДМИНИСТРАЦИЯ ЗАРЕЧЬЯ\nПОСТАНОВЛЕНИЕ\nот 01.02.2022 № 7\nО порядке\n\nПОСТАНОВЛЯЮ:\n\n{}\n\nГлава    И.И. Клён\n"
)


def facts_of(text: str) -> Facts:
    return pipeline.trace(pipeline.read(text.encode(), name="акт.txt"))[2]


def measures_of(text: str) -> list[Measure]:
    return [m for m in facts_of(text).measures if m.rule.startswith(("act", "plan"))]


def when(deadline: Deadline) -> str:
    if deadline.kind == "permanent":
        return "permanent"
    return deadline.recurrence or deadline.offset or f"{deadline.start or ''}/{deadline.end or ''}"


def row(measure: Measure) -> tuple[str | None, str, str, list[str], list[str]]:
    return (
        measure.number,
        measure.type,
        measure.text,
        [p.name for p in measure.responsible],
        [when(d) for d in measure.deadlines],
    )


@pytest.mark.parametrize("entry", load("acts")["type"], ids=lambda e: e["id"])
def test_types(entry: dict[str, Any]) -> None:
    for example in entry["examples"]:
        assert acts.type_of(example.lower()) == entry["id"], example
    for example in entry["counterexamples"]:
        assert acts.type_of(example.lower()) != entry["id"], example


POINTS = [
    # who is told, until when, what
    ("1. Відділу кадрів до 10.02.2022 скласти графік відпусток.",
     [("1", "task", "скласти графік відпусток", ["Відділ кадрів"], ["/2022-02-10"])]),
    ("1. Рекомендувати сільським головам щокварталу до 5 числа інформувати відділ освіти про хід ремонту.",
     [("1", "recommendation", "інформувати відділ освіти про хід ремонту", ["сільські голови"],
       ["FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5"])]),
    # what is said after «рекомендувати» is for further bodies
    ("1. Відділам ради, рекомендувати старостам сіл провести толоки.",
     [("1", "task", "провести толоки", ["Відділи ради", "старости сіл"], [])]),
    # a lead-in gives its parties and its term to what stands under it
    ("1. Відділу освіти (Гай О.П.) у двотижневий строк:\n\n1.1. провести огляд шкіл;\n\n1.2. подати звіт про огляд.",
     [("1.1", "task", "провести огляд шкіл", ["Відділ освіти"], ["P14D"]),
      ("1.2", "reporting", "подати звіт про огляд", ["Відділ освіти"], ["P14D"])]),
    ("1. Структурним підрозділам ради: відділам освіти (Гай О.П.), культури, управлінню пошти:\n\n"
     "1) до 1 червня 2022 року розробити заходи.",
     [("1", "task", "розробити заходи", ["відділ освіти", "відділ культури", "управління пошти"], ["/2022-06-01"])]),
    ("1. Рекомендувати директорам шкіл:\n\nа) оновити стенди;\n\nб) полагодити паркани.",
     [("а", "recommendation", "оновити стенди", ["директори шкіл"], []),
      ("б", "recommendation", "полагодити паркани", ["директори шкіл"], [])]),
    ("1. Завгоспу вжити таких заходів:\n\n- перевірити дах;\n\n- замінити ринви.",
     [(None, "task", "перевірити дах", ["Завгосп"], []), (None, "task", "замінити ринви", ["Завгосп"], [])]),
    ("1. Управлінню культури:\n\nу місячний строк:\n\nстворити реєстр пам'яток;\n\nоглянути їх;\n\n"
     "до 1 липня 2022 року подати пропозиції щодо ремонту.",
     [(None, "task", "створити реєстр пам'яток", ["Управління культури"], ["P1M"]),
      (None, "task", "оглянути їх", ["Управління культури"], ["P1M"]),
      (None, "task", "подати пропозиції щодо ремонту", ["Управління культури"], ["/2022-07-01"])]),
    # nouns of actions under a verb that carries them
    ("1. Поліції забезпечити:\n\n- патрулювання парків;\n\n- участь дільничних у сходах.",
     [(None, "task", "патрулювання парків", ["Поліція"], []),
      (None, "task", "участь дільничних у сходах", ["Поліція"], [])]),
    # items that are objects belong to the point
    ("1. Затвердити:\n\n1.1. Положення про музей.\n\n1.2. Склад ради музею.",
     [("1", "approval", "Затвердити Положення про музей. Склад ради музею", [], [])]),
    ("1. Визнати такими, що втратили чинність:\n\n1) наказ від 01.02.2020 № 5;\n\n2) наказ від 03.02.2020 № 6.",
     [("1", "repeal",
       "Визнати такими, що втратили чинність наказ від 01.02.2020 № 5; наказ від 03.02.2020 № 6", [], [])]),
    ("1. Утворити комісію у такому складі:\n\nГай О.П. – завідувач, голова комісії;\n\nДуб І.І. – учитель.",
     [("1", "task", "Утворити комісію у такому складі", [], [])]),
    ("1. Установити, що комісія має право:\n\n1) одержувати довідки;\n\n2) залучати фахівців.",
     [("1", "task", "Установити, що комісія має право", [], [])]),
    # amendments: the new wording is no text of the act
    ("1. Внести до Порядку такі зміни:\n\n1) пункт 4 викласти в такій редакції:\n\n«4. Черговий має вести журнал.»;\n\n"
     "2) у пункті 5 слово «рік» замінити словом «місяць».",
     [("1", "amendment", "Внести до Порядку такі зміни", [], []),
      ("1", "amendment", "пункт 4 викласти в такій редакції", [], []),
      ("2", "amendment", "у пункті 5 слово «рік» замінити словом", [], [])]),
    # … unless it tells a body to act
    ("1. Доповнити наказ пунктом 3 такого змісту:\n\n«3. Департаменту доріг забезпечити ремонт мостів.».",
     [("1", "amendment", "Доповнити наказ пунктом 3 такого змісту", [], []),
      ("3", "task", "забезпечити ремонт мостів", ["Департамент доріг"], [])]),
    # lines under a point that say who and when
    ("1. Оновити стенд.\n\nВідповідальний: Дуб І.І.\n\nТермін: до 05.02.2022.\n\n2. Помити вікна.\n\nДо 07.02.2022\n",
     [("1", "task", "Оновити стенд", ["Дуб І.І."], ["/2022-02-05"]),
      ("2", "task", "Помити вікна", [], ["/2022-02-07"])]),
    ("Затвердити звіт.\n\nВизнати такими, що втратили чинність, накази:\n\n- від 01.02.2020 № 5 «Про сад»;\n\n"
     "- від 03.02.2020 № 6 «Про ліс».\n\nЗавгоспу видати інвентар.",
     [(None, "approval", "Затвердити звіт", [], []),
      (None, "repeal", "Визнати такими, що втратили чинність, накази", [], []),
      (None, "task", "видати інвентар", ["Завгосп"], [])]),
    # points without numbers
    ("Провести суботник.\n\nЗавгоспу видати інвентар.\n\nКонтроль за виконанням залишаю за собою.",
     [(None, "task", "Провести суботник", [], []), (None, "task", "видати інвентар", ["Завгосп"], []),
      (None, "control", "Контроль за виконанням залишаю за собою", [], [])]),
    # an honour names its bearers on lines of their own
    ("За працю в саду нагородити грамотою:\n\nДУБА Івана – садівника;\n\nСАД Ніну – кухаря.",
     [(None, "task", "За працю в саду нагородити грамотою: ДУБА Івана – садівника; САД Ніну – кухаря", [], [])]),
    # several sentences are one measure; initials keep their full stop
    ("1. Сторожу вести журнал. У разі пожежі негайно телефонувати до служби порятунку.",
     [("1", "task", "вести журнал. У разі пожежі негайно телефонувати до служби порятунку", ["Сторож"], [])]),
    ("1. Контроль за виконанням покласти на заступника директора Вишню К.К.",
     [("1", "control", "Контроль за виконанням покласти на заступника директора Вишню К.К.",
       ["заступник директора Вишня К.К."], [])]),
    # a department whose field of work looks like a verb
    ("1. Відділу житлового господарства, благоустрою та води:\n\n1.1. замовити проєкт саду.\n\n1.2. укласти договір.",
     [("1.1", "task", "замовити проєкт саду", ["Відділ житлового господарства, благоустрою та води"], []),
      ("1.2", "task", "укласти договір", ["Відділ житлового господарства, благоустрою та води"], [])]),
    # points that run on in one paragraph, labels that a scanner took for letters
    ("1. Помити вікна. 2. Прибрати подвір'я.",
     [("1", "task", "Помити вікна", [], []), ("2", "task", "Прибрати подвір'я", [], [])]),
    ("l. Помити вікна.\n\n2. Прибрати подвір'я.\n\nЗ. Полити квіти.",
     [("1", "task", "Помити вікна", [], []), ("2", "task", "Прибрати подвір'я", [], []),
      ("3", "task", "Полити квіти", [], [])]),
]  # fmt: skip


@pytest.mark.parametrize(("points", "expected"), POINTS, ids=lambda x: x[:30] if isinstance(x, str) else "")
def test_points(points: str, expected: list[tuple[str | None, str, str, list[str], list[str]]]) -> None:
    assert [row(m) for m in measures_of(ORDER.format(points))] == expected


RUSSIAN_POINTS = [
    ("1. Бухгалтеру Дубовой Н.И. при составлении сметы учесть ремонт.\n\n"
     "2. Бухгалтеру Дубовой Н.И. при формировании сметы учесть забор.",
     [("1", "task", "при составлении сметы учесть ремонт", ["Бухгалтер Дубова Н.И."], []),
      ("2", "task", "при формировании сметы учесть забор", ["Бухгалтер Дубова Н.И."], [])]),
    ("1 .\nУтвердить план работы .\n2 .\nСпециалисту Дубовой Н.И. в срок до 20 апреля 2022 года очистить пруд .",
     [("1", "approval", "Утвердить план работы", [], []),
      ("2", "task", "очистить пруд", ["Специалист Дубова Н.И."], ["/2022-04-20"])]),
    ("1. Настоящее постановление вступает в силу с 1 марта 2022 года.",
     [("1", "commencement", "Настоящее постановление вступает в силу с 1 марта 2022 года", [], ["2022-03-01/"])]),
    ("1. Утвердить устав.\n\nНастоящее постановление подлежит опубликованию в газете.",
     [("1", "approval", "Утвердить устав", [], []),
      (None, "task", "Настоящее постановление подлежит опубликованию в газете", [], [])]),
    ("1. Считать утратившими силу:\n\nприказ от 01.03.2014 № 50;\n\nприказ от 02.03.2014 № 51.",
     [("1", "repeal", "Считать утратившими силу приказ от 01.03.2014 № 50; приказ от 02.03.2014 № 51", [], [])]),
]  # fmt: skip


@pytest.mark.parametrize(("points", "expected"), RUSSIAN_POINTS, ids=lambda x: x[:30] if isinstance(x, str) else "")
def test_russian_points(points: str, expected: list[tuple[str | None, str, str, list[str], list[str]]]) -> None:
    assert [row(m) for m in measures_of(RUSSIAN.format(points))] == expected


@pytest.mark.parametrize(
    ("form", "points"),
    [
        (ORDER, "1. Провести спільно з відділом культури облік.\nВідповідальні: відділ культури."),
        (RUSSIAN, "1. Провести совместно с отделом культуры учёт.\nОтветственные: отдел культуры."),
    ],
)
def test_a_partner_who_leads_is_named_once(form: str, points: str) -> None:
    (measure,) = measures_of(form.format(points))
    assert [p.role for p in measure.responsible] == ["executor"]


def test_an_annexed_plan_set_as_a_list() -> None:
    text = ORDER.format("1. Затвердити план заходів (додається).") + (
        "\nЗАТВЕРДЖЕНО\nнаказ 01.02.2022 № 7\n\nПЛАН ЗАХОДІВ\n\n1. Провести огляд дахів.\n\nВідділ ЖКГ, школи.\n\n"
        "Березень 2022 року.\n\n2. Ремонт сходів.\n\nВідділ ЖКГ, сільські ради (за згодою).\n\nДо 1 травня 2022 року.\n"
    )
    assert [row(m) for m in measures_of(text)][1:] == [
        ("1", "task", "Провести огляд дахів", ["Відділ ЖКГ", "школи"], ["2022-03-01/2022-03-31"]),
        ("2", "task", "Ремонт сходів", ["Відділ ЖКГ", "сільські ради"], ["/2022-05-01"]),
    ]


def test_a_plan_under_the_signature_without_a_stamp() -> None:
    text = ORDER.format("1. Затвердити план заходів (додається).\n\n2. Полити сад.") + (
        "\nПЛАН ЗАХОДІВ\nз догляду за садом\n\n1. Оглянути дерева.\n\nВідділ освіти.\n\nБерезень 2022 року.\n\n"
        "2. Побілити паркан.\n\nШколи (за згодою).\n\nДо 1 травня 2022 року.\n"
    )
    assert [row(m) for m in measures_of(text)][2:] == [
        ("1", "task", "Оглянути дерева", ["Відділ освіти"], ["2022-03-01/2022-03-31"]),
        ("2", "task", "Побілити паркан", ["Школи"], ["/2022-05-01"]),
    ]


def test_items_that_only_say_when() -> None:
    text = ORDER.format(
        "1. Розпочати прибирання саду у:\n\n- старій алеї – з 9 жовтня 2022 року;\n\n"
        "- новій алеї – з 16 жовтня 2022 року."
        "\n\n2. Полити сад."
    )
    assert row(measures_of(text)[0])[4] == ["2022-10-09/", "2022-10-16/"]
    text = RUSSIAN.format(
        "1. Провести смотр садов в следующие сроки:\n\nпервый этап - май 2022 года;\n\nвторой этап - 18 июня 2022 года."
        "\n\n2. Полить сад."
    )
    assert row(measures_of(text)[0])[4] == ["2022-05-01/2022-05-31", "2022-06-18/2022-06-18"]


def test_an_item_without_a_time_leaves_the_point_without_one() -> None:
    text = ORDER.format(
        "1. Розпочати прибирання у:\n\n- старій алеї – з 9 жовтня 2022 року;\n\n- новій алеї.\n\n2. Полити."
    )
    assert row(measures_of(text)[0])[4] == []


def test_items_parted_by_commas() -> None:
    text = RUSSIAN.format(
        "1. Начальникам отделов:\nдовести правила до сведения работников,\nназначить дежурных в каждом отделе,\n"
        "вести журнал дежурств.\n2. Полить сад."
    )
    assert [row(m)[2:4] for m in measures_of(text)] == [
        ("довести правила до сведения работников", ["Начальники отделов"]),
        ("назначить дежурных в каждом отделе", ["Начальники отделов"]),
        ("вести журнал дежурств", ["Начальники отделов"]),
        ("Полить сад", []),
    ]


def test_a_type_is_read_over_the_ends_of_lines() -> None:
    assert (
        acts.type_of("внести до положення про сад, затвердженого наказом від 1 лютого 2015 року № 3,\nзміни")
        == "amendment"
    )


def test_every_measure_quotes_its_text() -> None:
    text = ORDER.format("1. Затвердити:\n\n1.1. Положення про музей.\n\n1.2. Склад ради.\n\n2. Дубу І.І. полити сад.")
    for measure in measures_of(text):
        quoted = " ".join(text[a:b] for a, b in measure.spans)
        assert quoted.startswith(measure.text[:10])


def test_the_head_names_who_controls() -> None:
    facts = facts_of(ORDER.format("1. Полити сад.\n\n2. Контроль за виконанням покласти на завуча Вишню К.К."))
    assert facts.head.control is not None
    assert facts.head.control.name == "завуч Вишня К.К."
    assert dict(facts.head.evidence)["control"] == facts.head.control.spans
