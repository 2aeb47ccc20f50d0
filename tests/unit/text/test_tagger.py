"""The tagger's parts together, on a model whose every answer is written down in tiny_tagger."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import artifacts
from extractor.errors import ModelError
from extractor.schema.analysis import Named
from extractor.text import tagger
from extractor.text.tagger import Tagger, lines, shipped

pytestmark = pytest.mark.usefixtures("tiny_models")

TEXT = "Нині відділ освіти львів , голова петренко .\nсвято відділ"
WORDS = ["відділ", "освіти", "голова", "петренко", "львів", "свято", "і", "щось", ",", "👍", "\n"]


def named(text: str, *, accurate: bool) -> list[tuple[str, str]]:
    return [(text[n.start : n.end], n.label) for n in shipped().tag(text, lines(text), accurate=accurate)]


def test_the_early_exit_alone_is_the_fast_setting() -> None:
    assert named(TEXT, accurate=False) == [
        ("відділ освіти", "ORG"), ("львів", "LOC"), ("голова", "JOB"), ("петренко", "LOC"), ("відділ", "ORG"),
    ]  # fmt: skip


def test_the_late_exit_is_the_accurate_setting() -> None:
    assert named(TEXT, accurate=True) == [
        ("відділ освіти", "ORG"), ("львів", "ORG"), ("голова", "JOB"), ("петренко", "PERS"), ("відділ", "ORG"),
    ]  # fmt: skip


def test_only_the_accurate_setting_tells_which_words_are_of_measures() -> None:
    text = "тут голова , і відділ"
    told = shipped().read(text, lines(text))[1]
    assert [start for start, _ in told] == [0, 4, 11, 13, 15]
    assert [odds > 5 for _, odds in told] == [False, True, False, False, True]
    assert shipped().read(text, lines(text), accurate=False)[1] == ()


def test_words_far_from_any_name_do_not_go_on_to_the_late_exit() -> None:
    text = "раз два голова три так ні петренко"
    assert [start for start, _ in shipped().read(text, lines(text))[1]] == [0, 4, 8, 15, 19, 23, 26]
    text = "раз два три голова так ні свято ні так раз два петренко"
    read = [text[start:].split()[0] for start, _ in shipped().read(text, lines(text))[1]]
    assert read == ["два", "три", "голова", "так", "ні", "раз", "два", "петренко"]


def test_names_on_both_sides_of_what_is_left_out_stay_apart() -> None:
    far = " ".join(["раз"] * 6)
    text = f"відділ {far} освіти"
    assert named(text, accurate=True)[0] == ("відділ", "ORG")
    assert all("раз" not in name for name, _ in named(text, accurate=True))


def test_the_score_is_that_of_the_least_certain_word() -> None:
    sure, doubtful = shipped().tag("відділ освіти петренко", [(0, 22)], accurate=False)
    assert sure.score > 0.999
    assert doubtful.score == pytest.approx(0.590, abs=0.001)


def test_what_is_less_likely_than_not_is_let_go() -> None:
    assert named("відділ лист голова", accurate=False) == [("відділ", "ORG"), ("голова", "JOB")]
    assert ("лист", "DOC") in named("відділ лист голова", accurate=True)


def test_only_the_ranges_are_read() -> None:
    text = "відділ голова відділ"
    assert shipped().tag(text, [(7, 13)]) == (Named(7, 13, "JOB", 1.0),)
    assert shipped().read(text, []) == ((), (), None)


@pytest.mark.parametrize(("most", "end"), [(1, 1), (2, 2), (3, None), (4, None)])
def test_a_very_long_text_is_read_in_part(monkeypatch: pytest.MonkeyPatch, most: int, end: int | None) -> None:
    monkeypatch.setattr(tagger, "_MOST", most)
    line = " ".join(["голова"] * 126) + "\n"  # as much as a window holds
    named, told, stopped = shipped().read(line * 3, lines(line * 3))
    assert len(named) == len(told) == 126 * min(most, 3)
    assert stopped == (end and end * len(line))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "👍", "\u0301", "\x00"])
def test_next_to_nothing_has_no_names(text: str) -> None:
    assert named(text, accurate=True) == []


@given(st.lists(st.sampled_from(WORDS), max_size=300).map(" ".join), st.booleans())
def test_names_are_in_order_and_apart(text: str, accurate: bool) -> None:
    found = shipped().tag(text, lines(text), accurate=accurate)
    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= n.score <= 1 for n in found)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for n in shipped().tag(text, lines(text)):
        assert text[n.start : n.end].strip()


@given(st.text())
def test_lines_are_the_text_without_its_breaks(text: str) -> None:
    assert [text[a:b] for a, b in lines(text)] == text.split("\n")


@pytest.mark.parametrize("name", ["lower.onnx", "upper.onnx", "pieces.txt"])
def test_a_changed_file_is_refused(name: str, tiny_models: Path) -> None:
    path = tiny_models / "tagger" / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    try:
        with pytest.raises(ModelError, match=f"{name} is not the file"):
            Tagger()
        path.unlink()
        with pytest.raises(ModelError, match=name):
            Tagger()
    finally:
        path.write_bytes(whole)


def test_a_file_that_is_no_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = artifacts.files("tagger")
    monkeypatch.setattr(artifacts, "files", lambda _: {**whole, "upper.onnx": b"no graph"})
    with pytest.raises(ModelError, match="model tagger cannot be loaded"):
        Tagger()


def test_a_model_that_is_not_there_is_said() -> None:
    with pytest.raises(ModelError, match="no model 'other'"):
        Tagger("other")
