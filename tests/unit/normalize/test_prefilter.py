"""Where patterns are worth running: near a literal that they need."""

from __future__ import annotations

from extractor.normalize.prefilter import Literals, Prefilter

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
