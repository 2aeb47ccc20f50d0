"""What a clerk sees of a table column whose head is missing: what its cells are, how long, how often the same, and what
stands beside it. The classes of cells are those of data/columns.toml."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from extractor.data import load
from extractor.text.plain import level

#: The cells of one column, a row each: "" is an empty one, None the rest of a merged cell that began above.
Cells = Sequence[str | None]
Features = dict[str, float]

#: Rows and letters of a cell that are looked at.
ROWS: Final = 60
_SEEN: Final = 160
_ACTION: Final = ("infinitive", "verbal_noun", "event", "about")
_WHO: Final = ("body", "officer", "person")
_WHEN: Final = ("time", "recurring", "weekday")
#: What an action speaks of is not what its cell is.
_IN_PASSING: Final = ("who", "body", "consent", "fund", "gauge", "place", "money")
#: Of a neighbour these are seen.
_BESIDE: Final = (
    "label", "action", "when", "who", "outcome", "gauge", "fund", "amount", "unit", "done", "merged",
)  # fmt: skip
_LENGTHS: Final = (6, 14, 30, 60, 110, 200)
#: A column is of a class where so many of its cells are.
_MOST: Final = 0.5
#: A number typed before the words of a cell.
_LABEL: Final = re.compile(r"(?:\d{1,2}\.){1,3} (?=\D{5})")
#: Bodies are called by their initials: «МВС; ДСНС».
_ACRONYMS: Final = re.compile(r"[А-ЯІЇЄҐЁ]{3,7}(?:[,;\n ]+[А-ЯІЇЄҐЁ]{3,7})*")
_ACRONYM: Final = re.compile(r"[А-ЯІЇЄҐЁ]{3,}\b|[А-ЯІЇЄҐ]\w*[А-ЯІЇЄҐ]{2}")
_LIST: Final = re.compile(r"[,;]|\n")


@cache
def _classes() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    return tuple((e["class"], re.compile(e["pattern"]), bool(e["whole"])) for e in load("columns")["cell"])


def classes(cell: str) -> frozenset[str]:
    """The classes of a cell; «action», «who» and «when» sum up several."""
    line = " ".join(level(cell[: 2 * _SEEN])[0].split())[:_SEEN].lower().lstrip("«\"' ")
    line = _LABEL.sub("", line)
    found = {
        name for name, pattern, whole in _classes() if (pattern.fullmatch(line) if whole else pattern.search(line))
    }
    if _ACRONYMS.fullmatch(cell.strip()):
        found.add("body")
    for sum_, parts in (("action", _ACTION), ("who", _WHO), ("when", _WHEN)):
        if found.intersection(parts):
            found.add(sum_)
    if "action" in found:
        found.difference_update(_IN_PASSING)
    return frozenset(found)


def features(columns: Sequence[Cells]) -> list[Features]:
    """What holds of each column of a row of columns: names and values from 0 to 1."""
    own = [_own(column[:ROWS]) for column in columns]
    longest = max((c["length"] for c in own), default=0.0)
    action = max((c.get("is.action", 0.0) * c["distinct"] for c in own), default=0.0)
    out = []
    for i, mine in enumerate(own):
        held = {k: v for k, v in mine.items() if v}
        held |= _position(i, len(own))
        if mine["length"] == longest:
            held["longest"] = 1.0
        if action and mine.get("is.action", 0.0) * mine["distinct"] == action:
            held["most_action"] = 1.0
        held |= _beside("prev", own[i - 1] if i else None)
        held |= _beside("next", own[i + 1] if i + 1 < len(own) else None)
        held |= _elsewhere(own, i)
        out.append(held)
    return out


def _own(cells: Cells) -> Features:
    """What the cells of a column are."""
    here = [c.strip() for c in cells if c is not None]
    full = [c for c in here if c]
    n, rows = max(1, len(full)), max(1, len(cells))
    out: Features = {
        "merged": sum(c is None for c in cells) / rows,
        "empty": sum(not c for c in here) / rows,
        "distinct": len(set(full)) / n if full else 0.0,
        "length": min(1.0, math.log1p(sum(map(len, full)) / n) / 6),
    }
    found = [classes(c) for c in full]
    for name in sorted(set().union(*found)):
        out[f"is.{name}"] = sum(name in f for f in found) / n
    out["is.none"] = sum(not f for f in found) / n
    for low, high in zip((0, *_LENGTHS), (*_LENGTHS, 10**6), strict=True):
        out[f"length.{low}"] = sum(low <= len(c) < high for c in full) / n
    out["list"] = sum(_LIST.search(c) is not None for c in full) / n
    out["lower"] = sum(c[0].islower() for c in full) / n
    out["capitals"] = sum(_ACRONYM.match(c) is not None for c in full) / n
    out["counts"] = float(_counts(full))
    return out


def _counts(cells: Sequence[str]) -> bool:
    """Do these cells count up: 1, 2, 3; 1.1, 1.2, 2.1?"""
    numbers = [tuple(int(d) for d in re.findall(r"\d+", c)[:3]) for c in cells if len(c) <= 8]
    rising = sum(a < b for a, b in pairwise(numbers))
    return len(cells) > 1 and len(numbers) == len(cells) and rising >= 0.8 * (len(cells) - 1)


def _position(i: int, width: int) -> Features:
    out = {f"at.{i}" if i < 3 else "at.more": 1.0, f"width.{min(width, 8)}": 1.0}
    if i == width - 1:
        out["at.last"] = 1.0
    return out


def _beside(side: str, column: Features | None) -> Features:
    if column is None:
        return {f"{side}.none": 1.0}
    values = {name: column.get(f"is.{name}", column.get(name, 0.0)) for name in _BESIDE}
    return {f"{side}.{name}": value for name, value in values.items() if value}


def _elsewhere(own: Sequence[Features], i: int) -> Features:
    """What kinds of columns stand before and behind this one, and how many of its own kind there are."""
    out: Features = {}
    for name in ("action", "when", "who", "amount"):
        at = [k for k, c in enumerate(own) if c.get(f"is.{name}", 0.0) >= _MOST]
        if any(k < i for k in at):
            out[f"before.{name}"] = 1.0
        if any(k > i for k in at):
            out[f"behind.{name}"] = 1.0
        if name == "when" and i in at:
            out[f"{name}.{'alone' if len(at) == 1 else 'first' if i == at[0] else 'later'}"] = 1.0
        if not at:
            out[f"no.{name}"] = 1.0
    return out


def logit(weights: Mapping[str, float], held: Mapping[str, float]) -> float:
    """The dot product of weights and features, the bias under the empty name."""
    return weights.get("", 0.0) + sum(weights.get(name, 0.0) * value for name, value in held.items())
