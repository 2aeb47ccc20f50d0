"""`python -m extractor.learn.actions FOLDER…`: fits the weights of the action model on annotated documents.

Each clause of the news, letters and reports among them is a case, positive when it is paired with a gold measure.
Logistic regression with L2, seeded; the weights go to models/actions, their hash into the manifest. Prints the F1 over
thresholds, by models that have not seen the document that they judge."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extractor import artifacts, detect, layout, text
from extractor.detect import actions
from extractor.evaluate import match
from extractor.pipeline import read

OUT = artifacts.home() / artifacts.manifest()["actions"]["file"]
KINDS = ("news", "letter", "report", "other", "protocol")
#: Inverse strength of the L2 penalty; 0.05 to 1 were tried with documents held out, this won.
C = 0.1


@dataclass(frozen=True)
class Case:
    """One clause: its document, features, place and whether gold has it."""

    document: int
    names: list[str]
    start: int
    end: int
    good: bool


def cases_of(files: list[Path]) -> tuple[list[Case], list[int]]:
    """All clauses of the annotated documents of running text, and each document's number of gold measures."""
    out: list[Case] = []
    gold_counts: list[int] = []
    for number, gold_file in enumerate(files):
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        name = gold_file.name.removesuffix(".gold.json")
        source = next(p for p in sorted(gold_file.parent.glob(f"{name}.*")) if p.stem == name)
        analysis, spans = _analyse(source)
        found = list(actions.candidates(analysis, spans))
        texts: list[dict[str, Any]] = [{"text": analysis.text[a:b]} for _, (a, b), _ in found]
        paired = {j for _, j in match.pairs(gold["measures"], texts, match.measure)}
        out += [Case(number, names, a, b, j in paired) for j, (_, (a, b), names) in enumerate(found)]
        gold_counts.append(len(gold["measures"]))
    return out, gold_counts


def _analyse(source: Path) -> tuple[Any, list[Any]]:
    analysis = text.analyse(layout.parse(read(source)))
    _, analysis, spans = detect.run(analysis)
    return analysis, [s for s in spans if s.label != "action"]


def fit(cases: list[Case]) -> tuple[DictVectorizer, LogisticRegression]:
    """The model over these cases."""
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([dict.fromkeys(c.names, 1.0) for c in cases])
    model = LogisticRegression(C=C, max_iter=2000, random_state=0)
    model.fit(matrix, [c.good for c in cases])
    return vectorizer, model


def held_out(cases: list[Case], folds: int = 10) -> list[float]:
    """The probability of each case by a model that has not seen its document."""
    scores = [0.0] * len(cases)
    for fold in range(folds):
        train = [c for c in cases if c.document % folds != fold]
        test = [i for i, c in enumerate(cases) if c.document % folds == fold]
        vectorizer, model = fit(train)
        if test:
            rows = vectorizer.transform([dict.fromkeys(cases[i].names, 1.0) for i in test])
            for i, p in zip(test, model.predict_proba(rows)[:, 1], strict=True):
                scores[i] = float(p)
    return scores


def f1_at(cases: list[Case], scores: list[float], gold: int, threshold: float) -> tuple[float, float, float]:
    """Precision, recall and F1 of the cases above the threshold, overlaps decided by score."""
    kept: list[tuple[int, Case]] = []
    for i in sorted(range(len(cases)), key=lambda i: -scores[i]):
        case = cases[i]
        if scores[i] >= threshold and not any(
            c.document == case.document and case.start < c.end and case.end > c.start for _, c in kept
        ):
            kept.append((i, case))
    right = sum(c.good for _, c in kept)
    precision, recall = right / max(len(kept), 1), right / max(gold, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main(folders: list[Path]) -> int:
    """Fit, report, write."""
    files = [
        f
        for folder in folders
        for f in sorted(folder.glob("*.gold.json"))
        if json.loads(f.read_text(encoding="utf-8")).get("document", {}).get("kind") in KINDS
    ]
    cases, golds = cases_of(files)
    scores = held_out(cases)
    print(f"{len(files)} documents, {len(cases)} clauses, {sum(c.good for c in cases)} of {sum(golds)} measures")
    for threshold in np.arange(0.2, 0.61, 0.05):
        p, r, f = f1_at(cases, scores, sum(golds), float(threshold))
        print(f"  threshold {threshold:.2f}: P {p:.3f} R {r:.3f} F1 {f:.3f}")
    vectorizer, model = fit(cases)
    weights = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True))
    lines = [
        "# Made by `python -m extractor.learn.actions`; features are those of detect/actions_features.py.",
        "[weights]",
    ]
    lines.append(f"bias = {model.intercept_[0]:.3f}")
    lines += [f'"{name}" = {weight:.3f}' for name, weight in sorted(weights.items())]
    old = hashlib.sha256(OUT.read_bytes()).hexdigest()
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    listed = artifacts.home() / "MANIFEST.toml"
    new = hashlib.sha256(OUT.read_bytes()).hexdigest()
    listed.write_text(listed.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main([Path(a) for a in sys.argv[1:]]))
