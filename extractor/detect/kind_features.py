"""What of a document speaks for one kind or another: names of features, with how strongly they hold (0 to 1).

A clerk looks at the head, the headline, the first and the last words, at who speaks to whom, and at how the page is
filled: lists, tables, figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor.data import load
from extractor.layout.zones_view import kind_of
from extractor.normalize.dates import lowered
from extractor.schema.analysis import Analysis
from extractor.schema.outline import Paragraph

#: How much of the text is looked at, in characters: its lead, the stretch whose words are counted, and its tail.
_LEAD: Final = 300
_SEEN: Final = 2000
_TAIL: Final = 300
#: How many paragraphs below the frame are asked whether they name a kind, and how long such a line may be.
_NEAR: Final = 5
_SHORT: Final = 200
_HEADLINES: Final = tuple((e["kind"], re.compile(e["pattern"])) for e in load("head")["headline"])
_FRAME: Final = frozenset(("furniture", "title", "requisite"))
_SHOWN_ROLES: Final = frozenset(
    ("letterhead", "addressee", "reply", "signature", "drafter", "annex", "point", "heading", "cell")
)
#: What news have: a verb in the headline, a day, an address or a source at the beginning, somebody who speaks. A
#: headed text that has none of these gives an account or an explanation.
_TELLS: Final = frozenset(
    (
        "title.past",
        "title.present",
        "title.speaker",
        "title.exclaims",
        "lead.story",
        "lead.address",
        "lead.day",
        "lead.office",
        "text.quoted",
        "text.source",
        "text.said",
    )
)
#: What an account counts, and how it says what was done: seen apart where the headed text tells no story.
_COUNTS: Final = (
    "figures",
    "lead.period",
    "lead.state",
    "share.impersonal",
    "text.people",
    "text.impersonal",
    "text.period",
    "title.account",
    "title.month",
    "title.period",
)
_DIGITS: Final = re.compile(r"\d+")
_WORD: Final = re.compile(r"[а-яіїєґё']{3,}")
_STEM: Final = 5
_ITEM: Final = re.compile(r"(?:[-•*·●–] ?\S|\d{1,2}[.)] )")
#: Stretches that say «many»: a feature of counts is full at so many hits per 1,000 characters.
_FULL: Final = 5.0


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a document that tell its kind, in lower case with runs of white space made one space: its headline,
    the beginning of what is neither frame nor headline, its end, and its first short line that is no annex's number."""

    title: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    tail: str = ""
    first: str = ""


@cache
def _cues() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((e["id"], e["scope"], re.compile(e["pattern"])) for e in load("kinds")["cue"])


@cache
def _stems() -> dict[str, str]:
    return {stem: e["id"] for e in load("kinds")["word"] for stem in e.get("stems", "").split()}


@cache
def _endings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((e["id"], tuple(e["endings"].split())) for e in load("kinds")["word"] if "endings" in e)


def features(analysis: Analysis) -> dict[str, float]:
    """The features that hold of a document, by their names."""
    parts = _parts(analysis)
    out = dict(of_words(parts))
    out.update(_of_names(analysis))
    out.update(_of_layout(analysis, parts))
    if parts.title and not out.keys() & _TELLS:
        out["quiet"] = 1.0
        out.update({f"quiet.{name}": out[name] for name in _COUNTS if name in out})
    return out


def _parts(analysis: Analysis) -> Parts:
    low = lowered(analysis.plain)
    title = next((p for p in analysis.outline.paragraphs if p.role == "title"), None)
    body = tuple(p for p in analysis.outline.paragraphs if p.role not in _FRAME)
    pieces: list[str] = []
    length = 0
    for p in body:
        pieces.append(low[p.start : min(p.end, p.start + _SEEN - length)])
        length += len(pieces[-1])
        if length >= _SEEN:
            break
    headline = low[title.start : min(title.end, title.start + _LEAD)] if title else ""
    tail = " ".join(low[p.start : p.end] for p in body[-_NEAR:])[-_TAIL:]
    first = next((low[p.start : p.end] for p in body if p.role != "annex" and p.end - p.start < _SHORT), "")
    return Parts(_joined(headline), _joined(" ".join(pieces)), body, _joined(tail), _joined(first))


def of_words(parts: Parts) -> Iterator[tuple[str, float]]:
    """The cues of data/kinds.toml that the parts show, and what the headline is like."""
    lead = parts.text[:_LEAD]
    seen = {"title": parts.title or parts.first, "lead": lead, "tail": parts.tail, "text": parts.text}
    for name, scope, pattern in _cues():
        if pattern.search(seen[scope]):
            yield name, 1.0
    for kind, pattern in _HEADLINES:
        if pattern.search(seen["title"]):
            yield f"headed.{kind}", 1.0
    words = _WORD.findall(parts.text)
    counts = Counter(map(_stems().get, (word[:_STEM] for word in words)))
    for name, endings in _endings():
        counts[name] = sum(word.endswith(endings) for word in words if len(word) > _STEM)
    for counted, hits in counts.items():
        if counted is not None and hits:
            yield counted, _rate(hits, parts.text)
    verbs = counts["text.impersonal"] + counts["text.past"]
    if verbs:
        yield "share.impersonal", counts["text.impersonal"] / verbs
    if parts.title:
        yield "title", 1.0
        if any(c.isdigit() for c in parts.title):
            yield "title.digits", 1.0
    if parts.title and parts.text.startswith(parts.title[:40]):
        yield "title.repeated", 1.0


def _of_names(analysis: Analysis) -> Iterator[tuple[str, float]]:
    """Which kinds the first lines name: «Протокол наради …», «Звіт про …», whatever else the page is."""
    lines = [p for p in analysis.outline.paragraphs if p.role != "furniture"][:_NEAR]
    for p in lines:
        named = kind_of(_joined(analysis.plain[p.start : p.end])) if p.end - p.start < _SHORT else None
        if named is not None:
            yield f"names.{named[0]}", 1.0


def _joined(text: str) -> str:
    return " ".join(text.split())


def _of_layout(analysis: Analysis, parts: Parts) -> Iterator[tuple[str, float]]:
    roles = [p.role for p in analysis.outline.paragraphs]
    for role in sorted(set(roles) & _SHOWN_ROLES):
        yield f"role.{role}", 1.0
    if analysis.outline.plans:
        yield "plan_table", 1.0
    if not parts.paragraphs:
        return
    many = len(parts.paragraphs)
    yield "share.cells", sum(p.role == "cell" for p in parts.paragraphs) / many
    items = sum(bool(_ITEM.match(analysis.plain, p.start, p.end)) for p in parts.paragraphs[:100])
    yield "share.items", items / min(many, 100)
    yield "figures", _rate(len(_DIGITS.findall(parts.text)) / 4, parts.text)


def _rate(hits: float, text: str) -> float:
    """Hits per 1,000 characters as a share of what counts as many, at most 1; a short text is taken as 500 long."""
    return min(1.0, hits * 1000 / max(len(text), 500) / _FULL)
