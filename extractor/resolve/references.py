"""One reference an act: the citations of one act are put together, the fullest kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.schema.facts import Reference

_WORD = re.compile(r"[^\W_]+")
_SPACES = re.compile(r"[\s№.]+")


def merge(references: Sequence[Reference]) -> list[Reference]:
    """One reference an act, in reading order.

    Acts of one number and date, or of one date unknown, are one; so are acts without a number whose titles agree,
    and a citation by title alone of an act that is cited with its number elsewhere."""
    out: list[Reference] = []
    for reference in references:
        place = next((i for i, known in enumerate(out) if _same(known, reference)), None)
        if place is None:
            out.append(reference)
        else:
            out[place] = _joined(out[place], reference)
    return out


def _same(a: Reference, b: Reference) -> bool:
    if a.number and b.number:
        dates = not (a.date and b.date) or a.date == b.date
        return _code(a.number) == _code(b.number) and dates and (a.type == b.type or a.date == b.date is not None)
    if a.title and b.title and a.type == b.type:
        return _stems(a.title) == _stems(b.title) and (not (a.date and b.date) or a.date == b.date)
    if a.number or b.number or a.title or b.title:
        return False
    return (a.type, a.issuer, a.date) == (b.type, b.issuer, b.date)


def _code(number: str) -> str:
    return _SPACES.sub("", number).casefold().replace("–", "-")


def _stems(title: str) -> tuple[str, ...]:
    """The title without inflection: laws are cited in all cases («Конституції», «Конституцією»)."""
    return tuple(w[:5] for w in _WORD.findall(title.casefold()))


def _joined(a: Reference, b: Reference) -> Reference:
    full = max((a, b), key=lambda r: (bool(r.title), bool(r.date), bool(r.number), r is a))
    return replace(
        full,
        issuer=a.issuer or b.issuer,
        number=a.number or b.number,
        date=a.date or b.date,
        title=full.title or a.title or b.title,
        provisions=tuple(dict.fromkeys((*a.provisions, *b.provisions))),
        spans=tuple(dict.fromkeys((*a.spans, *b.spans))),
        score=max(a.score, b.score),
    )
