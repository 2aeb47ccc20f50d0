"""The card of a document, on heads in many styles."""

from __future__ import annotations

import pytest
from unit.detect.head_samples import HEADS

from extractor import layout, readers, text
from extractor.detect import head, references
from extractor.schema.facts import Head, Reference

#: kind, number, date, title, issuer, addressees
WANTED: dict[str, tuple[str, str | None, str | None, str | None, str | None, list[str]]] = {
    "address_right": (
        "letter",
        "01-22/418",
        "2023-03-14",
        "Щодо перерахунку пільг",
        "Департамент соціального захисту населення",
        ["Директор КП «Водоканал» Бойко Роман Степанович"],
    ),
    "printed_form": (
        "letter",
        "04-18/902",
        "2018-09-12",
        "О рассмотрении представления",
        "Управление жилищно-коммунального хозяйства",
        ["Прокурор города Заречного старший советник юстиции Воронов С.П."],
    ),
    "joint_order": (
        "order",
        "512/734",
        "2019-06-01",
        "Про організацію медичних оглядів учнів",
        "Міністерство освіти і науки України",
        [],
    ),
    "one_line": ("order", "45-к", "2020-02-05", "О назначении ответственных", None, []),
    "draft": (
        "decision",
        None,
        None,
        "Питання благоустрою селища",
        "Вербівська селищна рада Тополинського району Зарічної області",
        [],
    ),
    "minutes_approved": (
        "protocol",
        "7",
        "2021-10-15",
        None,
        "районна комісія з питань техногенно-екологічної безпеки та надзвичайних ситуацій",
        [],
    ),
    "message": (
        "letter",
        None,
        "2022-05-11",
        "Щодо літнього оздоровлення дітей",
        "Канцелярія Вербівської РДА",
        ["Відділ освіти"],
    ),
    "statute": (
        "other",
        None,
        None,
        "УСТАВ муниципального бюджетного учреждения «Дом культуры «Заря»",
        "администрация Луговского района",
        [],
    ),
    "programme": (
        "plan",
        None,
        None,
        "ПРОГРАМА розвитку фізичної культури і спорту в Озернянському районі на 2019–2021 роки",
        "районна рада",
        [],
    ),
    "urgent": (
        "letter",
        "12/45-23",
        "2023-04-05",
        "Про посилення охорони",
        "Вербівська обласна військова адміністрація",
        ["Начальники районних військових адміністрацій", "міські голови", "селищні голови", "сільські голови"],
    ),
    "appeal": (
        "letter",
        None,
        None,
        "ЗВЕРНЕННЯ голови Вербівської обласної ради до жителів області",
        "голова Вербівської обласної ради",
        ["жителі області"],
    ),
    "dateline_uk": ("news", None, "2022-05-12", "Уряд виділив кошти на ремонт мостів", None, []),
    "dateline_ru": ("news", None, "2020-05-05", "Новый мост открыли через реку", None, []),
    "information": (
        "report",
        None,
        None,
        "ІНФОРМАЦІЯ про виконання заходів Програми «Культура» за І півріччя 2020 року",
        "Відділ культури Вербівської міської ради",
        [],
    ),
    "two_addressees": (
        "letter",
        "220",
        "2019-08-10",
        "Про проведення тренінгів",
        "Вербівський обласний центр соціальних служб для сім’ї, дітей та молоді",
        [
            "Департамент освіти і науки Вербівської обласної державної адміністрації",
            "Управління Національної поліції у Вербівській області",
        ],
    ),
    "latin_letters": ("decree", "15", "2012-01-04", "Деякі питання оплати праці", "Кабінет Міністрів України", []),
    "two_columns": (
        "letter",
        "33-04",
        "2021-02-15",
        "О ремонте дорог",
        "Министерство транспорта Зареченской области",
        ["Руководитель Федерального дорожного агентства Костин Р.В."],
    ),
    "school": ("order", "66", "2022-09-01", "Про організацію харчування учнів", "Вербівський ліцей № 2", []),
    "minutes": ("protocol", "2", "2019-03-14", None, "антитеррористическая комиссия Луговского района", []),
    "number_beside_reply": (
        "letter",
        "03-12/4411",
        "2018-09-12",
        "Про надання інформації",
        "Управління держпраці у Лугівській області",
        ["Голова Лугівської обласної ради Мельник О.В."],
    ),
    "plan_signed": (
        "plan",
        None,
        None,
        "ПЛАН РАБОТЫ школьной библиотеки на 2017/2018 учебный год",
        "МБОУ «Средняя школа № 4»",
        [],
    ),
    "two_stamps": ("plan", None, None, "ПЛАН ЗАХОДІВ щодо запобігання булінгу на 2021/2022 навчальний рік", None, []),
    "address_above_number": (
        "letter",
        "17-1/301",
        "2021-02-04",
        "О вакцинации",
        "Министерство здравоохранения Туманской области",
        ["Главный врач ГБУЗ «Городская больница № 2» О.О. Ивова"],
    ),
    "short_name_below": (
        "letter",
        "7/14-2211",
        "2021-08-05",
        "Щодо підготовки до опалювального сезону",
        "Міністерство розвитку громад України",
        ["Обласні, Київська міська державні адміністрації"],
    ),
    "rules_of_government": ("other", None, None, "ПОРЯДОК обліку колодязів", "Кабінет Міністрів України", []),
    "museum": (
        "report",
        None,
        None,
        "ОТЧЁТ о работе музея за 2019 год",
        "Муниципальное бюджетное учреждение культуры «Туманский музей»",
        [],
    ),
    "schedule": ("other", None, None, "Графік прийому громадян", None, []),
}


def card(source: str) -> Head:
    return head.read(text.analyse(layout.parse(readers.read(source.encode(), "документ.txt"))))


@pytest.mark.parametrize("name", HEADS)
def test_head(name: str) -> None:
    read = card(HEADS[name])
    issuer = read.issuer.name if read.issuer else None
    said = (read.kind, read.number, read.date, read.title, issuer, [a.name for a in read.addressees])
    assert said == WANTED[name]


@pytest.mark.parametrize(
    ("name", "signatories"),
    [
        (
            "joint_order",
            [("Л. Грінко", "Міністр освіти і науки України"), ("У. Супрун", "Міністр охорони здоров’я України")],
        ),
        ("minutes_approved", [("Олег ГНАТЮК", "Голова комісії"), ("Ніна БУК", "Секретар комісії")]),
        ("minutes", [("Н.Н. Громов", "Председатель комиссии")]),
        ("latin_letters", [("М. ВЕРБА", "Прем'єр-міністр України")]),
        ("school", [("Ганна ЛУГОВА", "Директор ліцею")]),
        ("message", [("Іван ПЕТРЕНКО", None)]),
    ],
)
def test_signatories(name: str, signatories: list[tuple[str, str | None]]) -> None:
    assert [(s.name, s.position) for s in card(HEADS[name]).signatories] == signatories


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        ("МІНІСТЕРСТВО ЛІСІВ УКРАЇНИ\n\nДЕРЖАВНИЙ МУЗЕЙ БДЖІЛЬНИЦТВА", "Державний музей бджільництва"),
        ("ЛУГІВСЬКА ОБЛАСНА РАДА\nЛУГІВСЬКА ОБЛАСНА ДЕРЖАВНА АДМІНІСТРАЦІЯ", "Лугівська обласна рада"),
        (
            "ДЕПАРТАМЕНТ ОСВІТИ ЛУГІВСЬКОЇ ОДА\nДЕПАРТАМЕНТ ФІНАНСІВ ЛУГІВСЬКОЇ ОДА",
            "Департамент освіти Лугівської ода",
        ),
        ("ЛУГОВСКОЙ ГОРОДСКОЙ СОВЕТ\nИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ", "Исполнительный комитет Луговского городского совета"),
    ],
)
def test_the_own_body_of_a_letterhead_issues(lines: str, issuer: str) -> None:
    read = card(f"{lines}\n\nНАКАЗ\n\nвід 03.02.2021 № 5\n\nПро облік\n\nНАКАЗУЮ:\n\n1. Вести облік.\n").issuer
    assert read is not None
    assert read.name == issuer


@pytest.mark.parametrize(
    "line",
    [
        "Тула, 5 мая. - Мост открыли.",
        "Вчора, 18 жовтня, міст відкрили.",
        "У Вербівці 5 травня 2021 року міст відкрили.",
    ],
)
def test_no_dateline_without_its_year_and_form(line: str) -> None:
    assert (
        card(f"Міст відкрили після ремонту\n\n{line} Далі йде текст новини про цей міст і дорогу до нього.\n").date
        is None
    )


def test_the_act_behind_a_paper_that_stands_alone_is_a_reference_and_the_own_act_is_none() -> None:
    def cited(source: str) -> list[tuple[str, str | None, str | None]]:
        spans = references.detect(text.analyse(layout.parse(readers.read(source.encode(), "документ.txt"))), ())
        return [(s.value.type, s.value.number, s.value.date) for s in spans if isinstance(s.value, Reference)]

    assert cited(HEADS["programme"])[0] == ("decision", "341", "2018-12-21")
    assert (
        cited("УКАЗ ПРЕЗИДЕНТА УКРАЇНИ № 15/2031\n\nПро День колодязя\n\nпостановляю:\n\n1. Установити свято.\n") == []
    )
    assert cited(HEADS["joint_order"]) == [("law", None, None)]


@pytest.mark.parametrize(
    "line", ["№ 5 " + "Аа " * 45 + "!", "_" * 200 + "!", "наказ " + "абв " * 40 + ";", "чергової " * 20, "«" * 120]
)
def test_a_hostile_head_is_read_to_its_end(line: str) -> None:
    assert card(f"ЗАТВЕРДЖУЮ\n{line}\n{line}\n\nПЛАН РОБОТИ\n{line}\n").language == "uk"
    assert card(f"ВЕРБІВСЬКА МІСЬКА РАДА\n{line}\n{line}\n\nПро облік\n").language == "uk"
