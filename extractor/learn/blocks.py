"""`python -m extractor.learn.blocks SOURCE…`: fits the weights of the model of the roles of lines.

Papers of three origins: made up from corpus/blocks, each line's role known; documents of the SOURCEs (zips of archives,
folders of documents) as they are, with the roles that the rules give them; and the same documents with their layout
changed and those roles kept. Multinomial logistic regression with L2,
seeded, over the features of layout/blocks_features.py of a line and its neighbours; how often a role follows another is
counted. Prints accuracy by role and reliability of readings by models that have not seen the form or document;
`--apart FOLDER` names documents that no training may see. Writes models/blocks and its hash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extractor import readers
from extractor.errors import SourceError
from extractor.evaluate.reliability import Outcome, summary
from extractor.layout import paragraphs, zones
from extractor.layout.blocks_features import features, spans
from extractor.layout.blocks_model import KEPT, ROLES, SIDES, Matrix, decided, probabilities, weights_of
from extractor.learn import papers
from extractor.learn import sources as sources_of
from extractor.learn.apart import Others
from extractor.learn.linear import SEED, fold_of, publish, table
from extractor.learn.papers import Line
from extractor.learn.papers_altered import CHANGES, altered, lines_of
from extractor.schema.document import Document

#: Inverse of the L2 penalty, and how many families must have a feature; see the card for what was tried.
STRENGTH = 0.3
LEAST = 5
#: How much it counts which role follows which; the card says what was tried.
FOLLOWING = 0.3
#: The bias of a role that no line of the training has.
_ABSENT = -20.0
#: Families are parted in so many for the readings held out.
PARTS = 4
#: Of the pages of an archive so many are passed over for one that is learned from.
_EVERY = 3
#: More lines of a paper are learned from than are looked at later.
_TOP, _BOTTOM = 40, 30
#: A line made worse counts as so many made better where it is settled how sure the model must be.
COST = 10
_SURE = (0.7, 0.8, 0.9, 0.95, 0.98)


@dataclass(frozen=True)
class Example:
    """A run of lines: its origin, its family (form or document), what holds of its lines, their roles by index (-1:
    not known), those that the rules gave, and which of them the model may change."""

    origin: str
    family: str
    held: tuple[tuple[str, ...], ...]
    roles: tuple[int, ...]
    ruled: tuple[str, ...]
    open_: tuple[bool, ...]

    @property
    def part(self) -> int:
        """The part that its family is held out with."""
        return fold_of(self.family, PARTS)


def examples_of(lines: Sequence[Line], origin: str, family: str) -> Iterator[Example]:
    """The runs of a paper whose lines have these roles, as the rules see it."""
    try:
        document = readers.read("\n".join(text for _, text in lines).encode(), "paper.txt")
    except SourceError:
        return
    at, known = 0, []
    for role, line in lines:
        start = document.text.find(line.strip(), at) if role else -1
        if start >= 0:
            known.append((start, role))
            at = start + len(line.strip())
    found, seen, roles = zones.ruled(document, paragraphs.find(document))
    for span in spans(roles, top=_TOP, bottom=_BOTTOM):
        held = features(document, seen, roles, span)
        golds = []
        for i in span:
            inside = {role for start, role in known if found[i].start <= start < found[i].end}
            role = inside.pop() if len(inside) == 1 else ""
            golds.append(ROLES.index(role) if role in ROLES and roles[i] != "cell" else -1)
        yield Example(
            origin, family, tuple(map(tuple, held)), tuple(golds), tuple(roles[i] for i in span),
            tuple(seen[i].short and roles[i] not in KEPT for i in span),
        )  # fmt: skip


def documents(source: Path) -> Iterator[Document]:
    """The documents of a folder, or every third of a zip, that can be read; none that holds others."""
    return sources_of.documents(source, readers.read, every=_EVERY)


def examples(sources: Sequence[Path], apart: Others) -> Iterator[Example]:
    """The made-up papers and those of the sources, documents set apart and their near copies left out."""
    menus = papers.menus()
    for paper in papers.made():
        yield from examples_of(paper.lines, "made", paper.form)
    for source in sources:
        for n, document in enumerate(documents(source)):
            if not apart.have(document.text):
                yield from _real(document, menus, f"{source.name} {n}")


def _real(document: Document, menus: tuple[Sequence[str], Sequence[str]], family: str) -> Iterator[Example]:
    """A document as it is, and twice with its layout changed."""
    found, _, roles = zones.ruled(document, paragraphs.find(document))
    if any(role == "cell" for role in roles):
        return
    marked = [type(p)(p.start, p.end, role) for p, role in zip(found, roles, strict=True)]
    lines = lines_of(document, marked)
    yield from examples_of(lines, "real", family)
    random = Random(family)
    for _ in range(2):
        changes = random.sample(CHANGES, random.randint(1, 3))
        yield from examples_of(altered(lines, changes, menus, random), "altered", family)


Artifact = dict[str, dict[str, list[float]]]


def fitted(items: Sequence[Example], strength: float = STRENGTH) -> Artifact:
    """The tables of weights over these runs: a row of ROLES for each feature on each of the SIDES, and for each role
    those behind it."""
    families: Counter[str] = Counter()
    for _, name in {(e.family, name) for e in items for held in e.held for name in held}:
        families[name] += 1
    known = {name for name, count in families.items() if count >= LEAST}
    vectorizer = DictVectorizer()
    data = vectorizer.fit_transform(row for e in items for row in _rows(e, known))
    model = LogisticRegression(C=strength, max_iter=400, tol=1e-3, random_state=SEED)
    model.fit(data, [role for e in items for role in e.roles if role >= 0])
    out: Artifact = {side: {} for side in SIDES}
    for name, values in zip(vectorizer.get_feature_names_out(), model.coef_.T, strict=True):
        side, _, feature = str(name).partition(" ")
        out[side][feature] = _rounded(values, model.classes_, 0.0)
    out["own"][""] = _rounded(model.intercept_, model.classes_, _ABSENT)
    out["follows"] = {role: [round(float(v), 2) for v in row] for role, row in zip(ROLES, _follows(items), strict=True)}
    return out


def _rows(item: Example, known: set[str]) -> Iterator[dict[str, float]]:
    """Of each line whose role is known its features and those of its neighbours, with the side that they stand on."""
    held = [[name for name in names if name in known] for names in item.held]
    for i, role in enumerate(item.roles):
        if role >= 0:
            sides = (held[i], held[i - 1] if i else (), held[i + 1] if i + 1 < len(held) else ())
            yield {f"{side} {name}": 1.0 for side, names in zip(SIDES, sides, strict=True) for name in names}


def _rounded(values: Matrix, classes: Matrix, other: float) -> list[float]:
    """The values of those roles that the training has, in the order of ROLES."""
    found = dict(zip(map(int, classes), values, strict=True))
    return [round(float(found.get(k, other)), 2) for k in range(len(ROLES))]


def _follows(items: Sequence[Example]) -> Matrix:
    """The log-odds of each role behind each, over what the role has anywhere."""
    pairs = np.full((len(ROLES), len(ROLES)), 0.5)
    for e in items:
        for a, b in pairwise(e.roles):
            if a >= 0 and b >= 0:
                pairs[a, b] += 1
    own = pairs.sum(axis=0) / pairs.sum()
    return np.asarray(FOLLOWING * np.log(pairs / pairs.sum(axis=1, keepdims=True) / own), dtype=np.float64)


@dataclass(frozen=True)
class Judged:
    """A run with how probable each role is for each of its lines."""

    example: Example
    found: Matrix


def judged(items: Sequence[Example], artifact: Artifact) -> list[Judged]:
    """Runs read with these weights."""
    weights = weights_of({**artifact, "decision": {"silent": 1.0, "ruled": 1.0}})
    return [Judged(e, probabilities(e.held, weights)) for e in items]


def held_out(items: Sequence[Example]) -> list[Judged]:
    """Each run read by a model that has not seen its form or document."""
    out = []
    for part in range(PARTS):
        artifact = fitted([e for e in items if e.part != part])
        out += judged([e for e in items if e.part == part], artifact)
    return out


def gains(items: Sequence[Judged], silent: float, ruled: float) -> Counter[str]:
    """How many lines are put right, made wrong and left wrong where the model must be so sure."""
    out: Counter[str] = Counter()
    for j in items:
        e = j.example
        for i, role in decided(j.found, e.ruled, e.open_, silent, ruled).items():
            gold = e.roles[i]
            if gold >= 0:
                out["right" if role == ROLES[gold] else "wrong" if e.ruled[i] == ROLES[gold] else "other"] += 1
    return out


def decision(items: Sequence[Judged]) -> dict[str, float]:
    """From which probability on the model is believed: where the rules are silent, and where they are not, no less."""
    tried = {(s, r): gains(items, s, r) for s in _SURE for r in _SURE if r >= s}
    silent, ruled = max(tried, key=lambda t: (tried[t]["right"] - COST * tried[t]["wrong"], t))
    return {"silent": silent, "ruled": ruled}


def report(title: str, items: Sequence[Judged], sure: Mapping[str, float]) -> None:
    """Prints accuracy by origin and role, of the rules and of the model, what is changed, and reliability."""
    rows = [
        (j.example.origin, ROLES[gold], j.example.ruled[i], j.found[i])
        for j in items
        for i, gold in enumerate(j.example.roles)
        if gold >= 0 and j.example.open_[i]
    ]
    said = [(origin, gold, ruled, ROLES[int(p.argmax())], float(p.max())) for origin, gold, ruled, p in rows]
    for origin in sorted({r[0] for r in said}):
        mine = [r for r in said if r[0] == origin]
        changed = gains([j for j in items if j.example.origin == origin], sure["silent"], sure["ruled"])
        print(f"{title}, {origin}: {len(mine)} lines, rules right {sum(r[1] == r[2] for r in mine)}, model "
              f"{sum(r[1] == r[3] for r in mine)}; changed at {dict(sure)}: {dict(changed)}")  # fmt: skip
    for role in ROLES:
        gold = sum(r[1] == role for r in said)
        ruled = sum(r[2] == role for r in said), sum(r[1] == r[2] == role for r in said)
        model = sum(r[3] == role for r in said), sum(r[1] == r[3] == role for r in said)
        print(f"  {role:12} {gold}; rules said {ruled[0]}, right {ruled[1]}; model said {model[0]}, right {model[1]}")
    print(f"{title}:\n{summary([Outcome(p, gold == best) for _, gold, _, best, p in said])}")
    differing = [Outcome(p, gold == best) for _, gold, ruled, best, p in said if best != ruled]
    print(f"{title}, where the model differs from the rules:\n{summary(differing)}")


def lines_of_artifact(artifact: Artifact, sure: Mapping[str, float]) -> Iterator[str]:
    """The artifact."""
    yield "# Made by `python -m extractor.learn.blocks`; features: layout/blocks_features.py, data/blocks.toml."
    yield f"# A row has the weights for {', '.join(ROLES)}."
    yield from table("decision", sure)
    for name in (*SIDES, "follows"):
        yield f"[{name}]"
        for key, values in sorted(artifact[name].items()):
            if any(values):
                yield f'"{key}" = [{", ".join(f"{v:g}" for v in values)}]'


def main(arguments: Sequence[str]) -> int:
    """Fit, report, write."""
    sources, apart = sources_of.asked("blocks", __doc__, arguments)
    kept = [d for folder in apart for d in documents(folder)]
    items = list(examples(sources, Others(d.text for d in kept)))
    print(f"{len(items)} runs: {dict(Counter(e.origin for e in items))}")
    read = held_out(items)
    sure = decision(read)
    report("held out", read, sure)
    publish("blocks", lines_of_artifact(fitted(items), sure))
    return 0


if __name__ == "__main__":
    sources_of.run("blocks", main)
