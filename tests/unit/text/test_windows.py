"""Windows: every word in exactly one, none too long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.text.pieces import BEGIN, END, Vocabulary, words
from extractor.text.tagger import lines
from extractor.text.windows import LONGEST, Window, windows

#: Words of one piece, of two, of as many as they have letters, and ends of sentences.
VOCABULARY = Vocabulary(["▁так\t-1", "▁ні\t-2", "к\t-3", "о\t-3", "▁\t-3", ".\t-1"])
LINES = st.lists(st.sampled_from(["так", "ні", "коко", "щ" * 30, "щ" * 500, ".", "так."]), max_size=120).map(" ".join)
TEXTS = st.lists(LINES, max_size=6).map("\n".join)


def split(text: str) -> list[Window]:
    return list(windows(text, lines(text), VOCABULARY))


@given(TEXTS)
def test_every_word_is_in_one_window_in_order(text: str) -> None:
    assert [w for window in split(text) for w in window.words] == words(text)


@given(TEXTS)
def test_no_window_is_longer_than_the_encoder_reads(text: str) -> None:
    for window in split(text):
        assert 3 <= len(window.ids) <= LONGEST
        assert (window.ids[0], window.ids[-1]) == (BEGIN, END)


@given(TEXTS)
def test_each_word_begins_where_the_window_says(text: str) -> None:
    for window in split(text):
        ends = [*window.firsts[1:], len(window.ids) - 1]
        for word, first, end in zip(window.words, window.firsts, ends, strict=True):
            assert window.ids[first:end] == VOCABULARY.ids(text, word)


@given(TEXTS, st.data())
def test_the_pieces_of_some_words_are_those_of_the_window(text: str, data: st.DataObject) -> None:
    for window in split(text):
        some = sorted(data.draw(st.sets(st.integers(0, len(window.words) - 1))))
        pieces, firsts = window.pieces_of(some)
        ids = [window.ids[i] for i in pieces]
        parts = [VOCABULARY.ids(text, window.words[i]) for i in some]
        assert ids == [BEGIN, *(piece for part in parts for piece in part), END]
        assert [pieces[first] for first in firsts] == [window.firsts[i] for i in some]


@given(TEXTS)
def test_a_line_that_fits_is_not_parted(text: str) -> None:
    found = split(text)
    for start, end in lines(text):
        line = words(text, start, end)
        if line and sum(len(VOCABULARY.ids(text, w)) for w in line) <= LONGEST - 2:
            assert sum(not set(line).isdisjoint(window.words) for window in found) == 1


def test_a_long_line_is_cut_after_a_sentence() -> None:
    text = "так " * 90 + ". " + "ні " * 90
    first, second = split(text)
    assert text[first.words[-1].start] == "."
    assert second.words[0].start == text.index("ні")


def test_words_outside_the_ranges_are_not_read() -> None:
    text = "так ні так"
    (window,) = windows(text, [(4, 6)], VOCABULARY)
    assert [text[w.start : w.end] for w in window.words] == ["ні"]


def test_nothing_has_no_windows() -> None:
    assert split("") == []
    assert split("\n \n") == []
