"""Head and spans → Facts: measures with their parties, deadlines and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from extractor.assemble import acts, alerts, narrative, rows
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Facts, Figure, Head, Measure, Organisation, Person, Place, Reference
from extractor.schema.span import Span

Placed = TypeVar("Placed", Organisation, Figure, Reference, Person, Place)


def run(head: Head, analysis: Analysis, spans: Sequence[Span]) -> Facts:
    """All facts of the document, in reading order."""
    ordered = acts.measures(head, analysis)
    measures = [*ordered, *rows.measures(analysis, spans)]
    taken = (*(place for m in measures for place in m.spans), *acts.read_whole(analysis, ordered))
    told = narrative.measures(head, analysis, spans, taken)
    measures = [m for m in measures if not any(_overlap(m, t) for t in told)] + told
    measures.sort(key=lambda m: m.spans[0])
    return Facts(
        head=_with_control(head, measures),
        measures=tuple(measures),
        organisations=tuple(_placed(s, s.value) for s in spans if isinstance(s.value, Organisation)),
        figures=tuple(_placed(s, s.value) for s in spans if isinstance(s.value, Figure)),
        references=tuple(_placed(s, s.value) for s in spans if isinstance(s.value, Reference)),
        people=tuple(_placed(s, s.value) for s in spans if isinstance(s.value, Person)),
        places=tuple(_placed(s, s.value) for s in spans if isinstance(s.value, Place)),
        warnings=alerts.find(head, analysis, measures),
    )


def _overlap(one: Measure, other: Measure) -> bool:
    return one.spans[0][0] < other.spans[-1][1] and other.spans[0][0] < one.spans[-1][1]


def _with_control(head: Head, measures: Sequence[Measure]) -> Head:
    """The head with the first party that a point lays control of fulfilment on."""
    for measure in measures:
        if measure.type == "control" and measure.responsible:
            party = measure.responsible[0]
            return replace(head, control=party, evidence=(*head.evidence, ("control", party.spans)))
    return head


def _placed(span: Span, value: Placed) -> Placed:
    """The value with its place, score and rule taken from the span, unless the detector set them."""
    return replace(value, spans=value.spans or ((span.start, span.end),), score=span.score, rule=span.rule)
