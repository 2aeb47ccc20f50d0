"""Words and their pieces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text.pieces import SPACE, SPECIALS, UNKNOWN, Vocabulary, Word, words

SCORES = {
    SPACE: -3.0, "▁рад": -5.0, "▁рада": -9.5, "а": -2.0, "ою": -4.0, "о": -3.0, "ю": -3.5, "р": -3.0, "д": -3.0,
    "ад": -4.0, "да": -4.5, ".": -1.0, "'": -2.0,
}  # fmt: skip
VOCABULARY = Vocabulary(f"{piece}\t{score}\n" for piece, score in SCORES.items())
NUMBERS = {piece: SPECIALS + i for i, piece in enumerate(SCORES)}


def written(text: str) -> list[str]:
    return [text[w.start : w.end] for w in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Сільська рада", ["Сільська", "рада"]),
        ("здоров'я дітей-сиріт", ["здоров'я", "дітей", "-", "сиріт"]),
        ("№ 4014/0-17/06", ["№", "4014", "/", "0", "-", "17", "/", "06"]),
        ("100м2 а_б", ["100", "м", "2", "а", "_", "б"]),
        ("«Дія»,", ["«", "Дія", "»", ","]),
        ("👨‍👩 ні", ["👨", "\u200d", "👩", "ні"]),
        (" \n\t", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert written(text) == expected


@given(st.text())
def test_words_are_all_that_is_no_space(text: str) -> None:
    found = words(text)
    assert "".join(written(text)) == "".join(text.split())
    assert all(w.start < w.end for w in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert [w.spaced for w in found] == [w.start == 0 or text[w.start - 1].isspace() for w in found]


@given(st.text(), st.data())
def test_a_stretch_has_its_own_words_only(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert "".join(text[w.start : w.end] for w in words(text, start, end)) == "".join(text[start:end].split())


@given(st.text(alphabet="радою.' щ👍"))
def test_every_word_has_pieces_of_the_vocabulary(text: str) -> None:
    for word in words(text):
        ids = VOCABULARY.ids(text, word)
        assert ids
        assert all(UNKNOWN <= i < len(VOCABULARY) for i in ids)
        assert VOCABULARY.ids(text, word) == ids


@given(st.text(alphabet="радою", min_size=1, max_size=7))
def test_the_pieces_are_the_likeliest_that_spell_the_word(text: str) -> None:
    def best(key: str) -> float:
        """The best sum of scores over all splits."""
        whole = [SCORES[key]] if key in SCORES else []
        return max([*whole, *(SCORES[key[:i]] + best(key[i:]) for i in range(1, len(key)) if key[:i] in SCORES)])

    (word,) = words(text)
    by_number = {number: piece for piece, number in NUMBERS.items()}
    chosen = [by_number[i] for i in VOCABULARY.ids(text, word)]
    key = SPACE + text
    assert "".join(chosen) == key
    # A piece that is the whole word is taken as it is, whatever its parts add up to.
    assert chosen == [key] if key in SCORES else sum(SCORES[p] for p in chosen) == pytest.approx(best(key))


def test_the_space_before_a_word_tells() -> None:
    assert VOCABULARY.ids("рада", Word(0, 4, spaced=True)) == (NUMBERS["▁рада"],)
    inside = VOCABULARY.ids("рада", Word(0, 4, spaced=False))
    assert NUMBERS["▁рада"] not in inside
    assert len(inside) > 1


def test_an_unknown_letter_is_one_piece_of_its_own() -> None:
    assert VOCABULARY.ids("щ", Word(0, 1, spaced=False)) == (UNKNOWN,)
    assert VOCABULARY.ids("рщ", Word(0, 2, spaced=False)) == (NUMBERS["р"], UNKNOWN)


def test_an_endless_word_is_cut() -> None:
    text = "щ" * 10_000
    assert len(VOCABULARY.ids(text, Word(0, len(text), spaced=True))) == 65


def test_an_empty_vocabulary_knows_nothing() -> None:
    empty = Vocabulary([])
    assert len(empty) == SPECIALS
    assert set(empty.ids("рада", Word(0, 4, spaced=True))) == {UNKNOWN}
