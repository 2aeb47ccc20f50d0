"""Who held an event, where a later sentence says it: «Організатором виступила служба у справах дітей»."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractor.detect.actions_lexicon import phrase
from extractor.schema.analysis import Analysis
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
    """The measures, events without a responsible given the organisers that the sentences right behind them name."""
    bodies = [s for s in spans if isinstance(s.value, Organisation)]
    return [
        replace(m, responsible=tuple(_organisers(analysis, bodies, m.spans[-1][1])))
        if m.type == "event" and not m.responsible
        else m
        for m in told
    ]


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
