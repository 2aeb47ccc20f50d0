"""Who held an event, where a later sentence says it: «Організатором виступила служба у справах дітей», «Її провела
завідувачка музею»."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractor.assemble.narrative_parties import Agents
from extractor.detect.actions_clauses import clauses_of
from extractor.detect.actions_lexicon import phrase
from extractor.schema.analysis import Analysis, Sentence
from extractor.schema.facts import Measure, Organisation, Party
from extractor.schema.span import Span

#: How many sentences after that of the event its organiser is looked for.
_AHEAD: Final = 3
#: How far behind «організатором виступила» the first body may begin, in characters.
_NEAR: Final = 60
_JOINT: Final = re.compile(r"[\s»\"]*(?:,|,?\s(?:та|і|й|и|а також|а также))\s+\Z")


def names_organiser(analysis: Analysis, start: int, end: int) -> bool:
    """Does the clause plain[start:end] only say who held the event?"""
    return phrase("organiser").match(analysis.plain, start, end) is not None


def completed(analysis: Analysis, spans: Sequence[Span], told: Sequence[Measure]) -> list[Measure]:
    """The measures, events without a responsible given those whom the sentences right behind them name; such a
    sentence tells of no event of its own."""
    bodies = [s for s in spans if isinstance(s.value, Organisation)]
    out: list[Measure] = []
    said: list[Sentence] = []
    for m in told:
        if said and said[-1].start <= m.spans[0][0] < said[-1].end and _says_who(analysis, m.spans[0][0]):
            continue
        if m.type == "event" and not m.responsible:
            sentence = _held_by(analysis, m.spans[-1][1])
            who = [] if sentence is None else _holders(analysis, spans, sentence)
            said += [sentence] if sentence is not None and who else []
            named = who or _organisers(analysis, bodies, m.spans[-1][1])
            out.append(replace(m, responsible=tuple(named)))
        else:
            out.append(m)
    return out


def _says_who(analysis: Analysis, start: int) -> bool:
    return phrase("held_by").match(analysis.plain, start) is not None


def _held_by(analysis: Analysis, after: int) -> Sentence | None:
    """The sentence right behind, where it says who held what the one before tells of: «Його провів староста»."""
    at = bisect_right(analysis.sentences, after, key=lambda s: s.start)
    behind = analysis.sentences[at] if at < len(analysis.sentences) else None
    return behind if behind is not None and _says_who(analysis, behind.start) else None


def _holders(analysis: Analysis, spans: Sequence[Span], sentence: Sentence) -> list[Party]:
    clause = clauses_of(analysis.plain, sentence.start, sentence.end, sentence.language)[0]
    return Agents(analysis, spans).of(
        clause.start,
        clause.end,
        sentence=sentence,
        verb_start=clause.predicates[0].start,
        passive=False,
        first=True,
    )


def _organisers(analysis: Analysis, bodies: Sequence[Span], after: int) -> list[Party]:
    first = bisect_right(analysis.sentences, after, key=lambda s: s.start)
    for sentence in analysis.sentences[first : first + _AHEAD]:
        hit = phrase("organiser").match(analysis.plain, sentence.start, sentence.end)
        if hit is not None:
            return _listed(analysis, bodies, hit.end(), sentence.end)
    return []


def _listed(analysis: Analysis, bodies: Sequence[Span], start: int, end: int) -> list[Party]:
    """The bodies of the list that begins near `start`."""
    out: list[Party] = []
    at = start
    for body in bodies[bisect_left(bodies, start, key=lambda s: s.start) :]:
        near = body.start - at <= _NEAR if not out else _JOINT.match(analysis.plain, at, body.start) is not None
        if body.start >= end or not near or not isinstance(body.value, Organisation):
            break
        place = (body.start, body.end)
        out.append(Party("organisation", body.value.name, (place,), "executor", rule="narrative.organiser"))
        at = body.end
    return out
