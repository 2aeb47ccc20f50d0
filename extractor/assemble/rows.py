"""Measures of plan_tables."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.schema.analysis import Analysis
from extractor.schema.facts import Head, Measure
from extractor.schema.span import Span


def measures(head: Head, analysis: Analysis, spans: Sequence[Span]) -> list[Measure]:
    """The measures, in reading order."""
    return []
