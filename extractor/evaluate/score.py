"""Counts of right, predicted and gold things per kind, and what was missed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from extractor.evaluate import match
from extractor.evaluate.match import Json

KINDS: Final = (
    "header", "measures", "measure_types", "responsible", "deadlines", "organisations", "figures", "references",
)  # fmt: skip
#: Called with (kind, "missed" or "spurious", the thing).
Note = Callable[[str, str, object], None]


@dataclass(slots=True)
class Count:
    """Right, predicted and gold things of one kind."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, other: Count) -> None:
        """Count the other's things too."""
        self.right += other.right
        self.predicted += other.predicted
        self.gold += other.gold

    @property
    def precision(self) -> float:
        """Share of the predicted that is right."""
        return self.right / self.predicted if self.predicted else float(not self.gold)

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.right / self.gold if self.gold else float(not self.predicted)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Score:
    """The counts of a set of documents; `broken` spans quote what does not stand there."""

    kinds: dict[str, Count] = field(default_factory=dict)
    documents: int = 0
    unread: list[str] = field(default_factory=list)
    broken: int = 0

    def add(self, counts: dict[str, Count]) -> None:
        """Count one more document."""
        self.documents += 1
        for kind, count in counts.items():
            self.kinds.setdefault(kind, Count()).add(count)

    @property
    def rows(self) -> dict[str, Count]:
        """The kinds that occur, in their order."""
        return {k: self.kinds[k] for k in KINDS if k in self.kinds and (self.kinds[k].gold or self.kinds[k].predicted)}

    @property
    def mean(self) -> float:
        """Mean F1 over the kinds that occur."""
        rows = self.rows
        return sum(c.f1 for c in rows.values()) / len(rows) if rows else 0.0


def _silent(kind: str, how: str, thing: object) -> None:
    """Notes nothing."""


def compare(gold: Json, predicted: Json, note: Note = _silent) -> dict[str, Count]:
    """The counts of one document, for the kinds that its gold annotates."""
    out: dict[str, Count] = {}
    if "document" in gold:
        out["header"] = _header(gold["document"], predicted.get("document") or {}, note)
    if "measures" in gold:
        out |= _measures(gold["measures"], predicted.get("measures") or [], note)
    matchers: dict[str, Callable[[Any, Any], float]] = {
        "organisations": match.party, "figures": match.figure, "references": match.reference,
    }  # fmt: skip
    for kind, matcher in matchers.items():
        if kind in gold:
            out[kind] = _listed(kind, gold[kind], predicted.get(kind) or [], matcher, note)
    return out


def _listed(
    kind: str, gold: list[Any], predicted: list[Any], matcher: Callable[[Any, Any], float], note: Note
) -> Count:
    found = match.pairs(gold, predicted, matcher)
    mine, theirs = {i for i, _ in found}, {j for _, j in found}
    for i, thing in enumerate(gold):
        if i not in mine:
            note(kind, "missed", thing)
    for j, thing in enumerate(predicted):
        if j not in theirs:
            note(
                kind,
                "spurious",
                {k: v for k, v in thing.items() if k in ("name", "value", "of", "number", "title", "text") and v},
            )
    return Count(len(found), len(predicted), len(gold))


def _measures(gold: list[Json], predicted: list[Json], note: Note) -> dict[str, Count]:
    found = match.pairs(gold, predicted, match.measure)
    partner = dict(found)
    out = {"measures": _listed("measures", gold, predicted, match.measure, note)}
    if all("type" in m for m in gold):
        right = sum(gold[i]["type"] == predicted[j].get("type") for i, j in found)
        out["measure_types"] = Count(right, len(predicted), len(gold))
    for kind in ("responsible", "deadlines"):
        count = Count(0, sum(len(m.get(kind) or []) for m in predicted), sum(len(m.get(kind) or []) for m in gold))
        for i, m in enumerate(gold):
            mine: list[Any] = m.get(kind) or []
            theirs = predicted[partner[i]].get(kind) or [] if i in partner else []
            if kind == "responsible":
                hits = match.pairs([p["name"] if isinstance(p, dict) else p for p in mine], theirs, match.party)
            else:
                hits = match.pairs(mine, theirs, match.deadline)
            count.right += len(hits)
            if len(hits) < max(len(mine), len(theirs)):
                note(kind, "differs", {"measure": m.get("number") or m["text"][:60], "gold": mine, "found": theirs})
        out[kind] = count
    return out


def _header(gold: Json, predicted: Json, note: Note) -> Count:
    """Fields of the head; a list field counts by its members."""
    count = Count()
    exact: dict[str, Callable[[object], str]] = {"kind": str, "language": str, "number": match.code, "date": str}
    for name, key in exact.items():
        if name in gold:
            a, b = gold[name], predicted.get(name)
            good = a is not None and b is not None and key(a) == key(b)
            count.add(Count(good, b is not None, a is not None))
            if not good and (a is not None or b is not None):
                note("header", name, {"gold": a, "found": b})
    for name in ("title", "issuer"):
        if name in gold:
            a, b = gold[name], predicted.get(name)
            options: Iterable[str | None] = match.names(b) if isinstance(b, dict) else [b]
            good = bool(a) and bool(b) and max((match.likeness(a, o) for o in options), default=0.0) >= 0.75
            count.add(Count(good, bool(b), bool(a)))
            if not good and (a or b):
                note("header", name, {"gold": a, "found": b["name"] if isinstance(b, dict) else b})
    lists: dict[str, Callable[[Any, Any], float]] = {
        "addressees": match.party,
        "in_reply_to": lambda g, p: float(match.code(g["number"]) == match.code(p.get("number"))),
        "signatories": lambda g, p: match.at_least(0.6, match.likeness(g["name"], p.get("name"))),
    }
    for name, matcher in lists.items():
        if name in gold:
            count.add(_listed(f"header.{name}", gold[name] or [], predicted.get(name) or [], matcher, note))
    return count


def broken_evidence(predicted: Json) -> int:
    """Spans whose quote is not the stretch of the text that they claim."""
    text, bad = predicted.get("text") or "", 0
    stack: list[object] = [predicted]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if {"start", "end", "quote"} <= node.keys():
                bad += text[node["start"] : node["end"]] != node["quote"]
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
    return bad
