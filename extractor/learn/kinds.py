"""`python -m extractor.learn.kinds SOURCE…`: fits the weights of the model of document kinds.

A SOURCE is a folder of annotated documents (NAME.gold.json beside NAME.*: their kind is gold), a folder of samples
(KIND.txt, texts parted by lines of «====»; frames.txt, what sites print above their pages), a JSON Lines file of news
(`text` a line; tokenised literature among them is left out), or a zip of an archive, whose files count where
models/kinds/labels.toml has their kind. `--apart FOLDER` names documents kept for measuring: texts that repeat one of
them are left out of training, and the accuracy on them is printed at the end.

Each document gives a case for each kind, positive for its own. Logistic regression with L2, seeded; the logits of a
document's cases are made a distribution, sharpened as suits documents held out and whole sources held out. Prints the
accuracy of the rules and of the model on documents that it has not seen; writes models/kinds and its hash."""

from __future__ import annotations

import hashlib
import json
import math
import re
import sys
import tomllib
import zipfile
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractor import artifacts, layout, text
from extractor.detect.head_kind import ruled
from extractor.detect.kind_features import features
from extractor.detect.kind_model import KINDS, NAMED, Distribution, Weights, chosen, distribution, names
from extractor.errors import SourceError
from extractor.evaluate.reliability import Outcome, summary
from extractor.learn.linear import FOLDS, Case, fit, fold_of, publish, table
from extractor.pipeline import read
from extractor.schema.document import Document
from extractor.schema.facts import DocumentKind

#: Inverse of the L2 penalty; see the card for what was tried.
STRENGTH = 1.5
#: A feature counts when so many documents have it.
LEAST = 4
#: What an example counts, by where its kind comes from: annotated, read by hand from an archive, written for this
#: project, a corpus of news, an act without its head, a sample below what a site prints above its pages.
WEIGHTS = {"gold": 1.0, "archive": 1.0, "sample": 1.0, "news": 0.4, "piece": 0.5, "framed": 0.5}
#: What counts as one source when a model is judged by those that it has not seen.
_SOURCES = (("gold", "piece"), ("archive",), ("sample", "framed"))
#: Those that are made of another example.
_ALTERED = frozenset(("piece", "framed"))
#: Letters of a text by which copies of it are told.
_KEY = 160
#: What sites print above their pages, beside the samples.
_FRAMES = "frames.txt"
_TOKENISED = re.compile(r"\w ,")


@dataclass(frozen=True)
class Example:
    """A document with its kind: what holds of it, what the rules said, and where its kind comes from."""

    name: str
    key: str
    kind: DocumentKind
    origin: str
    held: dict[str, float]
    ruled: DocumentKind
    rule: str


def example(name: str, document: Document, kind: DocumentKind, origin: str) -> Example:
    """The features and the rules' verdict of a document."""
    analysis = text.analyse(layout.parse(document))
    verdict = ruled(analysis)
    return Example(name, key_of(document.text), kind, origin, features(analysis), verdict.kind, verdict.rule)


def key_of(text_: str) -> str:
    """The letters in the middle of a text, by which copies are known whatever page stands around them."""
    letters = re.sub(r"[\W\d_]+", "", text_.casefold())
    middle = max(0, len(letters) // 2 - _KEY // 2)
    return letters[middle : middle + _KEY]


def examples(source: Path) -> Iterator[Example]:
    """Those of one source. Files that cannot be read are passed over."""
    if source.is_dir():
        yield from _annotated(source) if any(source.glob("*.gold.json")) else _samples(source)
    elif source.suffix == ".zip":
        yield from _labelled(source)
    else:
        yield from _news(source)


def _annotated(folder: Path) -> Iterator[Example]:
    for gold_file in sorted(folder.glob("*.gold.json")):
        kind = json.loads(gold_file.read_text(encoding="utf-8")).get("document", {}).get("kind")
        name = gold_file.name.removesuffix(".gold.json")
        source = next(p for p in sorted(folder.glob(f"{name}.*")) if p.stem == name)
        if kind is not None:
            document = read(source)
            yield example(name, document, kind, "gold")
            yield from _headless(name, document, kind)


def _headless(name: str, document: Document, kind: DocumentKind) -> Iterator[Example]:
    """The text of an act without its head: so do pieces of documents come to archives. It stays in the fold of the
    whole."""
    analysis = text.analyse(layout.parse(document))
    if ruled(analysis).rule not in NAMED or kind in ("news", "report"):
        return
    start = next((p.start for p in analysis.outline.paragraphs if p.role in ("body", "point", "quote")), None)
    if start:
        yield _altered(name, document.text[start:], document, kind, "piece")


def _altered(name: str, made: str, document: Document, kind: DocumentKind, origin: str) -> Example:
    return replace(example(name, read(made.encode(), name="piece.txt"), kind, origin), key=key_of(document.text))


def _samples(folder: Path) -> Iterator[Example]:
    frames = _parted(folder / _FRAMES)
    for kind in KINDS:
        for number, body in enumerate(_parted(folder / f"{kind}.txt")):
            name, document = f"{kind}.{number}", read(body.encode(), name="sample.txt")
            yield example(name, document, kind, "sample")
            if frames:
                yield _altered(name, _framed(body, frames), document, kind, "framed")


def _parted(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split("\n====\n") if file.exists() else []


def _framed(body: str, frames: Sequence[str]) -> str:
    """The text below what a site prints above its pages, told by the text itself."""
    frame = frames[int(hashlib.sha256(body.encode()).hexdigest(), 16) % len(frames)]
    return f"{frame.rstrip()}\n\n{body}"


def _labelled(archive: Path) -> Iterator[Example]:
    listed = artifacts.home() / "kinds" / "labels.toml"
    kinds: dict[str, DocumentKind] = tomllib.loads(listed.read_text(encoding="utf-8"))["kinds"]
    with zipfile.ZipFile(archive) as files:
        for name in sorted(files.namelist()):
            data = files.read(name)
            digest = hashlib.sha256(data).hexdigest()[:16]
            if digest in kinds:
                yield example(digest, read(data, name=Path(name).name), kinds[digest], "archive")


def _news(file: Path) -> Iterator[Example]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        body = json.loads(line)["text"]
        if not _TOKENISED.search(body):
            yield example(f"{file.stem}.{number}", read(body.encode(), name="news.txt"), "news", "news")


def gathered(sources: Sequence[Path], apart: Sequence[Example]) -> list[Example]:
    """The examples of all sources, copies of one another and of those set apart left out."""
    kept = {e.key for e in apart}
    seen = set(kept)
    out: list[Example] = []
    for source in sources:
        for found in examples(source):
            if found.key not in seen or (found.origin in _ALTERED and found.key not in kept):
                seen.add(found.key)
                out.append(found)
    return out


def weights_of(items: Sequence[Example], sharpness: float = 1.0) -> Weights:
    """The weights fitted on these examples."""
    cases = [
        Case(e.name, names(e.held, kind, e.ruled, e.rule), kind == e.kind, WEIGHTS[e.origin])
        for e in items
        for kind in KINDS
    ]
    fitted = fit(cases, strength=STRENGTH, least=LEAST)
    shared = {name: value for name, value in fitted.items() if ":" not in name and name}
    own: dict[str, dict[str, float]] = {kind: {} for kind in KINDS}
    for name, value in fitted.items():
        kind, colon, rest = name.partition(":")
        if colon:
            own[kind][rest] = value
    return Weights(shared, own, sharpness)


def held_out(items: Sequence[Example]) -> list[Distribution]:
    """The distribution over kinds of each example by a model that has not seen it."""
    models = [weights_of([e for e in items if fold_of(e.key) != fold]) for fold in range(FOLDS)]
    return [distribution(e.held, e.ruled, e.rule, models[fold_of(e.key)]) for e in items]


def unseen_sources(items: Sequence[Example]) -> tuple[list[Example], list[Distribution]]:
    """Examples with their distributions by a model that has seen nothing of where they come from: so do documents of
    another office come. News of the corpora are left out, as there is no other source of so many."""
    out: list[tuple[Example, Distribution]] = []
    for sources in _SOURCES:
        model = weights_of([e for e in items if e.origin not in sources])
        out += [(e, distribution(e.held, e.ruled, e.rule, model)) for e in items if e.origin in sources]
    return [e for e, _ in out], [p for _, p in out]


def sharpened(found: Distribution, sharpness: float) -> Distribution:
    """The distribution with its logits multiplied."""
    raised = {kind: p**sharpness for kind, p in found.items()}
    total = sum(raised.values())
    return {kind: p / total for kind, p in raised.items()}


def best_sharpness(items: Sequence[Example], found: Sequence[Distribution]) -> float:
    """The sharpness under which held-out documents are likeliest; a tenth fineness is enough."""

    def loss(sharpness: float) -> float:
        return -sum(
            WEIGHTS[e.origin] * math.log(max(sharpened(p, sharpness)[e.kind], 1e-9))
            for e, p in zip(items, found, strict=True)
        )

    return min((s / 10 for s in range(3, 31)), key=loss)


def report(title: str, items: Sequence[Example], found: Sequence[Distribution]) -> None:
    """Prints what rules and model have right, by where the kinds come from, the errors, and the reliability."""
    judged = [(e, kind := chosen(p, e.ruled, e.rule), p[kind]) for e, p in zip(items, found, strict=True)]
    for origin in WEIGHTS:
        mine = [(e, said) for e, said, _ in judged if e.origin == origin]
        if mine:
            rules, model = sum(e.ruled == e.kind for e, _ in mine), sum(said == e.kind for e, said in mine)
            print(f"{title}, {origin}: rules {rules}/{len(mine)}, model {model}/{len(mine)}")
    errors = Counter((e.kind, said) for e, said, _ in judged if said != e.kind)
    for kind, count in sorted(Counter(e.kind for e in items).items()):
        print(f"  {kind}: {sum(said == e.kind for e, said, _ in judged if e.kind == kind)}/{count}")
    for (gold, wrong), count in errors.most_common():
        print(f"  {gold} taken for {wrong}: {count}")
    print(summary([Outcome(sure, said == e.kind) for e, said, sure in judged]))


def lines_of(weights: Weights) -> Iterator[str]:
    """The artifact."""
    yield "# Made by `python -m extractor.learn.kinds`; features: detect/kind_features.py, kind_model.py."
    yield f"sharpness = {weights.sharpness}"
    yield from table("shared", weights.shared)
    for kind in KINDS:
        yield from table(f"own.{kind}", weights.own[kind])


def main(arguments: Sequence[str]) -> int:
    """Fit, report, write."""
    cli = ArgumentParser(prog="python -m extractor.learn.kinds", description=__doc__)
    cli.add_argument("sources", nargs="+", type=Path, metavar="SOURCE")
    cli.add_argument("--apart", action="append", default=[], type=Path, metavar="FOLDER")
    asked = cli.parse_args(arguments)
    apart = [e for folder in asked.apart for e in examples(folder) if e.origin == "gold"]
    items = gathered(asked.sources, apart)
    print(f"{len(items)} documents: {dict(Counter(e.kind for e in items))}")
    raw = held_out(items)
    strangers, far = unseen_sources(items)
    sharpness = best_sharpness([*items, *strangers], [*raw, *far])
    print(f"sharpness {sharpness}, where held-out documents alone would have {best_sharpness(items, raw)}")
    report("held out", items, [sharpened(p, sharpness) for p in raw])
    report("source not seen", strangers, [sharpened(p, sharpness) for p in far])
    weights = weights_of(items, sharpness)
    if apart:
        report("apart", apart, [distribution(e.held, e.ruled, e.rule, weights) for e in apart])
    publish("kinds", lines_of(weights))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SourceError as error:
        sys.exit(f"learn.kinds: {error}")
