"""Keeping training texts apart from those that measure: exact copies and near-duplicates.

What a model was trained on stands beside it, as hashes from which no text can be had back: so that anybody can ask
later whether a text was among it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from extractor.errors import SourceError
from extractor.pipeline import read

#: Words of a shingle; two texts that share a fifth of the shorter one's shingles are one text.
SHINGLE = 6
ALIKE = 0.2
#: Of the shingles of a text trained on, those that divide by this are listed (FracMinHash: Irber et al., 2022): about
#: ten of a page of news.
SPARSE: Final = 32
#: Fewest listed shingles that make two texts alike: two unlike ones had two, phrases of all procurement news.
FEWEST: Final = 3
LIST: Final = "trained_on.txt"
#: Of those that the tagger learned measures of, and no names.
LIST_OF_MEASURES: Final = "trained_on_measures.txt"
_HEAD: Final = "# A line a text: a hash of its words, then those of a few of its shingles (extractor/learn/apart.py)."
_WORD = re.compile(r"[^\W_]+")


def shingles(text: str) -> frozenset[int]:
    """Hashes of 32 bits of each run of SHINGLE words, case and punctuation aside; of a shorter text its words."""
    words = _words(text)
    last = max(1, len(words) - SHINGLE + 1)
    return frozenset(_hash(words[i : i + SHINGLE]) for i in range(last)) if words else frozenset()


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _hash(words: list[str], size: int = 4) -> int:
    """The same in each run and on each machine."""
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=size).digest(), "big")


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


def listed(texts: Iterable[str]) -> str:
    """The content of a LIST for these texts, sorted, so that it tells nothing of their order."""
    rows = {f"{_hash(_words(t), 8):016x}{''.join(f' {s:08x}' for s in sorted(_few(shingles(t))))}" for t in texts}
    return "\n".join([_HEAD, *sorted(rows)]) + "\n"


def _few(found: frozenset[int]) -> frozenset[int]:
    return frozenset(s for s in found if s % SPARSE == 0)


class Trained:
    """The texts of a LIST."""

    def __init__(self, content: str) -> None:
        rows = [line.split() for line in content.splitlines() if not line.startswith("#")]
        self.texts = frozenset(int(row[0], 16) for row in rows)
        self._sets = [frozenset(int(s, 16) for s in row[1:]) for row in rows]

    def have(self, text: str) -> bool:
        """Whether the text is one of them, or nearly, as far as its listed shingles tell."""
        own = _few(shingles(text))
        near = (s for s in self._sets if len(own & s) >= FEWEST)
        return _hash(_words(text), 8) in self.texts or any(alike(own, s) >= ALIKE for s in near)


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
