from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.normalize.phrases import cut


def frozen(phrase: str, *, strays: bool = False) -> list[str]:
    return [p.text for p in cut(phrase, strays=strays) if p.kind == "frozen"]


@pytest.mark.parametrize(
    ("phrase", "whole", "apart"),
    [
        ("центр «Ясен» ради", ["«Ясен»"], ["«Ясен»"]),
        ("ТОВ «Фірма «Ясен»» ради", ["«Фірма «Ясен»»"], ["«Фірма «Ясен»»"]),
        ("ТОВ «Фірма «Ясен» ради", ["«Фірма «Ясен»"], ["«Фірма «Ясен»"]),
        ("центр «Ясен ради", ["«Ясен ради"], ["«"]),
        ("центр (міста (району) ради", ["(міста (району)"], ["(міста (району)"]),
        ("центр (міста (району ради", ["(міста (району ради"], ["(", "("]),
        ('центр "Ясен" ради', ['"Ясен"'], ['"Ясен"']),
        ('центр "Ясен ради', ['"Ясен ради'], ['"']),
        ("рада „Ясен“ міста", ["„Ясен“"], ["„Ясен“"]),
    ],
)
def test_quotations_and_brackets(phrase: str, whole: list[str], apart: list[str]) -> None:
    assert frozen(phrase) == whole
    assert frozen(phrase, strays=True) == apart


@given(st.text(alphabet='аБ «»()[]„“”".,-1', max_size=40), st.booleans())
def test_the_pieces_are_the_phrase(phrase: str, strays: bool) -> None:
    pieces = cut(phrase, strays=strays)
    assert "".join(p.text for p in pieces) == phrase
    assert all(phrase[p.start : p.end] == p.text for p in pieces)
