from __future__ import annotations

import pytest

from extractor.data import load
from extractor.normalize import numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("7", 7),
        ("3 415", 3415),
        ("2 310 447", 2310447),
        ("2\u00a0310\u202f447", 2310447),
        ("1.250.300", 1250300),
        ("18,75", 18.75),
        ("18.75", 18.75),
        ("40 218,09", 40218.09),
        ("6,0", 6),
        ("6 тис.", 6000),
        ("6тис", 6000),
        ("2,4 млн", 2400000),
        ("3 871,6 млн", 3871600000),
        ("1,05 мільярда", 1050000000),
        ("4 тис. 350", 4350),
        ("2млн. 115 тис.", 2115000),
        ("12-ти", 12),
        ("2-х", 2),
        ("3-ьох", 3),
        ("двадцять шість", 26),
        ("сорока двох", 42),
        ("сто тридцять один", 131),
        ("п’ятьмастами", 500),
        ("шістьом", 6),
        ("четверо", 4),
        ("чотири тисячі двісті", 4200),
        ("однієї тисячі", 1000),
        ("тисячу", 1000),
        ("півтора мільйона", 1500000),
        ("двести сорок восемь", 248),
        ("трёх", 3),
        ("полутора тысяч", 1500),
        ("8,2 миллиарда", 8200000000),
    ],
)
def test_value(text: str, value: float) -> None:
    assert numbers.parse(text) == value


@pytest.mark.parametrize("text", ["", "слово", "2.1.3", "9-х", "5-й", "тисяч", "десятки", "двадцять тридцять", "1 2"])
def test_no_number(text: str) -> None:
    assert numbers.parse(text) is None


def test_a_million_in_floats_has_no_dust() -> None:
    assert numbers.parse("7391,8 млн") == 7391800000


def test_more_digits_than_a_float_tells_apart_are_no_number() -> None:
    assert numbers.parse("1" * 40) is None


def test_the_lower_end_of_a_range_takes_the_scale() -> None:
    assert numbers.rescaled(2, "3 млн.") == 2000000
    assert numbers.rescaled(2, "3") == 2


def test_a_form_has_one_value() -> None:
    seen: dict[str, float] = {}
    for entry in load("numbers")["word"]:
        for form in entry["forms"].split():
            value = entry.get("value", entry.get("scale"))
            assert seen.setdefault(form, value) == value, form
            assert numbers.is_word(form)
