"""Measures that running text tells of: in news, letters, reports, and in papers that are no act."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from extractor.detect import deadlines, parties
from extractor.schema.analysis import Analysis, Sentence
from extractor.schema.facts import Action, Deadline, DocumentKind, Head, Measure
from extractor.schema.span import Span
from extractor.text.offsets import Joined

#: From so surely on a clause is a measure: the best of 0.2 to 0.6 with documents held out.
THRESHOLD: Final = 0.32
_TELLING: Final[frozenset[DocumentKind]] = frozenset({"news", "letter", "report", "protocol"})


def measures(head: Head, analysis: Analysis, spans: Sequence[Span], taken: Sequence[tuple[int, int]]) -> list[Measure]:
    """The measures, in reading order; nothing inside the stretches that other stages have taken."""
    if head.kind not in _TELLING:
        return []
    out: list[Measure] = []
    for span in spans:
        if span.label != "action" or not isinstance(span.value, Action) or span.score < THRESHOLD:
            continue
        if any(a < span.end and b > span.start for a, b in taken):
            continue
        out.append(_measure(analysis, span, span.value))
    return out


def _measure(analysis: Analysis, span: Span, action: Action) -> Measure:
    sentence = analysis.sentences[bisect_right(analysis.sentences, span.start, key=lambda s: s.start) - 1]
    return Measure(
        type=action.type,
        text=Joined(analysis.text, [(span.start, span.end)]).text,
        spans=((span.start, span.end),),
        status=action.status,
        responsible=tuple(p for p in parties.agents(analysis, span.start, span.end) if p.role != "co_executor"),
        deadlines=tuple(_when(analysis, span, action, sentence)),
        rule=span.rule,
        score=span.score,
    )


def _when(analysis: Analysis, span: Span, action: Action, sentence: Sentence) -> list[Deadline]:
    """The time of the action; what its sentence says before its first clause counts too."""
    start = sentence.start if action.first else span.start
    return deadlines.in_text(analysis.plain, start, span.end, analysis.context, mode="report")
