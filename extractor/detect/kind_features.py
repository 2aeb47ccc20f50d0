"""What of a document speaks for one kind or another: names of features, with how strongly they hold (0 to 1).

A clerk looks at the head, the headline, the first words, and at how the page is filled: lists, tables, figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor.data import load
from extractor.normalize.dates import lowered
from extractor.schema.analysis import Analysis
from extractor.schema.outline import Paragraph

#: How much of the text is looked at, in characters: its lead, and the stretch whose words are counted.
_LEAD: Final = 300
_SEEN: Final = 2000
_FRAME: Final = frozenset(("furniture", "title", "requisite"))
_SHOWN_ROLES: Final = frozenset(
    ("letterhead", "addressee", "reply", "signature", "drafter", "annex", "point", "heading", "cell")
)
#: What news have: a verb in the headline, a day, an address or a source at the beginning, somebody who speaks. A
#: headed text that has none of these gives an account or an explanation.
_TELLS: Final = frozenset(
    ("title.past", "title.present", "title.speaker", "title.exclaims", "lead.story", "lead.address", "text.said")
)
#: What an account counts, and how it says what was done: seen apart where the headed text tells no story.
_COUNTS: Final = ("figures", "text.people", "text.impersonal", "title.account", "title.month")
_DIGITS: Final = re.compile(r"\d+")
_WORD: Final = re.compile(r"[а-яіїєґё']{3,}")
_STEM: Final = 5
_ITEM: Final = re.compile(r"(?:[-•*·●–] ?\S|\d{1,2}[.)] )")
#: Stretches that say «many»: a feature of counts is full at so many hits per 1,000 characters.
_FULL: Final = 5.0


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a document that tell its kind, in lower case with runs of white space made one space: its headline,
    and the beginning of what is neither frame nor headline."""

    title: str
    text: str
    paragraphs: tuple[Paragraph, ...]


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
    return Parts(" ".join(headline.split()), " ".join(" ".join(pieces).split()), body)


def of_words(parts: Parts) -> Iterator[tuple[str, float]]:
    """The cues of data/kinds.toml that the parts show, and what the headline is like."""
    lead = parts.text[:_LEAD]
    for name, scope, pattern in _cues():
        if pattern.search(parts.title if scope == "title" else lead):
            yield name, 1.0
    words = _WORD.findall(parts.text)
    counts = Counter(map(_stems().get, (word[:_STEM] for word in words)))
    for name, endings in _endings():
        counts[name] = sum(word.endswith(endings) for word in words if len(word) > _STEM)
    for counted, hits in counts.items():
        if counted is not None and hits:
            yield counted, _rate(hits, parts.text)
    if parts.title:
        yield "title", 1.0
        if any(c.isdigit() for c in parts.title):
            yield "title.digits", 1.0
    if parts.title and parts.text.startswith(parts.title[:40]):
        yield "title.repeated", 1.0


def _of_layout(analysis: Analysis, parts: Parts) -> Iterator[tuple[str, float]]:
    roles = [p.role for p in analysis.outline.paragraphs]
    for role in sorted(set(roles) & _SHOWN_ROLES):
        yield f"role.{role}", 1.0
    if analysis.outline.plans:
        yield "plan_table", 1.0
    size = sum(p.end - p.start for p in parts.paragraphs)
    yield "size.small" if size < 700 else "size.large" if size > 6000 else "size.middle", 1.0
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
