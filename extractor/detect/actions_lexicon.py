"""The words and phrases of data/actions.toml, compiled once."""

from __future__ import annotations

import re
from functools import cache

from extractor.data import load


@cache
def phrase(name: str) -> re.Pattern[str]:
    """The phrase pattern of this id, letter case aside."""
    entry = next(p for p in load("actions")["phrase"] if p["id"] == name)
    return re.compile(entry["pattern"], re.IGNORECASE)


@cache
def events() -> re.Pattern[str]:
    """Words of meetings and other happenings."""
    return re.compile(load("actions")["events"].replace("\n", ""), re.IGNORECASE)


@cache
def _classes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(words.split())) for name, words in load("actions")["classes"].items())


@cache
def classes_of(lemma: str) -> tuple[str, ...]:
    """The verb classes whose lists have a beginning of this lemma; the longest beginnings decide."""
    best, found = 0, []
    for name, beginnings in _classes():
        size = max((len(b) for b in beginnings if lemma.startswith(b)), default=0)
        if size > best:
            best, found = size, [name]
        elif size and size == best:
            found.append(name)
    return tuple(found)
