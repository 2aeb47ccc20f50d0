"""The position beside a person's name: «начальник відділу освіти Ганна Вербицька», «…, начальник відділу»."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from extractor.data import load
from extractor.normalize.cases import nominative
from extractor.normalize.words import Case, readings
from extractor.schema.analysis import Language
from extractor.text.morphology import parses

_ACTING: Final = (
    r"(?:[вит]\.?\s?(?:в\.?\s?)?о\.?|т\.в\.о\.|заст\.|зам\.|врио"
    r"|(?:тимчасово\s|временно\s)?(?:виконуюч(?:ий|а|ого|ої|им|ою|ому|ій)|виконувач[аеу]?м?|исполняющ(?:ий|ая|его|ей|им|ему))"
    r"\s(?:обов'язк(?:и|ів)|обязанности))\s?"
)
_BREAK: Final = re.compile(
    r"[;:!?\t]|\n\s*\n|(?<!\b[а-яіїєґА-ЯІЇЄҐ])(?<!\b[а-яіїєґА-ЯІЇЄҐ]{2})(?<!\b[а-яіїєґА-ЯІЇЄҐ]{3})\.\s"
)
_STOP: Final = re.compile(
    r"\b(?:як(?:ий|а|і|их|ими)|що|котор\w+|про|є|был[аи]?|був|була|були|щодо|разом|також|тощо)\b", re.I
)
_BEHIND: Final = re.compile(r"[ ]?(?:,[ ]|[-][ ]|,?[ ][-][ ]|\()")
_END: Final = re.compile(r"[,;:\t\n()]|\.(?=\s|\Z)|\s-\s")
_WORD: Final = re.compile(r"[\w'-]+")
_VERBS: Final = frozenset(("VERB", "GRND", "PRTS", "PRED"))
_REACH: Final = 240
_LONGEST: Final = 26


class Position(NamedTuple):
    """A position in the nominative, and the case that it stands in."""

    name: str
    case: Case


@lru_cache(maxsize=1)
def _noun() -> re.Pattern[str]:
    words = load("people")["position"]
    nouns = "|".join(words["nouns"])
    return re.compile(
        rf"(?<![\w'-])(?P<acting>{_ACTING})?(?:(?:{words['adjectives']})[\w'-]*[ \n]){{0,3}}(?P<noun>{nouns})(?![\w'])",
        re.I,
    )


def is_noun(word: str) -> bool:
    """Is the word alone the noun of a position: «Директор»?"""
    return _noun().fullmatch(word) is not None


def before(plain: str, start: int, floor: int, language: Language) -> Position | None:
    """The position that ends where the name at `start` begins, not before `floor`, where another name ended."""
    if plain[max(0, start - 4) : start].rstrip().endswith((",", ";", ":", "(", "«")):
        return None
    low = max(floor, start - _REACH)
    for mark in _BREAK.finditer(plain, low, start):
        low = mark.end()
    line = plain.rfind("\n", low, start)
    if line > 0 and plain[line + 1 : start].strip() and not _noun().search(plain, low, line):
        low = line + 1
    for found in _noun().finditer(plain, low, start):
        words = plain[_begin(plain, found, language) : start].rstrip(" -\n").removesuffix(" та").rstrip(" ,")
        if not _is_one(words, language):
            continue
        printed = " ".join(words.split())
        if _is_plural(found["noun"], language):  # «заступників голови Гая О.П., Бук Н.І.»
            case = _case(found["noun"], language, plural=True)
            return Position(nominative(printed, language, number="sing", case=case), case)
        case = _case(found["noun"], language)
        return Position(nominative(printed, language, case=None if case == "nom" else case), case)
    return None


def _begin(plain: str, found: re.Match[str], language: Language) -> int:
    """Where a position begins: behind a noun that only looks like its adjective («по району народний депутат»)."""
    at = found.start()
    for word in _WORD.finditer(plain, max(at, found.end("acting")), found.start("noun")):
        known = [r for r in readings(word.group().casefold(), language) if r.known]
        if known and all(r.pos == "noun" for r in known):
            at = word.end() + 1
    return at


def behind(plain: str, end: int, language: Language) -> Position | None:
    """The position that follows the name behind a comma or a dash."""
    lead = _BEHIND.match(plain, end)
    found = _noun().match(plain, lead.end()) if lead else None
    if found is None or _is_plural(found["noun"], language):
        return None
    stop = _END.search(plain, found.end(), found.end() + _REACH)
    if stop is None:
        return None
    kept = _to_verb(plain, found.start(), stop.start(), language)
    words = plain[found.start() : kept].split()
    return Position(nominative(" ".join(words), language), "nom") if len(words) < _LONGEST else None


def _is_one(words: str, language: Language) -> bool:
    """Is this one position: no verb, no clause; a comma only before another position or inside a list of attributes?"""
    if len(words.split()) > _LONGEST or _STOP.search(words) or words.count("(") != words.count(")"):
        return False
    return _to_verb(words, 0, len(words), language) == len(words)


def _to_verb(plain: str, start: int, end: int, language: Language) -> int:
    last = start
    for found in _WORD.finditer(plain, start, end):
        word = found.group()
        if word.islower() and len(word) > 3 and str(parses(word, language)[0].tag.POS) in _VERBS:
            return last
        last = found.end()
    return end


@lru_cache(maxsize=5000)
def _is_plural(noun: str, language: Language) -> bool:
    known = [r for r in readings(noun.casefold(), language) if r.pos == "noun"]
    return bool(known) and all(r.plural for r in known)


@lru_cache(maxsize=5000)
def _case(noun: str, language: Language, *, plural: bool = False) -> Case:
    """The case of the position's noun; the nominative where the form can be that."""
    cases = [r.case for r in readings(noun.casefold(), language) if r.plural == plural]
    return "nom" if not cases or "nom" in cases else cases[0]
