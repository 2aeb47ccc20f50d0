"""Morphology of single words, by pymorphy3 with its Ukrainian and Russian dictionaries.

The dictionaries know the ASCII apostrophe only: words are asked for with it. Analyses are cached, as a text
repeats its words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

    from extractor.schema.analysis import Language


@lru_cache(maxsize=2)
def analyzer(language: Language) -> MorphAnalyzer:
    """The analyzer of one language; loading takes about 0.2 s, once a process."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang=language)


@lru_cache(maxsize=200_000)
def parses(word: str, language: Language) -> tuple[Parse, ...]:
    """All readings of a word, likeliest first; never empty for a word with letters."""
    return tuple(analyzer(language).parse(word.replace("’", "'").replace("ʼ", "'")))
