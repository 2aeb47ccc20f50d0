"""Analysis → spans. Detectors run in order and see what those before them found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from extractor.detect import actions, deadlines, figures, head, named, organisations, people, places, references
from extractor.schema.analysis import Analysis, DateContext
from extractor.schema.facts import Head
from extractor.schema.span import Span
from extractor.settings import Weights

Detector = Callable[[Analysis, Sequence[Span]], list[Span]]

#: In order of priority: a later one leaves alone what an earlier one has claimed, where the two exclude each other
#: (a date is no figure, the number of an act is no figure).
DETECTORS: tuple[Detector, ...] = (
    references.detect,
    deadlines.detect,
    people.detect,
    named.people,
    organisations.detect,
    named.bodies,
    places.detect,
    named.places,
    figures.detect,
    actions.detect,
)


def run(analysis: Analysis, weights: Weights = "all") -> tuple[Head, Analysis, tuple[Span, ...]]:
    """The document's head, the analysis with the dates it fixes, and all spans sorted by place.

    `weights` is the setting of that name."""
    card = head.read(analysis, weights)
    analysis = replace(analysis, context=head.date_context(card, analysis))
    spans: list[Span] = []
    for detect in DETECTORS:
        if detect is actions.detect:
            spans.extend(actions.detect(analysis, tuple(spans), weights=weights))
        else:
            spans.extend(detect(analysis, tuple(spans)))
    return card, analysis, tuple(sorted(spans, key=lambda s: (s.start, -s.end, s.label)))


__all__ = ["DETECTORS", "DateContext", "Detector", "run"]
