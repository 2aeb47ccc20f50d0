"""`python -m extractor.evaluate.reliability FOLDER…`: does a confidence of 0.8 come true eight times in ten?

For each fact of the contract that carries a confidence (the kind in the head, measures, deadlines, figures) and each
document of an annotated folder: whether the gold confirms it, against the confidence; a deadline counts where its
measure is confirmed. Prints a table a fact: bins of
confidence with the mean said, the share that came true and the count; the Brier score and the expected calibration
error (ECE, the mean gap between said and true, bins weighted by count)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from extractor.batch import extract_one
from extractor.evaluate import match

#: The facts that carry a confidence, as the tables name them.
FACTS: Final = ("kind", "measures", "deadlines", "figures")
#: Upper bounds of the bins; finer at the top, where most facts lie.
BINS: Final = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A confidence, and whether what it was said of is so."""

    said: float
    true: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Outcomes with a confidence above `low`, at most `high`: their mean confidence, the share true, how many."""

    low: float
    high: float
    said: float
    true: float
    count: int


def bins(outcomes: Sequence[Outcome]) -> list[Bin]:
    """The bins that have outcomes, lowest first."""
    out: list[Bin] = []
    low = 0.0
    for high in BINS:
        mine = [o for o in outcomes if (low < o.said or low == 0.0) and o.said <= high]
        if mine:
            out.append(Bin(low, high, _mean(o.said for o in mine), _mean(float(o.true) for o in mine), len(mine)))
        low = high
    return out


def brier(outcomes: Sequence[Outcome]) -> float:
    """Mean squared distance of confidence and truth; 0 without outcomes."""
    return _mean((o.said - o.true) ** 2 for o in outcomes)


def calibration_error(outcomes: Sequence[Outcome]) -> float:
    """The expected calibration error over the bins; 0 without outcomes."""
    found = bins(outcomes)
    return sum(abs(b.said - b.true) * b.count for b in found) / max(1, len(outcomes))


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def outcomes_of(gold: Json, predicted: Json) -> Iterator[tuple[str, Outcome]]:
    """(fact, outcome) of all facts of one document whose kind of fact its gold annotates."""
    head = predicted.get("document") or {}
    if gold.get("document", {}).get("kind") is not None and "confidence" in head:
        yield "kind", Outcome(head["confidence"], head["kind"] == gold["document"]["kind"])
    if "measures" in gold:
        yield from _of_measures(gold["measures"], predicted["measures"])
    if "figures" in gold:
        found = {j for _, j in match.pairs(gold["figures"], predicted["figures"], match.figure)}
        for j, figure in enumerate(predicted["figures"]):
            yield "figures", Outcome(figure["confidence"], j in found)


def _of_measures(gold: list[Json], predicted: list[Json]) -> Iterator[tuple[str, Outcome]]:
    partner = {j: i for i, j in match.pairs(gold, predicted, match.measure)}
    for j, measure in enumerate(predicted):
        yield "measures", Outcome(measure["confidence"], j in partner)
        if j not in partner:
            continue
        mine = gold[partner[j]].get("deadlines") or []
        found = {b for _, b in match.pairs(mine, measure["deadlines"], match.deadline)}
        for b, deadline in enumerate(measure["deadlines"]):
            yield "deadlines", Outcome(deadline["confidence"], b in found)


def measured(folder: Path) -> dict[str, list[Outcome]]:
    """The outcomes of a folder by fact, over the documents that can be read."""
    out: dict[str, list[Outcome]] = {fact: [] for fact in FACTS}
    for gold_file in sorted(folder.glob("*.gold.json")):
        name = gold_file.name.removesuffix(".gold.json")
        sources = sorted(p for p in folder.glob(f"{name}.*") if p.name != gold_file.name and p.stem == name)
        result = extract_one(sources[0]) if sources else None
        if result is not None and result.code is None:
            gold = json.loads(gold_file.read_text(encoding="utf-8"))
            for fact, outcome in outcomes_of(gold, json.loads(result.json)):
                out[fact].append(outcome)
    return out


def summary(outcomes: Sequence[Outcome]) -> str:
    """The table of one fact."""
    lines = [f"  {'confidence':>14}{'said':>8}{'true':>8}{'count':>8}"]
    lines += [f"  {f'{b.low:.2f}–{b.high:.2f}':>14}{b.said:8.3f}{b.true:8.3f}{b.count:8d}" for b in bins(outcomes)]
    lines.append(f"  Brier {brier(outcomes):.4f}, ECE {calibration_error(outcomes):.4f}, {len(outcomes)} in all")
    return "\n".join(lines)


def main(folders: Sequence[Path]) -> int:
    """Print the tables of each folder."""
    for folder in folders:
        for fact, outcomes in measured(folder).items():
            if outcomes:
                print(f"{folder}, {fact}:\n{summary(outcomes)}")
    return 0


if __name__ == "__main__":
    sys.exit(main([Path(a) for a in sys.argv[1:]]))
