"""Where the head of an act begins under what a page prints above it: its path, the headline, an address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.layout import zones_head
from extractor.layout.zones_view import GROUNDS, REQUISITE, Roles, View, kind_of, operative, unspaced

_ACTS: Final = frozenset(("order", "decision", "decree"))
#: So many lines may stand above the head, and so many of the head above the word for the kind.
_ABOVE: Final = 12
_LETTERHEAD: Final = 6
_ASKS: Final = re.compile(r"\b(?:просимо|прошу|просим|надсилаємо|направля\w+|шановн\w+|уважаем\w+)\b", re.IGNORECASE)
#: So near below the word for the kind the act goes on with its title, its grounds or its order.
_NEAR: Final = 5


def mark(views: Sequence[View], roles: Roles, first: int, stop: int) -> int:
    """Sets the roles of a head that begins below other short lines of views[first:stop], which then frame the page; a
    «Про …» among them is the title where the head has none. Gives the index behind the head, `first` where there is
    no such head."""
    begin = _begin(views, roles, first, stop)
    if begin is None:
        return first
    before = roles[begin:stop]
    body = zones_head.mark(views, roles, begin, stop)
    if "kind" not in roles[begin:body]:
        roles[begin:stop] = before
        return first
    above = [i for i in range(first, begin) if roles[i] == "body"]
    titled = "title" in roles[begin:body]
    for i in above:
        roles[i] = "title" if not titled and zones_head.ABOUT.match(views[i].line) else "furniture"
        titled = titled or roles[i] == "title"
    return body


def _begin(views: Sequence[View], roles: Roles, first: int, stop: int) -> int | None:
    for i in range(first, min(stop, first + _ABOVE)):
        view = views[i]
        if roles[i] == "furniture":
            continue
        if i > first and (_names_act(view) or _letterhead(views, i, stop)) and _goes_on(views, i, stop):
            return i
        if not view.short or view.line.endswith((".", ":", ";", "!")) or GROUNDS.match(view.line):
            return None
        if _ASKS.search(view.line):
            return None  # a letter that names the act
    return None


def _names_act(view: View) -> bool:
    """The word for the kind of an act, alone in capitals or with date and number."""
    named = kind_of(view.line) if view.short else None
    if named is None or named[0] not in _ACTS:
        return False
    return REQUISITE.match(named[1][:160]) is not None if named[1] else unspaced(view.line).isupper()


def _letterhead(views: Sequence[View], i: int, stop: int) -> bool:
    """Does a body in capitals stand here, a few lines above the word for the kind of its act?"""
    if not views[i].short or not views[i].capitals or not zones_head.BODY.search(views[i].line):
        return False
    below = views[i + 1 : min(stop, i + 1 + _LETTERHEAD)]
    at = next((k for k, v in enumerate(below) if _names_act(v)), None)
    return at is not None and all(v.short and not v.line.endswith((".", ":", ";")) for v in below[:at])


def _goes_on(views: Sequence[View], i: int, stop: int) -> bool:
    """Do the title, the grounds or the order of an act follow soon?"""
    below = views[i + 1 : min(stop, i + 1 + _LETTERHEAD + _NEAR)]
    return any(zones_head.ABOUT.match(v.line) or GROUNDS.match(v.line) or operative(v.line) for v in below)
