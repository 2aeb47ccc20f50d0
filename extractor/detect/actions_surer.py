"""Clauses surer to tell of actions than their words say: those of so many things done («видано 40 довідок», «фахівці
взяли 12 проб», «6 осель підключено»), and those of works under way («ремонт доріг триває»).

Accounts of authorities consist of them; essays and features, which the model has read most of, seldom count what was
done, and have other subjects. Of such clauses that the model, documents held out, did not take for actions, 4 in 10
were some; with what it says of them they are decided."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import Final

from extractor.detect.actions_clauses import Clause, Predicate
from extractor.detect.actions_lexicon import classes_of, phrase
from extractor.schema.facts import Figure
from extractor.schema.span import Span

#: How much surer such a clause is, in log odds.
_LIFT: Final = 1.5
#: Features of what was before or elsewhere.
_PAST: Final = frozenset({"year.past", "formerly", "recalls", "reported", "relative", "day.before"})
#: Classes of verbs that tell what befell, what came in and how much there is, not what was done.
_NO_DEEDS: Final = frozenset("befall change cost receive win compete crime state speech think move feel bio".split())
#: Features of a counted noun that can itself act.
_DOERS: Final = frozenset({"object.body", "object.people", "object.person", "object.official"})
#: What may stand between the verb and its number.
_BETWEEN: Final = re.compile(
    r"\s(?:(?:понад|близько|майже|більше|більш ніж|ще|вже|уже|загалом|всього|усього)\s)*", re.IGNORECASE
)
#: No number of things stands further before its verb, in characters.
_NEAR: Final = 60


def lift(plain: str, clause: Clause, place: tuple[int, int], names: Collection[str], counts: Sequence[Span]) -> float:
    """How much surer the clause is for its count; `counts` are the spans of counts and sums in reading order."""
    main = clause.predicates[-1]
    if is_past(names):
        return 0.0
    if _under_way(main, names):
        return _LIFT
    if not _is_deed(main):
        return 0.0
    if main.verb.form == "past" and not _DOERS.isdisjoint(names):
        return 0.0  # «подали дві компанії»: the counted are those who did it
    at = bisect_left(counts, main.end, key=lambda s: s.start)
    behind = at < len(counts) and _BETWEEN.fullmatch(plain, main.end, counts[at].start) is not None
    at = bisect_left(counts, place[0], key=lambda s: s.start)
    ahead = at < len(counts) and counts[at].start == place[0] and _leads(plain, counts[at], clause.predicates[0])
    return _LIFT if behind or (ahead and main.verb.form == "impersonal") else 0.0


def is_past(names: Collection[str]) -> bool:
    """Does a clause with these features tell of earlier times, or of what somebody else says?"""
    return not _PAST.isdisjoint(names)


def counts_of(found: Sequence[Span]) -> list[Span]:
    """The spans of figures that count things or money."""
    kept = [s for s in found if isinstance(s.value, Figure) and s.value.unit != "percent"]
    return sorted(kept, key=lambda s: s.start)


def _under_way(p: Predicate, names: Collection[str]) -> bool:
    """Do works begin, go on or end?"""
    if phrase("proceeds").match(p.verb.lemma) is None:
        return False
    return any(name.startswith("doer.") and phrase("works").match(name, 5) for name in names)


def _is_deed(p: Predicate) -> bool:
    """A finished act of an unnamed or plural doer, rather than a finding."""
    told = p.verb.form == "impersonal" or (p.verb.form == "past" and p.verb.plural)
    if not told or not p.verb.perfective or p.verb.reflexive or p.modal:
        return False
    return phrase("finds").match(p.verb.lemma) is None and _NO_DEEDS.isdisjoint(classes_of(p.verb.lemma))


def _leads(plain: str, count: Span, p: Predicate) -> bool:
    """Do the count and its noun stand right before the verb, no comma between?"""
    return count.start < p.start <= count.start + _NEAR and "," not in plain[count.end : p.start]
