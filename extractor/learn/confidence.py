"""`python -m extractor.learn.confidence FOLDER…`: fits the probabilities that the contract calls confidence.

Every measure, deadline and figure that the pipeline reads in the annotated documents of the folders is a case, positive
when the gold confirms it; a deadline counts where its measure is confirmed. Logistic regression with L2, seeded, over
the features of resolve/confidence.py. Prints, by models that have not seen the document, the reliability of the plain
scores and of the probabilities; writes models/confidence and its hash. `--apart FOLDER` only measures."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.evaluate import match
from extractor.evaluate.reliability import Outcome, summary
from extractor.learn.linear import Case, fit, held_out, logit, publish, sigmoid, table
from extractor.pipeline import producer, read, trace
from extractor.resolve.confidence import FACTS, of_deadline, of_figure, of_measure
from extractor.schema import build

#: Inverse of the L2 penalty, and how many documents must have a feature; see the card for what was tried.
STRENGTH = 0.3
LEAST = 3


@dataclass(frozen=True)
class Fact:
    """One fact of one document: its kind of fact, its plain score, and the case that it makes."""

    name: str
    score: float
    case: Case


def facts_of(folder: Path) -> Iterator[Fact]:
    """The facts that the pipeline reads in the annotated documents of a folder."""
    for gold_file in sorted(folder.glob("*.gold.json")):
        name = gold_file.name.removesuffix(".gold.json")
        source = next(p for p in sorted(folder.glob(f"{name}.*")) if p.stem == name)
        yield from _of_document(name, source, json.loads(gold_file.read_text(encoding="utf-8")))


def _of_document(name: str, source: Path, gold: dict[str, Any]) -> Iterator[Fact]:
    document = read(source)
    facts = trace(document)[2]
    said = json.loads(build.build(facts, document, producer()).model_dump_json())
    head = facts.head
    if "measures" in gold:
        partner = {j: i for i, j in match.pairs(gold["measures"], said["measures"], match.measure)}
        for j, m in enumerate(facts.measures):
            yield Fact("measures", m.score, Case(name, of_measure(m, head), j in partner))
            if j not in partner:
                continue
            mine = gold["measures"][partner[j]].get("deadlines") or []
            found = {b for _, b in match.pairs(mine, said["measures"][j]["deadlines"], match.deadline)}
            for b, d in enumerate(m.deadlines):
                yield Fact("deadlines", d.score, Case(name, of_deadline(d, m, head), b in found))
    if "figures" in gold:
        found = {j for _, j in match.pairs(gold["figures"], said["figures"], match.figure)}
        for j, f in enumerate(facts.figures):
            yield Fact("figures", f.score, Case(name, of_figure(f, head), j in found))


def main(arguments: Sequence[str]) -> int:
    """Fit, report, write."""
    cli = ArgumentParser(prog="python -m extractor.learn.confidence", description=__doc__)
    cli.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    cli.add_argument("--apart", action="append", default=[], type=Path, metavar="FOLDER")
    asked = cli.parse_args(arguments)
    facts = [f for folder in asked.folders for f in facts_of(folder)]
    apart = [f for folder in asked.apart for f in facts_of(folder)]
    lines = ["# Made by `python -m extractor.learn.confidence`; features are those of resolve/confidence.py."]
    for name in FACTS:
        mine = [f for f in facts if f.name == name]
        cases = [f.case for f in mine]
        found = held_out(cases, strength=STRENGTH, least=LEAST)
        _report(f"held out, {name}", mine, found)
        weights = fit(cases, strength=STRENGTH, least=LEAST)
        others = [f for f in apart if f.name == name]
        if others:
            _report(f"apart, {name}", others, [logit(weights, f.case.features) for f in others])
        lines += table(name, weights)
    publish("confidence", lines)
    return 0


def _report(title: str, facts: Sequence[Fact], found: Sequence[float]) -> None:
    print(f"{title}, plain scores:\n{summary([Outcome(f.score, f.case.good) for f in facts])}")
    outcomes = [Outcome(sigmoid(value), f.case.good) for f, value in zip(facts, found, strict=True)]
    print(f"{title}, probabilities:\n{summary(outcomes)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
