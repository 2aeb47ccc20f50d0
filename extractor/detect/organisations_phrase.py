"""Noun phrases inside names: adjectives, perhaps joined, and their noun, in a case that is asked for."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

from extractor.detect.organisations_lexicon import Slot, lexicon, word
from extractor.detect.organisations_words import AND, OPENERS, Line

#: Words that open the title of an act, not a name.
_ACT_TITLES: Final = frozenset({"про", "о", "об", "обо"})


#: «защите их прав», «захисту його інтересів»: whose, after what a unit does.
_WHOSE: Final = frozenset("їх їхніх його її их его её ее".split())
_CARE: Final = re.compile(
    r"захист|защит|забезпеч|обеспеч|реаліз|реализ|дотриман|соблюден|утриман|содержан|профілакт|профилакт"
)

#: Bodies of deputies.
_COUNCIL: Final = re.compile(r"(?:рад|совет|собрани|зібранн|дум)\w{0,3}\Z")
#: Prepositions that the dictionary knows as notes or letters, too.
_NO_NOUNS: Final = frozenset("до на за по від от із зі из со".split())

#: The longest noun phrase: six adjectives and their «and»s.
_LONGEST: Final = 9


def phrase(line: Line, i: int, cases: Set[str], *, aims: bool = False) -> int | None:
    """The end of the noun phrase in one of these cases that begins at `i`: adjectives, perhaps joined, and a noun.

    `aims` lets it end in «питань», which otherwise ends a name."""
    slots: Set[Slot] | None = None
    j = i + (line.low(i) in _WHOSE and _CARE.match(line.low(i - 1)) is not None)
    while j < min(len(line), i + _LONGEST) and line.is_word(j) and j not in line.people:
        low = line.low(j)
        if low in AND and slots is not None:
            j += 1
            continue
        if line.acronym(j):
            return j + 1
        if low.endswith("о") and line.text[j + 1 : j + 2] == ["-"] and line.is_word(j + 2):
            j += 2
            continue
        if _stops(line, j, aims=aims):
            return None
        noun, adjective = _fitting(line, j, cases, slots)
        if noun and not (adjective and _leads(line, j, adjective)):
            return None if line.word(j).person and line.capital(j) else j + 1
        if not adjective:
            return None
        slots = adjective
        j += 1
        if line.text[j : j + 1] == [","] and line.is_word(j + 1) and line.word(j + 1).adjective & adjective:
            j += 1
    return None


def _stops(line: Line, j: int, *, aims: bool) -> bool:
    """Does word `j` end a name whatever its case: a pronoun, a verb, an official, a surname before initials?"""
    known = lexicon()
    low = line.low(j)
    if (
        low in AND
        or low in known.stops
        or len(low) == 1
        or low in _NO_NOUNS
        or (line.capital(j) and initial(line, j + 1))
    ):
        return True
    reading = line.word(j)
    if reading.loose:
        return True
    stops = reading.lemmas & known.tail_stops
    if "депутат" in stops and _council(line, j - 1):
        return False  # «постоянная комиссия Совета народных депутатов»
    return bool(stops) and not (aims and "питання" in reading.lemmas)


def _council(line: Line, i: int) -> bool:
    """Is word `i` a council's, its «народных» perhaps behind it?"""
    if line.low(i).startswith("народн"):
        i -= 1
    return _COUNCIL.match(line.low(i)) is not None


def _fitting(line: Line, j: int, cases: Set[str], slots: Set[Slot] | None) -> tuple[set[Slot], set[Slot]]:
    """The readings of word `j` as a noun and as an adjective in these cases that agree with `slots`."""
    reading = line.word(j)
    return (
        {s for s in reading.noun if s[0] in cases and (slots is None or s in slots)},
        {s for s in reading.adjective if s[0] in cases and (slots is None or s in slots)},
    )


def initial(line: Line, i: int) -> bool:
    """Is word `i` the initial of a person whose surname stands before it?"""
    return i + 1 < len(line) and len(line.text[i]) == 1 and line.text[i].isupper() and line.text[i + 1] == "."


def _leads(line: Line, j: int, slots: Set[Slot]) -> bool:
    """Does the next word agree with word `j` read as an adjective?"""
    if not line.is_word(j + 1) or line.low(j + 1) in AND:
        return False
    following = line.word(j + 1)
    return bool((following.noun | following.adjective) & slots)


def plural(line: Line, first: int, noun: int, case: str = "gent") -> bool:
    """Is the noun of a phrase, by default a genitive, plural?"""
    slots: Set[Slot] = {s for s in line.word(noun).noun if s[0] == case}
    for k in range(first, noun):
        agreeing = line.word(k).adjective & slots if line.is_word(k) else None
        slots = agreeing or slots
    return bool(slots) and all(gender == "plur" for _, gender in slots)


def people(line: Line, i: int) -> bool:
    """Is it people that word `i` is about («дітей», «детей-инвалидов»)?"""
    known = lexicon().beneficiaries
    lemmas = line.word(i).lemmas
    if "-" in line.text[i]:
        lemmas |= word(line.text[i].split("-")[0], line.language).lemmas
    return not lemmas.isdisjoint(known)


#: Quotation marks that open together in one name: «ТОВ «Фірма «Назва»»»; more are no name, and looking on costs time.
_NESTED: Final = 4


def quotable(line: Line, i: int) -> bool:
    """Does the quotation opened at `i` hold a name (not the title of an act, not a lower-case phrase)?"""
    j = i + 1
    while j < min(len(line), i + _NESTED) and line.text[j] in OPENERS:
        j += 1
    if j >= len(line) or line.low(j) in _ACT_TITLES:
        return False
    return line.text[j][0].isupper() or line.text[j][0].isdigit() or line.head(j) is not None
