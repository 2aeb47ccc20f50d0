"""Those whom a letter addresses, as what it asks for is read against them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from extractor.schema.facts import Head
from extractor.text.morphology import parses

#: So many letters of a word stay the same in all its cases.
_STEM: Final = 6


@dataclass(frozen=True, slots=True)
class Addressed:
    """`names`: those addressed, in small letters. `alone`: they are one official or one body; of others the letter
    then only tells («Громаді необхідно збудувати школу», written to a minister)."""

    names: str = ""
    alone: bool = False

    def includes(self, phrase: str) -> bool:
        """Does the phrase begin with a word that names them?"""
        return phrase[:_STEM].lower() in self.names


def of(head: Head) -> Addressed | None:
    """Those whom the letter addresses; None for other papers."""
    if head.kind != "letter":
        return None
    alone = len(head.addressees) == 1 and not _several(head)
    return Addressed("; ".join(p.name.lower() for p in head.addressees), alone)


def _several(head: Head) -> bool:
    """Is the only name one of many («керівники закладів»)? Its first noun is a plural, or a word before it."""
    for word in head.addressees[0].name.lower().split():
        marks = parses(word, head.language)[0].tag.grammemes
        if "plur" in marks:
            return True
        if "NOUN" in marks:
            return False
    return False
