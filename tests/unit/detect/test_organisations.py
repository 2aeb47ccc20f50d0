from __future__ import annotations

import pytest

from extractor import layout, readers, text
from extractor.detect import organisations
from extractor.detect.organisations_introduced import short_names
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Organisation
from extractor.schema.span import Span
from extractor.settings import DEFAULT


def analysed(words: str) -> Analysis:
    return text.analyse(layout.parse(readers.read(words.encode(), "a.txt", settings=DEFAULT)))


def names(words: str) -> list[str]:
    spans = organisations.detect(analysed(words), [])
    return [s.value.name for s in spans if isinstance(s.value, Organisation)]


BODIES = [
    # authorities and their units, the authority behind them
    (
        "Начальник відділу культури, молоді та спорту виконавчого комітету Зразківської міської ради повідомив.",
        [
            "відділ культури, молоді та спорту виконавчого комітету Зразківської міської ради",
            "виконавчий комітет Зразківської міської ради",
            "Зразківська міська рада",
        ],
    ),
    (
        "Службою у справах дітей Лугівської районної державної адміністрації проведено рейд.",
        [
            "Служба у справах дітей Лугівської районної державної адміністрації",
            "Лугівська районна державна адміністрація",
        ],
    ),
    (
        "Доручити Департаменту цифрового розвитку облдержадміністрації підготувати зміни.",
        ["Департамент цифрового розвитку облдержадміністрації", "облдержадміністрація"],
    ),
    (
        "Отделу по делам молодежи, физической культуре и спорту администрации Заречного района направить отчет.",
        [
            "Отдел по делам молодежи, физической культуре и спорту администрации Заречного района",
            "администрация Заречного района",
        ],
    ),
    # territorial bodies of services: the longest name only
    (
        "Главное управление МЧС России по Заречной области провело учения.",
        ["Главное управление МЧС России по Заречной области"],
    ),
    ("Працівники ГУНП в Ставківській області затримали двох осіб.", ["ГУНП в Ставківській області"]),
    # institutions: a proper adjective, a number, a quoted name
    (
        "Лугівський районний суд Ставківської області скасував рішення.",
        ["Лугівський районний суд Ставківської області"],
    ),
    ("Ремонт Зареченской районной больницы № 2 завершен.", ["Зареченская районная больница № 2"]),
    (
        "КНП «Лугівська лікарня» Зразківської міської ради отримало апарат.",
        ["КНП «Лугівська лікарня» Зразківської міської ради"],
    ),
    ("Участь узяв музей імені О. Зразкового.", ["музей імені О. Зразкового"]),
    # companies, parties, media
    ("ТОВ «Ясен», «Граб» та «Клен» уклали угоди.", ["ТОВ «Ясен»", "ТОВ «Граб»", "ТОВ «Клен»"]),
    ("Угоди підписано з компаніями Acme і Globex.", ["компанія Acme", "компанія Globex"]),
    (
        "Договор заключен с обществом с ограниченной ответственностью «Кедр».",
        ["общество с ограниченной ответственностью «Кедр»"],
    ),
    ("Про це пише «Вісник зразкових справ».", ["«Вісник зразкових справ»"]),
    ("Партия «Лесная Россия» провела съезд.", ["Партия «Лесная Россия»"]),
    # commissions and groups, by what they are for
    (
        "Засідання комісії з питань захисту прав дитини Ставківської сільської ради відбулося.",
        ["комісія з питань захисту прав дитини Ставківської сільської ради", "Ставківська сільська рада"],
    ),
    ("Склад робочої групи з питань ремонту доріг затверджено.", ["робоча група з питань ремонту доріг"]),
    # several bodies in one phrase
    (
        "Зразківська, Лугівська та Ставківська ОДА провели навчання.",
        ["Зразківська ОДА", "Лугівська ОДА", "Ставківська ОДА"],
    ),
    (
        "Засідання Зразківської та Лугівської районних рад перенесено.",
        ["Зразківська районна рада", "Лугівська районна рада"],
    ),
    (
        "До спілки приєдналися 3 громади: Зразківська, Лугівська, Ставківська.",
        ["Зразківська територіальна громада", "Лугівська територіальна громада", "Ставківська територіальна громада"],
    ),
    # words run together, acronyms, known names
    ("Наказом МОН України від 1 лютого затверджено форму.", ["МОН України"]),
    ("Звернення до Мінфіну надіслано.", ["Мінфін"]),
    ("Кабінетом Міністрів України схвалено план.", ["Кабінет Міністрів України"]),
    ("Принят Государственной Думой 3 мая.", ["Государственная Дума"]),
    # capitals throughout
    ("ЗРАЗКІВСЬКА СЕЛИЩНА РАДА", ["Зразківська селищна рада"]),
]


@pytest.mark.parametrize(("words", "expected"), BODIES, ids=[e[0] for _, e in BODIES])
def test_bodies(words: str, expected: list[str]) -> None:
    assert names(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Громади, заклади освіти та школи отримали підручники.",
        "Органи місцевого самоврядування та служби реагування готові.",
        "Областные и городские администрации приняли меры, школа закрыта.",
        "Кошти спрямовано до дорожнього фонду, державна служба є професійною діяльністю.",
        "Система державного управління та стратегічне управління закладом.",
        "Закон Российской Федерации принят, бывший Советский Союз распался.",
        "Сторінка у Facebook та чат у Viber оновлені.",
        "Відкрито центр та будинок, лікарня працює.",
    ],
)
def test_no_bodies(words: str) -> None:
    assert names(words) == []


def test_a_person_ends_a_name() -> None:
    words = "Виступила директорка департаменту фінансів ОДА Ірина Зразкова."
    start = words.index("Ірина")
    person = Span(start, start + len("Ірина Зразкова"), "person", "test")
    spans = organisations.detect(analysed(words), [person])
    assert [words[s.start : s.end] for s in spans] == ["департаменту фінансів ОДА", "ОДА"]


def test_a_defined_short_name_is_a_mention_of_the_body() -> None:
    words = "Благодійний фонд «Промінь» (далі – Фонд) передав одяг. Роботу Фонду підтримано."
    found = analysed(words)
    spans = organisations.detect(found, [])
    assert [(words[s.start : s.end], s.value.name) for s in spans if isinstance(s.value, Organisation)] == [
        ("Благодійний фонд «Промінь»", "Благодійний фонд «Промінь»"),
        ("Фонд", "Благодійний фонд «Промінь»"),
        ("Фонду", "Благодійний фонд «Промінь»"),
    ]
    assert [(s.short, s.full) for s in short_names(found, spans[:1])] == [("Фонд", "Благодійний фонд «Промінь»")]


def test_an_introduced_name_is_known_when_it_stands_bare() -> None:
    words = "Тендер виграло ТОВ «Ясен». Раніше «Ясен» ремонтував мости."
    spans = organisations.detect(analysed(words), [])
    assert [words[s.start : s.end] for s in spans] == ["ТОВ «Ясен»", "«Ясен»"]


def test_an_alias_is_without_what_follows_the_quoted_name() -> None:
    span = organisations.detect(analysed("КЗ «Дім» Зразківської міської ради працює."), [])[0]
    assert isinstance(span.value, Organisation)
    assert span.value.aliases == ("КЗ «Дім»",)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Зразківська міська рада вирішила.", "local_government"),
        ("Міністерство зразкових справ України звітує.", "state"),
        ("БФ «Промінь» допоміг.", "ngo"),
        ("Пенсійний фонд України повідомив.", "state"),
        ("ТОВ «Ясен» виграло.", "company"),
        ("Лист від ООН отримано.", "international"),
        ("Зразківський ліцей відкрито.", "institution"),
        ("Газета «Зоря» пише.", "media"),
    ],
)
def test_kinds(words: str, kind: str) -> None:
    span = organisations.detect(analysed(words), [])[0]
    assert isinstance(span.value, Organisation)
    assert span.value.kind == kind


def test_hostile_input_is_quick() -> None:
    words = "«" * 400 + " відділ" + " та освіти," * 400 + " (далі" * 200
    assert isinstance(organisations.detect(analysed(words), []), list)
