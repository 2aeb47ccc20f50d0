"""Finds deadlines."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.schema.analysis import Analysis
from extractor.schema.span import Span


def detect(analysis: Analysis, found: Sequence[Span]) -> list[Span]:
    """Spans labelled as deadlines."""
    return []
