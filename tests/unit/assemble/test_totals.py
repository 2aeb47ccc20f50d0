"""Sums that do not add up."""

from __future__ import annotations

import pytest

from extractor import pipeline
from extractor.assemble import totals

HEAD = "№\tВулиця\tМетрів\n"


def found(table: str) -> list[str]:
    analysis = pipeline.trace(pipeline.read((HEAD + table).encode(), name="таблиця.txt"))[0]
    return [analysis.text[a:b] for alert in totals.mismatches(analysis) for a, b in alert.spans]


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("1\tСадова\t100\n2\tЛугова\t50\nРазом\t\t150\n", []),
        ("1\tСадова\t100\n2\tЛугова\t50\nРазом\t\t145\n", ["145"]),
        ("1\tСадова\t100,5\n2\tЛугова\t49,5\nУсього\t\t150,0\n", []),
        ("1\tСадова\t1 200\n2\tЛугова\t300\nВсього\t\t1 600\n", ["1 600"]),
        # one addend is no sum; a second total counts from the first
        ("1\tСадова\t100\nРазом\t\t120\n", []),
        ("1\tСадова\t1\n2\tЛугова\t2\nРазом\t\t3\n3\tЧиста\t5\n4\tВерхня\t5\nРазом\t\t11\n", ["11"]),
        # what is rounded may differ a little
        ("1\tСадова\t333,33\n2\tЛугова\t666,66\nРазом\t\t1000\n", []),
        ("1\tПлоща\tбагато\n2\tЛуг\tмало\nРазом\t\tчимало\n", []),
    ],
)
def test_totals(table: str, wrong: list[str]) -> None:
    assert found(table) == wrong


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("1\tСадова\t1 234 567,89\n2\tЛугова\t0,11\nРазом\t\t1 334 568\n",
         "the total 1334568 is not the sum of the 2 numbers above, 1234568"),
        ("1\tСадова\t1 200 000,10\n2\tЛугова\t34 567,20\nРазом\t\t1 334 567,35\n",
         "the total 1334567.35 is not the sum of the 2 numbers above, 1234567.3"),
    ],
)  # fmt: skip
def test_sums_are_said_in_all_their_digits(table: str, said: str) -> None:
    analysis = pipeline.trace(pipeline.read((HEAD + table).encode(), name="таблиця.txt"))[0]
    assert [alert.message for alert in totals.mismatches(analysis)] == [said]
