"""A number with what stands right around it: comparator, range, unit, kopecks, the same again in words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from extractor.detect import figures_marks
from extractor.detect.figures_counted import Counted
from extractor.normalize import numbers, units
from extractor.normalize.numbers import Number
from extractor.normalize.units import Unit
from extractor.schema.facts import Comparator

_TO: Final = re.compile(r" ?- ?| до ")
_FROM: Final = re.compile(r"(?<!\w)(?:від|от) $")
_SPELLED_OUT: Final = re.compile(r" ?\( ?([^()]{2,150})\)")
_SYMBOL: Final = re.compile(r"([$€₴£₽]) ?$")
#: «тисячі людей» are thousands, «понад тисячі» is one.
_MANY: Final = frozenset({"тисячі", "тысячи"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A figure in the making. low[start:end] runs from the comparator to the unit; `rule` is "" until it is known
    what the number measures or counts."""

    number: Number
    start: int
    end: int
    comparator: Comparator = "eq"
    maximum: float | int | None = None
    unit: Unit | None = None
    value: float | int = 0
    counted: Counted | None = None
    rule: str = ""


def draft(low: str, number: Number, floor: int, stop: int) -> Draft | None:
    """The number with its range, unit and comparators, within low[floor:stop]; None where it is a time, an age, a
    frequency or an ordinal."""
    comparator, begin = figures_marks.comparator_before(low, number.start, floor)
    if comparator == "eq" and low[number.start : number.end] in _MANY:
        return None
    value, maximum, end = number.value, None, number.end
    spelled = _spelled_out(low, end, stop, value)
    if spelled is not None:
        end = spelled[1]
    upper = _upper(low, number, end, floor, stop)
    if upper is not None:
        if upper.scaled and not number.scaled:
            whole = numbers.rescaled(value, low[upper.start : upper.end])
            value = whole if whole < upper.value else value  # «від 2 до 3 тис.», unlike «від 800 до 1,2 тис.»
        end, maximum = upper.end, upper.value
    if figures_marks.is_measureless(low, end, stop):
        return None
    after, end = figures_marks.comparator_after(low, end, stop)
    if after != "eq" and figures_marks.is_measureless(low, end, stop):
        return None
    symbol = _SYMBOL.search(low, max(floor, begin - 2), begin)
    unit = units.PREFIXES.get(symbol.group(1)) if symbol and not number.spelled else None
    begin = symbol.start() if symbol and unit else begin
    read = units.read(low, end, stop)
    if read is not None:
        unit, end = read
    elif spelled is not None:
        unit = spelled[0]
    comparator = comparator if after == "eq" else after
    return in_units(low, stop, Draft(number, begin, end, comparator, maximum, unit, value))


def in_units(low: str, stop: int, found: Draft) -> Draft:
    """The draft with its value in whole units of its unit, kopecks and what follows the unit read."""
    unit = found.unit
    if unit is None:
        return found
    value, end, maximum = found.value, found.end, found.maximum
    if unit.factor != 1:
        value = numbers.tidy(value * unit.factor)
        maximum = numbers.tidy(maximum * unit.factor) if maximum is not None else None
    elif unit.kind == "money" and (small := units.kopecks(low, end, stop)):
        value, end = numbers.tidy(value + small[0] / 100), small[1]
    again = _spelled_out(low, end, stop, found.number.value)
    end = again[1] if again else end
    after, end = figures_marks.comparator_after(low, end, stop)
    comparator = found.comparator if after == "eq" else after
    return replace(found, value=value, end=end, maximum=maximum, comparator=comparator)


def _spelled_out(low: str, end: int, stop: int, value: float) -> tuple[Unit | None, int] | None:
    """The number said again in words in brackets: its unit, if it has one there, and the closing bracket's end."""
    hit = _SPELLED_OUT.match(low, end, stop)
    if hit is None or not numbers.is_word(hit.group(1).split()[0].rstrip(",.")):
        return None
    inner = numbers.read(low, hit.start(1), hit.end(1))
    if inner is None or inner.value != int(value):
        return None
    read = units.read(low, inner.end, hit.end(1))
    return (read[0] if read else None), hit.end()


def _upper(low: str, number: Number, end: int, floor: int, stop: int) -> Number | None:
    """The upper end of a range: «10-15 осіб», «від 5 до 10 км»."""
    hit = _TO.match(low, end, stop)
    if hit is None:
        return None
    if hit.group() == " до " and not _FROM.search(low, max(floor, number.start - 5), number.start):
        return None
    upper = numbers.read(low, hit.end(), stop)
    if upper is None or upper.value <= number.value or number.spelled != upper.spelled:
        return None
    return upper
