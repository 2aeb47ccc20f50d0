"""Persons whom a point names in the dative not to act but to be given something: «Водію Гаю О.П. оголосити подяку»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from extractor import data
from extractor.detect.parties_ends import SENTENCE, infinitives
from extractor.normalize import heads
from extractor.normalize.cases import best_group, groups
from extractor.normalize.cases_names import name_run
from extractor.normalize.phrases import cut
from extractor.normalize.words import parses
from extractor.schema.facts import Party

if TYPE_CHECKING:
    from extractor.schema.analysis import Analysis, Language

#: How far behind its verb a point tells to whom else something is given, in characters.
_NEAR: Final = 200


@cache
def _benefit(key: str) -> re.Pattern[str]:
    return next(re.compile(e["pattern"], re.IGNORECASE) for e in data.load("parties")["benefit"] if e["id"] == key)


@cache
def _payers() -> frozenset[str]:
    return frozenset(data.load("parties")["payers"]["words"].split())


def receives(analysis: Analysis, start: int, end: int, named: Sequence[Party]) -> bool:
    """Are those named before the action text[start:end] persons, to whom it only gives something?

    They act where it names somebody else in the dative («Начальнику відділу надати відпустки працівникам»). Pay is
    set and paid by those whose post it is, where they stand without their names («Головному бухгалтеру виплатити
    премію»)."""
    plain, language = analysis.plain, analysis.language
    verb = next(infinitives(plain, start, end, language), None)
    if verb is None or any(p.kind == "organisation" for p in named):
        return False
    paid = _benefit("paid").match(plain, verb.start(), end)
    if paid is None and _benefit("given").match(plain, verb.start(), end) is None:
        return False
    if paid is not None and any(_pays(p.name, language) for p in named):
        return False
    stop = min(end, verb.end() + _NEAR)
    sentence = SENTENCE.search(plain, verb.end(), stop)
    return not _gives_to(plain[verb.end() : sentence.start() if sentence is not None else stop], language)


def _pays(name: str, language: Language) -> bool:
    """Does somebody's post, without his name, make him one who pays or employs?"""
    pieces = cut(name)
    group = best_group(pieces, 0, language, "nom")
    named = any(name_run(pieces, i, language) is not None for i in range(len(pieces)))
    return group is not None and not named and group.lemma in _payers()


def _gives_to(words: str, language: Language) -> bool:
    """Do the words name somebody in the dative, to whom something is given?"""
    pieces = cut(words)
    before = ""
    for i, piece in enumerate(pieces):
        if piece.kind != "word":
            continue
        governed = any(str(p.tag.POS) == "PREP" for p in parses(before.lower(), language)) if before else False
        before = piece.text
        if governed:
            continue
        found = list(groups(pieces, i, language))
        genitives = {g.end for g in found if g.case == "gen"}
        for group in found:
            someone = group.animate or heads.is_party(group.lemma, language)
            if group.case == "dat" and someone and group.end not in genitives:
                return True
    return False
