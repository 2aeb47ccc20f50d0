"""Facts → Facts: one organisation a body, one reference an act, contexts filled in."""

from __future__ import annotations

from dataclasses import replace

from extractor.detect import organisations_introduced as introduced
from extractor.resolve import context, organisations, parties, people, places, references
from extractor.resolve.registries import look_up
from extractor.resolve.short_names import write_out
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Facts
from extractor.schema.span import Span


def run(facts: Facts, analysis: Analysis) -> Facts:
    """The facts with the mentions of one body, act, person or place put together, in reading order.

    Figures stay one a mention. Parties called by a short name that the document defines get the full one."""
    named = [Span(*o.spans[0], "organisation", o.rule, value=o) for o in facts.organisations if o.spans]
    bodies = organisations.merge(parties.mentions(facts, analysis.language), analysis.language)
    bodies = context.fill(bodies, facts.head.issuer, analysis.language)
    facts = write_out(facts, introduced.short_names(analysis, named))
    return replace(
        facts,
        organisations=tuple(look_up(body) for body in bodies),
        references=tuple(references.merge(facts.references)),
        people=tuple(people.merge(facts.people)),
        places=tuple(places.merge(facts.places)),
    )
