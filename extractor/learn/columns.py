"""`python -m extractor.learn.columns SOURCE…`: fits the weights of the model of table columns.

Tables of three origins: made up from corpus/tables; tables of the SOURCEs (zips of archives, folders of documents)
whose heads tell their columns, the head then taken away; and other tables of the SOURCEs, which are no plans.
Multinomial logistic regression with L2, seeded, over the features of layout/columns_features.py; then a logistic
regression of whether the best row of roles is a plan's and its column of measures the right one, over the readings of
models that have seen neither the form of a table nor its words. Prints accuracy by role and reliability of those
readings; `--apart FOLDER` names documents that only measure. Writes models/columns and its hash."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extractor.evaluate.reliability import Outcome, summary
from extractor.layout import columns
from extractor.layout.columns_features import Features, features
from extractor.layout.columns_model import NONE, ROLES, Distribution, Reading, distribution, weighed
from extractor.layout.plans import Grid
from extractor.learn import sources as sources_of
from extractor.learn.apart import Others
from extractor.learn.linear import SEED, Case, fit, fold_of, publish, table
from extractor.learn.tables import made
from extractor.pipeline import read
from extractor.schema.document import Document

#: Inverse of the L2 penalty, and how many families must have a feature; see the card for what was tried.
STRENGTH = 0.3
LEAST = 4
#: Forms and subjects are each parted in so many: a table is read by a model without its form's part and its words'.
PARTS = 4
_SURE_STRENGTH = 1.0


@dataclass(frozen=True)
class Example:
    """A table without its head: where it comes from, the family of its form and that of its words, what holds of its
    columns, and their roles («none» in a table that is no plan)."""

    origin: str
    form: str
    words: str
    held: tuple[Features, ...]
    roles: tuple[str, ...]

    @property
    def plan(self) -> bool:
        """Does it list measures?"""
        return self.roles[0] != NONE

    @property
    def part(self) -> tuple[int, int]:
        """The parts that its form and its words are held out with."""
        return fold_of(f"form {self.form}", PARTS), fold_of(f"words {self.words}", PARTS)


def examples(sources: Sequence[Path], apart: Others) -> Iterator[Example]:
    """The made-up tables and those of the sources, one of several with the same cells, documents set apart and their
    near copies left out."""
    for one in made():
        yield Example("made", one.form, one.subject, tuple(features(one.columns)), one.roles)
    seen: set[str] = set()
    for source in sources:
        for document in _documents(source):
            if not any(b.table for b in document.blocks) or apart.have(document.text):
                continue
            for found, key in headed(document):
                if key not in seen:
                    seen.add(key)
                    yield found


def _documents(source: Path) -> Iterator[Document]:
    """The documents of a zip or a folder that can be read; one that holds a single other is that other."""
    return sources_of.documents(source, lambda data, name: read(data, name=name))


def headed(document: Document) -> Iterator[tuple[Example, str]]:
    """The tables of a document with a head, its row taken away, and a key that copies share."""
    for block in document.blocks:
        if block.table is None:
            continue
        grid = Grid(document.text, block.table)
        head = grid.head()
        first = head[0] if head is not None else 1
        cells = grid.columns(first)
        goes_on = head is None and grid.is_count(0)
        if grid.width < 2 or goes_on or len(cells[0]) < 2:
            continue
        family = " ".join("".join(grid.contents(0)).lower().split())[:60]
        roles: tuple[str, ...] = head[1] if head is not None else (NONE,) * grid.width
        family = hashlib.sha256(family.encode()).hexdigest()[:12]
        key = hashlib.sha256(repr(cells).encode()).hexdigest()
        yield Example("headed" if head is not None else "other", family, family, tuple(features(cells)), roles), key


Weights = Mapping[str, Mapping[str, float]]


def weights_of(items: Sequence[Example]) -> dict[str, dict[str, float]]:
    """The weights of each role over these tables."""
    families: Counter[str] = Counter()
    for _, name in {(e.form, name) for e in items for held in e.held for name in held}:
        families[name] += 1
    rows = [{k: v for k, v in held.items() if families[k] >= LEAST} for e in items for held in e.held]
    answers = [role for e in items for role in e.roles]
    vectorizer = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=3000, random_state=SEED)
    model.fit(vectorizer.fit_transform(rows), answers)
    names = vectorizer.get_feature_names_out()
    return {
        str(role): {"": float(bias), **dict(zip(names, map(float, own), strict=True))}
        for role, bias, own in zip(model.classes_, model.intercept_, model.coef_, strict=True)
    }


@dataclass(frozen=True)
class Judged:
    """A table with what a model made of it: each column's distribution, and the best row of roles."""

    example: Example
    found: tuple[Distribution, ...]
    reading: Reading | None

    @property
    def right(self) -> bool:
        """Is the table a plan, and the column of its measures found?"""
        return self.reading is not None and self.example.plan and _at(self.reading.roles) == _at(self.example.roles)


def _at(roles: Sequence[str]) -> int:
    return roles.index("measure")


def judged(item: Example, weights: Weights, sure: Mapping[str, float]) -> Judged:
    """A table read with these weights."""
    found = tuple(distribution(held, weights) for held in item.held)
    return Judged(item, found, weighed(found, sure))


def held_out(items: Sequence[Example]) -> list[Judged]:
    """Each table read by a model that has seen neither its form nor its words."""
    out = []
    for part in sorted({e.part for e in items}):
        weights = weights_of([e for e in items if e.part[0] != part[0] and e.part[1] != part[1]])
        out += [judged(e, weights, {}) for e in items if e.part == part]
    return out


def sure_of(items: Sequence[Judged]) -> dict[str, float]:
    """The weights of the probability that a reading names the measures rightly."""
    return fit([_case(j) for j in items if j.reading is not None], strength=_SURE_STRENGTH)


def _case(item: Judged) -> Case:
    assert item.reading is not None
    return Case(item.example.form, item.reading.held, item.right)


def with_sure(items: Sequence[Judged]) -> list[Judged]:
    """The same readings, their probabilities by weights that were fitted without their form."""
    out = []
    for part in range(PARTS):
        sure = sure_of([j for j in items if j.example.part[0] != part])
        out += [Judged(j.example, j.found, weighed(j.found, sure)) for j in items if j.example.part[0] == part]
    return out


def report(title: str, items: Sequence[Judged]) -> None:
    """Prints accuracy by role within plans, whole rows, tables told to be plans, and reliability."""
    for origin in sorted({j.example.origin for j in items}):
        mine = [j for j in items if j.example.origin == origin]
        plans = [j for j in mine if j.example.plan]
        taken = [j for j in mine if j.reading is not None and j.reading.probability >= columns.TAKEN]
        print(f"{title}, {origin}: {len(mine)} tables, {len(plans)} plans; taken {sum(j.example.plan for j in taken)} "
              f"plans and {sum(not j.example.plan for j in taken)} others; measures found in "
              f"{sum(j.right for j in taken)}, every column right in {sum(_whole(j) for j in taken)}")  # fmt: skip
    pairs = [(gold, said) for j in items if j.example.plan and j.reading is not None
             for gold, said in zip(j.example.roles, j.reading.roles, strict=True)]  # fmt: skip
    for role in ROLES[:-1]:
        gold, said = sum(g == role for g, _ in pairs), sum(s == role for _, s in pairs)
        right = sum(g == s == role for g, s in pairs)
        print(f"  {role:12} {right} right of {gold} (said {said})")
    print("  taken for another:", Counter((g, s) for g, s in pairs if g != s).most_common(8))
    columns_said = [
        Outcome(max(p.values()), max(p, key=lambda r: p[r]) == gold)
        for j in items
        for gold, p in zip(j.example.roles, j.found, strict=True)
    ]
    print(f"{title}, role of a column by itself:\n{summary(columns_said)}")
    tables = [Outcome(j.reading.probability, j.right) for j in items if j.reading is not None]
    print(f"{title}, a plan with its measures found:\n{summary(tables)}")


def _whole(item: Judged) -> bool:
    return item.reading is not None and item.reading.roles == item.example.roles


def lines_of(weights: Weights, sure: Mapping[str, float]) -> Iterator[str]:
    """The artifact."""
    yield "# Made by `python -m extractor.learn.columns`; features: layout/columns_features.py, data/columns.toml."
    yield from table("sure", sure)
    for role in ROLES:
        yield from table(f"roles.{role}", weights[role])


def main(arguments: Sequence[str]) -> int:
    """Fit, report, write."""
    sources, apart = sources_of.asked("columns", __doc__, arguments)
    kept = [d for folder in apart for d in _documents(folder)]
    items = list(examples(sources, Others(d.text for d in kept)))
    print(f"{len(items)} tables: {dict(Counter(e.origin for e in items))}")
    raw = held_out(items)
    report("held out", with_sure(raw))
    weights, sure = weights_of(items), sure_of(raw)
    measured = [e for d in kept for e, _ in headed(d)]
    if measured:
        report("apart", [judged(e, weights, sure) for e in measured])
    publish("columns", lines_of(weights, sure))
    return 0


if __name__ == "__main__":
    sources_of.run("columns", main)
