"""Words and word pieces: what the neural tagger sees of a text.

A unigram language model over pieces (Kudo, "Subword Regularization", 2018), as multilingual-e5 uses it, with its
vocabulary cut to the pieces that Ukrainian and Russian texts need. Words are split at spaces and at punctuation
first, so that a label can begin and end at any of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[^\w\s]|_")
#: Marks a piece that begins a word after a space.
SPACE = "▁"
#: Ids that every vocabulary has; the pieces follow them.
PAD, BEGIN, END, UNKNOWN = range(4)
SPECIALS = 4
#: A longer word is cut: nothing a reader would call a word has more pieces.
_LONGEST_WORD = 64
_REMEMBERED = 200_000


class Word(NamedTuple):
    """A word or a mark: its offsets in the text, and whether a space or the text's edge is before it. A tuple, as a
    text has thousands."""

    start: int
    end: int
    spaced: bool


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of a stretch of text."""
    stop = len(text) if end is None else end
    out: list[Word] = []
    last = -1
    for match in _WORD.finditer(text, start, stop):
        a, b = match.span()
        out.append(Word(a, b, a != last))
        last = b
    return out


class Vocabulary:
    """Pieces with their log probabilities; turns words into ids.

    `lines`: "piece<TAB>score", the n-th is the piece of id SPECIALS + n."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._ids: dict[str, tuple[int, float]] = {}
        for number, line in enumerate(lines):
            piece, _, score = line.rstrip("\n").partition("\t")
            self._ids[piece] = (SPECIALS + number, float(score))
        self._longest = max(map(len, self._ids), default=1)
        self._unknown = min((score for _, score in self._ids.values()), default=0.0) - 10.0
        self._seen: dict[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return SPECIALS + len(self._ids)

    def ids(self, text: str, word: Word) -> tuple[int, ...]:
        """The ids of a word's pieces, at least one."""
        written = text[word.start : min(word.end, word.start + _LONGEST_WORD)]
        key = SPACE + written if word.spaced else written
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            found = self._seen[key] = tuple(self._best(key))
        return found

    def _best(self, key: str) -> Sequence[int]:
        """The likeliest split (Viterbi); an unknown character costs more than any piece."""
        whole = self._ids.get(key)
        if whole is not None:
            return (whole[0],)
        n = len(key)
        best = [0.0] + [float("-inf")] * n
        back: list[tuple[int, int]] = [(0, UNKNOWN)] * (n + 1)
        for i in range(n):
            for j in range(i + 1, min(n, i + self._longest) + 1):
                known = self._ids.get(key[i:j])
                if known is None and j > i + 1:
                    continue
                piece, score = known or (UNKNOWN, self._unknown)
                if best[i] + score > best[j]:
                    best[j] = best[i] + score
                    back[j] = (i, piece)
        out: list[int] = []
        while n:
            n, piece = back[n]
            out.append(piece)
        return out[::-1]
