"""Names with their context filled in: the «облдержадміністрація» of the oblast that the document is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractor.normalize import cases
from extractor.resolve.organisations import expanded
from extractor.schema.analysis import Language
from extractor.schema.facts import Organisation, Party

#: «Зразківська обласна …»: whose level is named with whose adjective.
_LEVELS: Final = re.compile(
    r"\b([А-ЯІЇЄҐЁ][\w'-]*(?:ськ|цьк|зьк|ск)\w{1,3}) (обл|район|селищн|міськ|сільськ|городск|сельск)\w*"
)
_COMPOUND: Final = re.compile(r"\b([А-ЯІЇЄҐЁ][\w'-]*(?:ськ|цьк|зьк|ск)\w{1,3}) (обл|рай|міськ)(?:держадмін|рад)\w*")
_BARE: Final = re.compile(r"(обл|район|селищн|міськ|сільськ|городск|сельск)\w* ")


def fill(bodies: Sequence[Organisation], issuer: Party | None, language: Language) -> list[Organisation]:
    """The bodies, those named by their level alone with `canonical` set where the document names one place of that
    level, the issuer's before others."""
    places = _places([issuer.name] if issuer else [], language)
    for named, found in _places([b.name for b in bodies], language).items():
        places.setdefault(named, found)
    out: list[Organisation] = []
    for body in bodies:
        words = " ".join(expanded(body.name, language))
        level = _BARE.match(words)
        place = places.get(level.group(1)) if level else None
        if place is None or len(place) != 1 or body.canonical is not None:
            out.append(body)
            continue
        full = f"{next(iter(place))} {words}"
        out.append(replace(body, canonical=cases.nominative(full, language)))
    return out


def _places(names: Sequence[str], language: Language) -> dict[str, set[str]]:
    """The places named for each level, as feminine adjectives in the nominative."""
    out: dict[str, set[str]] = {}
    for name in names:
        for hit in (*_LEVELS.finditer(name), *_COMPOUND.finditer(name)):
            adjective = cases.nominative(
                f"{hit.group(1)} рада" if hit.group(1).endswith("а") else f"{hit.group(1)} ради", language
            )
            level = "район" if hit.group(2) == "рай" else hit.group(2)
            out.setdefault(level, set()).add(adjective.split(" ")[0])
    return out
