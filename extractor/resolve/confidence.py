"""How sure each fact is: what its rule or model scored, made the probability that a careful reader confirms it.

For measures, deadlines and figures a logistic regression over what is known when the fact stands: the rule that
produced it, its score, the kind of document, what the fact has and lacks. The weights are those of models/confidence,
made by `python -m extractor.learn.confidence`; without them a fact keeps its score."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from extractor import artifacts
from extractor.schema.facts import Deadline, Facts, Figure, Head, Measure

#: The facts that carry a confidence of their own; the head's is that of its kind.
FACTS: Final = ("measures", "deadlines", "figures")
#: A score of 1 says «by rule», not «always»: its log-odds are cut off here.
_LEAST, _MOST = 0.02, 0.98
Weights = Mapping[str, Mapping[str, float]]


@cache
def shipped() -> Weights | None:
    """The weights of models/confidence by fact; None where this installation has no such model."""
    return artifacts.load("confidence") if "confidence" in artifacts.manifest() else None


def calibrated(facts: Facts, weights: Weights | None = None) -> Facts:
    """The facts with probabilities for scores."""
    weights = weights or shipped()
    if weights is None:
        return facts
    head = facts.head
    return replace(
        facts,
        measures=tuple(_measure(m, head, weights) for m in facts.measures),
        figures=tuple(replace(f, score=_probability(weights["figures"], of_figure(f, head))) for f in facts.figures),
    )


def _measure(measure: Measure, head: Head, weights: Weights) -> Measure:
    deadlines = tuple(
        replace(d, score=_probability(weights["deadlines"], of_deadline(d, measure, head))) for d in measure.deadlines
    )
    return replace(measure, deadlines=deadlines, score=_probability(weights["measures"], of_measure(measure, head)))


def _probability(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    total = weights.get("", 0.0) + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return round(1 / (1 + math.exp(-total)), 3)


def of_measure(measure: Measure, head: Head) -> dict[str, float]:
    """What is known of a measure."""
    out = _of_score(measure.rule, measure.score, head)
    out[f"type.{measure.type}"] = 1.0
    for name, held in (
        ("numbered", measure.number),
        ("responsible", measure.responsible),
        ("deadlines", measure.deadlines),
        ("split", len(measure.spans) > 1),
        ("short", len(measure.text) < 40),
        ("long", len(measure.text) > 300),
    ):
        if held:
            out[name] = 1.0
    return out


def of_deadline(deadline: Deadline, measure: Measure, head: Head) -> dict[str, float]:
    """What is known of a deadline, its measure being right."""
    out = _of_score(deadline.rule, deadline.score, head)
    out[f"type.{deadline.kind}"] = 1.0
    out[f"of.{family(measure.rule)}"] = 1.0
    if len(measure.deadlines) > 1:
        out["several"] = 1.0
    return out


def of_figure(figure: Figure, head: Head) -> dict[str, float]:
    """What is known of a figure."""
    out = _of_score(figure.rule, figure.score, head)
    out[f"unit.{figure.unit}"] = 1.0
    if figure.comparator != "eq":
        out["compared"] = 1.0
    if figure.of is None and figure.unit == "count":
        out["of_nothing"] = 1.0
    return out


def _of_score(rule: str, score: float, head: Head) -> dict[str, float]:
    held = min(max(score, _LEAST), _MOST)
    return {f"rule.{family(rule)}": 1.0, "score": math.log(held / (1 - held)), f"kind.{head.kind}": 1.0}


def family(rule: str) -> str:
    """The kind of rule, without the pattern: «by:day_month» and «by:numeric» are «by»."""
    return rule.partition(":")[0].partition("+")[0] or "none"
