"""Head and spans → Facts: measures with their parties, deadlines and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from extractor.assemble import acts, narrative, rows
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Facts, Figure, Head, Organisation, Person, Place, Reference
from extractor.schema.span import Span

Placed = TypeVar("Placed", Organisation, Figure, Reference, Person, Place)


def run(head: Head, analysis: Analysis, spans: Sequence[Span]) -> Facts:
    """All facts of the document, in reading order."""
    measures = [*acts.measures(head, analysis, spans), *rows.measures(head, analysis, spans)]
    taken = [place for m in measures for place in m.spans]
    measures += narrative.measures(head, analysis, spans, taken)
    measures.sort(key=lambda m: m.spans[0])
    return Facts(
        head=head,
        measures=tuple(measures),
        organisations=tuple(_placed(s, s.value) for s in spans if isinstance(s.value, Organisation)),
        figures=tuple(_placed(s, s.value) for s in spans if isinstance(s.value, Figure)),
        references=tuple(_placed(s, s.value) for s in spans if isinstance(s.value, Reference)),
        people=tuple(_placed(s, s.value) for s in spans if isinstance(s.value, Person)),
        places=tuple(_placed(s, s.value) for s in spans if isinstance(s.value, Place)),
    )


def _placed(span: Span, value: Placed) -> Placed:
    """The value with its place, score and rule taken from the span, unless the detector set them."""
    return replace(value, spans=value.spans or ((span.start, span.end),), score=span.score, rule=span.rule)
