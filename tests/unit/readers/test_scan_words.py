"""Slips of recognition: what is put right, and what is left as it was read."""

from __future__ import annotations

import pytest

from extractor.readers.pdf_sheet import Word
from extractor.readers.scan_words import mended, numero, one_script, russian


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
