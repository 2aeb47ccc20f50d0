"""Scores made probabilities."""

from __future__ import annotations

import pytest

from extractor.resolve import confidence
from extractor.resolve.confidence import calibrated, family, of_deadline, of_figure, of_measure
from extractor.schema.facts import Deadline, Facts, Figure, Head, Measure

HEAD = Head(kind="order")
DEADLINE = Deadline("by", None, "2021-10-01", score=0.8, rule="by:day_month")
MEASURE = Measure(
    "task", "полагодити дах школи", ((0, 20),), number="1", deadlines=(DEADLINE,), score=0.95, rule="act.point"
)
FIGURE = Figure(3, comparator="gt", of="шкіл", rule="figure.counted")
FACTS = Facts(HEAD, measures=(MEASURE,), figures=(FIGURE,))


def test_weights_make_probabilities() -> None:
    weights = {"measures": {"": 0.0, "numbered": 2.0}, "deadlines": {"": 0.0}, "figures": {"": -1.0, "compared": 1.0}}
    found = calibrated(FACTS, weights)
    assert found.measures[0].score == pytest.approx(0.881)
    assert found.measures[0].deadlines[0].score == 0.5
    assert found.figures[0].score == 0.5


def test_only_scores_change() -> None:
    found = calibrated(FACTS, {"measures": {}, "deadlines": {}, "figures": {}})
    assert (found.measures[0].text, found.measures[0].deadlines[0].end) == (MEASURE.text, DEADLINE.end)
    assert found.head is HEAD


def test_without_the_model_scores_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "shipped", lambda: None)
    assert calibrated(FACTS) is FACTS


def test_what_is_known_of_a_fact() -> None:
    assert of_measure(MEASURE, HEAD).keys() >= {"rule.act.point", "kind.order", "numbered", "deadlines", "short"}
    assert of_deadline(DEADLINE, MEASURE, HEAD).keys() >= {"rule.by", "of.act.point", "type.by"}
    assert of_figure(FIGURE, HEAD).keys() >= {"rule.figure.counted", "compared", "unit.count"}


def test_a_score_of_one_is_finite() -> None:
    assert of_figure(FIGURE, HEAD)["score"] == pytest.approx(3.892, abs=0.001)


@pytest.mark.parametrize(
    ("rule", "expected"), [("by:day_month", "by"), ("on:day+period", "on"), ("act.point", "act.point"), ("", "none")]
)
def test_families_of_rules(rule: str, expected: str) -> None:
    assert family(rule) == expected
