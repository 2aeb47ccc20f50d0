"""Whether a stretch of text orders something: the words by which acts order, and those by which they only tell."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractor.data import load
from extractor.detect.parties_ends import ASIDE, is_infinitive
from extractor.schema.analysis import Analysis, Language
from extractor.text.morphology import parses

_INFINITIVE: Final = re.compile(r"(?<![\w'-])[а-яёіїєґ']{2,}(?:ти|тися|тись|ть|ться|чь|чься)(?![\w'-])", re.IGNORECASE)
#: A straight mark before a letter opens a name inside the name and closes none: «"Служба "Лан" веде».
_QUOTED: Final = re.compile(r"«[^«»]{0,600}»|\"(?:[^\"\n]|\"(?=\w)){0,600}\"(?!\w)")
#: Quotations and what stands in brackets; a letter's quotations are shorter, and go on over the ends of lines.
_ASIDE: Final = re.compile(r"«[^«»]{0,400}»|\"[^\"]{0,400}\"|\([^()]{0,400}\)")
_WORD: Final = re.compile(r"[а-яёіїєґ']{3,}", re.IGNORECASE)
_RELATIVE: Final = re.compile(r", (?:як|що|котор|чт)|\(")
_TOPIC: Final = re.compile(r"(?:про|о|об)\s", re.IGNORECASE)
#: Persons in which an act speaks of nobody.
_SPOKEN: Final = frozenset(("1per", "2per"))
#: A heading is no longer than this.
_HEADING: Final = 150


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The patterns of one table of the data file as one; it runs on the plain view."""
    return re.compile("|".join(f"(?:{entry['pattern']})" for entry in load("acts")[name]), re.IGNORECASE)


@cache
def order_word(*, quoted: bool = False) -> re.Pattern[str]:
    """The word by which an act begins to order («П О С Т А Н О В Л Я Ю :»), whatever spaces stand in it; `quoted`
    adds those by which another paper brings in what was ordered."""
    known = load("acts")["ordering"]
    words = sorted((known["words"] + (known["quoting"] if quoted else "")).split(), key=len, reverse=True)
    spaced = "|".join(" ?".join(map(re.escape, word)) for word in words)
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", re.IGNORECASE)


def orders(plain: str, start: int, end: int, *, quoted: bool = False) -> bool:
    """Does the paragraph end with the word by which an act begins to order, or with little more than it?"""
    hit = None
    for found in order_word(quoted=quoted).finditer(plain, max(start, end - 120), end):
        hit = found
    if hit is None:
        return False
    rest = plain[hit.end() : end].strip()
    brings_in = rest.endswith(":") and len(rest) < 40
    return brings_in or (not quoted and rest in ("", ".", ",", "-", ";"))


def acts(analysis: Analysis, start: int, end: int) -> bool:
    """Does this stretch order something: an infinitive as its first verb, or an operative wording?"""
    if pattern("wording").search(_unquoted(analysis.plain[start:end])):
        return True
    found = infinitive(analysis, start, end)
    aside = next(
        (m for m in ASIDE.finditer(analysis.plain, start, end) if found and m.start() < found[0] < m.end()), None
    )
    if aside is not None:  # «Школам, у яких мають відбутися збори, підготувати зали»
        found = infinitive(analysis, aside.end(), end)
    return found is not None and not tells(analysis, start, found[0])


def tells(analysis: Analysis, start: int, end: int) -> bool:
    """Does this stretch, the lead of a sentence, say what somebody does, may or must, and so order nothing?"""
    before = ASIDE.sub(" ", _unquoted(analysis.plain[start:end]))
    return pattern("telling").search(before) is not None or _has_finite(before, analysis.language)


def infinitive(analysis: Analysis, start: int, end: int, *, asides: bool = True) -> tuple[int, int] | None:
    """(start, end) of the first infinitive outside quotation marks; without `asides`, outside brackets too.

    An act is read whole, brackets and all; what a letter asks for stands outside them."""
    quotations = (_QUOTED if asides else _ASIDE).finditer(analysis.plain, start, end)
    quoted = next(quotations, None)
    for hit in _INFINITIVE.finditer(analysis.plain, start, end):
        while quoted is not None and quoted.end() <= hit.start():
            quoted = next(quotations, None)
        if quoted is not None and quoted.start() <= hit.start():
            continue
        if is_infinitive(hit.group(), analysis.language):
            return hit.start(), hit.end()
    return None


def is_heading(analysis: Analysis, start: int, end: int) -> bool:
    """A point that only names a section: short, no verb, no full stop at the end."""
    piece = analysis.plain[start:end].strip()
    return len(piece) < _HEADING and not piece.endswith((";", ":", ".")) and not acts(analysis, start, end)


def is_topic(plain: str, start: int, end: int) -> bool:
    """A point of an agenda or a title: «Про стан доріг»."""
    return _TOPIC.match(plain, start, end) is not None


def begins_with_infinitive(analysis: Analysis, start: int, end: int) -> bool:
    """Does a paragraph begin with an infinitive in capitals or with a capital («Провести нараду»)?"""
    first = infinitive(analysis, start, min(end, start + 60))
    return first is not None and first[0] - start <= 2 and analysis.plain[first[0]].isupper()


def closes(plain: str, start: int, end: int) -> bool:
    """Is this a closing clause of an act that needs no number: control, publication, coming into force?"""
    return pattern("closing").match(plain, start, end) is not None


def names_action(plain: str, start: int, end: int) -> bool:
    """Does the item begin with the noun of an action («своєчасне подання звітів»)?"""
    return pattern("action_noun").match(plain, start, end) is not None


def _unquoted(piece: str) -> str:
    return _QUOTED.sub(" ", piece)


def _has_finite(plain: str, language: Language) -> bool:
    """Is there a finite verb in a lead of an ordering sentence (outside relative clauses and brackets)?"""
    lead = _RELATIVE.split(plain, maxsplit=1)[0]
    return any(_is_finite(w.group(), language) for w in _WORD.finditer(lead))


def _is_finite(word: str, language: Language) -> bool:
    if word[0].isupper():
        return False
    found = parses(word.lower(), language)
    grammemes = found[0].tag.grammemes
    if found[0].tag.POS != "VERB" or "infn" in grammemes or not found[0].is_known:
        return False
    told = "impr" not in grammemes and not grammemes & _SPOKEN
    return told or all(p.tag.POS != "NOUN" for p in found)  # «благоустрою»: what a department is for
