"""Readings of single words: what is asked of the dictionary alone is what the whole analyzer finds."""

from __future__ import annotations

import pytest

from extractor.normalize.words import analyzer, parses, readings
from extractor.schema.analysis import Language

_WORDS = (
    "відділу", "громада", "об'єднання", "будинок-інтернат", "і", "х", "І", "їм", "лікарні", "управлением", "все",
    "решений", "школи", "мл", "xiv", "вигаданці", "-", "2-й",
)  # fmt: skip


@pytest.mark.parametrize("language", ["uk", "ru"])
@pytest.mark.parametrize("word", _WORDS)
def test_a_word_has_all_readings_of_the_analyzer(word: str, language: Language) -> None:
    assert list(parses(word, language)) == analyzer(language).parse(word)


def test_a_word_of_the_dictionary_is_inflected() -> None:
    form = parses("відділу", "uk")[0].inflect({"ablt"})
    assert form is not None
    assert form.word == "відділом"


@pytest.mark.parametrize("word", ["в", "к", "и", "с", "о", "по", "об", "до"])
def test_a_russian_preposition_or_conjunction_is_no_shortened_noun(word: str) -> None:
    assert readings(word, "ru") == ()


@pytest.mark.parametrize(("word", "pos"), [("что", "pronoun"), ("пальто", "noun"), ("метро", "noun")])
def test_other_words_that_do_not_change_keep_their_readings(word: str, pos: str) -> None:
    assert {r.pos for r in readings(word, "ru")} == {pos}


def test_an_obsolete_adjective_is_no_reading_of_a_post() -> None:
    assert {r.pos for r in readings("главой", "ru")} == {"noun"}
    assert {r.pos for r in readings("главный", "ru")} == {"adjective"}
