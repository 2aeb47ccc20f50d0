"""Deadlines without a day of their own: the next day of those that recur, and those that hold all the time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from dateutil.rrule import rrulestr

from extractor.export.recurrence import Recurrence, whole
from extractor.schema.due import day
from extractor.store import Filter, MeasureRow, Store
from extractor.store.rows import Due

#: Days after which a rule of days or of weeks begins again, where its interval is one; months of the others.
_DAYS: Final = {"DAILY": 1, "WEEKLY": 7}
_MONTHS: Final = {"MONTHLY": 1, "YEARLY": 12}
#: No paper of ours is older: an earlier year was misread.
_EARLIEST: Final = date(1900, 1, 1)


def standing(store: Store, wanted: Filter, kinds: tuple[str, ...], most: int) -> tuple[list[MeasureRow], bool]:
    """Measures with a deadline of these kinds that no day is said of, of the document last added first; whether there
    are more."""
    found = store.measures(replace(wanted, term=kinds), limit=most)
    return found.items, found.next is not None


def over(due: Due, today: date) -> bool:
    """Has the time run out in which it recurs?"""
    last = day(due.end)
    return last is not None and last < today


def next_day(due: Due, document_date: str | None, today: date) -> date | None:
    """The day, `today` or after, on which a recurring deadline falls next: the day of its to-do in the calendar.

    None where it falls on none any more, or where the document does not say enough: no rule, one of every other week
    and no day to count from, or one from a year that no paper is of."""
    if due.kind != "recurring" or not due.recurrence:
        return None
    begin = day(due.start) or day(document_date)
    if begin is None and "INTERVAL" in due.recurrence:
        return None
    if begin is not None and begin < _EARLIEST:
        return None
    return _next(due.recurrence, begin or today, day(due.end), today)


@lru_cache(maxsize=10_000)
def _next(rule: str, begin: date, end: date | None, today: date) -> date | None:
    found = whole(rule, begin, end)
    if found is None:
        return None
    first = datetime.combine(_nearer(found, today), time())
    following = rrulestr(found.rule, dtstart=first).after(datetime.combine(today, time()), inc=True)
    return following.date() if following is not None else None


def _nearer(found: Recurrence, today: date) -> date:
    """The first day of the rule, or a later one of the same phase, so that a rule of years is not counted up day by day
    or month by month."""
    parts = dict(part.split("=", 1) for part in found.rule.split(";"))
    every, first = int(parts.get("INTERVAL", "1")), found.first
    if parts["FREQ"] in _DAYS:
        step = _DAYS[parts["FREQ"]] * every
        return first + timedelta(days=max(0, (today - first).days // step * step))
    # A rule says its days of a month or year itself: from the first of January or of a month on it is the same.
    step = _MONTHS[parts["FREQ"]] * every
    month = (1 if parts["FREQ"] == "YEARLY" else first.month) + 12 * first.year - 1
    passed = (12 * today.year + today.month - 1 - month) // step * step
    return date((month + passed) // 12, (month + passed) % 12 + 1, 1) if passed > 0 else first
