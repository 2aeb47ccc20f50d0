"""The kind of a document: rules, features, and the model that weighs them."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import layout, readers, text
from extractor.data import load
from extractor.detect import head_kind, kind_model
from extractor.detect.kind_features import Parts, features, of_words
from extractor.detect.kind_model import KINDS, Weights
from extractor.schema.analysis import Analysis

ACCOUNT = """Допомога ветеранам громади
14 травня, 2021 о 10:20

На території громади проживає 94 ветерани, у тому числі 7 осіб з інвалідністю.

З початку року 12 особам надано допомогу на суму 31 тис. грн, 5 особам відремонтовано житло.
"""
STORY = """У громаді відкрили бібліотеку
14 травня, 2021 о 10:20

Сьогодні, 14 травня, у Вербівці відкрили нову бібліотеку. Про це повідомила директорка закладу.
"""
ORDER = """ВЕРБІВСЬКА МІСЬКА РАДА

РОЗПОРЯДЖЕННЯ

14.05.2021 № 15

Про чергування

1. Скласти графік чергування до 20.05.2021.
"""


def analysed(source: str) -> Analysis:
    return text.analyse(layout.parse(readers.read(source.encode(), "документ.txt")))


@pytest.mark.parametrize("cue", [*load("kinds")["cue"], *load("kinds")["word"]], ids=lambda c: c["id"])
def test_cues(cue: dict[str, Any]) -> None:
    for example in cue["examples"]:
        assert cue["id"] in cues_in(example, cue.get("scope")), example
    for example in cue["counterexamples"]:
        assert cue["id"] not in cues_in(example, cue.get("scope")), example


def cues_in(example: str, scope: str | None) -> set[str]:
    title, text_ = (example, "") if scope == "title" else ("", example)
    return {name for name, _ in of_words(Parts(title, text_, ()))}


@pytest.mark.parametrize(
    ("source", "held", "missing"),
    [
        (ACCOUNT, {"quiet", "quiet.figures", "text.people", "title"}, {"title.past", "lead.story"}),
        (STORY, {"title.past", "lead.story", "text.said"}, {"quiet", "quiet.figures"}),
        (ORDER, {"role.point", "role.letterhead"}, {"lead.story", "text.said"}),
    ],
)
def test_features(source: str, held: set[str], missing: set[str]) -> None:
    found = features(analysed(source))
    assert held <= found.keys()
    assert not missing & found.keys()
    assert all(0 <= value <= 1 for value in found.values())


def test_the_rules_name_themselves() -> None:
    assert head_kind.ruled(analysed(ORDER)).rule == "named"
    assert head_kind.ruled(analysed(STORY)).rule == "page"


def test_probabilities_follow_the_weights() -> None:
    held = features(analysed(ACCOUNT))
    even = kind_model.distribution(held, "news", "page", Weights({}, {}))
    assert even == pytest.approx(dict.fromkeys(KINDS, 0.1))
    loud = Weights({"agrees.page": 1.0}, {"report": {"quiet": 3.0}})
    found = kind_model.distribution(held, "news", "page", loud)
    assert max(found, key=lambda k: found[k]) == "report"
    assert sum(found.values()) == pytest.approx(1)
    sharper = kind_model.distribution(held, "news", "page", Weights(loud.shared, loud.own, 2.0))
    assert sharper["report"] > found["report"]


def test_the_model_overrules_guesses_but_no_named_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kind_model, "shipped", lambda: Weights({}, {"report": {"": 5.0}}))
    assert head_kind.kind(analysed(STORY))[0] == "report"
    found, span, sure = head_kind.kind(analysed(ORDER))
    assert found == "order"
    assert span is not None
    assert sure < 0.1


def test_without_the_model_the_rules_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kind_model, "shipped", lambda: None)
    assert head_kind.kind(analysed(STORY))[::2] == ("news", 0.9)


def test_training_names_the_features_that_the_model_weighs() -> None:
    held = {"quiet": 1.0, "figures": 0.5}
    named = kind_model.names(held, "report", "news", "page")
    weights = Weights({name: 0.3 for name in named if ":" not in name}, {"report": {}})
    own = {name.partition(":")[2]: 0.7 for name in named if ":" in name}
    full = Weights(weights.shared, {"report": own})
    expected = sum((0.7 if ":" in name else 0.3) * value for name, value in named.items())
    assert kind_model.logit(held, "report", "news", "page", full) == pytest.approx(expected)
