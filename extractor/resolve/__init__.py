"""Facts → Facts: one organisation a body, contexts filled in."""

from __future__ import annotations

from dataclasses import replace

from extractor.resolve import organisations
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Facts


def run(facts: Facts, analysis: Analysis) -> Facts:
    """The facts with mentions of one body put together."""
    return replace(facts, organisations=tuple(organisations.merge(facts.organisations, analysis.language)))
