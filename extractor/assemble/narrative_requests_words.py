"""The words that ask, as letters.toml has them: which there are, and what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractor.data import load
from extractor.normalize.words import Case
from extractor.schema.facts import MeasureType


@dataclass(frozen=True, slots=True)
class Word:
    """One kind of asking word."""

    id: str
    type: MeasureType
    case: Case
    third: bool
    opens: bool
    needs_report: bool


@cache
def words() -> dict[str, Word]:
    """The kinds of asking words by their id."""
    return {
        e["id"]: Word(
            e["id"], e["type"], e["case"], e.get("third", False), e.get("opens", False), e.get("needs_report", False)
        )
        for e in load("letters")["request"]
    }


@cache
def asking() -> re.Pattern[str]:
    """Any asking word; the group that matches is its kind."""
    entries = load("letters")["request"]
    return re.compile("|".join(rf"(?P<{e['id']}>\b(?:{e['pattern']})(?![\w'-]))" for e in entries), re.IGNORECASE)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern of that name."""
    return re.compile(load("letters")[name]["pattern"], re.IGNORECASE)


@cache
def stems() -> list[re.Pattern[str]]:
    """One by one: a plain word is found faster than one of many."""
    return [re.compile(stem) for stem in load("letters")["prefilter"]["stems"].split()]


def quoted(plain: str, start: int, end: int) -> int:
    """Where the words of somebody end that the sentence text[start:end] only tells («Вимагаю сплатити борг, написав
    позивач»); `start` where it tells none."""
    return max((hit.end() for hit in pattern("said").finditer(plain, start, end)), default=start)
