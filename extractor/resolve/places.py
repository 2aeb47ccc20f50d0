"""One place a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.schema.facts import Place, PlaceType


@dataclass(slots=True)
class _Known:
    """The mentions of one place so far; `type` is "other" until one of them tells."""

    type: PlaceType
    mentions: list[Place] = field(default_factory=list)


def merge(places: Sequence[Place]) -> list[Place]:
    """One place for mentions of one name and type, in reading order; a mention of no known type joins the only
    place of its name."""
    out: list[_Known] = []
    by_name: dict[str, list[_Known]] = {}
    for place in places:
        same = by_name.setdefault(place.name.casefold(), [])
        known = next((k for k in same if k.type == place.type), None)
        if known is None and len(same) == 1 and "other" in (place.type, same[0].type):
            known = same[0]
        if known is None:
            known = _Known(place.type)
            same.append(known)
            out.append(known)
        elif known.type == "other":
            known.type = place.type
        known.mentions.append(place)
    return [_one(known) for known in out]


def _one(known: _Known) -> Place:
    return replace(
        known.mentions[0],
        type=known.type,
        spans=tuple(dict.fromkeys(span for mention in known.mentions for span in mention.spans)),
        score=max(mention.score for mention in known.mentions),
    )
