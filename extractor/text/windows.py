"""Windows: the stretches of a text that the encoder reads at once, whole lines packed together while they fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.text import pieces
from extractor.text.pieces import BEGIN, END, Vocabulary, Word

#: Most pieces of a window with its two borders; attention costs little at this length, context is enough.
LONGEST = 128


@dataclass(frozen=True, slots=True)
class Window:
    """The words of a window, the ids of its pieces with the borders, and where in `ids` each word begins."""

    words: tuple[Word, ...]
    ids: tuple[int, ...]
    firsts: tuple[int, ...]

    def pieces_of(self, words: Sequence[int]) -> tuple[list[int], list[int]]:
        """Where in `ids` the pieces of these words are, with the window's borders; and where in that list each of the
        words begins."""
        pieces, firsts = [0], []
        ends = (*self.firsts[1:], len(self.ids) - 1)
        for word in words:
            firsts.append(len(pieces))
            pieces += range(self.firsts[word], ends[word])
        return [*pieces, len(self.ids) - 1], firsts


def windows(text: str, ranges: Sequence[tuple[int, int]], vocabulary: Vocabulary) -> Iterator[Window]:
    """The windows of these stretches of `text` (start, end), in order; a stretch that fits is not parted."""
    held: list[tuple[Word, tuple[int, ...]]] = []
    size = 0
    for start, end in ranges:
        line = [(w, vocabulary.ids(text, w)) for w in pieces.words(text, start, end)]
        length = sum(len(ids) for _, ids in line)
        if held and size + length > LONGEST - 2:
            yield _window(held)
            held, size = [], 0
        first = 0
        while length > LONGEST - 2:
            # Only what fits is looked at: a text may be one line of a million words.
            cut = _cut(text, line[first : first + LONGEST])
            part = line[first : first + cut]
            yield _window(part)
            first += cut
            length -= sum(len(ids) for _, ids in part)
        line = line[first:]
        held += line
        size += length
    if held:
        yield _window(held)


def _cut(text: str, line: list[tuple[Word, tuple[int, ...]]]) -> int:
    """How many words fit: to the last end of a sentence in the second half, else to the last that fits."""
    room = LONGEST - 2
    fits = after = 0
    for i, (word, ids) in enumerate(line):
        room -= len(ids)
        if room < 0:
            break
        fits = i + 1
        if text[word.start : word.end] in ".!?;" and room < LONGEST // 2:
            after = fits
    return after or fits or 1


def _window(held: list[tuple[Word, tuple[int, ...]]]) -> Window:
    ids, firsts = [BEGIN], []
    for _, part in held:
        firsts.append(len(ids))
        ids += part
    return Window(tuple(w for w, _ in held), (*ids, END), tuple(firsts))
