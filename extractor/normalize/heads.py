"""Words that head the name of a body or of an official; genders of acronyms. The lists are in data/heads.toml."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from extractor import data
from extractor.normalize.words import Gender

if TYPE_CHECKING:
    from extractor.schema.analysis import Language

#: What follows a clipped attribute in one word: «райдержадміністрація», «міськвиконком», «держпродспоживслужба».
_BODY_ENDS: Final = (
    "адміністрація", "администрация", "виконком", "исполком", "служба", "агентство", "агенція", "інспекція",
    "инспекция", "управління", "управление", "комітет", "комитет", "відділ", "отдел", "надзор", "нагляд", "автодор",
    "комісія", "комиссия", "облрада", "міськрада", "райрада", "сільрада", "горсовет", "райсовет", "облсовет",
    "сельсовет", "наглядслужба", "телекомпанія", "водоканал",
)  # fmt: skip


@cache
def is_body(lemma: str, language: Language) -> bool:
    """Does a word in its dictionary form head the name of a body («управління», «райдержадміністрація»)?"""
    return lemma in _heads("bodies", language) or lemma.endswith(_BODY_ENDS)


@cache
def is_official(lemma: str, language: Language) -> bool:
    """Does a word in its dictionary form name somebody by his post or part («начальник», «виконавець»)?"""
    return lemma in _heads("officials", language)


def is_party(lemma: str, language: Language) -> bool:
    """Either of the two."""
    return is_official(lemma, language) or is_body(lemma, language)


@cache
def acronym_genders() -> dict[str, Gender]:
    """The gender of acronyms that take an adjective before them («Сокирянська РДА»)."""
    table: dict[str, str] = data.load("heads")["acronyms"]
    genders: tuple[Gender, ...] = ("f", "n", "m")
    return {word: gender for gender in genders for word in table[gender].split()}


@cache
def _heads(kind: str, language: Language) -> frozenset[str]:
    words: str = data.load("heads")[kind][language]
    return frozenset(words.split())
