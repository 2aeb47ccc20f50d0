"""Is a mention free in its clause, or under a preposition or a noun?"""

from __future__ import annotations

import re
from typing import Final

from extractor.assemble.narrative_parties_mentions import Chain, Mention
from extractor.assemble.narrative_parties_words import ALL, AND, Line, describing, noun_cases, words
from extractor.detect.actions_words import verb
from extractor.normalize.words import Case, readings

_PASSIVE: Final = frozenset(("pssv", "PRTF"))


def before_noun_phrase(line: Line, noun: int) -> int:
    """Index of the piece before a noun and the adjectives and numbers that stand with it."""
    k = noun - 1
    while k >= 0 and (
        line.pieces[k].text.partition("-")[0].isdigit()
        or (line.pieces[k].kind == "word" and describing(line.pieces[k].text, line.language))
    ):
        k -= 1
    return k


def under_participle(line: Line, first: int) -> bool:
    """«розробленого комітетом», «затвердженій наказом»: does a participle that only describes govern it?"""
    before = line.pieces[first - 1] if first else None
    if before is None or before.kind != "word":
        return False
    found = [r for r in readings(before.text, line.language) if r.pos == "adjective"]
    passive = any(_PASSIVE & r.parse.tag.grammemes for r in found)
    return passive and not any(r.case == "nom" for r in found)


def adverbial(line: Line, k: int) -> bool:
    """A word of time before the sitting («сьогодні», «року»), no noun that governs it."""
    return line.low(k) in ("року", "года", "р", "г", "сьогодні", "сегодня", "вчора", "вчера", "тижня") or bool(
        re.fullmatch(
            r"(?:січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд|янв|февр|март|апр|ма[йя]|июн|июл|авг|сент|окт|ноя|дек)\w*",
            line.low(k),
        )
    )


def noun_before(line: Line, first: int) -> bool:
    """Does a noun stand right before, that a genitive could describe?"""
    before = line.pieces[first - 1] if first else None
    if before is None or before.kind not in ("word", "frozen"):
        return False
    if before.kind == "frozen":
        return before.text[0] in '«"“'
    low = before.text.lower()
    if low in words("prepositions") or low in AND or verb(low, line.language) is not None or adverbial(line, first - 1):
        return False
    return bool(noun_cases(before.text, line.language)) or (before.text.isupper() and len(before.text) > 1)


def governed(line: Line, chain: Chain, case: Case) -> bool:
    """Does a preposition, or a noun whose attribute the chain can be, stand before it?"""
    m = chain[0]
    k = m.first - 1
    if m.counted:
        k = _before_count(line, k)
    while k >= 0 and line.pieces[k].kind == "word" and _goes_with(line, k, m, case):
        k -= 1
    if line.low(k) in words("prepositions"):
        return True
    return "gen" in m.cases and case != "gen" and noun_before(line, k + 1)


def _goes_with(line: Line, k: int, m: Mention, case: Case) -> bool:
    """Is the word an attribute that stands with the mention («з іншими організаціями», «його керівник»)?"""
    low = line.low(k)
    if low in ("його", "її", "їх", "его", "ее", "её", "их", "ще", "еще", "ещё", "вже", "уже", "лише", "також", "также"):
        return True
    if low in words("prepositions") or verb(low, line.language) is not None or low in AND:
        return False
    return any(c == case or m.cases == ALL for c, _, _ in describing(line.pieces[k].text, line.language))


def _before_count(line: Line, k: int) -> int:
    """Index before the number and its nouns: «ще 113 тисяч роботодавців»."""
    while k >= 0 and (
        line.low(k) in words("counters")
        or line.pieces[k].text[0].isdigit()
        or any(r.lemma in words("counters") or r.pos == "numeral" for r in readings(line.low(k), line.language))
    ):
        k -= 1
    return k
