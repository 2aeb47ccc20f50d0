"""Time expressions → what they say: by when, from when, how often, how long.

A Reading is a Deadline with the facts that decide whether it is the time of an action; see deadlines_scope.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from extractor.detect import dates, deadlines_marks, deadlines_recurring
from extractor.detect.dates import Expression
from extractor.detect.deadlines_calendar import Line, Mode, Reading, read_calendar
from extractor.detect.deadlines_marks import Mark
from extractor.detect.deadlines_terms import is_term, read_term
from extractor.normalize.dates import Days, Found, lowered
from extractor.schema.analysis import DateContext
from extractor.schema.facts import Deadline

#: How far before a measure its year is looked for, in characters.
_LOOK_BACK: Final = 240


def read(plain: str, start: int, end: int, context: DateContext, mode: Mode) -> list[Reading]:
    """All readings of plain[start:end] in order. In running text the paragraph before it is looked at too, for a
    year that is told there."""
    low = lowered(plain)
    first = start if mode == "cell" else max(low.rfind("\n", 0, start) + 1, start - _LOOK_BACK)
    earlier = dates.expressions(low, first, start) if first < start else []
    items = [*earlier, *dates.expressions(low, start, end, cell=mode == "cell")]
    line = Line(low, start, _settle(low, items, context, mode), context, mode)
    items = list(line.items)
    own = next((i for i, item in enumerate(items) if item.start >= start), len(items))
    claimed, readings = deadlines_recurring.read(line, own)
    at = own
    while at < len(items):
        used = 1
        if at not in claimed:
            item = items[at]
            if isinstance(item, Mark):
                readings.extend(_of_mark(line, at))
            else:
                used, found = read_calendar(line, at)
                readings.extend(found)
        at += used
    return sorted(readings, key=lambda r: (r.start, r.end))


def _settle(low: str, items: Sequence[Expression], context: DateContext, mode: Mode) -> list[Expression]:
    """«протягом року з дня …» is a duration, «протягом тижня» in a week's plan is that week, «протягом місяця» in a
    month's plan that month."""
    return [settled for item in items if (settled := _settled(low, item, context, mode)) is not None]


def _settled(low: str, item: Expression, context: DateContext, mode: Mode) -> Expression | None:
    if isinstance(item, Mark):
        if item.rule == "duration.single" and item.value == "P1M" and mode == "cell" and _is_month(context):
            return Found(item.start, item.end, "period.bare", (Days("month", relation="period"),))
        return item
    if item.rule == "year.bare" and is_term(low, item.start, item.end):
        return Mark(item.start, item.end, "duration", "duration.single", "P1Y")
    if item.days and item.days[0].relation == "period" and context.period is None:
        if mode != "act" or not low[item.start : item.end].endswith(("тижня", "недели")):
            return None
        return Mark(item.start, item.end, "duration", "duration.single", "P7D")
    return item


def _is_month(context: DateContext) -> bool:
    if context.period is None:
        return False
    first, last = (date.fromisoformat(d) for d in context.period)
    return 27 <= (last - first).days <= 31


def _of_mark(line: Line, at: int) -> list[Reading]:
    mark, mode = line.items[at], line.mode
    if not isinstance(mark, Mark) or mark.value is None:
        return []
    if mark.kind == "permanent":
        deadline = Deadline("permanent", spans=((mark.start, mark.end),), rule=mark.rule)
        return [Reading(mark.start, mark.end, mark.start, "none", deadline, item=at)]
    if mark.kind == "duration":
        return read_term(line, mark, at)
    if mark.kind == "weekday" and mode == "cell" and not line.dated:
        return _of_weekday(mark, at, line.context)
    return []


def _of_weekday(mark: Mark, at: int, context: DateContext) -> list[Reading]:
    """«Вівторок» in the plan of one week."""
    if context.period is None or mark.value is None:
        return []
    first, last = (date.fromisoformat(d) for d in context.period)
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    hits = [d.isoformat() for d in days if d.weekday() == deadlines_marks.WEEK.index(mark.value)]
    if len(days) > 7 or len(hits) != 1:
        return []
    deadline = Deadline("on", hits[0], hits[0], spans=((mark.start, mark.end),), score=0.8, rule=mark.rule)
    return [Reading(mark.start, mark.end, mark.start, "none", deadline, at)]
