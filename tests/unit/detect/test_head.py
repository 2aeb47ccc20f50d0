"""The card of a document, on heads of every kind written for the purpose."""

from __future__ import annotations

import re

import pytest

from extractor import layout, readers, text
from extractor.data import load
from extractor.detect import head
from extractor.schema.analysis import Analysis, DateContext
from extractor.schema.facts import Head


def analysed(source: str) -> Analysis:
    return text.analyse(layout.parse(readers.read(source.encode(), "документ.txt")))


def card(source: str) -> Head:
    return head.read(analysed(source))


HEALTH_ORDER = """УКРАЇНА
ВЕРБІВСЬКА РАЙОННА ДЕРЖАВНА АДМІНІСТРАЦІЯ
ТОПОЛЬСЬКОЇ ОБЛАСТІ
ВІДДІЛ ОХОРОНИ ЗДОРОВ’Я

Н А К А З

від 05 квітня 2021 р.          м. Вербівка          № 37-ОД

Про підготовку закладів
охорони здоров’я до осені

Відповідно до плану роботи відділу,

НАКАЗУЮ:

1. Головним лікарям перевірити котельні до 01.09.2021.

2. Контроль за виконанням наказу залишаю за собою.

Начальник відділу                              Ірина МЕЛЬНИК

Коваль 5-12-34
"""

COUNCIL_DECISION = """ВЕРБІВСЬКА МІСЬКА РАДА
ВИКОНАВЧИЙ КОМІТЕТ

Р І Ш Е Н Н Я

12 травня 2022 року № 45/7

Про встановлення графіка вивезення сміття

Розглянувши подання комунального підприємства, виконавчий комітет міської ради

ВИРІШИВ:

1. Встановити графік (додаток 1).

Міський голова                П. П. Іванчук

Додаток 1
до рішення виконавчого комітету
від 12 травня 2022 року № 45/7
"""

GOVERNMENT_DECREE = """КАБІНЕТ МІНІСТРІВ УКРАЇНИ

ПОСТАНОВА

від 3 березня 2021 р. № 1800

Київ

Про порядок обліку колодязів

Кабінет Міністрів України постановляє:

1. Затвердити порядок, що додається.

Прем’єр-міністр України Д. КОЛОДЯЗНИЙ
"""

PRESIDENT_DECREE = """УКАЗ ПРЕЗИДЕНТА УКРАЇНИ №15/2031

Про День колодязя

На підтримку ініціативи громадськості постановляю:

1. Установити в Україні свято.

Президент України І.СВЯТКОВИЙ

6 січня 2031 року
"""

RUSSIAN_LETTER = """МИНИСТЕРСТВО ЛЕСНОГО ХОЗЯЙСТВА ЗАРЕЧЕНСКОГО КРАЯ
ул. Лесная, 5, г. Заречье, 111222, тел. (39000) 2-11-22, e-mail: les@zarechye.example

14.02.2019 № 12-05/331
На № 45-01/12 от 01.02.2019

Главам муниципальных районов

О предоставлении сведений

Просим до 1 марта направить сведения о лесопосадках.

Заместитель министра                А.Б. Соснин

Исп. Пенькова В.Г. тел. 2-11-25
"""

RUSSIAN_DECREE = """РОССИЙСКАЯ ФЕДЕРАЦИЯ
ЗАРЕЧЕНСКАЯ ОБЛАСТЬ
СОВЕТ ДЕПУТАТОВ ЛУГОВСКОГО СЕЛЬСКОГО ПОСЕЛЕНИЯ

РЕШЕНИЕ

от « 7 » июня 2018 г . № 3 / 21
с. Луговое

О внесении изменений в решение Совета депутатов от 01.02.2017 № 1 « О земельном налоге » ( в ред. от 03.03.2018 № 2 )

В соответствии с Уставом поселения Совет депутатов РЕШИЛ :
1.
Внести изменения .

Глава поселения
Н.Н. Лугов
"""

WEB_NEWS = """Громада Верба: RSS Facebook

У селищі відкрили бібліотеку
14 Березня, 2023 о 10:05

Сьогодні у селищі відкрили оновлену бібліотеку. Кошти виділила селищна рада, роботи тривали два роки поспіль.

Пресслужба Вербівської селищної ради

Читайте також

Концерт до свята
"""


@pytest.mark.parametrize(
    ("source", "kind", "number", "date", "title", "issuer"),
    [
        (
            HEALTH_ORDER, "order", "37-ОД", "2021-04-05", "Про підготовку закладів охорони здоров’я до осені",
            "Відділ охорони здоров’я",
        ),
        (
            COUNCIL_DECISION, "decision", "45/7", "2022-05-12", "Про встановлення графіка вивезення сміття",
            "Виконавчий комітет Вербівської міської ради",
        ),
        (
            GOVERNMENT_DECREE, "decree", "1800", "2021-03-03", "Про порядок обліку колодязів",
            "Кабінет Міністрів України",
        ),
        (PRESIDENT_DECREE, "decree", "15/2031", "2031-01-06", "Про День колодязя", "Президент України"),
        (
            RUSSIAN_LETTER, "letter", "12-05/331", "2019-02-14", "О предоставлении сведений",
            "Министерство лесного хозяйства Зареченского края",
        ),
        (
            RUSSIAN_DECREE, "decision", "3/21", "2018-06-07",
            "О внесении изменений в решение Совета депутатов от 01.02.2017 № 1 « О земельном налоге »",
            "Совет депутатов Луговского сельского поселения",
        ),
        (
            WEB_NEWS, "news", None, "2023-03-14", "У селищі відкрили бібліотеку",
            "Пресслужба Вербівської селищної ради",
        ),
    ],
)  # fmt: skip
def test_head(source: str, kind: str, number: str | None, date: str | None, title: str, issuer: str) -> None:
    read = card(source)
    assert (read.kind, read.number, read.date, read.title) == (kind, number, date, title)
    assert read.issuer is not None
    assert read.issuer.name == issuer


@pytest.mark.parametrize(
    ("source", "signatories"),
    [
        (HEALTH_ORDER, [("Ірина МЕЛЬНИК", "Начальник відділу")]),
        (COUNCIL_DECISION, [("П. П. Іванчук", "Міський голова")]),
        (GOVERNMENT_DECREE, [("Д. КОЛОДЯЗНИЙ", "Прем’єр-міністр України")]),
        (RUSSIAN_LETTER, [("А.Б. Соснин", "Заместитель министра")]),
        (RUSSIAN_DECREE, [("Н.Н. Лугов", "Глава поселения")]),
        (WEB_NEWS, []),
    ],
)
def test_signatories(source: str, signatories: list[tuple[str, str]]) -> None:
    assert [(s.name, s.position) for s in card(source).signatories] == signatories


def test_letter() -> None:
    read = card(RUSSIAN_LETTER)
    assert [a.name for a in read.addressees] == ["Главы муниципальных районов"]
    assert read.in_reply_to == (("45-01/12", "2019-02-01"),)
    assert read.drafted_by is not None
    assert read.drafted_by[0] == "Пенькова В.Г."
    assert read.emails == ("les@zarechye.example",)
    assert read.phones == ("(39000) 2-11-22",)


def test_blank_date_and_number_are_none() -> None:
    read = card(
        "АДМИНИСТРАЦИЯ ЛУГОВСКОГО РАЙОНА\nПОСТАНОВЛЕНИЕ\nот __________ 2019 г. № ____\nс. Луговое\nО лугах\n"
        "ПОСТАНОВЛЯЮ :\n1.\nКосить луга .\n"
    )
    assert (read.kind, read.number, read.date, read.title) == ("decree", None, None, "О лугах")


def test_stamp_speaks_for_an_act_without_requisites() -> None:
    read = card(
        "АДМИНИСТРАЦИЯ ЛУГОВСКОГО РАЙОНА\nПОСТАНОВЛЕНИЕ\nВ соответствии с уставом района\nПОСТАНОВЛЯЮ :\n"
        "1.\nУтвердить программу .\n"
        "Глава района И.И. Лугов\nУтверждена постановлением\nАдминистрации Луговского района\nот 05.06.2015 № 77\n"
    )
    assert (read.number, read.date) == ("77", "2015-06-05")
    assert read.approval is not None
    assert read.approval[1:] == ("77", "2015-06-05")


def test_evidence_quotes_the_fields() -> None:
    analysis = analysed(HEALTH_ORDER)
    read = head.read(analysis)
    spans = dict(read.evidence)
    quotes = {field: " ".join(analysis.text[a:b] for a, b in offsets) for field, offsets in spans.items()}
    assert quotes["number"] == "37-ОД"
    assert "05 квітня 2021" in quotes["date"]
    assert quotes["issuer"] == "ВІДДІЛ ОХОРОНИ ЗДОРОВ’Я"
    assert "МЕЛЬНИК" in quotes["signatories"]


@pytest.mark.parametrize(
    ("headline", "kind"),
    [
        ("План заходів селищної ради з 3 по 9 травня 2021 року", "plan"),
        ("Рішення 12 сесії Вербівської міської ради від 04.03.2022", "decision"),
        ("Звернення до жителів громади", "letter"),
        ("Керівникам закладів громадського харчування!", "letter"),
        ("Звіт про виконання бюджету за 2022 рік", "report"),
        ("Рада розглянула звіт про виконання бюджету", "news"),
        ("Плани на літо: де відпочити", "news"),
    ],
)
def test_headlines(headline: str, kind: str) -> None:
    assert card(f"{headline}\n05 Травня, 2022 о 09:00\n\nДалі йде текст, у якому все подано докладно.\n").kind == kind


@pytest.mark.parametrize(
    ("source", "context"),
    [
        (
            "План роботи ради з 28 лютого по 6 березня 2022 року\n28 Лютого, 2022 о 08:00\n\nНарада.\n",
            DateContext("2022-02-28", 2022, ("2022-02-28", "2022-03-06")),
        ),
        (
            "План заходів ради з 16 по 22 серпня 2021 року\n14 Серпня, 2021 о 08:00\n\nНарада.\n",
            DateContext("2021-08-14", 2021, ("2021-08-16", "2021-08-22")),
        ),
        (
            "Звіт про роботу центру за 2019 рік\n14 Січня, 2020 о 08:00\n\nПроведено 5 нарад.\n",
            DateContext("2020-01-14", 2019),
        ),
        (GOVERNMENT_DECREE, DateContext("2021-03-03", 2021)),
        # a school year has its own months, another pair of years has none
        (
            "План роботи школи на 2024/2025 навчальний рік\n\nВересень\n\nНарада.\n",
            DateContext(None, 2024, ("2024-09-01", "2025-08-31")),
        ),
        (
            "План работы школы на 2024-25 учебный год\n\nСентябрь\n\nСовещание.\n",
            DateContext(None, 2024, ("2024-09-01", "2025-08-31")),
        ),
        ("План работы школы на 2024-2026 годы\n\nСентябрь\n\nСовещание.\n", DateContext(None, 2024)),
    ],
)
def test_date_context(source: str, context: DateContext) -> None:
    analysis = analysed(source)
    assert head.date_context(head.read(analysis), analysis) == context


PATTERNS = [
    (f"{table}.{entry.get('id', entry.get('kind'))}", entry)
    for table in ("operative", "selfname", "headline", "furniture")
    for entry in load("head")[table]
]


@pytest.mark.parametrize("entry", [e for _, e in PATTERNS], ids=[n for n, _ in PATTERNS])
def test_patterns_have_examples_that_hold(entry: dict[str, object]) -> None:
    pattern = re.compile(str(entry["pattern"]), re.IGNORECASE)
    examples, counterexamples = entry["examples"], entry["counterexamples"]
    assert isinstance(examples, list)
    assert isinstance(counterexamples, list)
    assert examples
    assert [e for e in examples if not pattern.search(e)] == []
    assert [e for e in counterexamples if pattern.search(e)] == []


def test_nothing_to_read() -> None:
    read = card("1\n")
    assert (read.number, read.date, read.title, read.issuer) == (None, None, None, None)
