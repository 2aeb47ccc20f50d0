"""Those whom a letter addresses, as what it asks for is read against them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor.data import load
from extractor.schema.analysis import Language
from extractor.schema.facts import Head
from extractor.text.morphology import parses

_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
#: Whom a phrase names is its first noun, one of so many words.
_FIRST: Final = 4


@dataclass(frozen=True, slots=True)
class Addressed:
    """`names`: those addressed, in small letters. `alone`: they are one official or one body; of others the letter
    then only tells («Громаді необхідно збудувати школу», written to a minister)."""

    names: str = ""
    alone: bool = False
    language: Language = "uk"

    def includes(self, phrase: str) -> bool:
        """Does the phrase begin with a noun that names them, or what a body of theirs is («закладу» of a lyceum)?"""
        nouns = _first_noun(phrase, self.language)
        own = {lemma for word in _WORD.findall(self.names) for lemma in _lemmas(word, self.language)}
        return bool(nouns & own) or any(not own.isdisjoint(_called().get(noun, ())) for noun in nouns)


@cache
def _called() -> dict[str, frozenset[str]]:
    """What else bodies are called, each word with those that it stands for."""
    return {word: frozenset(bodies.split()) for word, bodies in load("letters")["called"].items()}


def _lemmas(word: str, language: Language) -> set[str]:
    return {p.normal_form for p in parses(word.lower(), language)}


def _first_noun(phrase: str, language: Language) -> set[str]:
    """The lemmas that the first noun of the phrase can have."""
    for word in _WORD.findall(phrase)[:_FIRST]:
        nouns = {p.normal_form for p in parses(word.lower(), language) if "NOUN" in p.tag.grammemes}
        if nouns:
            return nouns
    return set()


def of(head: Head) -> Addressed | None:
    """Those whom the letter addresses; None for other papers."""
    if head.kind != "letter":
        return None
    alone = len(head.addressees) == 1 and not _several(head)
    return Addressed("; ".join(p.name.lower() for p in head.addressees), alone, "ru" if head.language == "ru" else "uk")


def _several(head: Head) -> bool:
    """Is the only name one of many («керівники закладів»)? Its first noun is a plural, or a word before it."""
    for word in head.addressees[0].name.lower().split():
        marks = parses(word, head.language)[0].tag.grammemes
        if "plur" in marks:
            return True
        if "NOUN" in marks:
            return False
    return False
