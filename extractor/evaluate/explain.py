"""Which rule or model said what, with the place: the lines of `vytiah explain`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from extractor.pipeline import read, trace
from extractor.schema.facts import Offsets
from extractor.settings import DEFAULT, Settings


def lines(path: Path, settings: Settings = DEFAULT) -> Iterator[str]:
    """One line a fact: line:column, what it is, the rule, the score, the quote; spans first, then measures.

    Raises SourceError where the file cannot be read."""
    document = read(path, settings=settings)
    analysis, spans, facts = trace(document, settings)
    places = _Places(document.text)
    yield f"# {path.name}: {document.source.reader}, {analysis.language}, {len(document.text):,} characters"
    for name, offsets in facts.head.evidence:
        yield places.line(offsets, f"head.{name}", "", 1.0)
    for span in spans:
        yield places.line(((span.start, span.end),), span.label, span.rule, span.score, _value(span.value))
    for i, measure in enumerate(facts.measures, 1):
        yield places.line(measure.spans, f"measure m{i} {measure.type}", measure.rule, measure.score)
        for party in measure.responsible:
            yield places.line(party.spans, f"  m{i} responsible", party.rule, 1.0, party.name)
        for deadline in measure.deadlines:
            when = deadline.recurrence or deadline.offset or f"{deadline.start or ''}..{deadline.end or ''}"
            yield places.line(deadline.spans, f"  m{i} deadline", deadline.rule, deadline.score, when)
    for alert in facts.warnings:
        yield places.line(alert.spans, f"warning {alert.code}", "", 1.0, alert.message)


def _value(value: object) -> str:
    if isinstance(value, str):  # it has a `title` too: a method
        return value
    for name in ("name", "title", "number", "value"):
        found = getattr(value, name, None)
        if found is not None:
            return str(found)
    return ""


class _Places:
    """Offsets as line:column, both from 1."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]

    def line(self, offsets: Offsets, what: str, rule: str, score: float, value: str = "") -> str:
        at = "-"
        quote = ""
        if offsets:
            start = offsets[0][0]
            row = bisect_right(self.starts, start)
            at = f"{row}:{start - self.starts[row - 1] + 1}"
            quote = " … ".join(" ".join(self.text[a:b].split()) for a, b in offsets)
        quote = quote if len(quote) <= 90 else quote[:87] + "…"
        shown = f" = {value}" if value and value != quote else ""
        return f"{at:>9}  {what:24} {rule or '-':28} {score:4.2f}  {quote}{shown}"
