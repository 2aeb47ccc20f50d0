"""Verbs by which a headline or a text tells what happened, by the readings of the dictionaries.

An ending alone takes nouns for verbs: «вплив», «архив», «матеріали»."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

from extractor.normalize.words import parses
from extractor.schema.analysis import Language

#: past «провела», «провёл», «построен»; impersonal «проведено»; present also what will be: «отримає».
Form = Literal["past", "impersonal", "present"]
#: A form in the marks of the dictionaries: all of one set.
_MARKS: Final[dict[Form, tuple[frozenset[str], ...]]] = {
    "past": (frozenset(("VERB", "past")), frozenset(("PRTS",))),
    "impersonal": (frozenset(("VERB", "Impe")), frozenset(("PRTS", "neut"))),
    "present": (frozenset(("VERB", "3per", "pres")), frozenset(("VERB", "3per", "futr"))),
}
_NOMINAL: Final = frozenset(("NOUN", "ADJF", "NPRO", "PREP", "CONJ"))
_NAMES: Final = frozenset(("Surn", "Name", "Patr", "Geox"))
#: The Russian dictionary says how likely a reading is: a verb is one that is likelier than not.
_LIKELY: Final = 0.5


@lru_cache(maxsize=20_000)
def is_verb(word: str, form: Form, language: Language) -> bool:
    """Is this lower-case word a verb of that form? A word that may be a noun is none, but where the dictionary
    (the Russian) knows the verb to be likelier; a word that the dictionary only guesses is none."""
    known = [(frozenset[str](p.tag.grammemes), float(p.score)) for p in parses(word, language) if p.is_known]
    verbs = [score for marks, score in known if any(form_marks <= marks for form_marks in _MARKS[form])]
    if not verbs:
        return False
    if language == "ru":
        return sum(verbs) >= _LIKELY
    return not any(marks & _NOMINAL and not marks & _NAMES for marks, _ in known)
