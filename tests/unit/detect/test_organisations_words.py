from __future__ import annotations

import pytest

from extractor.detect.organisations_words import mark, read


@pytest.mark.parametrize("piece", ["12! ", "5. "])
def test_numbers_that_end_sentences_are_marked_once_each(piece: str) -> None:
    many = 16_000
    line = read(piece * many, 0, many * len(piece), "uk")
    mark(line, (), range(0, many * len(piece), len(piece)))
    assert len(line.begins) == 2 * many + 1


def test_the_first_word_behind_a_number_begins_the_sentence() -> None:
    words = "Про облік. 2. Рада діє. «Луг» цвіте."
    line = read(words, 0, len(words), "uk")
    mark(line, (), (0, 11, 14, 24))
    assert [line.text[i] for i in sorted(line.begins)] == ["Про", "2", ".", "Рада", "«", "Луг"]
