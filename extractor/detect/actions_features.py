"""What of a clause speaks for or against its being an action that a body reports: names of features that hold."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractor.detect.actions_clauses import Clause, Predicate
from extractor.detect.actions_lexicon import classes_of, phrase, phrase_low
from extractor.normalize.dates import lowered
from extractor.schema.analysis import Analysis, Sentence
from extractor.schema.span import Span

_YEAR: Final = re.compile(r"\b(19[89]\d|20[0-4]\d)\b(?! ?-?[а-яіїє]{0,3} ?\d)")
#: Phrases of data/actions.toml that are features by their ids.
_PHRASES: Final = (
    "opinion",
    "first_person",
    "pronoun",
    "routine",
    "plan",
    "result",
    "statistics",
    "may",
    "enables",
    "tally",
)
#: Classes of verbs by which people report; an actor before others does something.
_SPEAKS: Final = frozenset({"speech", "think", "warn", "review"})
#: No span is longer, in characters.
_LONGEST: Final = 1_000
_NEGATED: Final = re.compile(r"\bне\s+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """Facts of the whole document that a clause is seen against; `spans` are sorted by their starts."""

    latest_year: int | None
    title_stems: frozenset[str]
    spans: Sequence[Span]
    first_body: int
    last_body: int
    quoted: Sequence[tuple[int, int]] = ()


def stems(plain: str) -> frozenset[str]:
    """First five letters of the words of four and more."""
    return frozenset(w[:5] for w in re.findall(r"[а-яіїєґё']{4,}", plain.lower()))


def features(
    analysis: Analysis, sentence: Sentence, clause: Clause, extent: tuple[int, int], context: Context
) -> Iterator[str]:
    """Names of what holds of the clause."""
    plain = analysis.plain
    start, end = extent
    body = plain[start:end]
    main = clause.predicates[-1]
    yield f"form.{main.verb.form}{'.perf' if main.verb.perfective else ''}"
    if main.auxiliary:
        yield "aux.future" if main.auxiliary.startswith(("буд",)) else "aux.past"
    if main.modal:
        yield "modal"
    if main.verb.reflexive:
        yield "reflexive"
        if main.verb.form == "present":
            yield "reflexive.present"
    if main.verb.plural:
        yield "plural"
    if main.verb.person in (1, 2):
        yield "person.12"
    names = _classes(clause, plain, start, end)
    for name in names:
        yield f"class.{name}"
        yield f"class.{name}.{_tense(main)}"
    if len(clause.predicates) > 1:
        yield "several"
    if not context.title_stems:
        yield f"no_title.{_tense(main)}"
    yield from _of_words(analysis, sentence, clause, body, start, context)
    yield from _of_doers(clause, lowered(plain), start, end, names)
    yield from _of_spans(context, clause, start, end)
    yield from _of_place(analysis, sentence, body, context)


def _classes(clause: Clause, plain: str, start: int, end: int) -> set[str]:
    """The classes of the clause's verbs; «відзначила грамотою» says nothing, it does."""
    names = {name for p in clause.predicates for name in classes_of(p.verb.lemma)} or {"other"}
    says = "speech" in names
    if says and phrase_low("award").search(lowered(plain), start, end) and not phrase("governs").match(plain, end):
        return {"do"}
    return names


def _of_doers(clause: Clause, low: str, start: int, end: int, names: set[str]) -> Iterator[str]:
    """Officials and people of a trade before the verb; those who only take part."""
    main = clause.predicates[-1]
    if phrase_low("actor").search(low, start, clause.predicates[0].start):
        yield "actor.speaks" if names & _SPEAKS else "actor"
    if any(h.start() <= main.start < h.end() for h in phrase_low("attends").finditer(low, start, end)):
        yield "attends"


def _tense(predicate: Predicate) -> str:
    form = predicate.verb.form
    if predicate.auxiliary and predicate.auxiliary.startswith("буд"):
        return "future"
    return "done" if form in ("past", "impersonal", "passive") else form


def _of_words(
    analysis: Analysis, sentence: Sentence, clause: Clause, body: str, start: int, context: Context
) -> Iterator[str]:
    words = body.count(" ") + 1
    yield "short" if words < 5 else "long" if words > 30 else "middling"
    low = lowered(analysis.plain)[start : start + len(body)]
    for name in _PHRASES:
        if phrase_low(name).search(low):
            yield name
    yield from _of_whole(analysis.plain, sentence.start, sentence.end)
    if _NEGATED.search(analysis.plain, start, clause.predicates[0].start):
        yield "negated"
    if phrase("governs").match(analysis.plain, start + len(body)):
        yield "governs"
    if clause.reported:
        yield "reported"
    at = bisect_right(context.quoted, clause.predicates[0].start, key=lambda q: q[0]) - 1
    if at >= 0 and clause.predicates[0].start < context.quoted[at][1]:
        yield "quoted"
    if clause.relative:
        yield "relative"
    if not clause.first and not clause.relative and not clause.reported:
        yield "later_clause"


@lru_cache(maxsize=2)
def _of_whole(plain: str, start: int, end: int) -> tuple[str, ...]:
    """What the whole sentence plain[start:end] says of each of its clauses; remembered, as a sentence that never ends
    has thousands of them."""
    whole = plain[start:end]
    ends = {"?": "exclaims", "!": "exclaims", ":": "leads_list"}
    names = ["speech_marks"] if phrase("speech_marks").search(whole) else []
    return tuple(names + [ends[mark] for mark in (whole[-1:],) if mark in ends])


def _of_spans(context: Context, clause: Clause, start: int, end: int) -> Iterator[str]:
    low = bisect_left(context.spans, start - _LONGEST, key=lambda s: s.start)
    high = bisect_left(context.spans, end, key=lambda s: s.start)
    inside = [s for s in context.spans[low:high] if s.end > start]
    verb_at = clause.predicates[0].start
    for label in ("organisation", "person", "figure", "date", "place", "reference"):
        here = [s for s in inside if s.label == label]
        if here:
            yield label
            if label in ("organisation", "person"):
                yield f"{label}.before" if here[0].start < verb_at else f"{label}.after"


def _of_place(analysis: Analysis, sentence: Sentence, body: str, context: Context) -> Iterator[str]:
    years = [int(y) for y in _YEAR.findall(body)]
    if years and context.latest_year is not None:
        yield "year.past" if max(years) < context.latest_year else "year.present"
    if sentence.paragraph == context.first_body:
        yield "lead"
        if sentence.start == analysis.outline.paragraphs[sentence.paragraph].start:
            yield "lead.first"
    elif sentence.paragraph == context.last_body:
        yield "last"
    shared = len(stems(body) & context.title_stems)
    if context.title_stems:
        yield "titled" if 2 * shared >= len(context.title_stems) else "titled.some" if shared >= 2 else "untitled"
    else:
        yield "no_title"
    yield f"lang.{sentence.language}"
