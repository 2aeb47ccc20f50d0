"""Calendar expressions with what stands before them → by when, from when, on which days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Final, Literal

from extractor.detect import deadlines_marks
from extractor.detect.dates import Expression
from extractor.detect.deadlines_marks import Mark, Marker
from extractor.normalize.dates import Days, Found, find
from extractor.schema.analysis import DateContext
from extractor.schema.facts import Deadline, DeadlineKind

Mode = Literal["cell", "act", "report"]

_UNTIL: Final = re.compile(r"[ ,]{0,3}(?:-|по|до|і до|та до|и до)(?: (?:кінця|конца|кінець|включно))?[ ]{0,3}\Z")
_DASH: Final = re.compile(r" {0,3}- {0,3}\Z")
_AND: Final = re.compile(r" {0,3}(?:,|;|і|й|та|и|,? а також)? {0,3}\Z")
#: Days that one unit has at most; what is longer is a stretch with an end of its own («з 2014 по 2018 рік»).
_LENGTHS: Final = {"day": 1, "month": 31, "quarter": 92, "half_year": 184, "year": 366}
#: A plan for so many days is a year's: its «протягом року» are they. One for several years says it of each.
_WHOLE_YEAR: Final = range(360, 367)
#: Years said with an adverb, that need no preposition.
_ADVERBS: Final = ("цьогоріч", "торік", "позаторік")
#: The week in the accusative, and tasks for it: «надав доручення на наступний тиждень» says nothing of when he did.
_WEEK: Final = "тиждень"
_TASKS: Final = re.compile(
    r"(?<![\w'])(?:(?:доручен|завдан)(?:ня|ь|ням|нями|нях)|план(?:и|у|ів|ом|ами)?)(?: (?:роботи|заходів))? ?\Z"
)
#: Members of a list stand no further apart, in characters.
_LISTED: Final = 14
_ENDS: Final = re.compile(r"[.;!?\n]")
_GLUE: Final = re.compile(r"[ ,(]{0,3}\Z")


@dataclass(frozen=True)
class Line:
    """The time expressions of one stretch of text, from `start` on, and what they are read against."""

    low: str
    start: int
    items: Sequence[Expression]
    context: DateContext
    mode: Mode

    @cached_property
    def dated(self) -> bool:
        """Is one of the items a day, a month or the like?"""
        return any(isinstance(item, Found) and item.days for item in self.items)

    @cached_property
    def years_ahead(self) -> tuple[int | None, ...]:
        """For each item the first year that those after it in its list name («5, 12 та 19 березня 2021 року»)."""
        ahead: list[int | None] = [None] * len(self.items)
        for i in range(len(self.items) - 1, 0, -1):
            item, gap = self.items[i], self.low[self.items[i - 1].end : self.items[i].start]
            if not isinstance(item, Mark) and len(gap) <= _LISTED and "." not in gap:
                ahead[i - 1] = next((d.year for d in item.days if d.year), None) or ahead[i]
        return tuple(ahead)

    @cached_property
    def years_told(self) -> tuple[int | None, ...]:
        """For each item the year that it names itself, where it is a day or a month of no act."""
        return tuple(_told_year(self.low, item, ("day", "month")) for item in self.items)

    @cached_property
    def markers(self) -> tuple[tuple[Marker, int], ...]:
        """For each item what the words before it say of it, and where they begin; see `marker_of`."""
        out: list[tuple[Marker, int]] = []
        for at in range(len(self.items)):
            out.append(_marker(self, at, out[-1] if out else None))
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Reading:
    """A deadline with its place: [start, end) with the words before it, `at` where the expression itself begins.
    `item` counts the printed expressions, so that a list's days stay together; `known`
    is false where the year cannot be told, and so no deadline made."""

    start: int
    end: int
    at: int
    marker: Marker
    deadline: Deadline
    item: int = 0
    known: bool = True


def read_calendar(line: Line, at: int) -> tuple[int, list[Reading]]:
    """(how many items were used, what they say) from the calendar expression items[at] on: two where it is the
    beginning of an interval."""
    low, items = line.low, line.items
    item = items[at]
    if isinstance(item, Mark) or not item.days:
        return 1, []
    mark, begin = marker_of(line, at)
    partner = items[at + 1] if at + 1 < len(items) else None
    if isinstance(partner, Found) and len(item.days) == len(partner.days) == 1:
        gap = low[item.end : partner.start]
        if (mark in ("from", "from_start") and _UNTIL.match(gap)) or (
            mark not in ("by", "by_end") and _DASH.match(gap) and item.days[0].unit == partner.days[0].unit
        ):
            joined = _interval(item, partner, line, at)
            if joined is not None:
                return 2, [Reading(begin, partner.end, item.start, "during" if mark == "none" else mark, joined, at)]
    near = near_year(line, at) if any(d.year is None and d.relation is None for d in item.days) else None
    readings = []
    for days in item.days:
        bounds = resolve(days, line.context, line.mode, near=near, by=mark in ("by", "by_end"))
        if bounds is None:
            unknown = Deadline("on", precision=days.unit, spans=((begin, item.end),))
            readings.append(Reading(begin, item.end, item.start, mark, unknown, at, known=False))
            continue
        deadline = deadline_of(mark, days, bounds, (begin, item.end), item.rule)
        readings.append(Reading(begin, item.end, item.start, mark, deadline, at))
    return 1, readings


def marker_of(line: Line, at: int) -> tuple[Marker, int]:
    """The marker of items[at]: its own, that of the hour or day of the week before it («до п'ятниці, 5 березня»),
    or that of the item it is joined to by «та»."""
    return line.markers[at]


def _marker(line: Line, at: int, earlier: tuple[Marker, int] | None) -> tuple[Marker, int]:
    """The marker of items[at], where the one before it has the marker `earlier`."""
    low, items = line.low, line.items
    last = items[at - 1] if at else None
    floor = line.start if last is None else last.end
    if isinstance(last, Mark) and last.kind == "time":  # «до 10.00 год. 5 березня»: the hour is part of the marker
        floor = last.start
    mark, begin = deadlines_marks.marker(low, floor, items[at].start)
    if mark == "none" and low.startswith(_ADVERBS, items[at].start):
        return "in", begin
    if items[at].rule == "week.relative" and (mark == "none" or not _is_of_week(line, begin, items[at])):
        return "in", begin
    if mark != "none" or last is None or earlier is None:
        return mark, begin
    gap, (outer, where) = low[last.end : items[at].start], earlier
    if isinstance(last, Mark) and last.kind in ("time", "weekday") and _GLUE.match(gap):
        return (outer, where) if outer not in ("none", "in") else ("none", items[at].start)
    if isinstance(last, Found) and last.days and gap.strip() and _AND.match(gap):
        return (outer, begin) if outer in ("by", "over", "of_act", "other") else ("none", begin)
    return mark, begin


def _is_of_week(line: Line, begin: int, week: Expression) -> bool:
    """Do words from `begin` on say of which week something is («підсумки за минулий тиждень», «план на наступний
    тиждень»), rather than in which it was or will be done?"""
    if not line.low.startswith(_WEEK, week.end - len(_WEEK)):
        return False
    to_week = line.low[begin : week.start].strip() == "на"
    return not to_week or _TASKS.search(line.low, max(line.start, begin - 60), begin) is not None


def near_year(line: Line, at: int) -> int | None:
    """The year that the text around names for an expression without one: the next in its list, or the last day
    told before it in the same sentence; without a year in the context, a later one of the sentence too, or that of
    all days told before."""
    low, items = line.low, line.items
    if line.years_ahead[at]:
        return line.years_ahead[at]
    for i in range(at - 1, -1, -1):
        gap = low[items[i].end : items[at].start]
        if len(gap) > 160 or ". " in gap or "\n" in gap:
            break
        if year := line.years_told[i]:
            return year
    if line.context.document_date is not None or line.context.year is not None:
        return None
    if at + 1 < len(items):
        gap = low[items[at].end : items[at + 1].start]
        later = None if len(gap) > 160 or _ENDS.search(gap) else items[at + 1]
        if later is not None and (year := _told_year(low, later, ("day", "month", "year"))):
            return year
    return _year_of_text(low, items[at].start)


def _year_of_text(low: str, at: int) -> int | None:
    """The one year of all the days that a text without a date of its own has told of before `at`: that of its
    dateline, of the event that it reports."""
    told = _first_years(low)
    return told[0][1] if told and told[0][0] < at and not (len(told) > 1 and told[1][0] < at) else None


@lru_cache(maxsize=4)
def _first_years(low: str) -> tuple[tuple[int, int], ...]:
    """(where, its year) of the first full day of a text that is no act's date, and of the first in another year."""
    out: list[tuple[int, int]] = []
    for found in find(low, 0, len(low)):
        year = _told_year(low, found, ("day",))
        if year is not None and (not out or year != out[0][1]):
            out.append((found.start, year))
            if len(out) > 1:
                break
    return tuple(out)


def _told_year(low: str, item: Expression, units: tuple[str, ...]) -> int | None:
    """The year of an expression that is not an act's date nor a title's period."""
    if isinstance(item, Mark) or not item.days or item.days[0].unit not in units or not item.days[-1].year:
        return None
    cited = deadlines_marks.marker(low, max(0, item.start - 60), item.start)[0] in ("of_act", "other")
    return None if cited else item.days[-1].last_year or item.days[-1].year


def resolve(
    days: Days, context: DateContext, mode: Mode, *, near: int | None = None, by: bool = False
) -> tuple[date, date] | None:
    """First and last day, with the year taken from the context where the text has none; None where it is unknown."""
    told = date.fromisoformat(context.document_date) if context.document_date else None
    if days.relation is not None:
        return _relative(days, context, told, mode)
    if days.year is not None:
        return days.bounds()
    if near is not None:
        return days.bounds(near)
    if context.period is not None:
        first, last = (date.fromisoformat(d) for d in context.period)
        for year in sorted({first.year, last.year}):
            bounds = days.bounds(year)
            if bounds and bounds[0] <= last and bounds[1] >= first:
                return bounds
    if mode == "report" and told is not None:
        choices = [b for y in (told.year - 1, told.year, told.year + 1) if (b := days.bounds(y))]
        return min(choices, key=lambda b: _distance(b, told), default=None)
    base = context.year or (told.year if told else None)
    bounds = days.bounds(base) if base else None
    if bounds and base and mode == "act" and by and told is not None and bounds[1] < told:
        return days.bounds(base + 1)
    return bounds


def _distance(bounds: tuple[date, date], told: date) -> int:
    """Days from a document's date to a stretch, 0 inside; as much after is a little farther than before."""
    if bounds[1] < told:
        return 2 * (told - bounds[1]).days
    return 2 * max(0, (bounds[0] - told).days) + (1 if bounds[0] > told else 0)


def _relative(days: Days, context: DateContext, told: date | None, mode: Mode) -> tuple[date, date] | None:
    named = None if context.period is None else [date.fromisoformat(d) for d in context.period]
    if days.relation == "period":
        return (named[0], named[1]) if named is not None else None
    if days.relation == "year":
        if mode == "cell" and not days.shift and named is not None and (named[1] - named[0]).days in _WHOLE_YEAR:
            return named[0], named[1]
        base = told.year if told and mode == "report" else context.year or (told.year if told else None)
        return days.bounds(base + days.shift) if base else None
    if told is None:
        return None
    if days.relation == "day":
        day = told + timedelta(days=days.shift)
        return day, day
    if days.relation == "week":
        monday = told - timedelta(days=told.weekday()) + timedelta(weeks=days.shift)
        return monday, monday + timedelta(days=6)
    month = told.year * 12 + told.month - 1 + days.shift
    return Days("month", (month % 12 + 1, 1), (month % 12 + 1, 0), month // 12).bounds()


def _interval(first: Found, last: Found, line: Line, at: int) -> Deadline | None:
    near = near_year(line, at) if last.days[0].year is None else None
    ends = resolve(last.days[0], line.context, line.mode, near=near, by=True)
    if ends is None:
        return None
    begins = resolve(first.days[0], line.context, line.mode, near=ends[1].year)
    if begins is not None and first.days[0].year is None and begins[0] > ends[1]:
        begins = resolve(first.days[0], line.context, line.mode, near=ends[1].year - 1)
    if begins is None or begins[0] > ends[1]:
        return None
    return Deadline(
        "during",
        begins[0].isoformat(),
        ends[1].isoformat(),
        precision=last.days[0].unit,
        spans=((first.start, last.end),),
        rule=f"{first.rule}-{last.rule}",
    )


def deadline_of(mark: Marker, days: Days, bounds: tuple[date, date], offsets: tuple[int, int], rule: str) -> Deadline:
    """The deadline that days with a marker before them make."""
    first: str | None = bounds[0].isoformat()
    last: str | None = bounds[1].isoformat()
    kind: DeadlineKind = "on" if first == last else "during"
    single = (bounds[1] - bounds[0]).days < _LENGTHS[days.unit]
    if mark in ("by", "by_end") and single:
        kind, first = "by", None
    elif mark == "by_start":
        kind, first, last = "by", None, (bounds[0] - timedelta(days=1)).isoformat()
    elif mark in ("from", "from_start") and single:
        last = None
    score = 1.0 if days.year is not None else 0.8
    return Deadline(kind, first, last, precision=days.unit, spans=(offsets,), score=score, rule=f"{mark}:{rule}")
