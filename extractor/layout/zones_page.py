"""The frame of a web page: what stands above its headline and below its last line is furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.data import load
from extractor.layout.zones_view import DATE, MONTHS, Roles, View, kind_of, operative
from extractor.schema.document import Hint

_FURNITURE: Final = load("head")["furniture"]
_LINE: Final = re.compile("|".join(f"(?:{f['pattern']})" for f in _FURNITURE if f["scope"] == "line"), re.IGNORECASE)
_REST: Final = re.compile("|".join(f"(?:{f['pattern']})" for f in _FURNITURE if f["scope"] == "rest"), re.IGNORECASE)
#: «16 Липня, 2021 о 08:36», «17 вересня 2018 - 13:44», «15.05.2024 14:28Агенція»: when a page was published.
PUBLISHED: Final = re.compile(
    r"(?:(?:опубліковано|оприлюднено|опубликовано|розміщено|размещено|додано|створено|дата(?: публікації| публикации)?)"
    rf"\s?:?\s)?(?:[а-яіїє']{{5,11}},\s)?(?P<date>\d{{1,2}}(?:[./-]\d{{1,2}}[./-]|\s{MONTHS},?\s)\d{{4}}|(?:19|20)\d\d-\d\d-\d\d(?=[\sT]))"
    r"(?:\s?(?:року|р|года|г)\b\.?)?(?P<time>[\s,|T-]*(?:о|об|в|у)?\s?\d{1,2}[:.]\d{2}(?::\d{2})?)?(?P<more>.{0,30})\Z",
    re.IGNORECASE,
)
_DATE_ONLY: Final = re.compile(rf"{DATE}\s*\Z", re.IGNORECASE)
#: A line longer than this is no entry of a menu, in characters.
_SAID: Final = 60
#: How far down a page its headline may stand.
_TOP: Final = 40


def published(line: str) -> re.Match[str] | None:
    """The match, with the group `date`, where the whole line says when a page was published."""
    hit = PUBLISHED.match(line) if len(line) <= 90 else None
    if hit is None or (hit.group("time") is None and (hit.group("more").strip() or kind_of(line))):
        return None
    return hit


def is_furniture(view: View) -> bool:
    """A line that is no part of any document: a counter, a share link, a legal database's stamp."""
    return view.short and bool(_LINE.match(view.line))


def mark(views: Sequence[View], roles: Roles, hints: Sequence[Hint]) -> tuple[int, int]:
    """Sets the roles of furniture, headline and publication date; gives the range of what is left to read.

    Only a page that shows a headline with a date, or that a reader found to have one, has a frame above."""
    for i, view in enumerate(views):
        if roles[i] == "body" and is_furniture(view):
            roles[i] = "furniture"
    stop = _end(views)
    roles[stop:] = ["furniture" if r == "body" else r for r in roles[stop:]]
    headline, date = _headline(views, roles, stop, hints)
    if headline is None:
        return 0, stop
    roles[headline] = "title"
    first = headline + 1
    if date is not None:
        roles[date] = "requisite"
        first = max(first, date + 1)
        between = range(min(headline, date) + 1, max(headline, date))
        for i in (*range(min(headline, date)), *(k for k in between if len(views[k].line) < 40)):
            roles[i] = "furniture" if roles[i] == "body" else roles[i]
    return first, stop


def _end(views: Sequence[View]) -> int:
    """Where the page's own text ends: at «Читайте також» and the like, unless most of the text still follows. Above
    the first sentence, or line too long for an entry of a menu, such words are those of a menu."""
    total = views[-1].end if views else 0
    said = False
    for i, view in enumerate(views):
        said = said or len(view.line) > _SAID or view.line.endswith((".", "!", "?"))
        if said and view.short and len(view.line) <= 90 and _REST.match(view.line):
            behind = sum(len(v.line) for v in views[i + 1 :] if len(v.line) > 250)
            if view.start > 0.3 * total or behind < 1000:
                return i
    return len(views)


def _headline(views: Sequence[View], roles: Roles, stop: int, hints: Sequence[Hint]) -> tuple[int | None, int | None]:
    """Indices of the headline and of the line that dates it."""
    date = _dated(views, roles, stop)
    hinted = next((h for h in hints if h.field == "title" and h.end > h.start), None)
    if hinted is not None:
        at = next((i for i, v in enumerate(views[:stop]) if v.start < hinted.end and v.end > hinted.start), None)
        return at, date
    if date is None:
        return None, None
    above = [i for i in range(date) if roles[i] == "body" and views[i].short and len(views[i].line) >= 8]
    if above:
        return above[-1], date
    below = date + 1
    if below < stop and views[below].short and not views[below].line.endswith((".", ":")):
        return below, date
    return None, date


def _dated(views: Sequence[View], roles: Roles, stop: int) -> int | None:
    """The line that says when the page was published; None on a page without one and in acts and letters."""
    for i, view in enumerate(views[: min(stop, _TOP)]):
        if operative(view.line) or (kind_of(view.line) and len(view.line) < 30):
            return None
        hit = published(view.line) if roles[i] != "cell" else None
        if hit and (hit.group("time") or (i == 1 and not _DATE_ONLY.match(views[0].line) and not views[0].capitals)):
            return i
    return None
