"""Points that lead to others: mere lead-ins, and points whose items are their objects."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from extractor.assemble import ordering
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Offsets
from extractor.schema.outline import Point

_ADDRESSING: Final = re.compile(
    r"\s*(?:рекомендувати|рекомендовать|доручити|поручить|зобов'язати|обязать|запропонувати|предложить|просити|"
    r"просить)\b",
    re.IGNORECASE,
)
#: An object that its items only list: who belongs to a commission.
_MEMBERS: Final = re.compile(r"(?:склад[іу]|состав[еу]?)\s*:\s*\Z", re.IGNORECASE)
_ENDS_OPEN: Final = re.compile(
    r"\b(?:щодо|для|з|із|про|по|на|до|у|в|із питань|от|об?|за|из|к|при|від|таких?|такі|таке|що|следующи\w+|таки[ем])"
    r"\s*:\s*\Z",
    re.IGNORECASE,
)
#: An item that only goes on with the one before.
_GOES_ON: Final = re.compile(
    r"\s*(?:зокрема|у тому числі|в тому числі|а саме|в том числе|а именно|крім|кроме)\b", re.IGNORECASE
)
#: A verb with so few words behind it takes its items for its objects.
_FEW: Final = 4

Children = Mapping[int, Sequence[int]]


def children(points: Sequence[Point]) -> dict[int, list[int]]:
    """The indices of the points directly under each point that has any."""
    out: dict[int, list[int]] = {}
    for i, point in enumerate(points):
        if point.parent is not None:
            out.setdefault(point.parent, []).append(i)
    return out


def assigns(analysis: Analysis, points: Sequence[Point], below: Children, index: int) -> bool:
    """Does a sub-point assign an action of its own, or lead to some that do?"""
    point = points[index]
    parent = points[point.parent] if point.parent is not None else None
    if _GOES_ON.match(analysis.plain, point.start) or (parent is not None and _tells_on(analysis, parent)):
        return False
    if ordering.acts(analysis, point.start, point.end):
        return True
    if any(assigns(analysis, points, below, i) for i in below.get(index, ())):
        return True
    plain = analysis.plain
    if point.label == "" and plain[point.start : point.end].rstrip().endswith(":"):
        return True
    return parent is not None and _carries(analysis, parent) and ordering.names_action(plain, point.start, point.end)


def addresses(plain: str, at: int) -> bool:
    """Does a verb stand here that only tells whom the action is for («рекомендувати …»)?"""
    return _ADDRESSING.match(plain, at) is not None


def is_lead(analysis: Analysis, points: Sequence[Point], below: Children, index: int) -> bool:
    """Is the point a heading, or a mere lead-in: no action of its own, an addressing verb, or a verb whose object its
    items name, above items that assign something?"""
    point = points[index]
    start, end = point.start, point.end
    plain = analysis.plain[start:end].strip()
    if not any(assigns(analysis, points, below, i) for i in below.get(index, ())):
        if point.label == "" and plain.endswith(":"):
            return ordering.infinitive(analysis, start, end) is None
        return index not in below and point.label != "" and ordering.is_heading(analysis, start, end)
    verb = ordering.infinitive(analysis, start, end)
    if verb is None:
        return not ordering.acts(analysis, start, end)
    if not plain.endswith(":"):
        return False
    if _ADDRESSING.match(plain) and ordering.infinitive(analysis, verb[1], end) is None:
        return True
    return _carries(analysis, point)


def objects(analysis: Analysis, points: Sequence[Point], below: Children, index: int) -> Offsets:
    """The items that are objects of the point's own verb («Затвердити: 1) Положення …; 2) Склад …»), else ()."""
    point = points[index]
    plain = analysis.plain[point.start : point.end].rstrip()
    items = below.get(index, ())
    if not items or not plain.endswith(":") or _MEMBERS.search(plain):
        return ()
    if any(assigns(analysis, points, below, i) for i in items):
        return ()
    verb = ordering.infinitive(analysis, point.start, point.end)
    if verb is None:
        return ()
    if not _ENDS_OPEN.search(plain) and len(analysis.plain[verb[1] : point.end].split()) > _FEW:
        return ()
    return tuple((points[i].start, points[i].end) for i in items)


def _carries(analysis: Analysis, point: Point) -> bool:
    """Does the point end with a verb whose object its items name («вжити таких заходів:»)?"""
    lead = analysis.plain[point.start : point.end].rstrip()
    return lead.endswith(":") and ordering.pattern("carrier").search(lead) is not None


def _tells_on(analysis: Analysis, parent: Point) -> bool:
    """Do the items of this point only go on with what it tells («Установити, що комісія має право:»)?"""
    lead = analysis.plain[parent.start : parent.end].rstrip()
    if not lead.endswith(":"):
        return False
    verb = ordering.infinitive(analysis, parent.start, parent.end)
    if verb is None:
        return ordering.tells(analysis, parent.start, parent.end)
    return ordering.pattern("telling").search(analysis.plain, verb[1], parent.end) is not None
