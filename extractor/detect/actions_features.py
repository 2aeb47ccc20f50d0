"""What of a clause speaks for or against its being an action that a body reports: names of features that hold."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Final

from extractor.detect.actions_clauses import Clause, Predicate
from extractor.detect.actions_lexicon import classes_of, events_low, phrase, phrase_low
from extractor.detect.actions_nouns import Named, agent, objected, subject
from extractor.normalize.dates import lowered
from extractor.schema.analysis import Analysis, Sentence
from extractor.schema.facts import Figure
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
    "now",
    "formerly",
    "standing",
    "must",
    "serves",
)
#: Classes of verbs by which people report; an actor before others does something.
_SPEAKS: Final = frozenset({"speech", "think", "warn", "review"})
_NEGATED: Final = re.compile(r"\bне\s+\Z", re.IGNORECASE)
_LABELS: Final = ("organisation", "person", "figure", "date", "place", "reference")
#: No span is longer, in characters.
_LONGEST: Final = 400
_LETTERS: Final = re.compile(r"[а-яіїєґёa-z'-]+")
#: «…, лікарів - 8 тис. грн»: the share of a sum; counts of things done are no shares.
_MONEY: Final = re.compile(r"грн|руб")
#: Letters that a word's forms share, roughly.
_STEM: Final = 5
#: Days between the paper's date and one that is still news.
_RECENT: Final = 31
#: Marks with which a sentence of somebody's own words begins.
_OPENING: Final = '«"-'
#: How much of a sentence before and behind a clause is looked at, in characters.
_AROUND: Final = 400


@dataclass(frozen=True, slots=True)
class Context:
    """Facts of the whole document that a clause is seen against. `spans` are in order of their starts, `items` are
    the offsets at which the items of dashed lists begin."""

    latest_year: int | None
    title_stems: frozenset[str]
    spans: Sequence[Span]
    first_body: int
    last_body: int
    named: Named
    order: Mapping[int, int]
    lead_stems: frozenset[str]
    day: date | None = None
    quoted: Sequence[tuple[int, int]] = ()
    items: Collection[int] = ()


@cache
def _phrases_low() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, phrase_low(name)) for name in _PHRASES)


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
    names = _classes(clause, plain, start, end)
    yield from _of_predicate(clause, main, names)
    if not context.title_stems:
        yield f"no_title.{_tense(main)}"
    yield from _of_nouns(clause, main, sentence, context)
    yield from _of_words(plain, clause, body, start)
    yield from _of_sentence(plain, sentence, clause, end, context)
    yield from _of_doers(clause, lowered(plain), start, end, names)
    yield from _of_spans(context, clause, start, end)
    yield from _of_place(analysis, sentence, body, context)
    yield from _of_stems(body)


def _of_stems(body: str) -> Iterator[str]:
    """The beginnings of the clause's words, each once, and of pairs of them. Classes of words say more where they are
    known; these say what no class was made for (+0.013 F1 of clauses, documents held out)."""
    words = [w[:_STEM] for w in _LETTERS.findall(body.lower())]
    yield from {f"w.{w}" for w in words}
    yield from {f"w.{a}.{b}" for a, b in pairwise(words)}


def _of_predicate(clause: Clause, main: Predicate, names: set[str]) -> Iterator[str]:
    yield f"form.{main.verb.form}{'.perf' if main.verb.perfective else ''}"
    if main.auxiliary:
        yield "aux.future" if main.auxiliary.startswith(("буд",)) else "aux.past"
    if main.modal:
        yield "modal"
        yield f"modal.{main.modal[:5]}"
    if main.verb.reflexive:
        yield "reflexive"
        yield f"reflexive.{_tense(main)}"
    if main.verb.plural:
        yield "plural"
    if main.verb.person in (1, 2):
        yield "person.12"
    for name in names:
        yield f"class.{name}"
        yield f"class.{name}.{_tense(main)}"
    for p in clause.predicates:
        yield f"verb.{p.verb.lemma}"
    if len(clause.predicates) > 1:
        yield "several"


def _of_nouns(clause: Clause, main: Predicate, sentence: Sentence, context: Context) -> Iterator[str]:
    """Who acts and on what, by kind and by lemma."""
    doer = subject(clause, sentence.language, context.named)
    yield f"subject.{doer.kind}"
    yield f"subject.{doer.kind}.{_tense(main)}"
    passive = main.verb.form in ("impersonal", "passive") or main.verb.reflexive
    by = agent(clause, sentence.language, context.named) if passive else None
    if by is not None:
        yield f"agent.{by.kind}"
    done = objected(clause, sentence.language, context.named)
    yield f"object.{done.kind}"
    if done.lemma:
        yield f"noun.{done.lemma}"
    if doer.lemma:
        yield f"doer.{doer.lemma}"


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
    first = clause.predicates[0]
    if any(h.start() <= first.start < h.end() for h in phrase_low("entitled").finditer(low, start, end)):
        yield "entitled"


def _tense(predicate: Predicate) -> str:
    form = predicate.verb.form
    if predicate.auxiliary and predicate.auxiliary.startswith("буд"):
        return "future"
    return "done" if form in ("past", "impersonal", "passive") else form


def _of_words(plain: str, clause: Clause, body: str, start: int) -> Iterator[str]:
    words = body.count(" ") + 1
    yield "short" if words < 5 else "long" if words > 30 else "middling"
    low = lowered(plain)
    end = start + len(body)
    for name, pattern in _phrases_low():
        if pattern.search(low, start, end):
            yield name
    tallies = phrase_low("tally").findall(low, start, end)
    if len(tallies) > 1 and _MONEY.search(tallies[0]):
        yield "breakdown"
    if events_low().search(low, start, end):
        yield "event"
    if _NEGATED.search(plain, start, clause.predicates[0].start):
        yield "negated"
    if phrase("governs").match(plain, end):
        yield "governs"
    if body.startswith("«") or plain[start - 1 : start] == "«":
        yield "opens_quote"


def _of_sentence(plain: str, sentence: Sentence, clause: Clause, end: int, context: Context) -> Iterator[str]:
    """What the sentence around the clause says of it; of a very long one only what is near."""
    low = lowered(plain)
    since = max(sentence.start, clause.start - _AROUND)
    opens = plain[sentence.start] in _OPENING and sentence.start not in context.items
    if opens or phrase_low("speech_marks").search(low, since, min(sentence.end, end + _AROUND)):
        yield "speech_marks"
    if plain[sentence.end - 1 : sentence.end] in ("?", "!"):
        yield "exclaims"
    if plain[sentence.end - 1 : sentence.end] == ":":
        yield "leads_list"
    if phrase_low("recalls").match(low, sentence.start):
        yield "recalls"
    if phrase_low("informs").search(low, end, min(sentence.end, end + _AROUND)):
        yield "informed"
    elif phrase_low("informs").search(low, since, clause.start):
        yield "informs"
    if clause.reported:
        yield "reported"
    at = bisect_right(context.quoted, clause.predicates[0].start, key=lambda q: q[0]) - 1
    if at >= 0 and clause.predicates[0].start < context.quoted[at][1]:
        yield "quoted"
    if clause.relative:
        yield "relative"
    if not clause.first and not clause.relative and not clause.reported:
        yield "later_clause"


def _of_spans(context: Context, clause: Clause, start: int, end: int) -> Iterator[str]:
    verb_at = clause.predicates[0].start
    seen: set[str] = set()
    for k in range(bisect_left(context.spans, start - _LONGEST, key=lambda s: s.start), len(context.spans)):
        span = context.spans[k]
        if span.start >= end:
            break
        if span.end <= start:
            continue
        if span.label in _LABELS and span.label not in seen:
            yield span.label
            if span.label in ("organisation", "person"):
                yield f"{span.label}.before" if span.start < verb_at else f"{span.label}.after"
        seen.add(span.label)
        if span.label == "date":
            yield from _of_day(span, context)
        elif isinstance(span.value, Figure):
            yield f"figure.{span.value.unit}"


def _of_day(span: Span, context: Context) -> Iterator[str]:
    """How a day stands to the day of the paper."""
    yield f"date.{span.rule.partition('.')[2] or span.rule}"
    if context.day is None or not isinstance(span.value, str):
        return
    try:
        days = (date.fromisoformat(span.value) - context.day).days
    except ValueError:
        return
    yield "day.before" if days < -_RECENT else "day.after" if days > 0 else "day.recent"


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
    at = context.order[sentence.start]
    yield f"sentence.{'first' if at == 0 else 'second' if at == 1 else 'early' if at < 5 else 'late'}"
    own = stems(body)
    if at and own:
        common = len(own & context.lead_stems)
        yield "lead.again" if 2 * common >= len(own) else "lead.near" if common >= 2 else "lead.far"
    shared = len(own & context.title_stems)
    if context.title_stems:
        yield "titled" if 2 * shared >= len(context.title_stems) else "titled.some" if shared >= 2 else "untitled"
    else:
        yield "no_title"
    yield f"lang.{sentence.language}"
