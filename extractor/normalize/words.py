"""Readings of single words, by pymorphy3 with its Ukrainian and Russian dictionaries.

The dictionaries know the ASCII apostrophe only: words are asked for with it. Analyses are cached, as a text
repeats its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

    from extractor.schema.analysis import Language

Case = Literal["nom", "gen", "dat", "acc", "ins", "loc"]
Gender = Literal["m", "f", "n"]
Pos = Literal["noun", "adjective", "numeral", "pronoun"]
NameKind = Literal["given", "surname", "patronymic"]

_CASES: Final[dict[str, Case]] = {
    "nomn": "nom", "gent": "gen", "gen1": "gen", "gen2": "gen", "datv": "dat", "accs": "acc", "acc2": "acc",
    "ablt": "ins", "loct": "loc", "loc1": "loc", "loc2": "loc",
}  # fmt: skip
_GENDERS: Final[dict[str, Gender]] = {"masc": "m", "femn": "f", "neut": "n"}
_POS: Final[dict[str, Pos]] = {
    "NOUN": "noun", "ADJF": "adjective", "PRTF": "adjective", "NUMR": "numeral", "NPRO": "pronoun",
}  # fmt: skip
_PLACE_LIKE: Final = re.compile(
    r"(\w{2,}(?:ськ|цьк|зьк|ск|цк))(ий|ого|ому|им|ім|ом|а|ої|ій|у|ою|е|і|их|ими|ая|ой|ую|ое|ие)"
)
#: An adjective that the dictionaries know, for the endings of those that they do not.
_MODELS: Final[dict[Language, str]] = {"uk": "київськ", "ru": "киевск"}
_NAMES: Final[tuple[tuple[str, NameKind], ...]] = (("Surn", "surname"), ("Patr", "patronymic"), ("Name", "given"))


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a word that has case. `gender` is None in the plural of adjectives and where both will do;
    `known` is false where the dictionary only guessed by the word's end."""

    pos: Pos
    case: Case
    plural: bool
    gender: Gender | None
    animate: bool
    fixed: bool
    known: bool
    name: NameKind | None
    lemma: str
    parse: Parse


@lru_cache(maxsize=2)
def analyzer(language: Language) -> MorphAnalyzer:
    """The analyzer of one language; loading takes about 0.2 s, once a process."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang=language)


@lru_cache(maxsize=200_000)
def parses(word: str, language: Language) -> tuple[Parse, ...]:
    """All readings of a word, likeliest first; never empty for a word with letters."""
    return tuple(analyzer(language).parse(word.replace("’", "'").replace("ʼ", "'")))


@lru_cache(maxsize=50_000)
def readings(word: str, language: Language) -> tuple[Reading, ...]:
    """The readings of a word as noun, adjective, numeral or pronoun, likeliest first; the vocative is left out."""
    found: list[Reading] = []
    for parse in parses(word, language):
        tag = parse.tag
        pos, case = _POS.get(str(tag.POS)), _CASES.get(str(tag.case))
        if case is None and pos == "noun" and language == "uk" and parse.word == parse.normal_form:
            case = "nom"  # the dictionary leaves it out in some nouns: «відділ», «секретар», «громада»
        if pos is None or case is None or "voct" in tag.grammemes:
            continue
        grammemes = tag.grammemes
        found.append(
            Reading(
                pos=pos,
                case=case,
                plural="plur" in grammemes,
                gender=None if "ms-f" in grammemes or "plur" in grammemes else _GENDERS.get(str(tag.gender)),
                animate="anim" in grammemes,
                fixed="Fixd" in grammemes,
                known=bool(parse.is_known),
                name=next((kind for mark, kind in _NAMES if mark in grammemes), None),
                lemma=parse.normal_form,
                parse=parse,
            )
        )
    if found and all(r.name == "surname" for r in found):
        found.extend(_of_a_place(word, language))
    return tuple(found)


def _of_a_place(word: str, language: Language) -> tuple[Reading, ...]:
    """Readings as an adjective of a surname that is made like one: «Городенська» is a lady or a council."""
    hit = _PLACE_LIKE.fullmatch(word.lower())
    if hit is None:
        return ()
    stem, ending = hit.groups()
    model = readings(_MODELS[language] + ending, language)
    return tuple(replace(r, lemma=f"{stem}ий", known=False) for r in model if r.pos == "adjective")


def head_readings(word: str, language: Language) -> tuple[Reading, ...]:
    """The readings of a word as the head of a phrase: a compound («садку-яслам») is read by its first part."""
    own = readings(word, language)
    if "-" not in word or any(r.known and r.pos == "noun" for r in own):
        return own
    first = tuple(r for r in readings(word.split("-", 1)[0], language) if r.known and r.pos == "noun" and not r.fixed)
    return first or own
