"""Texts as the archives have them, made of clean ones: heads in capitals, slips of recognition, Latin look-alikes."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from extractor.evaluate.corpora import Annotated

_BEFORE = re.compile(r" (?=[,.;:!?…»)\]%])|(?<=[«(\[]) ")
#: What recognition of letters mistakes for what.
_SLIPS = str.maketrans("оОзЗбіїІгтпищьцнл", "0033611lrmnuшъдпп")
_TWINS = str.maketrans("асеіорхуАВСЕІКМНОРТХ", "aceiopxyABCEIKMHOPTX")
_QUOTES = (str.maketrans("«»", '""'), str.maketrans("«»", "“”"), str.maketrans('"“”', '"""'))
_APOSTROPHES = "'’ʼ`"


def joined(source: Annotated) -> Annotated:
    """A tokenised text with the spaces before and inside punctuation taken out."""
    cuts = [m.start() for m in _BEFORE.finditer(source.text)]
    if not cuts:
        return source
    shift, moved, at = [], 0, 0
    for i in range(len(source.text) + 1):
        shift.append(moved)
        if at < len(cuts) and cuts[at] == i:
            moved, at = moved + 1, at + 1
    dropped = set(cuts)
    text = "".join(c for i, c in enumerate(source.text) if i not in dropped)
    spans, aside = (
        tuple((a - shift[a], b - shift[b], x) for a, b, x in found) for found in (source.spans, source.aside)
    )
    return replace(source, text=text, spans=spans, aside=aside)


def worn(source: Annotated, draw: random.Random) -> Annotated:
    """The text with, by chance, lines in capitals or small letters, slips, look-alikes, other quotes and apostrophes.

    Offsets stay as they are."""
    text = source.text
    if draw.random() < 0.3:
        text = text.translate(draw.choice(_QUOTES))
    text = text.replace("'", draw.choice(_APOSTROPHES))
    lines = [_worn_line(line, draw) for line in text.split("\n")]
    return replace(source, text="\n".join(lines))


def _worn_line(line: str, draw: random.Random) -> str:
    chance = draw.random()
    if chance < 0.04:
        changed = line.upper()
    elif chance < 0.08:
        changed = line.lower()
    elif chance < 0.14:
        changed = _sprinkled(line, _SLIPS, 0.03, draw)
    elif chance < 0.20:
        changed = _sprinkled(line, _TWINS, 0.15, draw)
    else:
        changed = line
    return changed if len(changed) == len(line) else line


def _sprinkled(line: str, table: dict[int, int], rate: float, draw: random.Random) -> str:
    return "".join(c.translate(table) if draw.random() < rate else c for c in line)
