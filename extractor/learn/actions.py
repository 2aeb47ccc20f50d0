"""`python -m extractor.learn.actions ../shared`: fits the weights of the reader of actions on annotated documents.

They are the news, letters and reports among `evaluation/train`, `evaluation/seeds`, our own corpus/documents and
corpus/annotations (without those held out). Each clause is a case, positive when it is paired with a gold
measure. Two fits, logistic regressions with L2: on everything ("actions") and on what may be used freely
("actions_free"). Prints the F1 by models that have not seen the document that they judge. How the features' word is
weighed with the tagger's is fitted, three numbers, on those held out, which neither of the two has seen.

With `--score` it fits nothing and prints what the whole pipeline scores on those held out, by each of the two readers
who annotated them, and how far these agree."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from extractor import artifacts, layout, pipeline, text
from extractor.assemble.narrative import THRESHOLD
from extractor.detect import DETECTORS, actions, head
from extractor.evaluate import match
from extractor.evaluate.score import Count, compare
from extractor.learn import annotations as standoff
from extractor.learn import apart, linear
from extractor.schema.document import Document
from extractor.schema.span import Span
from extractor.settings import Nlp

KINDS: Final = frozenset(("news", "letter", "report", "other", "protocol"))
#: Inverse strength of the L2 penalty; 0.03 to 0.3 were tried with documents held out, 0.1 and 0.2 were the best.
STRENGTH: Final = 0.15
#: A feature of fewer documents would learn the document; 2, 3 and 5 did not differ.
LEAST: Final = 3
#: How much a clause of these counts: the annotators of the evaluation set the measure, ours follow them. Of 1, 2 and 4
#: (864 documents, held out in tenths) F1 of these was 0.691, 0.692 and 0.708, of all 0.587, 0.585 and 0.587.
COUNTS: Final = {"train": 4.0, "seeds": 4.0}
_ROOT: Final = artifacts.home().parent
_THRESHOLDS: Final = (0.2, 0.23, 0.26, 0.29, 0.32, 0.35, 0.4, 0.45)
#: Beginnings of the names of training documents whose texts anybody may use: the community's site is CC BY 4.0.
_FREE: Final = ("drabiv_",)


@dataclass(frozen=True)
class Source:
    """An annotated document: `origin` says where it comes from, `free` whether its text is free of conditions but
    attribution."""

    name: str
    origin: str
    document: Document
    gold: dict[str, Any]
    free: bool


@dataclass(frozen=True)
class Clause:
    """A candidate: its document, place, the case it makes, and whether a gold measure paired with another clause is
    like it as well (neither an example nor a counterexample)."""

    source: Source
    start: int
    end: int
    case: linear.Case
    either: bool


def training(shared: Path) -> tuple[list[Source], list[str]]:
    """The documents to learn from, and "id: why" of those that cannot be had."""
    found = [*_folder(shared / "evaluation" / "train"), *_folder(shared / "evaluation" / "seeds")]
    found += _folder(_ROOT / "corpus" / "documents", free=True)
    listed, lost = standoff.read(_ROOT / "corpus" / "annotations" / "measures.jsonl", shared)
    return found + [_listed(a) for a in listed if not a.held_out], lost


def held_out(shared: Path, listed: str = "measures.jsonl") -> list[Source]:
    """The documents that are only scored, by one of the lists of corpus/annotations."""
    found, _ = standoff.read(_ROOT / "corpus" / "annotations" / listed, shared)
    return [_listed(a) for a in found if a.held_out]


def _listed(a: standoff.Annotated) -> Source:
    return Source(a.id, a.source, a.document, a.gold, a.source.startswith(_FREE))


def _folder(folder: Path, *, free: bool = False) -> Iterator[Source]:
    for file in sorted(folder.glob("*.gold.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        if gold.get("document", {}).get("kind") in KINDS and "measures" in gold:
            name = file.name.removesuffix(".gold.json")
            path = next(p for p in sorted(folder.glob(f"{name}.*")) if p.stem == name)
            yield Source(name, folder.name, pipeline.read(path), gold, free or name.startswith(_FREE))


def clauses(source: Source) -> list[Clause]:
    """The candidates of a document."""
    return [clause for clause, _ in _read(source, "rules")]


def _read(source: Source, nlp: Nlp) -> Iterator[tuple[Clause, float | None]]:
    """The candidates of a document, each with what the tagger makes of it."""
    analysis = text.analyse(layout.parse(source.document), nlp)
    analysis = replace(analysis, context=head.date_context(head.read(analysis), analysis))
    spans: list[Span] = []
    for detector in DETECTORS:
        if detector is not actions.detect:
            spans.extend(detector(analysis, tuple(spans)))
    found = list(actions.candidates(analysis, spans))
    texts: list[dict[str, Any]] = [{"text": analysis.text[a:b]} for _, (a, b), _ in found]
    gold = source.gold["measures"]
    paired = {j for _, j in match.pairs(gold, texts, match.measure)}
    for j, (_, (a, b), names) in enumerate(found):
        alike = any(match.measure(g, texts[j]) for g in gold)
        counts = COUNTS.get(source.origin, 1.0)
        case = linear.Case(source.name, dict.fromkeys(names, 1.0), j in paired, counts)
        yield Clause(source, a, b, case, alike and j not in paired), actions.told(analysis, (a, b))


def f1_at(found: Sequence[Clause], scores: Sequence[float], gold: int, threshold: float) -> Count:
    """Right, predicted and gold measures of the clauses above the threshold, overlaps decided by score."""
    right = said = 0
    kept: dict[str, list[Clause]] = {}
    for i in sorted(range(len(found)), key=lambda i: -scores[i]):
        c = found[i]
        beside = kept.setdefault(c.source.name, [])
        if scores[i] >= threshold and not any(c.start < k.end and c.end > k.start for k in beside):
            beside.append(c)
            said += 1
            right += c.case.good
    return Count(right, said, gold)


def fit(found: Sequence[Clause]) -> dict[str, float]:
    """The weights over these clauses, the bias under the empty name."""
    return linear.fit([c.case for c in found if not c.either], strength=STRENGTH, least=LEAST)


def train(shared: Path) -> None:
    """Fit, report, write."""
    sources, lost = training(shared)
    for why in lost:
        print(f"left out: {why}")
    found = [c for s in sources for c in clauses(s)]
    _report(sources, found)
    _list_texts("actions", sources)
    _list_texts("actions_free", [s for s in sources if s.free])
    for model, part in (("actions", found), ("actions_free", [c for c in found if c.source.free])):
        documents = {c.source.name for c in part}
        print(f"{model}: {len(documents)} documents, {len(part)} clauses")
        lines = ["# Made by `python -m extractor.learn.actions`; features: detect/actions_features.py."]
        weights = fit(part)
        lines += linear.table("alone", weights)
        if model == "actions":  # the other goes without the tagger
            lines += linear.table("beside", beside(weights, held_out(shared)))
        linear.publish(model, lines)


def beside(weights: Mapping[str, float], sources: Sequence[Source]) -> dict[str, float]:
    """How the weights' sum and the tagger's word are weighed, fitted on documents that neither has seen."""
    cases = [
        linear.Case(source.name, {"alone": linear.logit(weights, clause.case.features), "told": told}, clause.case.good)
        for source in sources
        for clause, told in _read(source, "accurate")
        if told is not None and not clause.either
    ]
    return linear.fit(cases, strength=1.0)


def _list_texts(model: str, sources: Sequence[Source]) -> None:
    seen = apart.listed(s.document.text for s in sources)
    (artifacts.home() / model / apart.LIST).write_text(seen, encoding="utf-8")


def _report(sources: Sequence[Source], found: Sequence[Clause]) -> None:
    """F1 with documents held out: over thresholds, then by where the documents come from."""
    logits = linear.held_out([c.case for c in found], strength=STRENGTH, least=LEAST)
    scores = [linear.sigmoid(v) for v in logits]
    gold = {s.name: len(s.gold["measures"]) for s in sources}
    print(f"{len(sources)} documents, {len(found)} clauses, {sum(c.case.good for c in found)} of {sum(gold.values())}")
    for threshold in _THRESHOLDS:
        _line(f"from {threshold:.2f}", f1_at(found, scores, sum(gold.values()), threshold))
    for origin in sorted({s.origin for s in sources}):
        kept = [i for i, c in enumerate(found) if c.source.origin == origin]
        wanted = sum(gold[s.name] for s in sources if s.origin == origin)
        _line(origin, f1_at([found[i] for i in kept], [scores[i] for i in kept], wanted, THRESHOLD))


def score(shared: Path) -> None:
    """What the pipeline as installed scores on the held-out documents, by where they come from and in all; then by a
    second reader's gold, and the second reader's gold by the first one's."""
    first, second = held_out(shared), {s.name: s.gold for s in held_out(shared, "second_reading.jsonl")}
    totals: dict[tuple[str, str], Count] = {}
    for source in first:
        found = pipeline.extract_document(source.document).model_dump(mode="json")
        again = second[source.name]
        for keys, counts in (
            ((source.origin, "all"), compare(source.gold, found)),
            (("by the second reader",), compare(again, found)),
            (("second reader by the first",), compare(source.gold, again)),
        ):
            for key in keys:
                for kind in ("measures", "measure_types", "responsible", "deadlines"):
                    totals.setdefault((key, kind), Count()).add(counts[kind])
    print(f"{len(first)} documents")
    for (key, kind), count in sorted(totals.items()):
        _line(f"{key}: {kind}", count)


def _line(name: str, count: Count) -> None:
    print(f"  {name:42} P {count.precision:.3f} R {count.recall:.3f} F1 {count.f1:.3f} of {count.gold}")


def main(arguments: Sequence[str]) -> int:
    """The command."""
    shared = next((Path(a) for a in arguments if not a.startswith("-")), None)
    if shared is None:
        print(__doc__, file=sys.stderr)
        return 2
    (score if "--score" in arguments else train)(shared)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
