"""The plain view levels typists' variants and keeps every offset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text.language import language_of
from extractor.text.plain import fold_breaks, level


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("здоров’я", "здоров'я"),
        ("сімʼї — “так”", 'сім\'ї - "так"'),
        ("oсвiти", "освіти"),  # Latin o and i
        ("PIШЕННЯ", "РІШЕННЯ"),
        ("освіти i науки", "освіти і науки"),
        ("c. Вишневе", "с. Вишневе"),
        ("HelpAge та Prozorro", "HelpAge та Prozorro"),
        ("IV квартал", "IV квартал"),
        ('школа ,,Надія"', 'школа  "Надія"'),
        ("один,, два", "один,, два"),
    ],
)
def test_level(text: str, plain: str) -> None:
    assert level(text)[0] == plain


def test_homoglyphs_are_reported() -> None:
    assert level("вулиця Сoборна")[1] == ((7, 14),)


@given(st.text(max_size=80))
def test_offsets_agree(text: str) -> None:
    assert len(level(text)[0]) == len(text)


def test_breaks_fold_inside_ranges_only() -> None:
    assert fold_breaks("а\nб\nв", [(0, 3)]) == "а б\nв"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Про затвердження складу комісії", "uk"),
        ("Об утверждении состава комиссии", "ru"),
        ("Контроль за виконанням залишаю за собою", "uk"),
        ("Контроль за исполнением оставляю за собой", "ru"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language
