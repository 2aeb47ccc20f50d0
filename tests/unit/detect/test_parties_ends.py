"""Where the list of those addressed ends: before an object, another's share, another's term; whose a post is."""

from __future__ import annotations

import time

import pytest
from unit.detect.of_one_line import analysis_of

from extractor.detect.parties import addressee, controllers
from extractor.schema.analysis import Language

OBJECTS = [
    ("uk", "Відділу освіти інформацію про стан справ подати до 1 травня", ["Відділ освіти"], "інформацію"),
    ("uk", "Директорам шкіл узагальнену інформацію подати", ["Директори шкіл"], "узагальнену"),
    ("ru", "Отделу образования сводную таблицу представить", ["Отдел образования"], "сводную"),
    (
        "uk",
        "Головному бухгалтеру Липі В.М. інвентаризацію провести",
        ["Головний бухгалтер Липа В.М."],
        "інвентаризацію",
    ),
    # what they do it by stands between commas; a participle of a post is no gerund
    ("uk", "Відділу освіти (Гай О.П.), виходячи з потреб, скласти план", ["Відділ освіти"], "виходячи"),
    ("ru", "Отделу образования, исходя из потребностей, составить план", ["Отдел образования"], "исходя"),
    ("uk", "Керуючому справами Гаю О.П. скласти план", ["Керуючий справами Гай О.П."], "скласти"),
    # the number of a point close to its words names nobody, an initial does
    ("uk", "ІІ.На розгляд винести питання бюджету", [], "ІІ."),
    ("uk", "І.Гаю провести збори", ["І.Гай"], "провести"),
    # a second post behind a dash with a space on one side
    ("uk", "Заступнику голови- начальнику відділу звітувати", ["Заступник голови - начальник відділу"], "звітувати"),
    (
        "uk",
        "Виконкомам сіл Луги, Озера, селищної ради смт Вільха провести сходи",
        ["Виконкоми сіл Луги, Озера, селищної ради смт Вільха"],
        "провести",
    ),
    # what belongs to a name: an attribute, what a participle governs, what a number goes with
    ("uk", "Відділу освіти, молоді та спорту провести огляд", ["Відділ освіти, молоді та спорту"], "провести"),
    (
        "uk",
        "Завучу, виконуючому обов'язки директора, провести збори",
        ["Завуч", "виконуючий обов'язки директора"],
        "провести",
    ),
    ("uk", "Керівникам шкіл, що мають спортзал, відкрити його", ["Керівники шкіл, що мають спортзал"], "відкрити"),
]

TERMS = [
    (
        "uk",
        "Відділу освіти – до 1 травня, відділу культури – до 10 травня подати плани",
        ["Відділ освіти", "відділ культури"],
        "до 10 травня подати",
    ),
    (
        "ru",
        "Школам – до 5 мая, а детским садам – до 7 мая, ЦРБ – до 9 мая представить списки",
        ["Школы", "детские сады", "ЦРБ"],
        "до 9 мая представить",
    ),
    # another deed follows the first
    ("uk", "Відділу освіти – до 1 травня подати план, відділу культури – до 10 травня", ["Відділ освіти"], "до 1"),
    ("uk", "Відділу освіти – до 1 травня, відділу культури подати плани", ["Відділ освіти"], "до 1"),
]

POSTS = [
    ("uk", "Бук Н.І., заступнику директора з НВР, скласти розклад", ["Бук Н.І., заступник директора з НВР"]),
    ("uk", "Гаю О.П., завгоспу, та Бук Н.І., секретарю, скласти акт", ["Гай О.П., завгосп", "Бук Н.І., секретар"]),
    ("ru", "Серову А.А., завхозу, составить акт", ["Серов А.А., завхоз"]),
    # several posts without names are each somebody's own
    ("uk", "Гаю О.П., завгоспу, водієві скласти акт", ["Гай О.П.", "завгосп", "водій"]),
    ("uk", "Гаю О.П., директорам шкіл скласти акти", ["Гай О.П.", "директори шкіл"]),
]

SHARES = [
    ("uk", "Координацію покласти на завуча Гая О.П., контроль – на директора Лугового І.І.", ["завуч Гай О.П."]),
    ("ru", "Покраску поручить завхозу Серову А.А., приёмку – юридическому отделу", ["завхоз Серов А.А."]),
    # a second post of one person, and two of a list who have such
    (
        "uk",
        "Відповідальність за облік покласти на заступника директора – завгоспа Гая О.П.",
        ["заступник директора – завгосп Гай О.П."],
    ),
    (
        "uk",
        "Облік майна покласти на завуча Гая О.П., заступника директора – завгоспа Лугового І.І.",
        ["завуч Гай О.П.", "заступник директора – завгосп Луговий І.І."],
    ),
]

CONTROL = [
    (
        "uk",
        "Контроль за виконанням пунктів 1, 2 покласти на завуча Гая О.П., пункту 3 – на директора Лугового І.І.",
        ["завуч Гай О.П.", "директор Луговий І.І."],
    ),
    (
        "uk",
        "Контроль за виконанням покласти на: завуча Гая О.П. та директора Лугового І.І. – у частині оплати.",
        ["завуч Гай О.П.", "директор Луговий І.І."],
    ),
    ("uk", "Контроль покласти на завуча Гая О.П., виконання – на директора Лугового І.І.", ["завуч Гай О.П."]),
]


@pytest.mark.parametrize(("language", "text", "expected", "action"), [*OBJECTS, *TERMS])
def test_the_list_ends_before_the_action(language: Language, text: str, expected: list[str], action: str) -> None:
    found, at = addressee(analysis_of(text, language), 0, len(text))
    assert [p.name for p in found] == expected
    assert text[at:].startswith(action)


@pytest.mark.parametrize(("language", "text", "expected"), [*POSTS, *SHARES])
def test_each_has_what_is_his(language: Language, text: str, expected: list[str]) -> None:
    assert [p.name for p in addressee(analysis_of(text, language), 0, len(text))[0]] == expected


@pytest.mark.parametrize(("language", "text", "expected"), CONTROL)
def test_control_laid_by_parts(language: Language, text: str, expected: list[str]) -> None:
    assert [p.name for p in controllers(analysis_of(text, language), 0, len(text))] == expected


@pytest.mark.parametrize("run", [" ", ",", "«", "(", "школи (Гай О.П.), ", " - ", "а - ", "до 1, "])
def test_runs_take_little_time(run: str) -> None:
    text = "Відділу освіти " + run * (20_000 // len(run)) + "подати план"
    began = time.perf_counter()
    addressee(analysis_of(text, "uk"), 0, len(text))
    assert time.perf_counter() - began < 5
