"""Where a text speaks of time: the mask that keeps figures from reading dates, years, durations and hours."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from extractor.detect import deadlines_marks
from extractor.detect.deadlines_marks import Mark
from extractor.normalize import dates
from extractor.normalize.dates import Found
from extractor.normalize.prefilter import longest
from extractor.schema.analysis import Analysis
from extractor.schema.span import Span

Expression = Found | Mark


def expressions(low: str, start: int, end: int, *, cell: bool = False) -> list[Expression]:
    """All time expressions of low[start:end], sorted, the longest at each place."""
    return _combined(dates.find(low, start, end, cell=cell), low, start, end)


def _combined(calendar: Iterable[Found], low: str, start: int, end: int) -> list[Expression]:
    both: list[Expression] = [*calendar, *deadlines_marks.find(low, start, end)]
    return longest(both)


def detect(analysis: Analysis) -> list[Span]:
    """Spans labelled "date" over every time expression of the text; `value` is the ISO date of a full single date."""
    low = dates.lowered(analysis.plain)
    spans: list[Span] = []
    for item in _combined(_all(low), low, 0, len(low)):
        if not isinstance(item, Mark) or item.kind not in ("permanent", "weekday"):
            spans.append(Span(item.start, item.end, "date", item.rule, value=_value(item)))
    return spans


def impossible(analysis: Analysis) -> list[tuple[int, int]]:
    """Offsets of what has the form of a date, but is no day: «31.02.2021», «32 січня 2021 року»."""
    low = dates.lowered(analysis.plain)
    return [(item.start, item.end) for item in _all(low) if item.impossible]


@lru_cache(maxsize=2)
def _all(low: str) -> list[Found]:
    """The calendar expressions of a whole text; remembered, as two stages ask for them."""
    return dates.find(low, 0, len(low))


def _value(item: Expression) -> str | None:
    if isinstance(item, Mark) or len(item.days) != 1 or item.days[0].unit != "day":
        return None
    bounds = item.days[0].bounds()
    return bounds[0].isoformat() if bounds and bounds[0] == bounds[1] else None
