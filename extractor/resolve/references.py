"""One reference an act: the citations of one act are put together, the fullest kept."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from extractor.schema.facts import Reference

_WORD = re.compile(r"[^\W_]+")
_SPACES = re.compile(r"[\s№.]+")


def merge(references: Sequence[Reference]) -> list[Reference]:
    """One reference an act, in reading order.

    Acts of one number and date, or of one date unknown, are one; so are acts without a number whose titles agree,
    and a citation by title alone of an act that is cited with its number elsewhere."""
    out: list[Reference] = []
    spans: list[dict[tuple[int, int], None]] = []  # of each in `out`, in the order of its mentions
    places: dict[Hashable, set[int]] = {}
    for reference in references:
        likely = {i for handle in _handles(reference) for i in places.get(handle, ())}
        place = next((i for i in sorted(likely) if _same(out[i], reference)), len(out))
        if place == len(out):
            out.append(reference)
            spans.append({})
        else:
            out[place] = _joined(out[place], reference)
        spans[place].update(dict.fromkeys(reference.spans))
        for handle in _handles(out[place]):
            places.setdefault(handle, set()).add(place)
    return [replace(one, spans=tuple(told)) for one, told in zip(out, spans, strict=True)]


def _handles(reference: Reference) -> Iterator[Hashable]:
    """What two citations that `_same` holds to be one have one of in common."""
    if reference.number:
        yield _code(reference.number)
    if reference.title:
        yield reference.type, _stems(reference.title)
    if not (reference.number or reference.title):
        yield reference.type, reference.issuer, reference.date


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
    """What both say of the act; their spans are put together by `merge`."""
    full = max((a, b), key=lambda r: (bool(r.title), bool(r.date), bool(r.number), r is a))
    return replace(
        full,
        issuer=a.issuer or b.issuer,
        number=a.number or b.number,
        date=a.date or b.date,
        title=full.title or a.title or b.title,
        provisions=tuple(dict.fromkeys((*a.provisions, *b.provisions))),
        score=max(a.score, b.score),
    )
