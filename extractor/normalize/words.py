"""Readings of single words, by pymorphy3 with its Ukrainian and Russian dictionaries.

The dictionaries know the ASCII apostrophe only: words are asked for with it. Analyses are cached, as a text
repeats its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse
    from pymorphy3.tagset import OpencorporaTag

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
#: In lower case and of more letters than an initial.
_CYRILLIC: Final = re.compile(r"[а-яёіїєґ'-]{2,}")
_PLACE_LIKE: Final = re.compile(
    r"(\w{2,}(?:ськ|цьк|зьк|ск|цк))(ий|ого|ому|им|ім|ом|а|ої|ій|у|ою|е|і|их|ими|ая|ой|ую|ое|ие)"
)
#: An adjective that the dictionaries know, for the endings of those that they do not.
_MODELS: Final[dict[Language, str]] = {"uk": "київськ", "ru": "киевск"}
#: Words of the dictionaries that no paper has, and whose forms are those of a common one: «главой района» is who
#: heads it.
_OBSOLETE: Final = frozenset(("главый",))
#: From such a share of its uses on a word is a preposition or a conjunction, and no shortened noun.
_SURELY: Final = 0.9
_NAMES: Final[tuple[tuple[str, NameKind], ...]] = (("Surn", "surname"), ("Patr", "patronymic"), ("Name", "given"))


class Reading(NamedTuple):
    """One reading of a word that has case. `gender` is None in the plural of adjectives and where both will do;
    `known` is false where the dictionary only guessed by the word's end. A tuple, as every word has several."""

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
    looked_up = _looked_up(word)
    if looked_up != word:
        return parses(looked_up, language)
    return tuple(_in_dictionary(word, language) or analyzer(language).parse(word))


def _in_dictionary(word: str, language: Language) -> list[Parse]:
    """What the analyzer finds of a Cyrillic word that its dictionary has; asked directly, as it would go on to ask
    whether that is an initial and, in Ukrainian, letter by letter, whether it is a Roman number or Latin."""
    if _CYRILLIC.fullmatch(word) is None:
        return []
    asked = analyzer(language)
    found = asked._units[0].analyzer.parse(word, word, set())
    if found and asked.prob_estimator is not None:
        found = asked.prob_estimator.apply_to_parses(word, word, found)
    return [r for r in (asked._result_type(*reading) for reading in found) if r.normal_form not in _OBSOLETE]


def _looked_up(word: str) -> str:
    """The word as the dictionaries have it, so that «Відділу» is not analysed again after «відділу». A single letter
    keeps its case, as a capital may be an initial."""
    if len(word) > 1 and not word.isascii():
        word = word.lower()
    return word.replace("’", "'").replace("ʼ", "'")


@lru_cache(maxsize=50_000)
def readings(word: str, language: Language) -> tuple[Reading, ...]:
    """The readings of a word as noun, adjective, numeral or pronoun, likeliest first; the vocative is left out."""
    looked_up = _looked_up(word)
    if looked_up != word:
        return readings(looked_up, language)
    found: list[Reading] = []
    form, known = None, False
    joins = _joins_words(word, language)
    for parse in parses(word, language):
        marks = _marks(parse.tag, language)
        case = marks.case
        if case is None and marks.pos == "noun" and language == "uk" and parse.word == parse.normal_form:
            case = "nom"  # the dictionary leaves it out in some nouns: «відділ», «секретар», «громада»
        if marks.pos is None or case is None or marks.vocative:
            continue
        if joins and marks.fixed and marks.name != "given":
            continue
        if parse.word != form:  # its readings are mostly of one form: the dictionary is asked once
            form, known = parse.word, bool(parse.is_known)
        found.append(
            Reading(
                pos=marks.pos,
                case=case,
                plural=marks.plural,
                gender=marks.gender,
                animate=marks.animate,
                fixed=marks.fixed,
                known=known,
                name=marks.name,
                lemma=parse.normal_form,
                parse=parse,
            )
        )
    if found and all(r.name == "surname" for r in found):
        found.extend(_of_a_place(word, language))
    return tuple(found)


def _joins_words(word: str, language: Language) -> bool:
    """Is the word a preposition or a conjunction? The Russian dictionary has «в», «к», «и», «по» as shortened nouns
    besides, in every case, which they hardly ever are."""
    first = parses(word, language)[0]
    return str(first.tag.POS) in ("PREP", "CONJ") and first.score > _SURELY


def _of_a_place(word: str, language: Language) -> tuple[Reading, ...]:
    """Readings of a lower-case word as an adjective, where it is a surname that is made like one: «Городенська» is a
    lady or a council."""
    hit = _PLACE_LIKE.fullmatch(word)
    if hit is None:
        return ()
    stem, ending = hit.groups()
    model = readings(_MODELS[language] + ending, language)
    return tuple(r._replace(lemma=f"{stem}ий", known=False) for r in model if r.pos == "adjective")


class _Marks(NamedTuple):
    """What of a tag a Reading says."""

    pos: Pos | None
    case: Case | None
    plural: bool
    gender: Gender | None
    animate: bool
    fixed: bool
    name: NameKind | None
    vocative: bool


@lru_cache(maxsize=10_000)
def _marks(tag: OpencorporaTag, _language: Language) -> _Marks:
    """Remembered, as a language has some hundred tags; equal tags of two languages may be read differently."""
    grammemes = tag.grammemes
    return _Marks(
        pos=_POS.get(str(tag.POS)),
        case=_CASES.get(str(tag.case)),
        plural="plur" in grammemes,
        gender=None if "ms-f" in grammemes or "plur" in grammemes else _GENDERS.get(str(tag.gender)),
        animate="anim" in grammemes,
        fixed="Fixd" in grammemes,
        name=next((kind for mark, kind in _NAMES if mark in grammemes), None),
        vocative="voct" in grammemes,
    )


@lru_cache(maxsize=10_000)
def part_of_speech(tag: OpencorporaTag, _language: Language) -> str:
    """`tag.POS` as a plain text, "None" where it has none; remembered, as a tag looks for it anew each time."""
    return str(tag.POS)


@lru_cache(maxsize=50_000)
def head_readings(word: str, language: Language) -> tuple[Reading, ...]:
    """The readings of a word as the head of a phrase: a compound («садку-яслам») is read by its first part."""
    own = readings(word, language)
    if "-" not in word or any(r.known and r.pos == "noun" for r in own):
        return own
    first = tuple(r for r in readings(word.split("-", 1)[0], language) if r.known and r.pos == "noun" and not r.fixed)
    return first or own


class Forms(NamedTuple):
    """The readings of a word by case, likeliest first: as the head of a phrase, and as what agrees with a head."""

    heads: Mapping[Case, tuple[Reading, ...]]
    modifiers: Mapping[Case, tuple[Reading, ...]]


@lru_cache(maxsize=50_000)
def forms(word: str, language: Language) -> Forms:
    """What a word can be in each case. Pronouns and numerals head nothing; nouns agree with nothing."""
    return Forms(
        _by_case(r for r in head_readings(word, language) if r.pos not in ("numeral", "pronoun")),
        _by_case(r for r in readings(word, language) if r.pos != "noun"),
    )


def _by_case(found: Iterable[Reading]) -> Mapping[Case, tuple[Reading, ...]]:
    out: dict[Case, list[Reading]] = {}
    for reading in found:
        out.setdefault(reading.case, []).append(reading)
    return {case: tuple(same) for case, same in out.items()}
