"""Heads of letters: to whom they speak, what they answer, what they call themselves."""

from __future__ import annotations

import re

import pytest

from extractor import data, layout, pipeline, text
from extractor.detect import head, head_answers
from extractor.layout.zones_address import addressed
from extractor.schema.facts import Head


def card(source: str) -> Head:
    return head.read(text.analyse(layout.parse(pipeline.read(source.encode(), name="letter.txt"))))


@pytest.mark.parametrize(
    ("opening", "number", "date"),
    [
        ("На Ваш лист від 12.03.2021 № 45/12-03 щодо ремонту дороги повідомляємо:", "45/12-03", "12.03.2021"),
        ("На лист Управління освіти від 05 травня 2020 року № 01-12/345 центр повідомляє.", "01-12/345", "05 травня"),
        ("В ответ на Ваше обращение № 14-22/5 от 03.04.2019 сообщаем следующее.", "14-22/5", "03.04.2019"),
        ("Ваше обращение (исх. № 683 от 10.07.2017 г) рассмотрено.", "683", "10.07.2017"),
        ("На депутатське звернення депутата ради від 01.02.2018 № 5 інформуємо.", "5", "01.02.2018"),
    ],
)
def test_what_is_answered(opening: str, number: str, date: str) -> None:
    found = head_answers.answered(opening, 0, len(opening))
    assert head_answers.answers(opening)
    assert found is not None
    assert found.number == number
    assert found.date.startswith(date)


@pytest.mark.parametrize(
    "opening",
    [
        "На звернення мешканців від 5 травня відреагувала рада.",
        "У відповідь на обстріли міста зведено укриття.",
        "На виконання листа департаменту від 05.05.2020 № 5 проведено нараду.",
        "На листопад 2020 року заплановано ярмарок.",
    ],
)
def test_what_answers_nothing(opening: str) -> None:
    assert not head_answers.answers(opening)


def test_a_number_of_what_the_letter_was_about_is_not_its_own() -> None:
    opening = "На Ваш лист щодо наказу від 01.02.2020 № 15 повідомляємо, що його скасовано."
    assert head_answers.answered(opening, 0, len(opening)) is None


def test_an_answer_without_a_head_is_a_letter() -> None:
    found = card("На Ваш запит від 12.03.2021 № 45 повідомляємо, що дорогу в селі Лугове відремонтовано.\n")
    assert (found.kind, found.in_reply_to) == ("letter", (("45", "2021-03-12"),))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Шановний Іване Петровичу!", True),
        ("Уважаемая Вера Ивановна!", True),
        ("Шановна пані голово!", True),
        ("Вельмишановний пане директоре!", True),
        ("Уважаемые руководители учреждений!", True),
        ("Шановні колеги!", True),
        ("Шановна Катерино!", True),
        ("Шановний Покупець року обрано!", False),
        ("Доброго дня!", True),
        ("Шановні мешканці громади!", False),
        ("Доброго дня бажає громаді рада.", False),
        ("Шановні освітяни! Вітаємо зі святом!", False),
        ("Уважаемые гости смотрели концерт.", False),
        ("Шановний автор книги розповів про неї", False),
    ],
)
def test_salutations(line: str, *, expected: bool) -> None:
    assert addressed(line) is expected


def test_the_lines_above_a_greeting_name_those_addressed() -> None:
    found = card(
        "Депутату Зарічної районної ради І.П. Коваленку\n\nШановний Іване Петровичу!\n\n"
        "За Вашим зверненням повідомляємо, що ремонт сходів виконано до під'їзду № 5.\n\nГолова громади О.П. Верба\n"
    )
    assert found.kind == "letter"
    assert [a.name for a in found.addressees] == ["Депутат Зарічної районної ради І.П. Коваленко"]
    assert [s.name for s in found.signatories] == ["О.П. Верба"]


def test_a_greeting_that_congratulates_makes_no_letter() -> None:
    found = card("Рада вітає\n\nШановні колеги!\n\nВітаємо вас із Днем учителя! Бажаємо здоров'я та натхнення.\n")
    assert found.kind != "letter" or found.addressees == ()


def test_a_letter_named_with_whose_it_is() -> None:
    found = card(
        "Письмо Департамента торговли Заречного края от 14 июня 2016 г. N 31/155-тк\n\n"
        "Департамент торговли сообщает, что форма отчета изменена.\n\nРуководитель\nА.П. Сельский\n"
    )
    assert (found.kind, found.number, found.date) == ("letter", "31/155-тк", "2016-06-14")


def test_a_headline_of_a_letter_keeps_its_title() -> None:
    found = card("Звернення голови ради до жителів\n\nДорогі земляки, просимо берегти воду.\n")
    assert found.title == "Звернення голови ради до жителів"


def test_addressees_under_the_word_for_a_letter() -> None:
    found = card(
        "ЗАРІЧНИЙ ЗЕМЕЛЬНИЙ БАНК\n\nЛ И С Т\n\n31.03.2010 N 13-411/15\n\nТериторіальним управлінням\n\n"
        "Центральній розрахунковій палаті\n\n{ Лист втратив чинність на підставі Листа банку\n"
        "N 13-411/37 від 15.07.2010 }\n\nЩодо заповнення звіту\n\nПовідомляємо, що форму звіту змінено.\n\n"
        "Голова А.В. Шаповал\n"
    )
    assert [a.name for a in found.addressees] == ["Територіальні управління", "Центральна розрахункова палата"]
    assert (found.number, found.title) == ("13-411/15", "Щодо заповнення звіту")


def test_an_addressee_goes_on_in_small_letters_over_blank_lines() -> None:
    found = card(
        "Письмо № 06-104/18 от 22 ноября 2017 г.\n\nО проведении субботника\n\nРуководителям муниципальных\n\n"
        "органов управления\n\nобразованием\n\nМинистерство сообщает, что субботник состоится 26 ноября 2017 года.\n"
    )
    assert [a.name for a in found.addressees] == ["Руководители муниципальных органов управления образованием"]


def test_several_bodies_in_the_nominative_are_addressed_each() -> None:
    found = card(
        "МІНІСТЕРСТВО ОСВІТИ ЗАРІЧЧЯ\n\n№1/9-257 від 08 квітня 2011 року\n\nМіністерство культури Заріччя,\n"
        "управління освіти обласних,\nМіської держадміністрацій\n\nЩодо відзначення свята\n\n"
        "Просимо провести уроки.\n\nЗаступник Міністра Б.М. Жук\n"
    )
    assert found.addressees[0].name == "Міністерство культури Заріччя"


def test_a_greeting_is_no_title() -> None:
    found = card("Доброго дня!\n\nПрошу надати копію рішення ради.\n\nЗ повагою,\n\nМарія Козак\n")
    assert (found.kind, found.title) == ("letter", None)
    assert [s.name for s in found.signatories] == ["Марія Козак"]


def test_an_open_letter_is_no_addressee() -> None:
    found = card("Голові ради\nДубу В.О.\nВідкритий лист\nШановний Іване Петровичу!\nПрошу відновити школу.\n")
    assert [a.name for a in found.addressees] == ["Голова ради Дуб В.О."]


@pytest.mark.parametrize(
    ("end", "name", "position"),
    [
        ("З повагою,\nдепутат обласної ради\nМарія Козак", "Марія Козак", "депутат обласної ради"),
        ("З повагою, голова громади Іван ДУБ", "Іван ДУБ", "голова громади"),
        ("З повагою, Марія Козак", "Марія Козак", None),
        (
            "В.о.начальника відділу освіти Василь Вишня\nІ.Дубів\n2-28-22",
            "Василь Вишня",
            "В.о.начальника відділу освіти",
        ),
    ],
)
def test_who_signs_with_regards(end: str, name: str, position: str | None) -> None:
    found = card(
        f"05.02.2015 № 116/01\n\nГолові ради\n\nШановний Іване Петровичу!\n\nПрошу відремонтувати дах.\n\n{end}\n"
    )
    assert [(s.name, s.position) for s in found.signatories] == [(name, position)]


def test_regards_in_the_text_sign_nothing() -> None:
    found = card(
        "У селі відкрили школу\n12.03.2022 10:00\n\nЗ повагою до вчителів ставиться голова, каже Марія Козак.\n"
    )
    assert found.signatories == ()


def test_a_petition_is_answered_by_its_number_alone() -> None:
    found = card(
        "Щодо електронної петиції\n\nСтворено: 2022-01-26 14:50:02Оновлено: 2022-01-26 14:51:18\n\n"
        "На електронну петицію №172-ЕП «Встановити лавки», повідомляємо.\n\nПетицію підтримано.\n"
    )
    assert (found.kind, found.date, found.in_reply_to) == ("letter", "2022-01-26", (("172-ЕП", None),))


def test_officials_of_two_kinds_on_one_line() -> None:
    found = card(
        "МІНІСТЕРСТВО ОСВІТИ ЗАРІЧЧЯ\n\n№ 1/9-25 від 08.04.2011\n\nКерівникам управлінь освіти Директорам шкіл\n\n"
        "Про свято\n\nПросимо провести уроки.\n\nМіністр Б.М. Жук\n"
    )
    assert [a.name for a in found.addressees] == ["Керівники управлінь освіти", "Директори шкіл"]


def test_a_title_in_capitals_goes_on_over_blank_lines() -> None:
    found = card(
        "ПОДАТКОВА СЛУЖБА ЗАРІЧЧЯ\n\nЛИСТ\n\nвід 25 грудня 2015 р. № 6-03/659\n\nПРО НАДСИЛАННЯ\n\nРЕКОМЕНДАЦІЙ\n\n"
        "ЩОДО ОБЛІКУ ПЛАТНИКІВ\n\nСлужба надсилає рекомендації для роботи.\n\nГолова Б.М. Жук\n"
    )
    assert found.title == "ПРО НАДСИЛАННЯ РЕКОМЕНДАЦІЙ ЩОДО ОБЛІКУ ПЛАТНИКІВ"


def test_a_heading_in_capitals_is_no_part_of_an_acts_title() -> None:
    found = card(
        "ПОДАТКОВА СЛУЖБА ЗАРІЧЧЯ\n\nНАКАЗ\n\nвід 25 грудня 2015 р. № 659\n\nПРО ТИМЧАСОВІ РЕКОМЕНДАЦІЇ\n\n"
        "ЩОДО ОБЛІКУ ПЛАТНИКІВ\n\nЗАГАЛЬНІ ЗАСАДИ\n\n1. Службі провести облік.\n\nГолова Б.М. Жук\n"
    )
    assert found.title == "ПРО ТИМЧАСОВІ РЕКОМЕНДАЦІЇ ЩОДО ОБЛІКУ ПЛАТНИКІВ"


def test_who_sends_an_appeal_is_not_addressed() -> None:
    found = card(
        "Голові Вербівської ради\nІвану КОРЖУ\nдепутата Вербівської ради\nПетра ЛИСА\n\nДЕПУТАТСЬКЕ ЗВЕРНЕННЯ\n\n"
        "Шановний Іване Петровичу!\n\nПрошу відремонтувати дах школи.\n\nЗ повагою,\nдепутат ради      Петро ЛИС\n"
    )
    assert "ЛИСА" not in " ".join(a.name for a in found.addressees)
    assert [(s.name, s.position) for s in found.signatories] == [("Петро ЛИС", "депутат ради")]


def test_a_deputy_may_be_addressed() -> None:
    found = card(
        "Депутату Вербівської ради\nПетру ЛИСУ\n\nШановний Петре Івановичу!\n\nНа Ваше звернення від 05.02.2022 № 5 "
        "повідомляємо, що дах школи відремонтовано.\n\nГолова ради      Іван КОРЖ\n"
    )
    assert [a.name for a in found.addressees] == ["Депутат Вербівської ради Петро ЛИС"]
    assert found.in_reply_to == (("5", "2022-02-05"),)


def test_an_addressee_over_two_lines_keeps_its_cases() -> None:
    found = card(
        "ДЕПАРТАМЕНТ КУЛЬТУРИ\n\n15.03.2021 № 01-15/345\n\nГоловам районних державних\nадміністрацій\n\nПро табори\n\n"
        "Просимо провести огляд.\n\nДиректор      Олена КОВАЛЬ\n"
    )
    assert [a.name for a in found.addressees] == ["Голови районних державних адміністрацій"]


@pytest.mark.parametrize("name", ["answer", "speaks", "noted", "anybody"])
def test_words(name: str) -> None:
    entry = data.load("letters")[name]
    pattern = re.compile(entry["pattern"], re.IGNORECASE)
    find = pattern.search if name == "speaks" else pattern.match
    assert [x for x in entry["examples"] if not find(x)] == []
    assert [x for x in entry["counterexamples"] if find(x)] == []
