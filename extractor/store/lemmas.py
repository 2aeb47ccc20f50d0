"""Words of texts and queries brought to one form, so that «громаді» finds «Громада» and «пам'ять» finds «пам’яті».

A word is lower-cased, composed (NFC), freed of stress marks, soft hyphens and apostrophes, «ё» is «е» and «ґ» is «г»,
and stands as its lemma by the dictionaries that the extraction uses. Where a form has several lemmas, all are kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from extractor.normalize.words import parses
from extractor.text.plain import level

if TYPE_CHECKING:
    from extractor.schema.analysis import Language
    from extractor.schema.contract import Extraction

#: Letters and digits, with apostrophes, soft hyphens and combining marks inside.
_WORD: Final = re.compile(r"[^\W_]+(?:(?:[\u0300-\u036f]|[\u00ad'’ʼ`´‘′ʹ](?=[^\W_]))+[^\W_]*)*")
_DROPPED: Final = re.compile(r"[\u0300-\u036f\u00ad'’ʼ`´‘′ʹ]")
_APOSTROPHE: Final = re.compile("[’ʼ`´‘′ʹ]")
_FOLDED: Final = str.maketrans({"ё": "е", "ґ": "г"})
_UKRAINIAN: Final = re.compile("[іїєґ]")
_RUSSIAN: Final = re.compile("[ыэёъ]")
_CYRILLIC: Final = re.compile("[а-яёіїєґ]")
#: Longer words are no words; PostgreSQL takes lexemes of at most 2 KB.
_LONGEST: Final = 60
#: Readings of an unknown word are guesses by its end; more of them find more that is not meant.
_MOST: Final = 4
#: Words that keep their place, for phrases: PostgreSQL counts places up to 16,383.
PLACED: Final = 16_000
#: Bytes of all different words of a document; PostgreSQL takes about 1 MB.
_BUDGET: Final = 400_000


@dataclass(frozen=True, slots=True)
class Indexed:
    """The lemmas of a document, in order: of its card and file name, of its measures, of its text; and in `more`
    those that have no place: other readings, and the words of a text too long to place."""

    title: list[str]
    measures: list[str]
    body: list[str]
    more: list[str]


def words(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a text stand."""
    for hit in _WORD.finditer(text):
        yield hit.span()


def key(text: str) -> str:
    """A text in plain letters, words parted by one space: for names that are to be compared."""
    return " ".join(_plain(hit.group()) for hit in _WORD.finditer(level(text)[0]))


def _plain(word: str) -> str:
    composed = unicodedata.normalize("NFC", word).casefold()
    return _DROPPED.sub("", composed).translate(_FOLDED)[:_LONGEST]


@lru_cache(maxsize=100_000)
def lemmas(word: str, language: Language) -> tuple[str, ...]:
    """The lemmas of a word, likeliest first, never empty. `language`: of the text, where the letters do not tell."""
    lower = _APOSTROPHE.sub("'", unicodedata.normalize("NFC", word).casefold())
    lower = re.sub("[\u0300-\u036f\u00ad]", "", lower)[:_LONGEST]
    if not _CYRILLIC.search(lower) or any(c.isdigit() for c in lower):
        return (_plain(lower),)
    spoken: Language = "uk" if _UKRAINIAN.search(lower) else "ru" if _RUSSIAN.search(lower) else language
    found = dict.fromkeys(_plain(parse.normal_form) for parse in parses(lower, spoken))
    found.pop("", None)
    return tuple(found)[:_MOST] or (_plain(lower),)


def asked(word: str) -> tuple[str, ...]:
    """The lemmas of a word of a query, which has no language."""
    return tuple(dict.fromkeys((*lemmas(word, "uk"), *lemmas(word, "ru"))))


def of_text(text: str, language: Language) -> tuple[list[str], list[str]]:
    """The likeliest lemma of each word in order, and the other lemmas, each once."""
    said = _WORD.findall(level(text)[0])
    # Each word is looked up once, however often it stands there.
    known = {word: lemmas(word, language) for word in dict.fromkeys(said)}
    other = dict.fromkeys(lemma for found in known.values() for lemma in found[1:])
    return [known[word][0] for word in said], list(other)


@lru_cache(maxsize=1_000)
def of_sentence(text: str, language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The same of a text that is asked for again soon."""
    first, other = of_text(text, language)
    return tuple(first), tuple(other)


def index(extraction: Extraction) -> Indexed:
    """The lemmas that an extraction is found by."""
    header = extraction.document
    language = header.language
    issuer = header.issuer.name if header.issuer else None
    head = [header.title, header.number, issuer, extraction.source.filename]
    title, more = of_text("\n".join(part for part in head if part), language)
    said = [of_sentence(measure.text, language) for measure in extraction.measures]
    measures = [word for first, _ in said for word in first]
    others = [word for _, other in said for word in other]
    body, rest = of_text(extraction.text, language)
    placed = set(body[:PLACED])
    loose = dict.fromkeys([*more, *others, *body[PLACED:], *rest])
    return Indexed(
        title[: PLACED // 8], measures[: PLACED // 2], body[:PLACED], _bounded([w for w in loose if w not in placed])
    )


def _bounded(found: list[str]) -> list[str]:
    size = 0
    for number, word in enumerate(found):
        size += len(word.encode()) + 8
        if size > _BUDGET:
            return found[:number]
    return found
