"""Facts → Facts: one organisation a body, contexts filled in."""

from __future__ import annotations

from extractor.schema.analysis import Analysis
from extractor.schema.facts import Facts


def run(facts: Facts, analysis: Analysis) -> Facts:
    """The facts with mentions of one body put together."""
    return facts
