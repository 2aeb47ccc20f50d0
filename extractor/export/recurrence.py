"""Recurrences made whole for calendars: which day the first falls on, and the day of a period that none is said of."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

#: A term of so many years is looked through for the first day; none of ours is rarer.
_YEARS: Final = 12
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PART: Final = re.compile(r"(FREQ|INTERVAL|BYMONTH|BYMONTHDAY|BYDAY)=([A-Z0-9,-]+)", re.ASCII)
_WEEKDAY: Final = re.compile(r"(-1|[1-5])?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBERS: Final = re.compile(r"-?\d{1,2}(?:,-?\d{1,2})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """An RRULE value that names its days, and the first of them; `until` is the last day on which it may fall."""

    rule: str
    first: date
    until: date | None = None


@lru_cache(maxsize=4096)
def whole(value: str, begin: date, end: date | None) -> Recurrence | None:
    """The recurrence from a day on. Where the rule names no day, the last of its period: the end of the month,
    quarter, half-year or year, Friday of the week. Quarters and half-years are those of the calendar.

    None where the value is not a rule of days, weeks, months or years, or none of its days comes within twelve years.
    """
    parts = _parts(value)
    if parts is None:
        return None
    _name_the_day(parts)
    first = _Rule(parts).first(begin)
    if first is None or (end is not None and end < first):
        return None
    text = ";".join(f"{k}={v}" for k, v in parts.items())
    # Years below 1000 have four digits too, which strftime does not give them everywhere.
    until = f";UNTIL={end.isoformat().replace('-', '')}T235959" if end else ""
    return Recurrence(text + until, first, end)


def _parts(value: str) -> dict[str, str] | None:
    """The parts of a rule that names only what it may, each once."""
    found = [_PART.fullmatch(part) for part in value.split(";")]
    parts = {m[1]: m[2] for m in found if m}
    if len(parts) != len(found) or parts.get("FREQ") not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        return None
    numbers = [parts[k] for k in ("INTERVAL", "BYMONTH", "BYMONTHDAY") if k in parts]
    if not all(_NUMBERS.fullmatch(n) for n in numbers) or not parts.get("INTERVAL", "1").isdigit():
        return None
    within = {"INTERVAL": range(1, 100), "BYMONTH": range(1, 13), "BYMONTHDAY": (*range(-31, 0), *range(1, 32))}
    if any(int(n) not in range_ for k, range_ in within.items() if k in parts for n in parts[k].split(",")):
        return None
    return parts if all(_WEEKDAY.fullmatch(d) for d in parts.get("BYDAY", "MO").split(",")) else None


def _name_the_day(parts: dict[str, str]) -> None:
    """Put into a rule the day that it leaves to its beginning."""
    if "BYMONTHDAY" in parts or "BYDAY" in parts or parts["FREQ"] == "DAILY":
        return
    if parts["FREQ"] == "WEEKLY":
        parts["BYDAY"] = "FR"
        return
    if parts["FREQ"] == "YEARLY":
        parts.setdefault("BYMONTH", "12")
    parts["BYMONTHDAY"] = "-1"


class _Rule:
    """The days that a rule names, in order."""

    def __init__(self, parts: dict[str, str]) -> None:
        self.every = int(parts.get("INTERVAL", "1"))
        self.monthly = parts["FREQ"] == "MONTHLY"
        self.months = _numbers(parts, "BYMONTH")
        self.days = _numbers(parts, "BYMONTHDAY")
        found = _WEEKDAY.finditer(parts.get("BYDAY", ""))
        #: (which of its kind in the month, from the end where negative, 0 is each; day of the week from Monday)
        self.weekdays = {(int(m[1] or 0), _DAYS.index(m[2])) for m in found}

    def first(self, begin: date) -> date | None:
        """The first day of the rule, `begin` itself or after."""
        for n in range(366 * _YEARS):
            try:
                day = begin + timedelta(days=n)
            except OverflowError:
                return None
            if self._fits(day) and (not self.monthly or self._in_phase(day, begin.year)):
                return day
        return None

    def _in_phase(self, day: date, year: int) -> bool:
        """Is the month one that the interval leaves, counted from January?

        What falls at the end of a month falls at the end of the quarter or half-year, not of its first month."""
        months = day.month - 1 + 12 * (day.year - year)
        late = all(n < 0 for n in self.days) and all(n < 0 for n, _ in self.weekdays) and 12 % self.every == 0
        return (months - (self.every - 1 if late else 0)) % self.every == 0

    def _fits(self, day: date) -> bool:
        length = monthrange(day.year, day.month)[1]
        nth = {0, (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)}
        return (
            (not self.months or day.month in self.months)
            and (not self.days or bool({day.day, day.day - length - 1} & self.days))
            and (not self.weekdays or any((n, day.weekday()) in self.weekdays for n in nth))
        )


def _numbers(parts: dict[str, str], name: str) -> set[int]:
    return {int(n) for n in parts[name].split(",")} if name in parts else set()
