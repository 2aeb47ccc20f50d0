"""Where patterns are worth running, near a literal that they need; and which of their matches win."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.normalize.prefilter import Literals, Prefilter, longest, matches

NEEDS = Literals([("рок", "рік"), ("року",), ("міс",)])


def test_patterns_run_around_their_literals_only() -> None:
    text = "а" * 200 + " року " + "б" * 200
    assert Prefilter(text, NEEDS).windows(0, len(text)) == [(0, [(151, 406)]), (1, [(151, 406)])]


def test_stretches_end_with_a_word_and_join() -> None:
    text = "до кінця року, у цьому році та за рік " + "слово " * 20
    assert Prefilter(text, NEEDS).windows(12, len(text)) == [(0, [(12, 109)])]
    assert text[:109].endswith("слово")


def test_what_is_cut_off_does_not_count() -> None:
    text = "за рік"
    found = Prefilter(text, NEEDS)
    assert found.windows(0, len(text)) == [(0, [(0, 6)])]
    assert found.windows(0, len(text) - 1) == []
    assert found.windows(4, len(text)) == []


def test_a_longer_literal_is_found_where_the_shorter_is() -> None:
    text = "років"
    assert Prefilter(text, NEEDS).windows(0, len(text)) == [(0, [(0, 5)])]


class Match(NamedTuple):
    start: int
    end: int
    pattern: int


def test_the_longest_wins_and_of_two_as_long_the_first() -> None:
    found = [Match(4, 9, 0), Match(0, 3, 1), Match(4, 6, 2), Match(0, 3, 3), Match(8, 12, 4), Match(9, 10, 5)]
    assert longest(found) == [Match(0, 3, 1), Match(4, 9, 0), Match(9, 10, 5)]


def test_patterns_are_matched_in_the_stretch_that_is_asked_for() -> None:
    text = "за рік, торік і за рік"
    patterns = [re.compile("рік"), re.compile("за рік"), re.compile("рі")]

    def read(pattern: int, first: int, last: int) -> Iterator[Match]:
        return (Match(*hit.span(), pattern) for hit in patterns[pattern].finditer(text, first, last))

    needs = Literals([("рік",), ("рік",), ("рік",)])
    assert matches(text, 0, len(text), needs, read) == [Match(0, 6, 1), Match(10, 13, 0), Match(16, 22, 1)]
    assert matches(text, 4, 13, needs, read) == [Match(10, 13, 0)]
