"""A paragraph as words, with what the growing of names asks about them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractor.detect.actions_words import verb
from extractor.detect.organisations_lexicon import Head, Word, head, lexicon, uninflected, word
from extractor.schema.analysis import Language

CYRILLIC: Final = "А-Яа-яЁёІіЇїЄєҐґ"
_TOKEN: Final = re.compile(
    rf"[{CYRILLIC}]+(?:['-][{CYRILLIC}]+)*|[A-Za-z][A-Za-z0-9&]*(?:[.'-][A-Za-z0-9]+)*|\d+(?:[.,/-]\d+)*|[^\s\w]"
)
_LETTERS: Final = frozenset(chr(c) for c in range(0x400, 0x500) if re.match(rf"[{CYRILLIC}]", chr(c)))
ROMAN: Final = re.compile(r"[ІI]{1,3}V?(?:-[ІI]{1,3}V?)?")
AND: Final = frozenset(("та", "і", "й", "и"))
OPENERS: Final = frozenset('«"')
#: The longest quoted name that was seen is 190 characters.
_LONGEST_QUOTE: Final = 60
_LONGEST_UNBALANCED: Final = 20
#: The shortest verbs that an act sets in capitals are «РЕШИЛ» and «РЕШИЛА».
_SHORTEST_ORDER: Final = 5


@dataclass(slots=True)
class Line:
    """The words, numbers and marks of one paragraph. `people` are indices of words that belong to a person's name,
    `begins` those that open a sentence, where a capital says nothing; `foreign`: there may be Latin letters."""

    text: list[str]
    start: list[int]
    end: list[int]
    language: Language
    shouting: bool
    foreign: bool
    people: set[int] = field(default_factory=set)
    begins: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.text)

    def is_word(self, i: int) -> bool:
        """Is token `i` a Cyrillic word?"""
        return 0 <= i < len(self.text) and self.text[i][0] in _LETTERS

    def low(self, i: int) -> str:
        """Token `i` in lower case; "" outside the paragraph."""
        return self.text[i].lower() if 0 <= i < len(self.text) else ""

    def word(self, i: int) -> Word:
        """What word `i` can be."""
        return word(self.text[i], self.language)

    def head(self, i: int) -> Head | None:
        """The head noun that word `i` is a form of."""
        return head(self.text[i], self.language) if self.is_word(i) else None

    def capital(self, i: int) -> bool:
        """Does word `i` begin with a capital that says something?"""
        return 0 <= i < len(self.text) and self.text[i][:1].isupper() and not self.shouting

    def acronym(self, i: int) -> bool:
        """Is word `i` in capitals («ОДА»), where not everything is?"""
        if not self.is_word(i) or not self.text[i][0].isupper():
            return False
        text = uninflected(self.text[i])
        if not 2 <= len(text) <= 8 or sum(map(str.isupper, text)) < 2:
            return False
        known = lexicon()
        if text in known.acronyms or text in known.legal:
            return not self.shouting or not any(s for s in self.word(i).noun) or len(text) <= 4
        return text.isupper() and not self.shouting and not self._orders(text)

    def _orders(self, text: str) -> bool:
        """Is it the verb of an act, set in capitals («рада ВИРІШИЛА»)?"""
        return len(text) >= _SHORTEST_ORDER and verb(text.lower(), self.language) is not None

    def closing(self, i: int) -> int | None:
        """The index after the mark that closes the quotation opened at `i`; None where there is none near.

        Nested quotations may share their closing mark: then the first one closes both."""
        depth, first = 0, None
        for j in range(i, min(len(self.text), i + _LONGEST_QUOTE)):
            mark = self.text[j]
            if mark == "«" or (mark == '"' and self._opens(j)):
                depth += 1
            elif mark in ("»", '"'):
                depth -= 1
                first = first or j + 1
                if depth == 0:
                    return j + 1
        # an unclosed quotation ends with one that is opened later: then its end is not known
        return first if first is not None and first - i <= _LONGEST_UNBALANCED else None

    def _opens(self, j: int) -> bool:
        """Is the straight quote at `j` an opening one: something right after it and nothing right before?"""
        touching_next = j + 1 < len(self.text) and self.start[j + 1] == self.end[j]
        touching_last = j > 0 and self.end[j - 1] == self.start[j] and self.text[j - 1] not in "(«"
        return touching_next and not touching_last


def read(plain: str, start: int, end: int, language: Language) -> Line:
    """The words of plain[start:end]."""
    hits = list(_TOKEN.finditer(plain, start, end))
    text = [hit.group() for hit in hits]
    long = [t for t in text if len(t) > 3]
    shouting = bool(long) and sum(map(str.isupper, long)) > 0.7 * len(long)
    foreign = any(map(str.isascii, long)) or any(t[0].isascii() and t[0].isalpha() for t in text)
    return Line(text, [hit.start() for hit in hits], [hit.end() for hit in hits], language, shouting, foreign)


def mark(line: Line, people: Sequence[tuple[int, int]], sentences: Sequence[int]) -> None:
    """Marks the words inside people's names and those that begin sentences (offsets)."""
    for start, end in people:
        i = bisect_right(line.start, start - 1)
        while i < len(line) and line.start[i] < end:
            if line.text[i] not in lexicon().acronyms:  # «ОДА Ірини Зразкової» is no surname and given name
                line.people.add(i)
            i += 1
    line.begins.add(0)
    for start in sentences:
        i = bisect_right(line.start, start - 1)
        if i in line.begins and i:
            continue  # what follows was marked with the sentence before, which has no word of its own
        line.begins.add(i)
        while i < len(line) and not line.text[i][0].isalpha():
            i += 1  # a quotation mark, a bullet, the number of a point
            line.begins.add(i)
