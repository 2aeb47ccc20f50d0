"""A name as it grows, and its growth to the left."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Final

from extractor.detect.organisations_lexicon import Head, Slot, lexicon
from extractor.detect.organisations_words import AND, Line
from extractor.normalize.cases import STANDING

#: «возглавлявшего аппарат администрации»: a participle that governs the name.
_GOVERNS: Final = re.compile(r"\w(?:вш|ивш|авш)(?:ий|его|ему|им|ем|ая|ей|ую|ее|ие|их|ими)\Z")

#: Adjectives made of the names of places, long enough to be none of «новая», «данный», «сусідній».
PLACE: Final = re.compile(r"\w{5}(?:ськ|цьк|зьк|ск|цк)\w{1,3}\Z")


@dataclass(slots=True)
class Name:
    """A name as far as it has grown: token indices [first, last), the head at `at`, and what was found on the way;
    `core` is the index after a quoted name, where something follows it; `located` where the words begin that say
    where it works («… в Озерній області»)."""

    at: int
    first: int
    last: int
    slots: Set[Slot]
    head: Head
    modifiers: int = 0
    tail: bool = False
    quoted: bool = False
    number: bool = False
    purpose: bool = False
    place: bool = False
    located: int = 0
    inner: list[int] = field(default_factory=list)
    siblings: tuple[int, ...] = ()
    fixed: str | None = None
    core: int = 0
    listed: bool = False

    @property
    def plural(self) -> bool:
        """Are several bodies spoken of?"""
        return bool(self.slots) and all(gender == "plur" for _, gender in self.slots)

    @property
    def cases(self) -> frozenset[str]:
        """The cases that the head can stand in."""
        several = self.plural
        return frozenset(case for case, gender in self.slots if several or gender != "plur")


def left(line: Line, name: Name) -> None:
    """Takes in the agreeing adjectives before the head."""
    known = lexicon()
    i = name.first - 1
    while i >= 0 and line.is_word(i) and i not in line.people:
        low = line.low(i)
        if low in known.stops or _GOVERNS.search(low):
            break
        if known.stop_stems.match(low) and not PLACE.search(low):
            break  # «нова рада», unlike the «Новоозерська рада»
        agreeing = line.word(i).adjective & name.slots
        if not agreeing:
            break
        small = not line.capital(i) and line.capital(name.first) and not line.acronym(name.first)
        if line.acronym(name.at):
            small = not line.capital(i)
        if small and known.level_stems.match(low) is None:
            break
        name.slots, name.first = agreeing, i
        name.modifiers += 1
        i -= 1
    adverb = STANDING.get(line.low(i)) if i == name.first - 1 and i >= 0 else None
    if adverb is not None and line.low(name.first).startswith(adverb):
        name.first = i
    if name.plural:
        _members(line, name)
    elif name.modifiers:
        _siblings(line, name)


def _members(line: Line, name: Name) -> None:
    """Places that share a head in the plural: «Зразківська та Лугівська районні ради» is two."""
    found: list[int] = []
    i = name.first - 1
    cases = {case for case, _ in name.slots}
    while i >= 0 and line.capital(i) and _singular(line, i, cases):
        found.append(i)
        if line.low(i - 1) not in AND and line.text[i - 1] != ",":
            break
        i -= 2
    if len(found) > 1:
        name.siblings = tuple(reversed(found))


def _singular(line: Line, i: int, cases: Set[str]) -> bool:
    """Is word `i` an adjective in the singular, in one of these cases?"""
    return line.is_word(i) and any(case in cases and gender != "plur" for case, gender in line.word(i).adjective)


def _siblings(line: Line, name: Name) -> None:
    """Adjectives of proper names joined to the first one: «Львівська, Рівненська та Чернівецька ОДА» is three."""
    found: list[int] = []
    i = name.first
    cases = {case for case, _ in name.slots}
    if not line.capital(i) or i + 1 > name.at:
        return
    while i >= 2 and (line.low(i - 1) in AND or line.text[i - 1] == ","):
        if not line.capital(i - 2) or not _singular(line, i - 2, cases):
            break
        if line.text[i - 1] == "," and not found:
            break
        i -= 2
        found.append(i)
    name.siblings = tuple(reversed(found))
