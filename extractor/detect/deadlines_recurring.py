"""Recurrences: «щокварталу до 10 числа», «ежегодно до 1 марта» → RFC 5545 RRULE values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from extractor.detect.dates import Expression
from extractor.detect.deadlines_calendar import Line, Reading, marker_of, near_year, resolve
from extractor.detect.deadlines_marks import WEEK, Mark, Marker
from extractor.normalize.dates import Days, Found
from extractor.schema.facts import Deadline

#: What parts a frequency from a time that is not its own.
_PARTS: Final = re.compile(
    r"[;\n]|\. |(?<!\w)(?:далі|надалі|в подальшому|у подальшому|потім|затем|далее|в дальнейшем)(?!\w)"
)
#: How far a frequency's own day or months may stand from it in running text, in characters; in a cell anywhere.
_REACH: Final = 45
_AND: Final = re.compile(r"(?<!\w)(?:та|і|й|и|а також|а также)(?!\w)")
_ORDER: Final = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY")


@dataclass(slots=True)
class _Rule:
    """A recurrence while its parts are gathered."""

    parts: dict[str, str]
    start: int
    end: int
    first: str | None = None
    last: str | None = None
    dates: list[tuple[int, int | None]] = field(default_factory=list)

    def take(self, item: Expression) -> None:
        """Widen the place by an item."""
        self.start, self.end = min(self.start, item.start), max(self.end, item.end)

    @property
    def yearly(self) -> bool:
        """Does it come so seldom that a day or month of the year may be its own?"""
        return self.parts["FREQ"] == "YEARLY" or (self.parts["FREQ"] == "MONTHLY" and "INTERVAL" in self.parts)

    @property
    def days(self) -> int:
        """How many days of each month or week are told."""
        told = self.parts.get("BYMONTHDAY") or self.parts.get("BYDAY")
        return told.count(",") + 1 if told else 0

    def values(self) -> list[str]:
        """The RRULE values: several where it falls on different days of different months."""
        if not self.dates:
            return [_text(self.parts)]
        days = {d for _, d in self.dates}
        base = {"FREQ": "YEARLY"}
        if self.parts["FREQ"] == "YEARLY" and "INTERVAL" in self.parts:
            base["INTERVAL"] = self.parts["INTERVAL"]
        months = ",".join(map(str, sorted({m for m, _ in self.dates})))
        if len(days) == 1:
            day = next(iter(days))
            return [_text(base | {"BYMONTH": months} | ({"BYMONTHDAY": str(day)} if day else {}))]
        return [
            _text(base | {"BYMONTH": str(month)} | ({"BYMONTHDAY": str(day)} if day else {}))
            for month, day in self.dates
        ]


def read(line: Line, own: int = 0) -> tuple[set[int], list[Reading]]:
    """(the items that belong to recurrences, their readings), of the items from `own` on."""
    items, mode = line.items, line.mode
    claimed: set[int] = set()
    out: list[Reading] = []
    strong = [
        i for i, m in enumerate(items) if i >= own and isinstance(m, Mark) and m.kind == "frequency" and not m.weak
    ]
    weak = [i for i, m in enumerate(items) if i >= own and isinstance(m, Mark) and m.kind == "frequency" and m.weak]
    lone = [i for i, m in enumerate(items) if isinstance(m, Mark) and m.kind == "monthday"] if mode == "cell" else []
    for at in (*strong, *weak, *lone):
        if at in claimed:
            continue
        claimed.add(at)
        item = items[at]
        if not isinstance(item, Mark) or item.value is None:
            continue
        value = "FREQ=MONTHLY" if item.kind == "monthday" else item.value
        rule = _Rule(_parts(value), item.start, item.end)
        if item.kind == "monthday":
            rule.parts["BYMONTHDAY"] = item.value
        mine = {at} | _gather(line, at, rule)
        if item.weak and len(mine - claimed) == 0 and "BYMONTHDAY" not in rule.parts and not rule.dates:
            continue
        if item.times and item.times != rule.days:
            continue
        claimed |= mine
        out.extend(_readings(rule, item.rule, at))
    return claimed, out


def _readings(rule: _Rule, name: str, at: int) -> Iterable[Reading]:
    for value in rule.values():
        deadline = Deadline(
            "recurring", rule.first, rule.last, value, precision="day", spans=((rule.start, rule.end),), rule=name
        )
        yield Reading(rule.start, rule.end, rule.start, "none", deadline, item=at)


def _gather(line: Line, at: int, rule: _Rule) -> set[int]:
    """Take from the items around what belongs to the rule; their indices."""
    items, mode = line.items, line.mode
    mine: set[int] = set()
    for step in (1, -1):
        i = at + step
        while 0 <= i < len(items):
            a, b = (items[i - 1], items[i]) if step > 0 else (items[i], items[i + 1])
            gap = line.low[a.end : b.start]
            if _PARTS.search(gap) or (mode != "cell" and len(gap) > _REACH):
                break
            if step < 0 and _AND.search(gap) and _names_year(items[i]):
                break
            if not _take(line, i, rule):
                if mode == "cell":
                    i += step
                    continue
                break
            mine.add(i)
            rule.take(items[i])
            i += step
    return mine


def _names_year(item: Expression) -> bool:
    return isinstance(item, Found) and any(d.year is not None for d in item.days)


def _take(line: Line, i: int, rule: _Rule) -> bool:
    items, mode = line.items, line.mode
    item = items[i]
    if isinstance(item, Mark):
        return _take_mark(item, rule)
    if not item.days:
        return False
    mark, begin = marker_of(line, i)
    if mark in ("of_act", "other") or (mode != "cell" and mark == "over"):
        return False
    if all(d.year is None and d.relation is None for d in item.days) and rule.yearly:
        if mark in ("from", "from_start"):
            return False
        for days in item.days:
            rule.dates.extend(_dates_of_year(days))
        rule.start = min(rule.start, begin)
        return True
    if item.rule == "year.bare" and mark == "by_end" and rule.yearly:
        rule.dates.append((12, 31))
        return True
    if mode != "cell" and mark in ("in", "none") and i and abs(items[i].start - items[i - 1].end) > 3:
        return False
    return _bound(item, mark, rule, [resolve(d, line.context, mode, near=near_year(line, i)) for d in item.days])


def _bound(item: Found, mark: Marker, rule: _Rule, stretches: Sequence[tuple[object, object] | None]) -> bool:
    """Days that bound the recurrence: «щомісяця протягом 2021 року»."""
    known = [s for s in stretches if s is not None]
    if not item.days or len(known) != len(stretches):
        return False
    first, last = str(known[0][0]), str(known[-1][1])
    if mark in ("by", "by_end"):
        rule.last = last
    elif mark in ("from", "from_start"):
        rule.first = first
    else:
        rule.first, rule.last = first, last
    return True


def _take_mark(item: Mark, rule: _Rule) -> bool:
    if item.value is None or item.kind in ("permanent", "time"):
        return item.kind == "time"
    if item.kind == "monthday" and rule.parts["FREQ"] == "MONTHLY":
        rule.parts["BYMONTHDAY"] = item.value
        return True
    if item.kind == "weekday" and rule.parts["FREQ"] == "WEEKLY":
        codes = {*rule.parts.get("BYDAY", item.value).split(","), item.value}
        rule.parts["BYDAY"] = ",".join(sorted(codes, key=WEEK.index))
        return True
    if item.kind == "frequency":
        other = _parts(item.value)
        if item.weak:
            return True
        same = other["FREQ"] == rule.parts["FREQ"] and other.get("INTERVAL") == rule.parts.get("INTERVAL")
        if same:
            rule.parts.update(other)
        return same
    return item.kind == "duration"


def _dates_of_year(days: Days) -> list[tuple[int, int | None]]:
    """(month, day) of each: a month, quarter or half-year has its months and no day."""
    if days.unit == "day":
        return [days.last]
    return [(month, None) for month in range(days.first[0], days.last[0] + 1)]


def _parts(value: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in value.split(";"))


def _text(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={parts[name]}" for name in _ORDER if name in parts)
