"""When a predicted thing is the gold one: inflection-blind likeness of texts, equality of codes and dates.

The definitions are those of the annotation guidelines' scorer: words count by their first five letters, pairs are
one to one and the best first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar

#: A JSON object of gold or of an Extraction.
Json = dict[str, Any]
Thing = TypeVar("Thing")

_LEVEL: Final = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "′": "'", "ё": "е", "ґ": "г", "\u00ad": None})
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_STEM_LETTERS: Final = 5


@lru_cache(maxsize=50_000)
def stems(text: str | None) -> Counter[str]:
    """The bag of the text's inflection-blind stems. The result is shared: do not change it."""
    words = _WORD.findall((text or "").casefold().translate(_LEVEL))
    return Counter(w.replace("'", "")[:_STEM_LETTERS] for w in words)


def likeness(a: str | None, b: str | None) -> float:
    """F1 of the two texts' stems, 0 to 1."""
    x, y = stems(a), stems(b)
    if not x or not y:
        return float(x == y)
    return 2 * sum((x & y).values()) / (sum(x.values()) + sum(y.values()))


def code(value: object) -> str:
    """An act's number with only what identifies it."""
    return re.sub(r"[\s№.]+", "", str(value or "")).casefold().replace("–", "-").replace("—", "-")


def pairs(
    gold: Sequence[Thing], predicted: Sequence[Any], score: Callable[[Thing, Any], float]
) -> list[tuple[int, int]]:
    """One-to-one pairs of indices, best score first; a score of 0 is no match."""
    found = sorted(((score(g, p), -i, -j) for i, g in enumerate(gold) for j, p in enumerate(predicted)), reverse=True)
    mine: set[int] = set()
    theirs: set[int] = set()
    out = []
    for value, i, j in found:
        if value > 0 and -i not in mine and -j not in theirs:
            mine.add(-i)
            theirs.add(-j)
            out.append((-i, -j))
    return out


def names(party: Json | str) -> list[str]:
    """Every name that a predicted party or organisation goes by."""
    if isinstance(party, str):
        return [party]
    own = [party.get("name"), party.get("canonical"), party.get("acronym"), *(party.get("aliases") or [])]
    own += [s.get("quote") for s in party.get("evidence") or []]
    return [n for n in own if isinstance(n, str) and n]


def party(gold: str, predicted: Json | str) -> float:
    """Likeness of the closest name, from 0.75 on."""
    return max(at_least(0.75, likeness(gold, name)) for name in names(predicted) or [""])


def measure(gold: Json, predicted: Json) -> float:
    """Likeness of the texts from 0.6 on; from 0.4 on where the numbers are the same."""
    close = likeness(gold["text"], predicted.get("text"))
    if gold.get("number") and code(gold["number"]) == code(predicted.get("number")):
        return close + 0.5 if close >= 0.4 else 0.0
    return at_least(0.6, close)


def deadline(gold: Json, predicted: Json) -> float:
    """Equal in what identifies a deadline."""
    return float(_deadline_key(gold) == _deadline_key(predicted))


def _deadline_key(d: Json) -> tuple[object, ...]:
    if d.get("permanent") or d.get("kind") == "permanent":
        return ("permanent",)
    if d.get("recurrence"):
        return ("recurring", *sorted(str(d["recurrence"]).upper().removeprefix("RRULE:").split(";")))
    if d.get("start") or d.get("end"):
        return (d.get("start") if d.get("start") != d.get("end") else None, d.get("end"))
    return ("offset", d.get("offset"))


def figure(gold: Json, predicted: Json) -> float:
    """Value and unit equal; without a unit what is counted shares a stem."""
    try:
        same = abs(float(gold["value"]) - float(predicted["value"])) <= 1e-6 * max(1.0, abs(float(gold["value"])))
    except (TypeError, ValueError, KeyError):
        return 0.0
    said = predicted.get("unit")
    unit = said.get("code") if isinstance(said, dict) else said
    if not same or (gold.get("unit") or None) != (unit or None):
        return 0.0
    if gold.get("unit") or not gold.get("of"):
        return 1.0
    options = [predicted.get("of"), predicted.get("of_normal")]
    if not any(stems(gold["of"]) & stems(o) for o in options):
        return 0.0
    return 0.5 + max(likeness(gold["of"], o) for o in options)


def reference(gold: Json, predicted: Json) -> float:
    """Number and date equal; without a number the title alike; without both the type."""
    if gold.get("number"):
        if code(gold["number"]) != code(predicted.get("number")):
            return 0.0
        return 1.0 if not gold.get("date") or gold["date"] == predicted.get("date") else 0.5
    if gold.get("title"):
        return at_least(0.7, likeness(gold["title"], predicted.get("title")))
    return at_least(0.9, likeness(gold.get("type"), predicted.get("type")))


def at_least(least: float, value: float) -> float:
    """The value, or 0 below the least that counts."""
    return value if value >= least else 0.0
