"""One place a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.schema.facts import Place


def merge(places: Sequence[Place]) -> list[Place]:
    """One place for mentions of one name and type, in reading order; a mention of no known type joins the only
    place of its name."""
    out: list[Place] = []
    for place in places:
        same = [i for i, known in enumerate(out) if known.name.casefold() == place.name.casefold()]
        fitting = [i for i in same if out[i].type == place.type]
        if not fitting and len(same) == 1 and "other" in (place.type, out[same[0]].type):
            fitting = same
        if not fitting:
            out.append(place)
            continue
        known = out[fitting[0]]
        out[fitting[0]] = replace(
            known,
            type=known.type if known.type != "other" else place.type,
            spans=tuple(dict.fromkeys((*known.spans, *place.spans))),
            score=max(known.score, place.score),
        )
    return out
