"""Heads of letters, line by line: numbers with a series, subjects without «Про», greetings, the fields of a message,
whose letter it is."""

from __future__ import annotations

import pytest

from extractor import layout, pipeline, text
from extractor.detect import head
from extractor.schema.facts import Head

FRAME = (
    "ОЗЕРНЯНСЬКА СІЛЬСЬКА РАДА\n\n{requisite}\n\n{to}\n\n{subject}\n\n{opening}\n\nПросимо надати звіт про "
    "роботу закладів за минулий рік.\n\nСільський голова    Іван КОРЖ\n"
)


def card(source: str) -> Head:
    return head.read(text.analyse(layout.parse(pipeline.read(source.encode(), name="letter.txt"))))


def framed(**lines: str) -> Head:
    given = {
        "requisite": "12.03.2022 № 02-15/44",
        "to": "Керівникам закладів",
        "subject": "Про звіт",
        "opening": "Шановні колеги!",
    }
    return card(FRAME.format(**{**given, **lines}))


@pytest.mark.parametrize(
    ("requisite", "number"),
    [
        ("12.03.2022 № НР 15-2/44", "НР 15-2/44"),
        ("№НР 15-2/44 від 12.03.2022", "НР 15-2/44"),
        ("12.03.2022 № 15 / 44", "15/44"),
        ("№ 15-2/44 від 12.03.2022", "15-2/44"),
    ],
)
def test_a_number_with_its_series(requisite: str, number: str) -> None:
    found = framed(requisite=requisite)
    assert (found.number, found.date) == (number, "2022-03-12")


def test_the_series_of_what_is_answered() -> None:
    replying = framed(requisite="12.03.2022 № 02-15/44\n\nНа №СЗ 7/12 від 01.03.2022")
    assert replying.in_reply_to == (("СЗ 7/12", "2022-03-01"),)
    opening = "На Ваш лист від 5 травня 2021 року № СЗ 12/4 повідомляємо, що дах полагоджено."
    told = card(f"ОЗЕРНЯНСЬКА СІЛЬСЬКА РАДА\n\n№ 44 від 12.03.2022\n\n{opening}\n\nСільський голова    Іван КОРЖ\n")
    assert told.in_reply_to == (("СЗ 12/4", "2021-05-05"),)
    assert told.signatories[0].name == "Іван КОРЖ"


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Надання звіту за квартал", "Надання звіту за квартал"),
        ("Проведення огляду укриттів", "Проведення огляду укриттів"),
        ("Управління освіти району", None),
        ("Проведення огляду укриттів:", None),
    ],
)
def test_a_subject_that_begins_with_the_noun_of_an_action(subject: str, title: str | None) -> None:
    assert framed(subject=subject).title == title


@pytest.mark.parametrize("greeting", ["ШАНОВНІ КОЛЕГИ!", "ШАНОВНА ОЛЕНО ІВАНІВНО!"])
def test_a_greeting_in_capitals_is_no_part_of_the_title(greeting: str) -> None:
    found = card(
        "ОЗЕРНЯНСЬКА СІЛЬСЬКА РАДА\n\n12.03.2022 № 02-15/44\n\nПРО НАДАННЯ\nІНФОРМАЦІЇ\n"
        f"{greeting}\n\nПросимо надати звіт.\n\nСільський голова    Іван КОРЖ\n"
    )
    assert found.title == "ПРО НАДАННЯ ІНФОРМАЦІЇ"


def test_colleagues_who_are_greeted_are_no_title() -> None:
    assert card("Уважаемые коллеги!\n\nПросим провести смотр хоров.\n\nДиректор    В.Д. Верба\n").title is None


def test_the_word_for_a_letter_spaced_out_under_whose_it_is() -> None:
    found = card(
        "МІНІСТЕРСТВО КУЛЬТУРИ УКРАЇНИ\nЛ И С Т\n22.01.2021 N 1/9-27\n\nМіністру освіти\nАвтономної Республіки Крим,\n"
        "начальникам управлінь культури\nобласних державних адміністрацій,\nректорам вищих\nнавчальних закладів\n\n"
        "Просимо надати звіт.\n"
    )
    assert found.issuer is not None
    assert found.issuer.name == "Міністерство культури України"
    assert [p.name for p in found.addressees] == [
        "Міністр освіти Автономної Республіки Крим",
        "начальники управлінь культури обласних державних адміністрацій",
        "ректори вищих навчальних закладів",
    ]


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("Письмо Минлеса России от 12.03.2020 № 03-04/12", "Минлес России"),
        ("Лист Міністерства культури України № 1/9-154 від 11.03.2020 року", "Міністерство культури України"),
        ("Письмо ТУ Росзеленнадзора по РЗ от 22.05.2019 г № 12/115", "ТУ Росзеленнадзора по РЗ"),
        ("Письмо от 22.05.2019 г № 12/115", None),
        ("Письмо Вербы И.И. от 22.05.2019 г № 12/115", None),
    ],
)
def test_whose_letter_its_line_says_it_is(line: str, issuer: str | None) -> None:
    found = card(f"{line}\n\nО смотре хоров\n\nНеобходимо провести смотр.\n\nРуководитель    П.П. Яр\n")
    assert (found.issuer.name if found.issuer else None) == issuer


def test_a_letter_whose_whole_head_is_one_line() -> None:
    found = card(
        'Письмо Комитета по культуре Заречья от 3 марта 2014 г. N 01-27/14 "О смотре хоров"\n\nКомитет по культуре '
        "предлагает учреждениям провести смотр хоров.\n"
    )
    assert (found.kind, found.number, found.date) == ("letter", "01-27/14", "2014-03-03")
    assert found.title == "О смотре хоров"
    assert found.issuer is not None
    assert found.issuer.name == "Комитет по культуре Заречья"


def test_addressees_under_a_letters_line_with_its_date() -> None:
    found = card(
        "Служба охорони лісу у Лугівській області\n\nІнформаційний лист від 17.10.2021 № 51-4\n\n"
        "Керівникам лісництв, які займаються рубками на землях громад,\nперевезенням і продажем деревини\n"
        "на всій території Лугівської області та за її межами у сусідніх районах, головам громад\n\n"
        "Просимо провести огляд техніки до 5 листопада 2021 року.\n"
    )
    assert [p.name for p in found.addressees] == [
        "Керівники лісництв, які займаються рубками на землях громад, перевезенням і продажем деревини на всій "
        "території Лугівської області та за її межами у сусідніх районах",
        "голови громад",
    ]


@pytest.mark.parametrize("drafter", ["І.Дем»янів", "І.Дуб,", "І. Дуб"])
def test_who_drafted_it_is_no_point_below_who_signs(drafter: str) -> None:
    found = card(
        "05.02.2015 р. №116/01-25\n\nКерівникам закладів\n\nПросимо провести огляд.\n\n"
        f"В.о.начальника відділу освіти                Василь Верба\n\n{drafter}\n2-28-22\n"
    )
    assert [(s.name, s.position) for s in found.signatories] == [("Василь Верба", "В.о.начальника відділу освіти")]


def test_who_speaks_is_named_before_the_first_verb() -> None:
    found = card("На Ваш лист від 5 травня 2021 року № 12 Управління освіти розглянуло його і повідомляє таке.\n")
    assert found.issuer is not None
    assert found.issuer.name == "Управління освіти"


def test_who_speaks_is_named_before_the_grounds() -> None:
    found = card(
        "Телеграма №НР 15-2 від 13 липня 2021 р.\n\nКерівникам установ\n\nМіністерство культури та спорту України на "
        "виконання пункту 3 доручення, яке надано у травні, просить до 14 липня 2021 року надати звіт.\n"
    )
    assert found.issuer is not None
    assert found.issuer.name == "Міністерство культури та спорту України"
    assert found.number == "НР 15-2"


def test_minutes_of_a_body_named_on_two_lines_with_an_address() -> None:
    found = card(
        "ПРОТОКОЛ № 27\nзасідання правління товариства\n«Лугівське телебачення»\n\n"
        "25.10.2021                       м. Лугове, вул. Івана Верби, 42\n\nПрисутні:\n1. Верба І.І.\n\nСЛУХАЛИ: "
        "Вербу І.І. про план.\n\nВИРІШИЛИ:\n1. Затвердити план.\n\nГолова правління                    І.І. Верба\n"
    )
    assert (found.kind, found.number, found.date) == ("protocol", "27", "2021-10-25")
    assert found.issuer is not None
    assert found.issuer.name == "правління товариства «Лугівське телебачення»"


@pytest.mark.parametrize(
    ("below", "date"),
    [
        ("26 січня 2022 року", "2022-01-26"),
        ("26.01.2022", "2022-01-26"),
        ("Лист отримано 26 січня 2022 року", None),
        ("26 січня", None),
    ],
)
def test_a_day_alone_under_who_signs(below: str, date: str | None) -> None:
    found = card(
        "Щодо ремонту\n\nНа Ваш лист від 5 травня 2021 року № 12 повідомляємо, що дах клубу полагоджено.\n\n"
        f"Сільський голова    Іван КОРЖ\n\n{below}\n"
    )
    assert (found.kind, found.date) == ("letter", date)


def test_an_open_letter_to_somebody_by_name() -> None:
    found = card(
        "Открытое письмо Юрию Дубову\n\nУважаемый Юрий Ильич! Прошу обсудить вопрос о судьбе галереи с депутатами.\n"
    )
    assert [p.name for p in found.addressees] == ["Юрий Дубов"]


def test_the_fields_of_a_message_under_its_subject() -> None:
    found = card(
        "Ремонт дороги\n\nВід: Дмитро Верба\nДо: Кабінет Міністрів України\n\nДоброго дня!\n\nПрошу надати копію.\n"
    )
    assert found.title == "Ремонт дороги"
    assert [p.name for p in found.addressees] == ["Кабінет Міністрів України"]


def test_a_line_that_only_begins_like_a_field() -> None:
    found = card("Ремонт дороги\n\nДо: понеділка\n\nРоботи тривають на трьох вулицях селища, повідомили в раді.\n")
    assert found.addressees == ()


def test_a_circular_under_its_subject_without_a_head() -> None:
    found = card(
        "Щодо огляду дахів\n\nКерівникам закладів,\nякі мають пласкі дахи\n\nПовідомляємо, що дахи слід оглянути до 5 "
        "травня 2021 року.\n"
    )
    assert [p.name for p in found.addressees] == ["Керівники закладів, які мають пласкі дахи"]
    act = card("Про огляд дахів\n\nКерівникам закладів оглянути дахи до 5 травня 2021 року.\n")
    assert act.addressees == ()


def test_a_word_with_an_apostrophe_addresses_nobody() -> None:
    found = card("Пам'ятник «Дуб»\n\nДоброго дня!\n\nПрошу повідомити, коли завершать ремонт.\n\nЗ повагою,\nОлена\n")
    assert found.addressees == ()


BESIDE = """УПРАВЛІННЯ ОСВІТИ ЛУГІВСЬКОЇ РАЙДЕРЖАДМІНІСТРАЦІЇ

{own}{gap}Голові Лугівської громади
На № 15/02 від 03.02.2023{gap}Олені ГНАТЮК

Про стан укриттів

Просимо до 1 березня 2023 року подати інформацію про стан укриттів.

Начальник управління      Іван БОЙКО
"""


@pytest.mark.parametrize(
    "own", ["14.02.2023 № 112/03-15", "14 лютого 2023 року № 112/03-15", "№ 112/03-15 від 14.02.2023"]
)
@pytest.mark.parametrize("gap", ["      ", "\t"])
def test_a_head_in_two_columns(own: str, gap: str) -> None:
    found = card(BESIDE.format(own=own, gap=gap))
    assert (found.number, found.date, found.title) == ("112/03-15", "2023-02-14", "Про стан укриттів")
    assert [(number, date) for number, date, *_ in found.in_reply_to] == [("15/02", "2023-02-03")]
    assert " ".join(p.name for p in found.addressees) == "Голова Лугівської громади Олена ГНАТЮК"


def test_a_head_whose_number_is_still_to_be_written() -> None:
    found = card(BESIDE.format(own="_________ № ______", gap="     "))
    assert (found.number, found.date) == (None, None)
    assert " ".join(p.name for p in found.addressees) == "Голова Лугівської громади Олена ГНАТЮК"
