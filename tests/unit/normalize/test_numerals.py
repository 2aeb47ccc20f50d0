"""Small numbers in words: (text, number or None)."""

from __future__ import annotations

import pytest

from extractor.normalize import numerals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("трьох", 3),
        ("Сім", 7),
        ("сорока п'яти", 45),
        ("десяти", 10),
        ("12", 12),
        ("пяти", 5),
        ("багато", None),
        ("", None),
        ("десять двадцять", None),
    ],
)
def test_cardinal(text: str, expected: int | None) -> None:
    assert numerals.cardinal(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("дво", 2), ("", 1), ("трьох", 3), ("десяти", 10), ("5", 5), ("бага", None)]
)
def test_compound(text: str, expected: int | None) -> None:
    assert numerals.compound(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("перше", 1), ("второй", 2), ("третього", 3), ("п'ятнадцятого", 15), ("перші", 1), ("першість", None)],
)
def test_ordinal(text: str, expected: int | None) -> None:
    assert numerals.ordinal(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("І", 1),
        ("II", 2),
        ("ІІІ", 3),
        ("ІV", 4),
        ("IV", 4),
        ("Ш", 3),
        ("четвертий", 4),
        ("2", 2),
        ("5", None),
        ("V", None),
    ],
)
def test_quarter(text: str, expected: int | None) -> None:
    assert numerals.quarter(text) == expected
