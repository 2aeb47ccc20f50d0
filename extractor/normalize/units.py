"""Units of figures: what follows a number in print → kind, code and factor; data/units.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor.data import load
from extractor.schema.facts import UnitKind


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `code` as in the contract, `factor` brings a printed value to it (1 кв. км is 1000000 m2)."""

    kind: UnitKind
    code: str
    factor: float = 1


#: Symbols that stand before the sum.
PREFIXES: Final = {
    "$": Unit("money", "USD"),
    "€": Unit("money", "EUR"),
    "₴": Unit("money", "UAH"),
    "£": Unit("money", "GBP"),
    "₽": Unit("money", "RUB"),
}
_KOPECKS: Final = re.compile(
    r"(?:,| та| і| и)? {0,3}(\d{1,2}) {0,3}(?:коп(?![а-яіїєґ])\.?|коп(?:ійк|ійок|ейк|еек)[а-яіїєґ]{0,3})"
)


@cache
def _table() -> tuple[re.Pattern[str], tuple[Unit, ...]]:
    """All patterns as one, group i being unit i-1."""
    entries = load("units")["unit"]
    pattern = "|".join(f"({entry['pattern']})" for entry in entries)
    units = tuple(Unit(e["kind"], e["code"], e.get("factor", 1)) for e in entries)
    return re.compile(rf" {{0,4}}(?:{pattern})(?![^\W\d_])"), units


def read(low: str, at: int, stop: int) -> tuple[Unit, int] | None:
    """The unit at `at` of the lower-case plain view, or a few spaces after, with its end; None where there is none."""
    pattern, units = _table()
    hit = pattern.match(low, at, stop)
    if hit is None or hit.lastindex is None:
        return None
    return units[hit.lastindex - 1], hit.end()


def kopecks(low: str, at: int, stop: int) -> tuple[int, int] | None:
    """(hundredths, end) of «50 коп.» right after a sum of money."""
    hit = _KOPECKS.match(low, at, stop)
    return (int(hit.group(1)), hit.end()) if hit else None
