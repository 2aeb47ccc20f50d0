"""Worn texts keep their spans."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluate.corpora import Annotated
from extractor.learn.augment import joined, worn

TOKENS = st.sampled_from(["Рада", "«", "»", "(", ")", ",", ".", "12", "%", "здоров'я", "\n", "об'єкт", "І", "…", ":"])


@st.composite
def tokenised(draw: st.DrawFn) -> Annotated:
    """A text with spaces between all tokens, and spans of one to three of them."""
    tokens = draw(st.lists(TOKENS, max_size=30))
    starts = [sum(len(t) + 1 for t in tokens[:i]) for i in range(len(tokens))]
    spans, at = [], 0
    while at < len(tokens):
        size = draw(st.integers(1, 3))
        last = min(at + size, len(tokens)) - 1
        if draw(st.booleans()):
            spans.append((starts[at], starts[last] + len(tokens[last]), "ORG"))
        at = last + 1
    return Annotated("1", "uk", " ".join(tokens), tuple(spans[::2]), tuple(spans[1::2]))


def quotes(source: Annotated) -> list[str]:
    return [source.text[a:b].replace(" ", "") for a, b, _ in source.spans + source.aside]


@given(tokenised())
def test_joining_takes_spaces_away_and_nothing_else(source: Annotated) -> None:
    found = joined(source)
    assert found.text.replace(" ", "") == source.text.replace(" ", "")
    assert quotes(found) == quotes(source)
    assert [x for *_, x in found.spans] == [x for *_, x in source.spans]


def test_joined_text_is_typed_as_people_type() -> None:
    source = Annotated("1", "uk", "Фонд « Мир » ( Львів ) , 12 % .", ((0, 12, "ORG"), (15, 20, "LOC"), (25, 29, "PCT")))
    found = joined(source)
    assert found.text == "Фонд «Мир» (Львів), 12%."
    assert [found.text[a:b] for a, b, _ in found.spans] == ["Фонд «Мир»", "Львів", "12%"]


@given(tokenised(), st.integers())
def test_wear_moves_nothing(source: Annotated, seed: int) -> None:
    found = worn(source, random.Random(seed))
    assert len(found.text) == len(source.text)
    assert (found.spans, found.aside) == (source.spans, source.aside)
    assert [c.isspace() for c in found.text] == [c.isspace() for c in source.text]
    assert worn(source, random.Random(seed)) == found


def test_every_kind_of_wear_comes_up() -> None:
    source = Annotated("1", "uk", "Рада «Об'єднання» про здоров'я і освіту\n" * 3, ())
    seen = [worn(source, random.Random(seed)).text for seed in range(200)]
    lines = {line for text in seen for line in text.split("\n")}
    assert any(line.isupper() for line in lines)
    assert any(line and line == line.lower() for line in lines)
    for letters in ("’", "ʼ", "`", "“", "0", "aceiop"):
        assert any(letter in line for line in lines for letter in letters)
