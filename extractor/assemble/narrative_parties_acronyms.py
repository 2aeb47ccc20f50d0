"""Bodies that a clause opens with, known by an acronym that no detector knows: «ФБР арестовало»."""

from __future__ import annotations

from functools import cache

from extractor import data
from extractor.assemble.narrative_parties_predicates import gender_of
from extractor.assemble.narrative_parties_words import Line, describing, head_of, noun_cases, words
from extractor.detect.actions_words import Verb, verb
from extractor.normalize.words import Reading, parses, readings
from extractor.schema.analysis import Language


def opens_as_acronym(line: Line, i: int) -> bool:
    """Is piece i capitals that open the clause, its verb at most two words behind and with no other subject («КМДА 3
    травня відкрила»)? A plural may be said of the unnamed («ЛЕП відновили»): there only the bodies that
    data/organisations.toml knows by an acronym."""
    word = line.pieces[i].text
    if not (2 < len(word) < 7 and word.isupper() and word.isalpha()) or word in words("no_acronyms"):
        return False
    if i and line.pieces[i - 1].kind != "comma":
        return False
    for k in range(i + 1, min(i + 4, len(line.pieces))):
        known = verb(line.low(k), line.language) if line.pieces[k].kind == "word" else None
        if known is None or known.form not in ("past", "present", "future"):
            continue
        if line.pieces[k].text.isupper() or _other_subject(line, i + 1, k, known):
            return False
        return word in _acronyms_of_bodies() or (not known.plural and not _ordinary(word))
    return False


@cache
def _acronyms_of_bodies() -> frozenset[str]:
    kinds: dict[str, str] = data.load("organisations")["acronyms"]
    return frozenset(word for listed in kinds.values() for word in listed.split())


def _ordinary(word: str) -> bool:
    """Does the dictionary of either language know it, and not as an abbreviation («НОВУ», «УВАГА»)?"""
    languages: tuple[Language, ...] = ("uk", "ru")
    for language in languages:
        known = [p for p in parses(word, language) if p.is_known]
        if known and not any("Abbr" in p.tag for p in known):
            return True
    return False


def _other_subject(line: Line, first: int, at: int, known: Verb) -> bool:
    """Does another nominative of the clause agree with the verb at piece `at`? Behind it one that can be the
    accusative too is its object, where it is nobody who acts."""
    for k in range(first, len(line.pieces)):
        piece = line.pieces[k]
        if piece.kind == "comma":
            return False
        if piece.kind != "word" or k == at or verb(piece.text.lower(), line.language) is not None:
            continue
        if not any(_goes_with(r, line.low(at), known) for r in readings(piece.text, line.language)):
            continue
        object_too = k > at and "acc" in noun_cases(piece.text, line.language)
        if (object_too and not head_of(piece.text, line.language)) or _governed(line, k):
            continue
        return True
    return False


def _goes_with(noun: Reading, verb_form: str, known: Verb) -> bool:
    """Does a nominative agree with a verb in number, and with its past form in gender?"""
    if noun.pos != "noun" or noun.case != "nom" or noun.plural != known.plural:
        return False
    gender = gender_of(verb_form, known)
    return gender is None or noun.gender in (gender, None)


def _governed(line: Line, noun: int) -> bool:
    """Does a preposition stand before a noun and its adjectives?"""
    k = noun - 1
    while k >= 0 and line.pieces[k].kind == "word" and describing(line.pieces[k].text, line.language):
        k -= 1
    return line.low(k) in words("prepositions")
