"""Keeping training texts apart from those that measure: exact copies and near-duplicates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from extractor.errors import SourceError
from extractor.pipeline import read

#: Words of a shingle; two texts that share a fifth of the shorter one's shingles are one text.
SHINGLE = 6
ALIKE = 0.2
_WORD = re.compile(r"[^\W_]+")


def shingles(text: str) -> frozenset[int]:
    """Hashes of each run of SHINGLE words, case and punctuation aside; of a shorter text its words."""
    words = _WORD.findall(text.casefold())
    last = max(1, len(words) - SHINGLE + 1)
    return frozenset(hash(tuple(words[i : i + SHINGLE])) for i in range(last)) if words else frozenset()


def alike(a: frozenset[int], b: frozenset[int]) -> float:
    """The share of the smaller set that is in the other, 0 to 1."""
    return len(a & b) / max(1, min(len(a), len(b)))


class Others:
    """Texts that training must not see."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._sets = [s for s in map(shingles, texts) if s]

    def have(self, text: str) -> bool:
        """Whether the text is one of them, or nearly."""
        own = shingles(text)
        return any(alike(own, other) >= ALIKE for other in self._sets)


def documents(folder: Path) -> Iterable[str]:
    """The texts of the annotated documents below a folder, those that can be read."""
    for gold in sorted(folder.rglob("*.gold.json")):
        name = gold.name.removesuffix(".gold.json")
        for source in sorted(gold.parent.glob(f"{name}.*")):
            if source.stem == name:
                try:
                    yield read(source).text
                except SourceError:
                    continue
