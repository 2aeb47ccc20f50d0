"""Agendas typed as lines: (text, its measures with who and when); and papers that are none."""

from __future__ import annotations

import re
from typing import Any

import pytest

from extractor import data, detect, layout, pipeline, text
from extractor.assemble import narrative_agenda
from extractor.assemble import narrative_agenda_lines as lines
from extractor.assemble import narrative_agenda_parties as who
from extractor.schema.facts import Measure
from extractor.text import plain


def read(source: str) -> list[Measure]:
    analysis = text.analyse(layout.parse(pipeline.read(source.encode(), name="plan.txt")))
    head, analysis, spans = detect.run(analysis)
    found = narrative_agenda.measures(head, analysis, spans)
    for measure in found:
        assert all(analysis.text[a:b].strip() for a, b in measure.spans)
        assert analysis.text[measure.spans[0][0] :].startswith(measure.text[:10])
    return found


def told(measure: Measure) -> tuple[str, str, str]:
    """(text, who, when) of a measure in short."""
    said = (d.recurrence or (str(d.start) if d.start == d.end else f"{d.start}/{d.end}") for d in measure.deadlines)
    when = " ".join(said)
    return measure.text, "; ".join(p.name for p in measure.responsible), when


COLUMNS = """План заходів Липівської селищної ради з 7 по 13 червня 2021 року

Дата проведення
Назва заходу
Відповідальний за проведення

07.06.2021

понеділок
Засідання комісії з питань бюджету.
Відділ фінансів селищної ради

Огляд дитячих майданчиків.
КП «Затишок», старости

08.06.2021 вівторок
Виставка «Барви літа»
Липівська публічна бібліотека

Нарада з керівниками шкіл.

13.06.2021
неділя
Упродовж тижня
Видача довідок.
О. Мельник, члени комісії
"""
PLAIN = """План заходів
Липівської селищної ради
з 7 по 13 червня 2021 року

07.06.2021 понеділок
Апаратна нарада селищного голови із заступниками, секретарем, старостами.

Особистий прийом громадян секретарем селищної ради Оксаною Бондар.

08.06.2021 вівторок
Турнір із шахів:

команда «Тура» - команда «Ферзь».

День села Озерне.
09.06.2021 середа
Засідання виконавчого комітету.
Протягом тижня
Підготовка проєктів рішень до сесії.

Секретар ради      Оксана БОНДАР
"""
DASHED = """План роботи Липівської сільської ради на тиждень
з 7 по 13 червня 2021 року

07.06.2021, понеділок – Перевірка пожежних кранів; 08.06 – Нарада зі старостами.
09.06.2021, середа – Виїзд до с. Озерне (відповідальний – Савчук О.М.).
11.06 Спартакіада школярів
Упродовж тижня – Догляд за парком.

Секретар ради      Оксана БОНДАР
"""
CLOCK = """План заходів з 7 по 13 червня 2021 року
Липівська громада

Понеділок, 7 червня
10.00 – Планова нарада з головними лікарями
14:30 Відкриття спортивного майданчика
Відповідальний: відділ спорту
Вівторок, 8 червня
1. Тренінг для вчителів.
2. Вечір пам'яті
Середа, 9 червня
- Толока у сквері
"""
RUSSIAN = """План мероприятий администрации Заречного района
с 7 по 13 июня 2021 года

Дата
Мероприятие
Ответственный
07.06.2021
понедельник
Совещание с главами поселений.
Глава администрации
Приём граждан.
Отдел по работе с обращениями
08.06.2021 вторник
Субботник в парке
Сидоренко М.П.
В течение недели
Осмотр водопропускных труб.
Управление дорожного хозяйства, главы поселений
"""
DATES_LAST = """Календарний план заходів

№ з/п
Назва заходу
Дата
Відповідальний
1
Збір макулатури
07.06.2021
Відділ освіти
2
Ярмарок
09.06.2021
"""
PLACES = """План заходів на тиждень

Дата
Захід
Місце проведення
Відповідальний
07.06.2021
Нарада старост
Сесійна зала
Секретар ради
08.06.2021
Концерт
Будинок культури
Відділ культури
"""
UNDATED = """ПЛАН
основных мероприятий на неделю

Понедельник
Планёрка
Вторник
Уборка улиц
Среда
Конкурс рисунков
Ежедневно
Объезд территории
"""

WEEK = "2021-06-07/2021-06-13"
AGENDAS = [
    (
        COLUMNS,
        [
            ("Засідання комісії з питань бюджету", "Відділ фінансів селищної ради", "2021-06-07"),
            ("Огляд дитячих майданчиків", "КП «Затишок»; старости", "2021-06-07"),
            ("Виставка «Барви літа»", "Липівська публічна бібліотека", "2021-06-08"),
            ("Нарада з керівниками шкіл", "", "2021-06-08"),
            ("Видача довідок", "О. Мельник; члени комісії", WEEK),
        ],
    ),
    (
        PLAIN,
        [
            (
                "Апаратна нарада селищного голови із заступниками, секретарем, старостами",
                "селищний голова",
                "2021-06-07",
            ),
            (
                "Особистий прийом громадян секретарем селищної ради Оксаною Бондар",
                "секретар селищної ради Оксана Бондар",
                "2021-06-07",
            ),
            ("Турнір із шахів: команда «Тура» - команда «Ферзь»", "", "2021-06-08"),
            ("День села Озерне", "", "2021-06-08"),
            ("Засідання виконавчого комітету", "виконавчий комітет", "2021-06-09"),
            ("Підготовка проєктів рішень до сесії", "", WEEK),
        ],
    ),
    (
        DASHED,
        [
            ("Перевірка пожежних кранів", "", "2021-06-07"),
            ("Нарада зі старостами", "", "2021-06-08"),
            ("Виїзд до с. Озерне", "Савчук О.М.", "2021-06-09"),
            ("Спартакіада школярів", "", "2021-06-11"),
            ("Догляд за парком", "", WEEK),
        ],
    ),
    (
        CLOCK,
        [
            ("Планова нарада з головними лікарями", "", "2021-06-07"),
            ("Відкриття спортивного майданчика", "відділ спорту", "2021-06-07"),
            ("Тренінг для вчителів", "", "2021-06-08"),
            ("Вечір пам'яті", "", "2021-06-08"),
            ("Толока у сквері", "", "2021-06-09"),
        ],
    ),
    (
        RUSSIAN,
        [
            ("Совещание с главами поселений", "Глава администрации", "2021-06-07"),
            ("Приём граждан", "Отдел по работе с обращениями", "2021-06-07"),
            ("Субботник в парке", "Сидоренко М.П.", "2021-06-08"),
            ("Осмотр водопропускных труб", "Управление дорожного хозяйства; главы поселений", WEEK),
        ],
    ),
    (
        DATES_LAST,
        [("Збір макулатури", "Відділ освіти", "2021-06-07"), ("Ярмарок", "", "2021-06-09")],
    ),
    (
        PLACES,
        [("Нарада старост", "Секретар ради", "2021-06-07"), ("Концерт", "Відділ культури", "2021-06-08")],
    ),
    (
        UNDATED,
        [
            ("Планёрка", "", ""),
            ("Уборка улиц", "", ""),
            ("Конкурс рисунков", "", ""),
            ("Объезд территории", "", "FREQ=DAILY"),
        ],
    ),
]


@pytest.mark.parametrize(("source", "expected"), AGENDAS)
def test_agendas(source: str, expected: list[tuple[str, str, str]]) -> None:
    found = read(source)
    assert [told(m) for m in found] == expected
    assert {(m.type, m.status, m.rule) for m in found} == {("task", "planned", "agenda.line")}


def test_numbers_are_kept() -> None:
    assert [m.number for m in read(CLOCK)] == [None, None, "1", "2", None]
    assert [m.number for m in read(DATES_LAST)] == ["1", "2"]


OTHERS = [
    "У громаді ремонтують дороги\n18 червня 2021\n\nТривають роботи на вулиці Садовій.\n\n07.06.2021\n\n"
    "Почали фрезерування.\n\n08.06.2021\n\nПоклали асфальт.\n\n09.06.2021\n\nРоботи завершено.\n",
    "НАКАЗ\n07.06.2021 № 15\n\nПро план заходів\n\nНАКАЗУЮ:\n1. Провести нараду 07.06.2021.\n2. Провести огляд.\n",
    "Звіт про роботу відділу\n\nПротягом червня проведено три наради.\n\nУ понеділок відкрито парк.\n",
    "",
]


@pytest.mark.parametrize("source", [s for s in OTHERS if s])
def test_other_papers_are_none(source: str) -> None:
    assert read(source) == []


@pytest.mark.parametrize("entry", data.load("agenda")["line"], ids=lambda e: e["id"])
def test_lines_of_dates(entry: dict[str, Any]) -> None:
    for example in entry["examples"]:
        assert lines.time_of(plain.level(example)[0]) == entry["id"], example
    for example in entry["counterexamples"]:
        assert lines.time_of(plain.level(example)[0]) != entry["id"], example


@pytest.mark.parametrize("name", ["title", "responsible"])
def test_words(name: str) -> None:
    entry = data.load("agenda")[name]
    pattern = re.compile(entry["pattern"])
    assert [x for x in entry["examples"] if not pattern.search(x)] == []
    assert [x for x in entry["counterexamples"] if pattern.match(x)] == []


PARTIES = [
    ("Служба у справах дітей", True),
    ("З. Гринчук, члени комітету", True),
    ("Гринчук З.", True),
    ("Члени комісії", True),
    ("Керівники підрозділів", True),
    ("Рейд «Вулиця»", False),
    ("День села", False),
    ("Участь у семінарі", False),
    ("Аналіз роботи", False),
]


@pytest.mark.parametrize(("line", "expected"), PARTIES)
def test_lines_that_name_somebody(line: str, expected: bool) -> None:
    assert who.looks_like(line, "uk") is expected
