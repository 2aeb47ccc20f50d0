"""What of a named stretch follows from the text alone: a quotation mark's pair, the dot of an abbreviation, an initial
before a surname, one sense of a name in one text. The tagger reads a window at a time and learns these on the whole;
here is what it still gets wrong (what it adds is in models/tagger/card.md)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractor.schema.analysis import Named

_PAIRS: Final = (("«", "»"), ("“", "”"), ("„", "“"))
_DOTTED: Final = re.compile(r"\b(?:ст|рр?|гг?)\Z")
#: The dot of an abbreviation, where the line goes on after it: at its end it is as often the sentence's.
_DOT: Final = re.compile(r"[ ]?\.(?=[ ]*[^\s])")
_INITIAL: Final = re.compile(r"[А-ЯЁЄІЇҐ][ ]?\.[ ]?(?:[А-ЯЁЄІЇҐ][ ]?\.[ ]?)?[А-ЯЁЄІЇҐ][а-яёєіїґ'’-]+\Z")
_Weights = defaultdict[str, dict[str, float]]
_NAME: Final = re.compile(r"[А-ЯЁЄІЇҐA-Z][\w’'-]{3,}")
#: How many times the other sense must outweigh the one read; 1 to 2 gave the same on held-out texts, 3 less.
_OUTWEIGHS: Final = 1.5


def mend(text: str, named: Sequence[Named]) -> tuple[Named, ...]:
    """The same stretches of `text` (in order, none overlapping) with their borders set right.

    A closing quotation mark without its opening one is let go, the missing one after the stretch taken in; the dot of
    «ст.» and «р.» is the date's; initials with a surname are a person; a name that is a person's here and a place there
    is what it is more surely (one sense per discourse: Gale, Church & Yarowsky, 1992)."""
    surnames = {text[x.start : x.end].rsplit(".", maxsplit=1)[-1].strip() for x in named if _is_person(text, x)}
    out: list[Named] = []
    for i, found in enumerate(named):
        room = named[i + 1].start if i + 1 < len(named) else len(text)
        start, end = _quoted(text, found.start, found.end, room)
        if found.label in ("DATE", "PERIOD") and _DOTTED.search(text, start, end):
            dot = _DOT.match(text, end)
            if dot and dot.end() <= room:
                end = dot.end()
        label = found.label
        if label == "LOC" and (_INITIAL.match(text[start:end]) or text[start:end] in surnames):
            label = "PERS"
        out.append(replace(found, start=start, end=end, label=label))
    return _one_sense(text, [x for x in out if x.end > x.start])


def _one_sense(text: str, named: Sequence[Named]) -> tuple[Named, ...]:
    weights: _Weights = defaultdict(lambda: {"PERS": 0.0, "LOC": 0.0})
    for found in named:
        if found.label in ("PERS", "LOC"):
            for name in _NAME.findall(text, found.start, found.end):
                weights[_stem(name)][found.label] += found.score
    return tuple(_outvoted(text, x, weights) for x in named)


def _outvoted(text: str, found: Named, weights: _Weights) -> Named:
    if found.label not in ("PERS", "LOC") or not _NAME.fullmatch(text, found.start, found.end):
        return found
    said = weights[_stem(text[found.start : found.end])]
    other = "LOC" if found.label == "PERS" else "PERS"
    return replace(found, label=other) if said[other] > _OUTWEIGHS * said[found.label] else found


def _stem(name: str) -> str:
    """What the cases of a name share, roughly: a proper name is in no dictionary."""
    return name[: max(4, len(name) - 3)].casefold()


def _is_person(text: str, found: Named) -> bool:
    return found.label in ("PERS", "LOC") and _INITIAL.match(text[found.start : found.end]) is not None


def _quoted(text: str, start: int, end: int, room: int) -> tuple[int, int]:
    for opening, closing in _PAIRS:
        inside = text[start:end]
        lacking = inside.count(opening) - inside.count(closing)
        if lacking < 0 and inside.endswith(closing):
            end = start + len(inside[:-1].rstrip())
        elif lacking > 0:
            after = end + (text[end : end + 1] == " ")
            if text[after : after + 1] == closing and after < room:
                end = after + 1
    return start, end
