"""Pieces of a sentence that asks: the actions that it lists («провести нараду; 2) надати звіт»), a time alone, those or
what is named before its asking word."""

from __future__ import annotations

import re
from typing import Final

from extractor.assemble import ordering
from extractor.detect import deadlines
from extractor.layout.zones_address import DATIVE
from extractor.normalize.words import Case, readings
from extractor.schema.analysis import Analysis, Language
from extractor.text.morphology import parses

#: A semicolon, and the label of the item behind it.
_CUT: Final = re.compile(r";\s*(?:(?:\d{1,2}|[а-яіїєґ])\)\s*|\d{1,2}\.\s+|-\s+)?")
#: The verb of an item is looked for so far, in characters.
_VERB: Final = 60
#: What is named before an asking word is no longer, and its noun is one of so many words.
_NAMED: Final = 120
_WORDS: Final = 4
_COMMA: Final = re.compile(r",\s")

#: So much of a stretch that tells a time may be other than the time itself, in characters.
_ASIDE: Final = 12

Place = tuple[int, int]


def only_time(analysis: Analysis, start: int, end: int) -> bool:
    """Does nothing but a time stand in text[start:end]?"""
    when = deadlines.in_text(analysis.plain, start, end, analysis.context, mode="act")
    return (
        bool(when) and sum(b - a for d in when for a, b in d.spans) >= len(analysis.plain[start:end].strip()) - _ASIDE
    )


def items(analysis: Analysis, start: int, end: int) -> list[tuple[int, Place]]:
    """The actions that text[start:end] lists, with where the item begins of each: its infinitive or a time before it
    does; the whole where something else begins one."""
    cuts = [hit.span() for hit in _CUT.finditer(analysis.plain, start, end)]
    out = [(a, (_begins(analysis, a, b), b)) for a, b in _between(cuts, analysis, start, end)] if cuts else []
    if len(out) > 1 and all(verb >= 0 for _, (verb, _) in out):
        return out
    return [(start, (start, end))]


def _begins(analysis: Analysis, start: int, end: int) -> int:
    """Where the action of text[start:end] begins: with its infinitive, a time before it left out; -1 for no such."""
    first = ordering.infinitive(analysis, start, min(end, start + _VERB))
    if first is None:
        return -1
    before = analysis.plain[start : first[0]]
    if before.strip().lower() in ("", "не"):
        return start
    return first[0] if only_time(analysis, start, first[0]) else -1


def named_first(analysis: Analysis, start: int, end: int) -> bool:
    """Does text[start:end], which an asking word follows, only name what something is to be done with: «Роботи з
    ремонту пропонуємо завершити»? It begins with a noun in the accusative, or with its adjectives."""
    said = analysis.plain[start:end].strip().lower()
    if not said or "," in said or len(said) > _NAMED:
        return False
    words = said.split()[:_WORDS]
    if any("PREP" in p.tag.grammemes for p in parses(words[0], analysis.language)):
        return False
    for word in words:
        marks = parses(word, analysis.language)[0].tag.grammemes
        if "NOUN" in marks:
            found = (p.tag.grammemes for p in parses(word, analysis.language))
            return any({"NOUN", "inan"} <= f and {"nomn", "accs"} & f for f in found)  # «Мешканці просимо …» ask
        if not {"ADJF", "NPRO"} & marks or not {"nomn", "accs"} & marks:
            return False
    return False


def asks_them(said: str, case: Case, language: Language) -> bool:
    """Are those named before an asking word asked («Керівників закладів просимо», «Відділам пропонуємо»)? Who asks
    stands in the nominative («Мешканці просимо»), and a thing in the accusative is what is asked for."""
    for word in said.split()[:_WORDS]:
        nouns = [r for r in readings(word.strip('«»",').lower(), language) if r.pos == "noun" and r.known]
        if nouns:
            found = {r.case for r in nouns}
            return "nom" not in found and (case in found if case != "acc" else any(r.animate for r in nouns))
    return False


def orders(analysis: Analysis, start: int, end: int) -> list[Place]:
    """Where each order of text[start:end] would stand, were it one for several: they begin with those told («Відділу
    культури підготувати …, відділу спорту провести …»)."""
    cuts = [hit.span() for hit in _CUT.finditer(analysis.plain, start, end)]
    cuts += [
        hit.span() for hit in _COMMA.finditer(analysis.plain, start, end) if DATIVE.match(analysis.plain, hit.end())
    ]
    return _between(sorted(cuts), analysis, start, end)


def _between(cuts: list[Place], analysis: Analysis, start: int, end: int) -> list[Place]:
    """What stands between the cuts, without empty pieces."""
    bounds = [start, *(bound for cut in cuts for bound in cut), end]
    pieces = zip(bounds[::2], bounds[1::2], strict=True)
    return [(a, b) for a, b in pieces if any(c.isalpha() for c in analysis.plain[a:b])]
