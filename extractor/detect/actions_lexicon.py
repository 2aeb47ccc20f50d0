"""The words and phrases of data/actions.toml, compiled once."""

from __future__ import annotations

import re
from functools import cache

from extractor.data import load


@cache
def phrase(name: str) -> re.Pattern[str]:
    """The phrase pattern of this id, letter case aside."""
    return re.compile(_expression(name), re.IGNORECASE)


@cache
def phrase_low(name: str) -> re.Pattern[str]:
    """The same for a text in lower case: three times as fast."""
    return re.compile(_expression(name))


def _expression(name: str) -> str:
    return next(str(p["pattern"]) for p in load("actions")["phrase"] if p["id"] == name)


@cache
def events() -> re.Pattern[str]:
    """Words of meetings and other happenings."""
    return re.compile(load("actions")["events"].replace("\n", ""), re.IGNORECASE)


@cache
def events_low() -> re.Pattern[str]:
    """The same for a text in lower case: three times as fast."""
    return re.compile(load("actions")["events"].replace("\n", ""))


@cache
def occasions() -> re.Pattern[str]:
    """Words of happenings that decide an action's type: `events` with more, without talks."""
    lists = load("actions")
    either = "|".join(lists[name].replace("\n", "") for name in ("events", "occasions"))
    return re.compile(rf"(?!{lists['no_occasions']})(?:{either})", re.IGNORECASE)


@cache
def nouns(kind: str) -> re.Pattern[str]:
    """Beginnings of the lemmas of nouns of this kind: "paper" or "money"."""
    return re.compile(load("actions")["nouns"][kind].replace("\n", ""))


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """The classes by the beginning of a lemma."""
    found: dict[str, list[str]] = {}
    for name, words in load("actions")["classes"].items():
        for beginning in dict.fromkeys(words.split()):
            found.setdefault(beginning, []).append(name)
    return {beginning: tuple(names) for beginning, names in found.items()}


@cache
def classes_of(lemma: str) -> tuple[str, ...]:
    """The verb classes whose lists have a beginning of this lemma; the longest beginnings decide."""
    return next((found for size in range(len(lemma), 0, -1) if (found := _classes().get(lemma[:size]))), ())
