"""What clauses in a row lend each other."""

from __future__ import annotations

import pytest

from extractor.detect.actions_beside import drawn, rows
from extractor.detect.actions_clauses import clauses_of
from extractor.schema.analysis import Language


def lent(
    sentence: str, odds: list[float | None], language: Language = "uk", elided: list[bool] | None = None
) -> list[float | None]:
    clauses = clauses_of(sentence, 0, len(sentence), language)
    assert len(clauses) == len(odds)
    return drawn(clauses, [1] * len(odds), odds, elided or [False] * len(odds))


def test_the_surest_of_a_row_draws_the_others_up_and_they_draw_it_down() -> None:
    first, second, third = lent("Перевірено 30 крамниць, складено 4 акти, накладено два штрафи.", [2.0, -1.0, 1.0])
    assert first == pytest.approx(2.0 - 0.2 * 3.0)
    assert second == pytest.approx(-1.0 + 0.4 * 3.0)
    assert third == pytest.approx(1.0 + 0.4 * 1.0 - 0.2 * 2.0)


@pytest.mark.parametrize(
    "sentence",
    [
        # another form, another level, somebody else
        "Перевірено 30 крамниць, а староста пішов.",
        "Сільрада повідомила, що перевірено 30 крамниць.",
        "Голова приїхав, діти співали.",
    ],
)
def test_clauses_that_are_no_row_lend_nothing(sentence: str) -> None:
    assert lent(sentence, [2.0, -1.0]) == [2.0, -1.0]


def test_what_can_be_no_action_neither_lends_nor_takes() -> None:
    assert lent("Перевірено 30 крамниць, порушень не виявлено.", [2.0, None]) == [2.0, None]


def test_sentences_are_apart() -> None:
    words = "Перевірено 30 крамниць, складено два акти."
    assert drawn(clauses_of(words, 0, len(words), "uk"), [1, 2], [2.0, -1.0], [False, False]) == [2.0, -1.0]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Комунальники прибрали сміття, пофарбували лави.", "uk"),
        ("Коммунальщики убрали мусор, покрасили скамейки.", "ru"),
    ],
)
def test_what_the_same_people_did_next_is_drawn_with_what_they_did_first(sentence: str, language: Language) -> None:
    assert lent(sentence, [2.0, -1.0], language, [False, True]) == [2.0, pytest.approx(-1.0 + 0.4 * 3.0)]


@pytest.mark.parametrize(
    ("sentence", "elided"),
    [
        # others did it; it befell them; it was only said; it went on by itself
        ("Комунальники прибрали сміття, школярі пофарбували лави.", False),
        ("Комунальники прибрали сміття, отруїлися газом.", True),
        ("Комунальники прибрали сміття, розповіли про плани.", True),
        ("Тарифи переглянули, ціни зросли.", True),
    ],
)
def test_other_verbs_in_the_plural_are_not_drawn(sentence: str, elided: bool) -> None:
    assert lent(sentence, [2.0, -1.0], "uk", [False, elided])[1] == -1.0


@pytest.mark.parametrize(
    ("sentence", "surer"),
    [
        ("Мешканці прибрали сквер, пофарбували лави, висадили липи.", [True, True, True]),
        ("Мешканці прибрали сквер.", [False]),
        ("Мешканці прибрали сквер, діти співали.", [False, False]),
        ("Перевірено 30 крамниць, складено два акти.", [False, False]),
    ],
)
def test_deeds_in_a_row_are_surer(sentence: str, surer: list[bool]) -> None:
    clauses = clauses_of(sentence, 0, len(sentence), "uk")
    alike = [1] * len(clauses)
    assert [more > 0 for more in rows(clauses, alike, [False] * len(clauses))] == surer
    assert not any(rows(clauses, alike, [True, *[False] * (len(clauses) - 1)]))
    assert not any(rows(clauses, list(range(len(clauses))), [False] * len(clauses)))
