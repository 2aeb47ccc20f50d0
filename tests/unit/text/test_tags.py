"""Tags: lawful paths and the spans they spell."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from extractor.text.tags import ASIDE, LABELS, TAGS, best_path, number, spans

#: Tags of two labels: few enough to try every path.
FEW = 5
values = st.floats(-10, 0, width=32)


def matrices(tags: int, longest: int) -> st.SearchStrategy[np.ndarray]:
    return st.integers(0, longest).flatmap(lambda n: arrays.arrays(np.float32, (n, tags), elements=values))


def lawful(path: list[int]) -> bool:
    """An inside tag follows the first or an inside tag of its own label."""
    names = ["O", *(TAGS[i] for i in path)]
    return all(not b.startswith("I-") or a in (b, f"B-{b[2:]}") for a, b in pairwise(names))


def test_a_label_has_two_tags_and_keeps_its_number() -> None:
    assert len(TAGS) == 1 + 2 * len(LABELS + ASIDE)
    for label in LABELS + ASIDE:
        assert TAGS[number(label, first=True)] == f"B-{label}"
        assert TAGS[number(label, first=False)] == f"I-{label}"


@given(matrices(len(TAGS), 12))
def test_the_best_path_is_lawful(scores: np.ndarray) -> None:
    path = best_path(scores)
    assert path.shape == (len(scores),)
    assert lawful(path.tolist())


@given(matrices(len(TAGS), 12))
def test_where_the_likeliest_tags_are_lawful_they_are_the_path(scores: np.ndarray) -> None:
    likeliest = scores.argmax(axis=1)
    if lawful(likeliest.tolist()):
        assert best_path(scores).tolist() == likeliest.tolist()


@given(matrices(FEW, 4))
def test_no_lawful_path_is_likelier(scores: np.ndarray) -> None:
    def total(path: tuple[int, ...]) -> float:
        return float(sum(scores[i, tag] for i, tag in enumerate(path)))

    best = max(total(p) for p in product(range(FEW), repeat=len(scores)) if lawful(list(p)))
    assert total(tuple(best_path(scores).tolist())) == pytest.approx(best, abs=1e-4)


@given(matrices(FEW, 4), st.sets(st.integers(0, 3)))
def test_words_that_can_be_in_no_stretch_stay_out_and_the_rest_is_likeliest(scores: np.ndarray, out: set[int]) -> None:
    apart = [i for i in out if i < len(scores)]
    scores[apart] = -np.inf
    scores[apart, 0] = 0
    lawful_paths = [
        p for p in product(range(FEW), repeat=len(scores)) if lawful(list(p)) and not any(p[i] for i in apart)
    ]

    def total(path: list[int] | tuple[int, ...]) -> float:
        return float(sum(scores[i, tag] for i, tag in enumerate(path)))

    path = best_path(scores).tolist()
    assert lawful(path)
    assert not any(path[i] for i in apart)
    assert total(path) == pytest.approx(max(map(total, lawful_paths)), abs=1e-4)


@st.composite
def drawn(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, str]]]:
    """A number of words and spans in them, none overlapping."""
    at, out = 0, []
    for gap, length, label in draw(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from(LABELS)))):
        out.append((at + gap, at + gap + length, label))
        at += gap + length
    return at + draw(st.integers(0, 2)), out


@given(drawn())
def test_spans_survive_their_tags(given_: tuple[int, list[tuple[int, int, str]]]) -> None:
    count, expected = given_
    path = np.zeros(count, np.int64)
    for start, end, label in expected:
        path[start:end] = number(label, first=False)
        path[start] = number(label, first=True)
    assert spans(path) == expected


def test_what_is_only_told_apart_is_not_given_out() -> None:
    path = np.array([number("EVENT", first=True), number("EVENT", first=False), number("ORG", first=True), 0])
    assert spans(path) == [(2, 3, "ORG")]
