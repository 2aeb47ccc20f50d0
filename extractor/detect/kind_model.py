"""The trained half of telling a document's kind: a dot product of named features for each kind.

Each weight is of a feature for a kind («report:figures»), of a rule's verdict, whatever the kind («agrees.headline»),
or of a kind alone («news:»). The logits are made a distribution over the kinds; its calibration is the model's own.
The weights are those of models/kinds, made by `python -m extractor.learn.kinds`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, get_args

from extractor import artifacts
from extractor.detect.kind_features import features
from extractor.schema.analysis import Analysis
from extractor.schema.facts import DocumentKind

Distribution = Mapping[DocumentKind, float]
KINDS: Final[tuple[DocumentKind, ...]] = get_args(DocumentKind)
#: Rules that read the kind off the document's own head or operative word; the model does not overrule them.
NAMED: Final = frozenset(("named", "title_names", "operative", "printed", "told_of", "answers", "salutation"))
#: It overrules the others where it finds another kind so many times likelier than theirs. Tried 1 to 9 on documents
#: held out: from 2 on, letters, reports and notices stay what the rules guess.
_OVERRULES: Final = 1.5
#: What the rules take for an act, by its «Про …» and its points, is another thing only where the model is this sure:
#: the points of no other kind are orders.
_ACTS: Final = frozenset(("order", "decision", "decree", "law"))
_NO_ACT: Final = 0.7
#: Nothing is looked for in a paper of no kind: it is one only where that is likelier than all kinds together.
_NO_KIND: Final = 0.5


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the rules' verdicts and of each kind's own features; `sharpness` multiplies the logits (1 leaves them)."""

    shared: Mapping[str, float]
    own: Mapping[str, Mapping[str, float]]
    sharpness: float = 1.0


@cache
def shipped() -> Weights | None:
    """The weights of models/kinds; None where this installation has no such model: the rules then stand alone."""
    if "kinds" not in artifacts.manifest():
        return None
    data = artifacts.load("kinds")
    return Weights(data["shared"], data["own"], float(data["sharpness"]))


def names(held: Mapping[str, float], kind: str, ruled: str, rule: str) -> dict[str, float]:
    """All features of one kind as a candidate: those that it shares with every kind, and its own, named «KIND:…»."""
    out = dict.fromkeys(_agreement(held, kind, ruled, rule), 1.0)
    out.update({f"{kind}:": 1.0, f"{kind}:rule.{rule}": 1.0})
    out.update((f"{kind}:{name}", value) for name, value in held.items())
    return out


def _agreement(held: Mapping[str, float], kind: str, ruled: str, rule: str) -> tuple[str, str]:
    """Does the rule say this kind? What a rule is worth also hangs on whether the text has numbered points."""
    said = f"{'agrees' if kind == ruled else 'differs'}.{rule}"
    return said, f"{said}.{'points' if 'role.point' in held else 'prose'}"


def probabilities(analysis: Analysis, ruled: str, rule: str, weights: Weights | None = None) -> Distribution | None:
    """How probable each kind is, by what holds of the document and by what the rules say; None without a model."""
    weights = weights or shipped()
    if weights is None:
        return None
    return distribution(features(analysis), ruled, rule, weights)


def chosen(probable: Distribution, ruled: DocumentKind, rule: str) -> DocumentKind:
    """The kind to give, from the probabilities and the rules' verdict."""
    kinds = [kind for kind in KINDS if kind != "other" or probable[kind] > _NO_KIND]
    best = max(kinds, key=lambda kind: probable[kind])
    if rule in NAMED or (ruled in _ACTS and best not in _ACTS and probable[best] < _NO_ACT):
        return ruled
    return ruled if probable[best] < _OVERRULES * probable[ruled] else best


def distribution(held: Mapping[str, float], ruled: str, rule: str, weights: Weights) -> Distribution:
    """The same from features already read."""
    return _softmax({kind: logit(held, kind, ruled, rule, weights) for kind in KINDS})


def logit(held: Mapping[str, float], kind: str, ruled: str, rule: str, weights: Weights) -> float:
    """The log-odds of one kind: the dot product of the weights with `names`."""
    own = weights.own.get(kind, {})
    total = sum(weights.shared.get(name, 0.0) for name in _agreement(held, kind, ruled, rule))
    total += own.get("", 0.0) + own.get(f"rule.{rule}", 0.0)
    total += sum(own.get(name, 0.0) * value for name, value in held.items())
    return total * weights.sharpness


def _softmax(logits: Distribution) -> Distribution:
    top = max(logits.values())
    raised = {kind: math.exp(value - top) for kind, value in logits.items()}
    total = sum(raised.values())
    return {kind: value / total for kind, value in raised.items()}
