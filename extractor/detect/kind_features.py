"""What of a document speaks for one kind or another: names of features, with how strongly they hold (0 to 1).

A clerk looks at the head, the headline, the first and the last words, at who speaks to whom, and at how the page is
filled: lists, tables, figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Final

from extractor.data import load
from extractor.detect.kind_lines import ACTS, headed
from extractor.detect.kind_words import Form, is_verb
from extractor.layout.zones_view import kind_of, unspaced
from extractor.normalize.dates import lowered
from extractor.schema.analysis import Analysis, Language
from extractor.schema.outline import Paragraph

#: How much of the text is looked at, in characters: its lead, the stretch whose words are counted, and its tail.
_LEAD: Final = 300
_SEEN: Final = 2000
_TAIL: Final = 300
#: How many paragraphs below the frame are asked whether they name a kind, how many whether they show one of the cues
#: of a head, and how long such a line may be.
_NEAR: Final = 5
_HEADS: Final = 8
_SHORT: Final = 200
#: Further down a line names it in capitals only, as the head of a paper does that a page shows; with its number and day
#: it is not longer than this.
_FAR: Final = 15
_HEAD: Final = 60
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
        "title.impersonal",
        "title.present",
        "title.speaker",
        "title.exclaims",
        "lead.story",
        "lead.address",
        "lead.day",
        "lead.office",
        "lead.held",
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
_SAYS: Final = re.compile(r"[^\W\d_]{2}")
_SPACED_LAST: Final = re.compile(r"(?: \w)(?: [^\W\d_]){3,}$")
#: Figures that count nothing: days, hours, years, numbers of papers.
_NO_COUNT: Final = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{2,4}|\b\d{1,2}[:.]\d\d\b(?! ?(?:тис|тыс|млн|млрд|грн|руб|%))|"
    r"\b(?:19|20)\d\d(?:[-/]\d{2,4})?\b|№ ?\S+|"
    r"\b\d{1,2} (?:січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|"
    r"января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)\b"
)
_WORD: Final = re.compile(r"[а-яіїєґё']{3,}")
_STEM: Final = 5
#: How many paragraphs are asked what kind of row they are: an item of a list, one of figures, of a schedule; and how
#: much of the beginning and of the end of each is looked at, in characters.
_ROWS: Final = 100
_ROW_END: Final = 80
#: Stretches that say «many»: a feature of counts is full at so many hits per 1,000 characters.
_FULL: Final = 5.0


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a document that tell its kind, in lower case with runs of white space made one space: its headline,
    the beginning of what is neither frame nor headline, its end, its first short line that is no annex's number, and
    its first short lines of any role."""

    title: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    tail: str = ""
    first: str = ""
    heads: tuple[str, ...] = ()
    language: Language = "uk"


@cache
def _cues() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((e["id"], e["scope"], re.compile(e["pattern"])) for e in load("kinds")["cue"])


@cache
def _stems() -> dict[str, str]:
    return {stem: e["id"] for e in load("kinds")["word"] for stem in e.get("stems", "").split()}


@cache
def _endings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((e["id"], tuple(e["endings"].split())) for e in load("kinds")["word"] if "endings" in e)


@cache
def _rows() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((e["id"], re.compile(e["pattern"])) for e in load("kinds")["row"])


@cache
def _verbs() -> tuple[tuple[Form, tuple[str, ...], frozenset[str]], ...]:
    return tuple(
        (e["form"], tuple(e["endings"].split()), frozenset(e.get("certain", "").split())) for e in load("kinds")["verb"]
    )


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
    title = headline_of(analysis)
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
    above = takewhile(lambda p: p.end - p.start < _SHORT, (p for p in body if p.role != "annex"))
    first = next((low[p.start : p.end] for p in above), "")
    near = [p for p in analysis.outline.paragraphs if p.role != "furniture"][:_HEADS]
    heads = tuple(
        unspaced(line) for p in near if p.end - p.start < _SHORT for line in readings(_joined(low[p.start : p.end]))
    )
    return Parts(
        _joined(headline), _joined(" ".join(pieces)), body, _joined(tail), _joined(first), heads, analysis.language
    )


def headline_of(analysis: Analysis) -> Paragraph | None:
    """The headline; a line of digits alone, as a telephone at the top of a page, is none."""
    titles = (p for p in analysis.outline.paragraphs if p.role == "title")
    return next((p for p in titles if _SAYS.search(analysis.plain, p.start, p.end)), None)


def readings(line: str) -> tuple[str, ...]:
    """The line and, where its last word is spaced out, that word too: «МІНІСТЕРСТВО КУЛЬТУРИ Л И С Т» is a letterhead
    and the word for a letter below it."""
    spaced = _SPACED_LAST.search(line)
    return (line,) if spaced is None else (line, spaced.group().strip())


def of_words(parts: Parts) -> Iterator[tuple[str, float]]:
    """The cues of data/kinds.toml that the parts show, what the headline is like, and how often words are said."""
    title, lead = parts.title or parts.first, parts.text[:_LEAD]
    seen = {"title": (title,), "lead": (lead,), "tail": (parts.tail,), "text": (parts.text,), "lines": parts.heads}
    for name, scope, pattern in _cues():
        if any(map(pattern.search, seen.get(scope, ()))):
            yield name, 1.0
    yield from _of_heads(parts.heads)
    for kind, pattern in _HEADLINES:
        if pattern.search(title):
            yield f"headed.{kind}", 1.0
    for word in _WORD.findall(title):
        if (form := _form(word, parts.language)) is not None:
            yield f"title.{form}", 1.0
    if parts.title:
        yield "title", 1.0
        if any(c.isdigit() for c in parts.title):
            yield "title.digits", 1.0
    if parts.title and parts.text.startswith(parts.title[:40]):
        yield "title.repeated", 1.0
    yield from _of_counts(parts)


def _of_heads(heads: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    """The cues of the first line that has any: «Звіт» above «План доповіді»."""
    for line in heads:
        found = [name for name, scope, pattern in _cues() if scope == "head" and pattern.search(line)]
        if found:
            yield from ((name, 1.0) for name in found)
            return


def _of_counts(parts: Parts) -> Iterator[tuple[str, float]]:
    words = _WORD.findall(parts.text)
    counts = Counter(map(_stems().get, (word[:_STEM] for word in words)))
    for name, endings in _endings():
        counts[name] = sum(word.endswith(endings) for word in words if len(word) > _STEM)
    forms = Counter(_form(word, parts.language) for word in words if len(word) > _STEM)
    counts.update({f"text.{form}": hits for form, hits in forms.items() if form is not None})
    for counted, hits in counts.items():
        if counted is not None and hits:
            yield counted, _rate(hits, parts.text)
    if verbs := forms["impersonal"] + forms["past"]:
        yield "share.impersonal", forms["impersonal"] / verbs


def _form(word: str, language: Language) -> Form | None:
    """How the word tells, where it is a verb of one of the forms that count."""
    for form, endings, certain in _verbs():
        if word in certain or (word.endswith(endings) and is_verb(word, form, language)):
            return form
    return None


def _of_names(analysis: Analysis) -> Iterator[tuple[str, float]]:
    """Which kinds the first lines name: «Протокол наради …», «Звіт про …», whatever else the page is."""
    lines = [p for p in analysis.outline.paragraphs if p.role != "furniture"][:_FAR]
    for p in lines[:_NEAR]:
        for line in readings(_joined(analysis.plain[p.start : p.end])) if p.end - p.start < _SHORT else ():
            if (named := kind_of(line)) is not None:
                yield f"names.{named[0]}", 1.0
    for p in lines[_NEAR:]:
        line = unspaced(_joined(analysis.plain[p.start : p.end])) if p.end - p.start < _HEAD else ""
        named = kind_of(line) if line[:4].isupper() else None
        if named is not None and (named[0] not in ACTS or headed(line) is not None):
            yield f"heads.{named[0]}", 1.0


def _joined(text: str) -> str:
    return " ".join(text.split())


def _of_layout(analysis: Analysis, parts: Parts) -> Iterator[tuple[str, float]]:
    # Who approves a plan stands above it: only below does a name sign.
    paragraphs = analysis.outline.paragraphs
    half = (paragraphs[0].start + len(analysis.plain.rstrip())) // 2 if paragraphs else 0
    roles = {p.role for p in paragraphs if p.role != "signature" or p.start > half}
    for role in sorted(roles & _SHOWN_ROLES):
        yield f"role.{role}", 1.0
    if analysis.outline.plans:
        yield "plan_table", 1.0
    if not parts.paragraphs:
        return
    many = len(parts.paragraphs)
    yield "share.cells", sum(p.role == "cell" for p in parts.paragraphs) / many
    rows = [_ends(_joined(lowered(analysis.plain[q.start : q.end]))) for q in parts.paragraphs[:_ROWS]]
    for name, pattern in _rows():
        yield name, sum(bool(pattern.search(row)) for row in rows) / len(rows)
    yield "figures", _rate(len(_DIGITS.findall(_NO_COUNT.sub(" ", parts.text))) / 4, parts.text)


def _ends(row: str) -> str:
    """The row with the middle of a long one left out: a pattern tried at each place of it takes the square of its
    length."""
    return row if len(row) <= 2 * _ROW_END else f"{row[:_ROW_END]}…{row[-_ROW_END:]}"


def _rate(hits: float, text: str) -> float:
    """Hits per 1,000 characters as a share of what counts as many, at most 1; a short text is taken as 500 long."""
    return min(1.0, hits * 1000 / max(len(text), 500) / _FULL)
