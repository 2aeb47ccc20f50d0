"""Warnings: what a clerk would need to know before relying on the document or on what was read from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractor.assemble import totals
from extractor.detect import dates
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Alert, Head, Measure, Offsets

#: Below this share of the text a second language is a quotation, not a mixture.
_MIXED: Final = 0.15
_WHOLE: Final = re.compile(r"\d{1,3}\Z")


def find(head: Head, analysis: Analysis, measures: Sequence[Measure]) -> tuple[Alert, ...]:
    """All warnings, those of the reader first, then by what they are about."""
    out = [Alert(n.code, n.message, n.spans) for n in analysis.outline.document.notices]
    out += _conflicts(head)
    out += _gaps(measures)
    out += totals.mismatches(analysis)
    out += _impossible(analysis)
    out += _languages(analysis)
    out += _homoglyphs(analysis)
    out += _long(analysis)
    return tuple(out)


def _conflicts(head: Head) -> list[Alert]:
    """The head and the approval block of one act that name two dates or two numbers."""
    if head.approval is None:
        return []
    evidence = dict(head.evidence)
    _, number, date = head.approval
    out = []
    same_number = head.number is not None and number is not None and _code(head.number) == _code(number)
    if date and head.date and date != head.date and (same_number or number is None):
        spans = evidence.get("date", ()) + evidence.get("approval", ())
        out.append(Alert("date_conflict", f"the head dates the act {head.date}, its approval block {date}", spans))
    if number and head.number and not same_number and date == head.date:
        spans = evidence.get("number", ()) + evidence.get("approval", ())
        message = f"the head numbers the act {head.number}, its approval block {number}"
        out.append(Alert("number_conflict", message, spans))
    return out


def _code(number: str) -> str:
    return re.sub(r"[\s№.]+", "", number).casefold()


def _gaps(measures: Sequence[Measure]) -> list[Alert]:
    """Item numbers of a plan that skip or come twice."""
    out = []
    rows = [m for m in measures if m.rule == "plan.row" and m.number and _WHOLE.match(m.number)]
    for above, below in pairwise(rows):
        before, after = int(above.number or 0), int(below.number or 0)
        spans: Offsets = (above.spans[0], below.spans[0])
        if after > before + 1:
            missing = f"{before + 1}" if after == before + 2 else f"{before + 1}-{after - 1}"
            out.append(Alert("table_gap", f"the items go from {before} to {after}: {missing} is missing", spans))
        elif after == before:
            out.append(Alert("table_gap", f"item {after} stands twice", spans))
    return out


def _impossible(analysis: Analysis) -> list[Alert]:
    return [
        Alert("impossible_date", f"no such date: {analysis.text[a:b]}", ((a, b),))
        for a, b in dates.impossible(analysis)
    ]


def _languages(analysis: Analysis) -> list[Alert]:
    minor = [(code, share) for code, share in analysis.languages if code != analysis.language and share >= _MIXED]
    if not minor:
        return []
    code, share = minor[0]
    spans = tuple((s.start, s.end) for s in analysis.sentences if s.language == code)[:3]
    return [Alert("mixed_language", f"{share:.0%} of the text is in another language ({code})", spans)]


def _homoglyphs(analysis: Analysis) -> list[Alert]:
    if not analysis.homoglyphs:
        return []
    count = len(analysis.homoglyphs)
    words = "word has" if count == 1 else "words have"
    return [Alert("homoglyphs", f"{count} {words} Latin letters in place of Cyrillic", analysis.homoglyphs[:20])]


def _long(analysis: Analysis) -> list[Alert]:
    end = analysis.named_to
    if end is None:
        return []
    message = f"the text is very long: models read its first {end:,} characters, the rules alone read on"
    return [Alert("long_text", message, ())]
