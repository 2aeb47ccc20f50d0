"""Which grown names are bodies, and how those in capitals are written."""

from __future__ import annotations

import pytest

from extractor import layout, readers, text
from extractor.detect import head, organisations
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Organisation
from extractor.settings import DEFAULT


def analysed(words: str) -> Analysis:
    return text.analyse(layout.parse(readers.read(words.encode(), "a.txt", settings=DEFAULT)))


def names(words: str) -> list[str]:
    spans = organisations.detect(analysed(words), [])
    return [s.value.name for s in spans if isinstance(s.value, Organisation)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # a fund acts where it is a country's or a territory's, or a capital says that it is a name
        ("Кошти надав фонд розвитку садівництва України.", ["фонд розвитку садівництва України"]),
        ("Заём выдал фонд поддержки садоводства Озерной области.", ["фонд поддержки садоводства Озерной области"]),
        ("Заём выдал Фонд поддержки садоводства.", ["Фонд поддержки садоводства"]),
        ("Средства фонда развития производства потрачены.", []),
        ("Фонд страхования зарплаты пуст, нужен фонд поддержки.", []),
        # a «кабінет» is a room, unless it works at methods or is of some level or name
        ("Семінар провів міський методичний кабінет № 2.", ["міський методичний кабінет"]),
        ("План схвалено в Кабінеті Міністрів.", ["Кабінет Міністрів"]),
        ("Нарада пройшла у кабінеті № 215. Кабінет хімії № 3 школи зачинено.", []),
        ("Осмотрены кабинет № 5, кабинет «Здоровье» и медицинский кабинет школы.", []),
        # a preposition is neither a village nor a noun
        ("Отчёт представил отдел образования с Лесным вместе.", ["отдел образования"]),
        ("2. Відділу освіти до 15.09.2023 провести нараду.", ["Відділ освіти"]),
        ("1. Українська академія аграрних наук до зими подасть звіт.", ["Українська академія аграрних наук"]),
    ],
)
def test_bodies(words: str, expected: list[str]) -> None:
    assert names(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ПОЛОЖЕНИЕ ОБ ОТДЕЛЕ ПО РАБОТЕ С НАСЕЛЕНИЕМ", "Отдел по работе с населением"),
        ("ДЕПАРТАМЕНТ РОЗВИТКУ МІСТА ТА ОБЛАСТІ", "Департамент розвитку міста та області"),
        ("АДМІНІСТРАЦІЯ С. ЛУГОВЕ", "Адміністрація с. Лугове"),
        ("АДМІНІСТРАЦІЯ СМТ ОЗЕРНЕ", "Адміністрація смт Озерне"),
    ],
)
def test_capitals_behind_words_for_settlements(words: str, expected: str) -> None:
    assert names(words) == [expected]


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("АДМИНИСТРАЦИЯ ГОРОДА И РАЙОНА", "Администрация города и района"),
        ("АСОЦІАЦІЯ МІСТ ТА СІЛ", "Асоціація міст та сіл"),
        ("ВИКОНАВЧИЙ КОМІТЕТ СЕЛИЩА ТА СІЛ", "Виконавчий комітет селища та сіл"),
        ("УПРАВЛІННЯ МІСТА ВИКОНАВЧОГО КОМІТЕТУ", "Управління міста виконавчого комітету"),
        ("АДМИНИСТРАЦИЯ Г. ЛЕСНОЙ", "Администрация г. Лесной"),
        ("УПРАВЛІННЯ КУЛЬТУРИ МІСТА ОЗЕРНЕ", "Управління культури міста Озерне"),
        ("АДМИНИСТРАЦИЯ ПОСЕЛКА ГОРНОЕ", "Администрация поселка Горное"),
    ],
)
def test_issuers_in_capitals(line: str, issuer: str) -> None:
    words = f"{line}\n\nНАКАЗ\n\nвід 03.02.2021 № 5\n\nПро облік\n\nНАКАЗУЮ:\n\n1. Вести облік.\n"
    read = head.read(analysed(words)).issuer
    assert read is not None
    assert read.name == issuer
