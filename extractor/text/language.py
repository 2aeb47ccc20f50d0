"""Ukrainian or Russian, by letters and by small words that only one of them has."""

from __future__ import annotations

import re
from itertools import repeat
from typing import Final

from extractor.schema.analysis import Language

_WORDS: Final = re.compile(r"[а-яёіїєґ']+")
_UK: Final = frozenset(
    "і та в й що не про на у з із до від за для є як або це його її їх який яка які яке щодо року роки році із між "
    "також при після було були буде бути цього цим тих тому має мають може під час осіб згідно наказу".split()
)
_RU: Final = frozenset(
    "и в на с что не о по к от за для как или это его её их который которая которые которое года годы году об при "
    "также после было были будет быть этого этим тех том имеет имеют может со из во под время лиц согласно приказа "
    "с об если он она они чтобы уже еще ещё все только".split()
)
#: What a small word that only one of them has tells: 1 for Ukrainian, -1 for Russian.
_SMALL: Final = dict.fromkeys(_UK - _RU, 1) | dict.fromkeys(_RU - _UK, -1)
#: Endings that decide where neither a letter nor a small word does.
_UK_ENDS: Final = ("ння", "нням", "ттю", "ою", "ти", "ій", "ський", "ість")
_RU_ENDS: Final = ("ние", "ния", "нием", "нию", "тью", "ой", "ть", "ый", "ского", "ость")


def score(text: str) -> int:
    """Above 0 for Ukrainian, below 0 for Russian, 0 undecided; the size grows with the evidence."""
    low = text.lower()
    letters = sum(low.count(c) for c in "іїєґ") - sum(low.count(c) for c in "ыэёъ")
    words = _WORDS.findall(low)
    small = sum(map(_SMALL.get, words, repeat(0)))
    found = 2 * letters + small
    if found == 0:
        found = sum(w.endswith(_UK_ENDS) - w.endswith(_RU_ENDS) for w in words)
    return found


def language_of(text: str, default: Language = "uk") -> Language:
    """The language of a text of any length; `default` where nothing tells."""
    found = score(text)
    return "uk" if found > 0 else "ru" if found < 0 else default
