"""What the small models have in common: logistic regression over named features, documents held out, artifacts.

A case belongs to a group (its document, or documents that repeat each other); no group is ever on both sides."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extractor import artifacts

FOLDS = 10
SEED = 0
#: Names and values of the features of one case.
Features = Mapping[str, float]


@dataclass(frozen=True)
class Case:
    """One question with a yes or a no: its group, its features, the answer, and how much it counts."""

    group: str
    features: Features
    good: bool
    weight: float = 1.0


def fold_of(group: str, folds: int = FOLDS) -> int:
    """The fold that a group is held out with: by its name's hash, so that it stays when other documents come."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % folds


def fit(cases: Sequence[Case], *, strength: float, least: int = 1) -> dict[str, float]:
    """The weights over these cases, the bias under the empty name. `strength` is the inverse of the L2 penalty;
    features that fewer than `least` groups have are left out, as they would learn the document. Where all answers are
    the same there is only a bias, by Laplace's rule of succession."""
    right = sum(c.good for c in cases)
    if right in (0, len(cases)):
        return {"": float(np.log((right + 1) / (len(cases) - right + 1)))}
    seen: Counter[str] = Counter()
    for _, name in {(c.group, name) for c in cases for name in c.features}:
        seen[name] += 1
    vectorizer = DictVectorizer()
    rows = [{k: v for k, v in c.features.items() if seen[k] >= least} for c in cases]
    model = LogisticRegression(C=strength, max_iter=5000, random_state=SEED)
    model.fit(vectorizer.fit_transform(rows), [c.good for c in cases], sample_weight=[c.weight for c in cases])
    weights = dict(zip(vectorizer.get_feature_names_out(), map(float, model.coef_[0]), strict=True))
    return {"": float(model.intercept_[0]), **weights}


def logit(weights: Mapping[str, float], features: Features) -> float:
    """The log-odds that the weights give to features."""
    return weights[""] + sum(weights.get(name, 0.0) * value for name, value in features.items())


def sigmoid(value: float) -> float:
    """The probability of log-odds."""
    return float(1 / (1 + np.exp(-value)))


def held_out(cases: Sequence[Case], *, strength: float, least: int = 1) -> list[float]:
    """The log-odds of each case by a model that has not seen its group."""
    folds = [fold_of(c.group) for c in cases]
    models = {f: fit([c for c, g in zip(cases, folds, strict=True) if g != f], strength=strength, least=least)
              for f in sorted(set(folds))}  # fmt: skip
    return [logit(models[f], c.features) for c, f in zip(cases, folds, strict=True)]


def table(name: str, weights: Mapping[str, float]) -> Iterator[str]:
    """The lines of a TOML table of weights, those that round to nothing left out."""
    yield f"[{name}]"
    for key, value in sorted(weights.items()):
        if abs(value) >= 0.0005:
            yield f'"{key}" = {value:.3f}'


def publish(model: str, lines: Iterable[str]) -> Path:
    """Writes the artifact of a model and its new hash into the manifest."""
    path = artifacts.home() / str(artifacts.manifest()[model]["file"])
    old = artifacts.manifest()[model]["sha256"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    listed = artifacts.home() / "MANIFEST.toml"
    new = hashlib.sha256(path.read_bytes()).hexdigest()
    listed.write_text(listed.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return path
