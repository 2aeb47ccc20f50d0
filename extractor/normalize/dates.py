"""Calendar expressions, Ukrainian and Russian: str → dates | None, pure. The patterns are data/dates.toml.

Years of two digits turn at 70: 69 is 2069, 70 is 1970.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Final, Literal

from extractor import data
from extractor.normalize import numerals
from extractor.normalize.prefilter import Literals, matches

Unit = Literal["day", "month", "quarter", "half_year", "year"]
Relation = Literal["year", "month", "week", "day", "period"]

PIVOT: Final = 70
_MONTH_STEMS: Final = (
    ("січ", 1), ("лют", 2), ("берез", 3), ("квіт", 4), ("трав", 5), ("черв", 6), ("лип", 7), ("серп", 8), ("верес", 9),
    ("жовт", 10), ("листоп", 11), ("груд", 12), ("янв", 1), ("фев", 2), ("март", 3), ("апр", 4), ("май", 5), ("мая", 5),
    ("мае", 5), ("июн", 6), ("июл", 7), ("авг", 8), ("сен", 9), ("окт", 10), ("ноя", 11), ("дек", 12),
)  # fmt: skip
_MONTH_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NUMBER: Final = re.compile(r"\d+")
#: Words that stretch a list to an interval; the rest part single days.
_THROUGH: Final = re.compile(r"-(?! ?(?:го|ого|е|є|а|я|те|х|ти|му|й|м|ий|ший|ше|ге)(?!\w))|(?<!\w)(?:по|до)(?!\w)")
_ITEM: Final = re.compile(r"[\w']+(?: ?- ?(?:го|ого|е|є|а|я|те|х|ти|му|й|м|ий|ше|ге)(?!\w))?")
_JOINS: Final = frozenset(("і", "й", "та", "и", "а", "також", "по", "до"))


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days as printed. `year` None: not named there. `relation` says against what it is read then:
    None – against the text around it, "year" – the context's year plus `shift`, "month", "week", "day" – those of
    the document's date plus `shift`, "period" – the days that the title names."""

    unit: Unit
    first: tuple[int, int] = (1, 1)
    last: tuple[int, int] = (12, 31)
    year: int | None = None
    last_year: int | None = None
    relation: Relation | None = None
    shift: int = 0

    def bounds(self, year: int | None = None) -> tuple[date, date] | None:
        """First and last day, in `year` if the expression names none; None where there is no such day."""
        end_year = self.last_year or self.year or year
        begin_year = self.year or year
        if end_year is None or begin_year is None:
            return None
        if self.year is None and self.last[0] < self.first[0]:
            begin_year -= 1
        first, last = calendar_date(begin_year, *self.first), calendar_date(end_year, *self.last)
        return (first, last) if first and last and first <= last else None


@dataclass(frozen=True, slots=True)
class Found:
    """One calendar expression at [start, end): its stretches of days in reading order, none where it fixes none.
    `impossible`: it has the form of a date, but there is no such day."""

    start: int
    end: int
    rule: str
    days: tuple[Days, ...] = ()
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class _Pattern:
    rule: str
    regex: re.Pattern[str]
    make: Callable[[re.Match[str]], tuple[Days, ...]]
    needs: tuple[str, ...]
    cell: bool


def calendar_date(year: int, month: int, day: int) -> date | None:
    """The day, the month's last if `day` is 0; None where there is none."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    length = _MONTH_LENGTHS[month - 1] + (month == 2 and isleap(year))
    return date(year, month, day or length) if day <= length else None


def full_year(digits: str) -> int:
    """A year of two or four digits: «21» → 2021, «84» → 1984."""
    value = int(digits)
    return value if len(digits) == 4 else value + (1900 if value >= PIVOT else 2000)


def month_number(word: str) -> int | None:
    """The month of a word in any case, or cut short: «серпня», «серп» → 8."""
    low = word.lower()
    return next(
        (n for stem, n in _MONTH_STEMS if low.startswith(stem) or (len(low) > 2 and stem.startswith(low))), None
    )


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """Lower case with every offset kept; remembered, as a document's text is asked for again and again."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def find(low: str, start: int, end: int, *, cell: bool = False) -> list[Found]:
    """The calendar expressions of low[start:end], a lower-cased plain view, the longest at each place. `cell`: all
    of it is a time, so that bare figures («27.09», «2021») are read as such too."""
    patterns = _patterns()

    def read(number: int, first: int, last: int) -> Iterator[Found]:
        pattern = patterns[number]
        if cell or not pattern.cell:
            for match in pattern.regex.finditer(low, first, last):
                found = _found(pattern, match)
                if found is not None:
                    yield found

    return matches(low, start, end, _literals(), read)


@cache
def _literals() -> Literals:
    return Literals([pattern.needs for pattern in _patterns()])


def find_dates(plain: str, start: int, end: int) -> list[tuple[int, int, date]]:
    """(start, end, date) of every full calendar date in plain[start:end]; stretches and lists are left out."""
    low = lowered(plain)
    return [
        (found.start, found.end, bounds[0])
        for found in find(low, start, end)
        if len(found.days) == 1 and found.days[0].unit == "day"
        if (bounds := found.days[0].bounds()) is not None and bounds[0] == bounds[1]
    ]


def parse_date(text: str) -> date | None:
    """The one full date that a text holds, in any form: «08» лютого 2020 р., 1.2.21, 12 января 2015 года."""
    plain = text.translate(_LEVEL)
    found = find_dates(plain, 0, len(plain))
    return found[0][2] if len(found) == 1 else None


_LEVEL: Final = str.maketrans({"\u00a0": " ", "\n": " ", "\t": " ", "–": "-", "—": "-", "“": '"', "”": '"', "„": '"'})


def _found(pattern: _Pattern, match: re.Match[str]) -> Found | None:
    days = pattern.make(match)
    start, end = _extent(match)
    if pattern.rule.startswith("date.") and any(d.first[1] == 0 or d.first[0] == 0 for d in days):
        return Found(start, end, "date.blank")
    impossible = bool(days) and any(d.relation is None and d.bounds(d.year or 2000) is None for d in days)
    if impossible:
        return Found(start, end, pattern.rule, (), impossible=True) if _is_credible(days) else None
    if not days and pattern.make is not _nothing:
        return None
    return Found(start, end, pattern.rule, days)


def _is_credible(days: tuple[Days, ...]) -> bool:
    """Would a clerk take it for a date with a slip, rather than for some other number?"""
    return all(d.year is not None and d.first[1] <= 39 and d.first[0] <= 19 and d.unit == "day" for d in days)


def _extent(match: re.Match[str]) -> tuple[int, int]:
    """The offsets of the expression itself, without the preposition that its pattern asks for."""
    names = match.re.groupindex
    start = match.start()
    for name in ("days", "relative2", "word", "halves"):
        if name in names and match.group(name) is not None and match.group(0)[:1] not in "\"«'":
            start = match.start(name)
            break
    return start, match.end()


def _year(match: re.Match[str]) -> tuple[int | None, Relation | None, int]:
    """(year, relation, shift) of the year that a match names."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"]), None, 0
    if groups.get("short"):
        return full_year(groups["short"]), None, 0
    word = groups.get("relative") or groups.get("relative2")
    return (None, "year", _shift(word)) if word else (None, None, 0)


def _shift(word: str) -> int:
    if word.startswith(("мин", "попер", "прош", "истек", "пред", "торік")):
        return -1
    if word.startswith("позаторік"):
        return -2
    return 1 if word.startswith(("наст", "след", "буд", "н.")) else 0


def _day(match: re.Match[str]) -> tuple[Days, ...]:
    day = (int(match["month"]), int(match["day"]))
    return (Days("day", day, day, _year(match)[0]),)


def _groups(text: str) -> Iterator[tuple[str, str]]:
    """A printed list as (first, last) pairs: «1, 3 та 5-7» → 1–1, 3–3, 5–7."""
    words = list(_ITEM.finditer(text))
    at = 0
    items: list[tuple[str, bool]] = []
    for i, match in enumerate(words):
        word = match.group()
        inner = 0 < i < len(words) - 1
        if word in _JOINS and (inner or word != "і"):
            continue
        items.append((word, bool(items) and bool(_THROUGH.search(text[at : match.start()]))))
        at = match.end()
    pending: list[str] = []
    for word, through in items:
        if through and len(pending) == 1:
            yield pending.pop(), word
            continue
        if pending:
            yield pending[0], pending.pop()
        pending.append(word)
    if pending:
        yield pending[0], pending[0]


def _days_of(match: re.Match[str], month: int) -> tuple[Days, ...]:
    year, relation, shift = _year(match)
    out = []
    for first, last in _groups(match["days"]):
        a, b = _NUMBER.match(first), _NUMBER.match(last)
        if a is None or b is None:
            return ()
        bounds = ((month, int(a.group())), (month, int(b.group())))
        if bounds[1] < bounds[0]:
            return ()
        out.append(Days("day", *bounds, year, relation=relation, shift=shift))
    return tuple(out)


def _days(match: re.Match[str]) -> tuple[Days, ...]:
    return _days_of(match, int(match["month"]))


def _days_of_month(match: re.Match[str]) -> tuple[Days, ...]:
    month = month_number(match["month"])
    return _days_of(match, month) if month else ()


def _worded_day(match: re.Match[str]) -> tuple[Days, ...]:
    month, day = month_number(match["month"]), numerals.ordinal(match["word"])
    if not month or not day:
        return ()
    year, relation, shift = _year(match)
    return (Days("day", (month, day), (month, day), year, relation=relation, shift=shift),)


def _stretch(match: re.Match[str]) -> tuple[Days, ...]:
    year = int(match["year"])
    first, last = (int(match["month"]), int(match["day"])), (int(match["month2"]), int(match["day2"]))
    return (Days("day", first, last, year if first <= last else year - 1, year),)


def _units(match: re.Match[str], group: str, unit: Unit, months: int) -> tuple[Days, ...]:
    """Lists of months, quarters or half-years, each `months` long."""
    year, relation, shift = _year(match)
    read = month_number if unit == "month" else _part
    out = []
    for first, last in _groups(match[group]):
        a, b = read(first), read(last)
        if a is None or b is None:
            return ()
        begin, end = ((a - 1) * months + 1, 1), (b * months, 0)
        wraps = end[0] < begin[0]
        began = year - 1 if year is not None and wraps else year
        if wraps and (unit != "month" or relation):
            return ()
        out.append(Days(unit, begin, end, began, year, relation=relation, shift=shift))
    return tuple(out)


def _part(word: str) -> int | None:
    """A quarter or half-year: «ІІ», «2-го», «другий»."""
    return numerals.quarter(re.sub(r" ?- ?\w+\Z", "", word))


def _months(match: re.Match[str]) -> tuple[Days, ...]:
    return _units(match, "months", "month", 1)


def _quarters(match: re.Match[str]) -> tuple[Days, ...]:
    if match["quarters"].isdigit() and match["noun"] in ("квартали", "кварталів", "квартала", "кварталов"):
        year, relation, shift = _year(match)
        return (Days("quarter", (1, 1), (3 * int(match["quarters"]), 0), year, relation=relation, shift=shift),)
    return _units(match, "quarters", "quarter", 3)


def _halves(match: re.Match[str]) -> tuple[Days, ...]:
    return _units(match, "halves", "half_year", 6)


def _month_year(match: re.Match[str]) -> tuple[Days, ...]:
    month = int(match["month"])
    return (Days("month", (month, 1), (month, 0), int(match["year"])),)


def _part_of_month(match: re.Match[str]) -> tuple[Days, ...]:
    """A third or a half of a month: «ІІ декада травня» is 11–20 May."""
    month, part = month_number(match["month"]), numerals.quarter(match["word"])
    ends = (10, 20, 0) if match["part"] == "декад" else (15, 0)
    if not month or not part or part > len(ends):
        return ()
    year, relation, shift = _year(match)
    first = (month, ends[part - 2] + 1 if part > 1 else 1)
    return (Days("day", first, (month, ends[part - 1]), year, relation=relation, shift=shift),)


def _months_of_year(match: re.Match[str]) -> tuple[Days, ...]:
    count = numerals.cardinal(match["count"])
    if count is None or not 1 <= count <= 12:
        return ()
    year, relation, shift = _year(match)
    return (Days("month", (1, 1), (count, 0), year, relation=relation, shift=shift),)


def _years(match: re.Match[str]) -> tuple[Days, ...]:
    text = match["years"] or match["years2"]
    text = re.sub(r"(?<=\d)[ а-яіїє.]*(?=[^\d]*-)", " ", text) if "-" in text else text
    out = []
    for first, last in _groups(re.sub(r"(?<=\d) ?(?:року|рік|году|год|года|р|г)(?!\w)\.?", "", text)):
        if not (first.isdigit() and last.isdigit()) or int(last) < int(first):
            return ()
        out.append(Days("year", year=int(first), last_year=int(last)))
    return tuple(out)


def _one_year(match: re.Match[str]) -> tuple[Days, ...]:
    year, relation, shift = _year(match)
    return (Days("year", year=year, relation=relation, shift=shift),)


_DAY_SHIFTS: Final = {"сьогодні": 0, "сегодня": 0, "вчора": -1, "учора": -1, "вчера": -1, "завтра": 1, "позавчора": -2,
                      "позавчера": -2, "післязавтра": 2, "послезавтра": 2}  # fmt: skip


def _relative_day(match: re.Match[str]) -> tuple[Days, ...]:
    return (Days("day", relation="day", shift=_DAY_SHIFTS[match["word"]]),)


def _relative_month(match: re.Match[str]) -> tuple[Days, ...]:
    return (Days("month", relation="month", shift=_shift(match["word"])),)


def _relative_week(match: re.Match[str]) -> tuple[Days, ...]:
    return (Days("day", relation="week", shift=_shift(match["word"])),)


def _period(_match: re.Match[str]) -> tuple[Days, ...]:
    return (Days("day", relation="period"),)


def _nothing(_match: re.Match[str]) -> tuple[Days, ...]:
    return ()


_MAKERS: Final[dict[str, Callable[[re.Match[str]], tuple[Days, ...]]]] = {
    "day": _day, "days": _days, "days_of_month": _days_of_month, "worded_day": _worded_day, "stretch": _stretch,
    "part_of_month": _part_of_month, "month_year": _month_year, "months": _months, "months_of_year": _months_of_year,
    "quarters": _quarters, "halves": _halves, "years": _years, "year": _one_year, "relative_day": _relative_day,
    "relative_month": _relative_month, "relative_week": _relative_week, "period": _period, "nothing": _nothing,
}  # fmt: skip


@cache
def _patterns() -> tuple[_Pattern, ...]:
    table = data.load("dates")
    return tuple(
        _Pattern(
            p["id"],
            re.compile(expand(p["pattern"], table["macros"])),
            _MAKERS[p["make"]],
            tuple(p["needs"]),
            p.get("cell", False),
        )
        for p in table["pattern"]
    )


def expand(pattern: str, macros: dict[str, str]) -> str:
    """A pattern with its %macros% put in; a macro may use others."""
    while (use := re.search(r"%(\w+)%", pattern)) is not None:
        pattern = pattern.replace(use.group(), macros[use.group(1)])
    return pattern
