"""Time expressions other than calendar ones: frequencies, durations, days of the month and of the week.

The patterns are data/deadlines.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from extractor import data
from extractor.normalize import numerals
from extractor.normalize.dates import expand, month_number
from extractor.normalize.prefilter import Literals, matches

Kind = Literal["frequency", "duration", "monthday", "weekday", "permanent", "time"]
Marker = Literal["by", "by_end", "by_start", "from", "from_start", "during", "in", "over", "of_act", "other", "none"]

_WEEKDAYS: Final = (
    ("понед", "MO"), ("вівтор", "TU"), ("вторн", "TU"), ("серед", "WE"), ("сред", "WE"), ("четвер", "TH"),
    ("п'ятн", "FR"), ("пятн", "FR"), ("субот", "SA"), ("суббот", "SA"), ("неділ", "SU"), ("воскр", "SU"),
)  # fmt: skip
WEEK: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TIMES: Final = {"двічі": 2, "дважды": 2, "тричі": 3, "трижды": 3}
#: The periods of which the days are named, and how they come again.
_PER: Final = {"місяць": "FREQ=MONTHLY", "месяц": "FREQ=MONTHLY", "тиждень": "FREQ=WEEKLY", "неделю": "FREQ=WEEKLY"}
#: Beginning of a unit's word → (ISO designator, how many of it); longer beginnings first.
_UNITS: Final = (
    ("півр", "M", 6), ("полуг", "M", 6), ("годин", "H", 1), ("часов", "H", 1), ("час", "H", 1), ("хвил", "I", 1),
    ("минут", "I", 1), ("дн", "D", 1), ("ден", "D", 1), ("діб", "D", 1), ("доб", "D", 1), ("сут", "D", 1),
    ("тиж", "D", 7), ("нед", "D", 7), ("міс", "M", 1), ("мес", "M", 1), ("рок", "Y", 1), ("рік", "Y", 1),
    ("річ", "Y", 1), ("лет", "Y", 1), ("годич", "Y", 1), ("год", "Y", 1), ("декад", "D", 10),
)  # fmt: skip
_FREQUENCY: Final = {"D": "DAILY", "M": "MONTHLY", "Y": "YEARLY"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One expression at [start, end). `value`: an RRULE, an ISO 8601 duration, days of the month («5,20»), a day of
    the week («FR»); None where it is recognised but cannot be said so. `weak`: another frequency overrules it.
    `times`: so many days of each month or week must be told beside it, for it says how often and not when."""

    start: int
    end: int
    kind: Kind
    rule: str
    value: str | None = None
    weak: bool = False
    times: int = 0


@dataclass(frozen=True, slots=True)
class _Pattern:
    rule: str
    kind: Kind
    regex: re.Pattern[str]
    make: Callable[[re.Match[str]], str | None]
    needs: tuple[str, ...]
    weak: bool


def find(low: str, start: int, end: int) -> list[Mark]:
    """The expressions of low[start:end], a lower-cased plain view, the longest at each place."""
    patterns = _patterns()

    def read(number: int, first: int, last: int) -> Iterator[Mark]:
        return _matches(patterns[number], low, first, last)

    return matches(low, start, end, _literals(), read)


@cache
def _literals() -> Literals:
    return Literals([pattern.needs for pattern in _patterns()])


def _matches(pattern: _Pattern, low: str, start: int, end: int) -> Iterator[Mark]:
    at = start
    while (match := pattern.regex.search(low, at, end)) is not None:
        value = pattern.make(match)
        if value is None and pattern.kind == "duration":
            # The words before the unit are no number: perhaps the next of them is («протягом трьох»).
            at = max(low.find(" ", match.start(), match.end()) + 1, match.start() + 1)
            continue
        a, b = _extent(match)
        yield Mark(a, b, pattern.kind, pattern.rule, value, pattern.weak, _days_needed(match))
        at = match.end()


def marker(low: str, start: int, at: int) -> tuple[Marker, int]:
    """What the words before `at` (not before `start`) say of the calendar expression there, and where they begin."""
    begin = max(start, at - 60)
    match = _markers().search(low[begin:at])
    if match is None or match.lastgroup is None:
        return "none", at
    return _KINDS[match.lastgroup], begin + match.start()


def _extent(match: re.Match[str]) -> tuple[int, int]:
    if "word" in match.re.groupindex:
        return match.span("word")
    return match.span()


def _times(match: re.Match[str]) -> str | None:
    count = _count(match)
    if _days_needed(match):
        return _PER[match["per"]]
    if match["per"] not in ("рік", "год") or count <= 0 or 12 % count:
        return None
    return _rule("M", 12 // count)


def _count(match: re.Match[str]) -> int:
    """How many times «двічі», «4 рази» are; 0 where the word is no number."""
    return _TIMES.get(match["adverb"] or "") or numerals.cardinal(match["count"] or "") or 0


def _days_needed(match: re.Match[str]) -> int:
    """How many days «двічі на місяць», «3 рази на тиждень» leave to be told; 0 for other expressions."""
    count = _count(match) if match.groupdict().get("per") in _PER else 0
    return count if count > 1 else 0


def _rule(designator: str, interval: int) -> str | None:
    """An RRULE of so many days, months or years; whole years and weeks are said as such."""
    if designator == "M" and interval % 12 == 0:
        designator, interval = "Y", interval // 12
    frequency = _FREQUENCY.get(designator)
    if designator == "D" and interval % 7 == 0:
        frequency, interval = "WEEKLY", interval // 7
    if frequency is None or interval <= 0:
        return None
    return f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")


def _every(match: re.Match[str]) -> str | None:
    amount = _amount(match["count"], match["unit"])
    return _rule(*amount) if amount else None


def _amount(count: str, unit: str) -> tuple[str, int] | None:
    """(designator, number) of «трьох місяців»."""
    number = numerals.cardinal(re.sub(r" ?\(.*?\)| ?-? ?(?:ти|х|и|ма|ми)\Z(?<=\d.)", "", count).strip(" -"))
    if number is None:
        digits = re.match(r"\d+", count)
        number = int(digits.group()) if digits else None
    found = next(((d, n) for stem, d, n in _UNITS if unit.startswith(stem)), None)
    return (found[0], found[1] * number) if number and found else None


def _iso(amount: tuple[str, int] | None) -> str | None:
    if amount is None:
        return None
    designator, number = amount
    if designator in "HI":
        return f"PT{number}{'M' if designator == 'I' else 'H'}"
    return f"P{number}{designator}"


def _duration(match: re.Match[str]) -> str | None:
    return _iso(_amount(match["count"], match["unit"]))


def _term(match: re.Match[str]) -> str | None:
    number = int(match["count"]) if match["count"] else numerals.compound(match["prefix"] or "")
    return _iso(_amount(str(number), match["unit"])) if number else None


def _single(match: re.Match[str]) -> str | None:
    return _iso(_amount("1", match["word"].split()[-1]))


def weekday(word: str) -> str | None:
    """«п'ятниці» → FR."""
    return next((code for stem, code in _WEEKDAYS if word.startswith(stem)), None)


def _codes(match: re.Match[str]) -> list[str]:
    words = re.findall(r"[а-яіїєё']+", match["weekdays"])
    codes = [code for word in words if (code := weekday(word.removeprefix("що")))]
    return sorted(set(codes), key=WEEK.index)


def _weekdays(match: re.Match[str]) -> str | None:
    codes = _codes(match)
    return "FREQ=WEEKLY;BYDAY=" + ",".join(codes) if codes else None


def _nth_weekday(match: re.Match[str]) -> str | None:
    nth = -1 if match["nth"].startswith(("остан", "посл")) else numerals.ordinal(match["nth"])
    codes = _codes(match)
    return f"FREQ=MONTHLY;BYDAY={nth}{codes[0]}" if nth and codes else None


def _nth_weekday_of_month(match: re.Match[str]) -> str | None:
    nth, day = match["nth"] or match["nth2"], match["weekdays"] or match["weekdays2"]
    count = -1 if nth.startswith(("остан", "посл")) else numerals.ordinal(nth)
    month, code = month_number(match["month"] or match["month2"]), weekday(day)
    return f"FREQ=YEARLY;BYMONTH={month};BYDAY={count}{code}" if count and month and code else None


def _weekday(match: re.Match[str]) -> str | None:
    return weekday(match["weekdays"])


def _monthdays(match: re.Match[str]) -> str | None:
    if match["last"]:
        return "-1"
    if match["nthday"]:
        tens, _, ones = match["nthday"].rpartition(" ")
        day = numerals.ordinal(ones)
        count = (numerals.cardinal(tens) or 0) + day if day else 0
        return str(count) if 1 <= count <= 31 else None
    numbers = [int(n) for n in re.findall(r"\d+", match["days"])]
    return ",".join(map(str, numbers)) if all(1 <= n <= 31 for n in numbers) else None


def _constant(value: str) -> Callable[[re.Match[str]], str | None]:
    return lambda _match: value


_MAKERS: Final[dict[str, Callable[[re.Match[str]], str | None]]] = {
    "times": _times, "every": _every, "weekdays": _weekdays, "nth_weekday": _nth_weekday,
    "nth_weekday_of_month": _nth_weekday_of_month, "weekday": _weekday,
    "monthdays": _monthdays, "term": _term, "duration": _duration, "single": _single,
}  # fmt: skip


@cache
def _patterns() -> tuple[_Pattern, ...]:
    table = data.load("deadlines")
    macros = data.load("dates")["macros"] | table["macros"]
    return tuple(
        _Pattern(
            p["id"],
            p["kind"],
            re.compile(expand(p["pattern"], macros)),
            _MAKERS[p["make"]] if "make" in p else _constant(p["value"]),
            tuple(p["needs"]),
            p.get("weak", False),
        )
        for p in table["pattern"]
    )


_KINDS: Final[dict[str, Marker]] = {
    "by": "by", "by_end": "by_end", "by_start": "by_start", "from_": "from", "from_start": "from_start",
    "during": "during", "in_": "in", "over": "over", "of_act": "of_act", "other": "other",
}  # fmt: skip


@cache
def _markers() -> re.Pattern[str]:
    """All markers in one pattern: searched from the left, so that the longest wins."""
    names = {kind: name for name, kind in _KINDS.items()}
    table = data.load("deadlines")["marker"]
    choices = "|".join(f"(?P<{names[m['kind']]}>{m['pattern']})" for m in table)
    return re.compile(rf"(?<![\w'])(?:{choices})[ ,]{{0,4}}\Z")
