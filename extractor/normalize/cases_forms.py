"""Nominative forms of single words that agree or head a phrase, with the capitals and apostrophes as printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from extractor.normalize.words import Gender, Reading, readings

if TYPE_CHECKING:
    from extractor.schema.analysis import Language

#: Endings of the nominative by the ending of the masculine: (masculine, feminine, neuter, plural).
_UK_ADJECTIVES: Final = (
    ("ий", "ий", "а", "е", "і"),
    ("ій", "ій", "я", "є", "і"),
    ("їй", "їй", "я", "є", "ї"),
)
_TWINS: Final = str.maketrans("ёґ", "ег")
_RU_SOFT: Final = frozenset("гкхжшчщ")


def adjective(word: str, reading: Reading, gender: Gender | None, plural: bool, language: Language) -> str:
    """The nominative of an adjective, participle or ordinal in the gender or number asked for."""
    form = _by_ending(reading.lemma, gender, plural, language) if _full(reading) else None
    if form is None:
        form = _inflected(reading, {"nomn", "plur"} if plural else {"nomn", *_gender_mark(gender, language)})
    return as_printed(word, form) if form else word


def head(word: str, reading: Reading, language: Language, *, plural: bool | None = None) -> str:
    """The nominative of a head noun; of a compound («садку-яслам») each part that has the case."""
    first, dash, rest = word.partition("-")
    if not dash or len(str(reading.parse.word)) > len(first):
        return noun(word, reading, plural=plural)
    second = next((r for r in readings(rest, language) if r.case == reading.case and r.pos == "noun"), None)
    return noun(first, reading, plural=plural) + dash + (noun(rest, second) if second else rest)


def noun(word: str, reading: Reading, *, plural: bool | None = None) -> str:
    """The nominative of a noun in its own number, or in the one asked for."""
    if reading.fixed:
        return word
    marks = {"nomn"}
    wants = reading.plural if plural is None else plural
    if wants != reading.plural:
        marks.add("plur" if wants else "sing")
    form = _inflected(reading, marks)
    if form is None and not wants:
        form = reading.lemma
    return as_printed(word, form) if form else word


def as_printed(word: str, form: str) -> str:
    """`form` with the letters that `word` already has left as printed, and its capitals kept."""
    low = word.lower().replace("’", "'").replace("ʼ", "'").replace("`", "'")
    same = 0
    for a, b in zip(low, form, strict=False):
        if a.translate(_TWINS) != b.translate(_TWINS):
            break
        same += 1
    rest = form[same:]
    letters = [c for c in word if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        rest = rest.upper()
    return word[:same] + rest


def _full(reading: Reading) -> bool:
    """Is it a full adjective of the common declension (not a pronoun like «весь» or a possessive «батьків»)?"""
    grammemes = reading.parse.tag.grammemes
    return not ({"Apro", "Poss"} & grammemes) and str(reading.parse.tag.POS) == "ADJF"


def _by_ending(lemma: str, gender: Gender | None, plural: bool, language: Language) -> str | None:
    if language == "uk":
        for masculine, same, feminine, neuter, many in _UK_ADJECTIVES:
            if lemma.endswith(masculine):
                end = many if plural else {"m": same, "f": feminine, "n": neuter, None: same}[gender]
                return lemma[: -len(masculine)] + end
        return None
    if not lemma.endswith(("ый", "ий", "ой")):
        return None
    stem = lemma[:-2]
    hard = lemma.endswith(("ый", "ой")) or stem[-1:] in _RU_SOFT
    velar = stem[-1:] in _RU_SOFT
    if plural:
        return stem + ("ые" if hard and not velar else "ие")
    hissing = lemma.endswith("ий") and stem[-1:] in "жшчщ"
    if gender == "f":
        return stem + ("ая" if hard else "яя")
    if gender == "n":
        return stem + ("ее" if hissing or not hard else "ое")
    return lemma


def _gender_mark(gender: Gender | None, language: Language) -> set[str]:
    mark = {"m": "masc", "f": "femn", "n": "neut", None: "masc"}[gender]
    return {mark} if language == "uk" else {mark, "sing"}


def _inflected(reading: Reading, marks: set[str]) -> str | None:
    form = reading.parse.inflect(marks)
    if form is None or ("plur" in form.tag.grammemes) != ("plur" in marks or (reading.plural and "sing" not in marks)):
        return None  # some Ukrainian nouns have no singular nominative in the dictionary
    return str(form.word)
