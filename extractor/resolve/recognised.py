"""Facts that rest on words which text recognition was not sure of are less sure themselves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from extractor.schema.document import Notice
from extractor.schema.facts import Facts, Offsets

#: The notice whose places are the doubtful words.
CODE: Final = "low_confidence"
#: What a fact keeps of its confidence where all of its words are doubtful; such words are right half of the time.
_LEAST: Final = 0.5


def weakened(facts: Facts, notices: Iterable[Notice]) -> Facts:
    """The facts, with the confidence of measures, deadlines and figures lowered by their share of doubtful characters:
    to a half where all are doubtful. The same facts where none is."""
    doubtful = sorted(span for notice in notices if notice.code == CODE for span in notice.spans)
    if not doubtful:
        return facts
    ends = [end for _, end in doubtful]

    def weak(score: float, spans: Offsets) -> float:
        return round(score * (1 - (1 - _LEAST) * _share(spans, doubtful, ends)), 3)

    measures = tuple(
        replace(
            measure,
            score=weak(measure.score, measure.spans),
            deadlines=tuple(replace(d, score=weak(d.score, d.spans)) for d in measure.deadlines),
        )
        for measure in facts.measures
    )
    figures = tuple(replace(f, score=weak(f.score, f.spans)) for f in facts.figures)
    return replace(facts, measures=measures, figures=figures)


def _share(spans: Offsets, doubtful: Sequence[tuple[int, int]], ends: Sequence[int]) -> float:
    """The share of the spans' characters that are doubtful."""
    length = sum(b - a for a, b in spans)
    bad = 0
    for start, end in spans:
        at = bisect_left(ends, start + 1)
        while at < len(doubtful) and doubtful[at][0] < end:
            bad += min(end, doubtful[at][1]) - max(start, doubtful[at][0])
            at += 1
    return bad / length if length else 0.0
