"""Slips of recognition: what is put right, and what is left as it was read."""

from __future__ import annotations

import pytest

from extractor.readers.pdf_sheet import Word
from extractor.readers.scan_words import lone, mended, numero, one_script, russian


def words(text: str) -> list[Word]:
    return [Word(part, 0, 0, 10, 10, 10, 10) for part in text.split()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("дo", "до"),
        ("Пpoвeсти", "Провести"),
        ("кoмiтeт", "комітет"),
        ("e-mаil", "e-mail"),
        ("HelpAge", "HelpAge"),
        ("COVID-19", "COVID-19"),
        ("ПРООН", "ПРООН"),
        ("i", "і"),
        ("I", "I"),
        ("з", "з"),
        ("Wiki-сторінка", "Wiki-сторінка"),
    ],
)
def test_a_word_is_of_one_alphabet_where_twins_allow_it(text: str, expected: str) -> None:
    assert one_script(text, cyrillic=True) == expected


def test_a_lone_letter_on_a_latin_page_stays() -> None:
    assert one_script("a", cyrillic=False) == "a"


@pytest.mark.parametrize(
    ("text", "following", "expected"),
    [
        ("No", "852", "№"),
        ("Ме", "27-р", "№"),
        ("Ne4014/0-17/06", "від", "№4014/0-17/06"),
        ("No", "з/п", "№"),
        ("No", "smoking", "No"),
        ("Не", "5", "Не"),
        ("Ме", "та", "Ме"),
    ],
)
def test_numero(text: str, following: str, expected: str) -> None:
    assert numero(text, following) == expected


@pytest.mark.parametrize(
    ("text", "following", "expected"),
    [
        ("Ha", "№", "На"),
        ("Ta", "інших", "Та"),
        ("Big", "16.05.2017", "від"),
        ("Big", "Data", "Big"),
        ("COP", "та", "COP"),
        ("Word", "та", "Word"),
        ("He", "пізніше", "Не"),
    ],
)
def test_a_short_latin_word_among_cyrillic_ones(text: str, following: str, expected: str) -> None:
    assert lone(text, following) == expected


def test_the_line_that_a_letter_answers_to() -> None:
    found = words("Ha No 4014/0-17/06 Big 16.05.2017 щодо надання інформації про стан справ")
    mended(found)
    assert [w.text for w in found[:5]] == ["На", "№", "4014/0-17/06", "від", "16.05.2017"]
    latin = words("Він читає He is at home щодо надання інформації про стан справ у громаді та районі області")
    mended(latin)
    assert [w.text for w in latin[2:4]] == ["He", "is"]


def test_bars_beside_a_line_are_no_words() -> None:
    found = words("| Затвердити план | №")
    mended(found)
    assert [w.text for w in found] == ["Затвердити", "план", "№"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Провести ремонт мосту і під'їзду до їхньої оселі в її межах", False),
        ("Утвердить перечень объектов, которые были построены, и объявить выговоры", True),
        ("План", None),
    ],
)
def test_the_language_is_told_by_letters_of_its_own(text: str, expected: bool | None) -> None:
    assert russian(words(text)) is expected
