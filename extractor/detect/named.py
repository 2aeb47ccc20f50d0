"""What the tagger names and no rule has found: the bodies, people and places of news from everywhere.

The rules know how bodies of a government, an economy and a society are called and where such a name ends; the tagger
knows «HSBC», «Госдепартамент», «Коллеж патафизики». So it only adds, where it is sure and the name looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from extractor.data import load
from extractor.detect.organisations_lexicon import head as head_of
from extractor.normalize.cases import nominative
from extractor.normalize.words import readings
from extractor.schema.analysis import Analysis, Language, Named
from extractor.schema.facts import Organisation, Person, Place
from extractor.schema.span import Label, Span, Value

#: Below these the tagger is wrong more often than a register can bear.
_SURE: Final = {"ORG": 0.98, "PERS": 0.9, "LOC": 0.9}
_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
#: «V літні ігри», «І конгрес» are events.
_ROMAN: Final = re.compile(r"[IVXІХ]+")
_SHORTEST_ACRONYM: Final = 4
#: The word before a quotation mark.
_LAST_WORD: Final = re.compile(r"([^\W\d_]+(?:['-][^\W\d_]+)*)\s*\Z")
_QUOTES: Final = tuple('«»"')
_NAME_OF_PERSON: Final = re.compile(r"[А-ЯІЇЄҐЁA-Z][\w'’.-]*(?:\s[А-ЯІЇЄҐЁA-Z][\w'’.-]*){1,3}")


def people(analysis: Analysis, found: Sequence[Span]) -> list[Span]:
    """Spans labelled "person": names of two to four words in capitals that no rule has read."""
    out = []
    for named, language in _left(analysis, "PERS", found):
        printed = _printed(analysis, named)
        if _NAME_OF_PERSON.fullmatch(printed):
            out.append(_span(named, "person", Person(nominative(printed, language))))
    return out


def bodies(analysis: Analysis, found: Sequence[Span]) -> list[Span]:
    """Spans labelled "organisation": names with a capital, an acronym, a foreign or a quoted word."""
    starts = {s.start for s in analysis.sentences}
    out = []
    for named, language in _left(analysis, "ORG", found):
        words = list(_WORD.finditer(analysis.plain, named.start, named.end))
        if not words or _no_body(tuple(w.group() for w in words), language):
            continue
        quoted = _quoted(analysis.plain, named)
        if quoted and _no_body_before(analysis.plain, named, language):
            continue
        if len(words) == 1 and not _alone(words[0].group(), language, quoted=quoted):
            continue
        if any(w.group()[0].isupper() and (w.start() not in starts or _says(w.group())) for w in words):
            printed = _printed(analysis, named)
            name = printed if printed.isascii() else nominative(printed, language)
            out.append(_span(named, "organisation", Organisation(name)))
    return out


def places(analysis: Analysis, found: Sequence[Span]) -> list[Span]:
    """Spans labelled "place": names with a capital that stand in no other name."""
    out = []
    for named, language in _left(analysis, "LOC", found):
        printed = _printed(analysis, named)
        if printed[0].isupper() and not _adjective(printed.split()[-1], language):
            name = printed.title() if printed.isupper() and len(printed) > _SHORTEST_ACRONYM else printed
            out.append(_span(named, "place", Place(nominative(name, language))))
    return out


def _left(analysis: Analysis, label: str, found: Sequence[Span]) -> Iterator[tuple[Named, Language]]:
    """What the tagger is sure of and no name that is found already touches, with the language spoken there."""
    taken = iter(sorted((s.start, s.end) for s in found if s.label in ("organisation", "person", "place", "reference")))
    end, ahead = 0, next(taken, None)
    spoken = iter(analysis.sentences)
    sentence = next(spoken, None)
    for named in analysis.named:
        while ahead is not None and ahead[0] < named.end:
            end, ahead = max(end, ahead[1]), next(taken, None)
        while sentence is not None and sentence.end <= named.start:
            sentence = next(spoken, None)
        if named.label == label and named.score >= _SURE[label] and end <= named.start:
            yield named, sentence.language if sentence is not None else analysis.language


def _alone(word: str, language: Language, *, quoted: bool) -> bool:
    """Does a single word name a body? A foreign one does, and one in quotes; an acronym when it is long enough to be
    no abbreviation of a thing or of a body that has its full name elsewhere; a noun when it is no common one."""
    if word.isascii() or quoted:
        return True
    if word.isupper():
        return len(word) >= _SHORTEST_ACRONYM
    known = [r for r in readings(word.lower(), language) if r.known]
    return not any(str(r.parse.tag.POS) == "NOUN" and "Orgn" not in r.parse.tag.grammemes for r in known)


def _adjective(word: str, language: Language) -> bool:
    """Is the word an adjective only: the half of «Тернівська громада» that the tagger took for a place?"""
    known = readings(word.lower(), language)
    return bool(known) and all(str(r.parse.tag.POS) == "ADJF" for r in known)


def _quoted(plain: str, named: Named) -> bool:
    return plain[named.start - 1 : named.start] in _QUOTES and plain[named.end : named.end + 1] in _QUOTES


def _says(word: str) -> bool:
    """Does the capital at the start of a sentence say something: in an acronym, a foreign name?"""
    return word.isascii() or (len(word) > 1 and word[1:2].isupper())


def _no_body(words: tuple[str, ...], language: Language) -> bool:
    """Is the name that of something else than a body, by its head, its first noun, or as a known acronym?"""
    heads, acronyms = _others()
    if _ROMAN.fullmatch(words[0]) or (len(words) == 1 and words[0].upper() in acronyms):
        return True
    nouns = ((w, _nouns(w, language)) for w in words)
    word, lemmas = next(((w, n) for w, n in nouns if n), ("", frozenset()))
    # A head that the rules know and have not taken stands in no name of a body, unless a foreign name follows.
    known = bool(word) and head_of(word, language) is not None and not any(w.isascii() for w in words)
    return known or not lemmas.isdisjoint(heads)


def _no_body_before(plain: str, named: Named, language: Language) -> bool:
    """Does the noun before a quoted name say that it is no body's: «акція «Серце»», «гурток «Промінь»»?"""
    before = _LAST_WORD.search(plain, max(0, named.start - 40), named.start - 1)
    return before is not None and not _nouns(before.group(1), language).isdisjoint(_others()[0])


def _nouns(word: str, language: Language) -> frozenset[str]:
    """The dictionary forms of the nouns that a word can be, those only guessed left out."""
    return frozenset(r.lemma for r in readings(word.lower(), language) if r.known and str(r.parse.tag.POS) == "NOUN")


@lru_cache(maxsize=1)
def _others() -> tuple[frozenset[str], frozenset[str]]:
    known = load("named")
    return frozenset(known["heads"].split()), frozenset(known["acronyms"].split())


def _printed(analysis: Analysis, named: Named) -> str:
    return " ".join(analysis.text[named.start : named.end].split())


def _span(named: Named, label: Label, value: Value) -> Span:
    return Span(named.start, named.end, label, f"tagger.{named.label}", named.score, value)
