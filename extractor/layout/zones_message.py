"""The fields of a message: «Від: …», «Кому: …», «Тема: …»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, cast

from extractor.layout.zones_view import Roles, View
from extractor.schema.outline import ParagraphRole

FIELD: Final = re.compile(
    r"(?:(?P<addressee>кому|до|to)|(?P<title>тема|предмет|subject)|(?P<requisite>дата|надіслано|отправлено|date|sent)|"
    r"(?P<letterhead>від(?: кого)?|от(?: кого)?|from)|(?P<furniture>копія|копия|cc|вкладення|вложения))\s?:\s?(?=\S)",
    re.IGNORECASE,
)


def mark(views: Sequence[View], roles: Roles, first: int, stop: int) -> int:
    """Marks the fields of a message that open the text, and the line above them that tells its subject where no field
    does; gives the index behind them, `first` where there are none."""
    begin = first
    while begin < min(first + 2, stop) and not (roles[begin] == "body" and FIELD.match(views[begin].line)):
        begin += 1
    i = begin
    found: list[re.Match[str]] = []
    while i < stop and roles[i] == "body" and views[i].short and (hit := FIELD.match(views[i].line)):
        found.append(hit)
        i += 1
    if len(found) < 2 or not any(hit.lastgroup == "addressee" for hit in found):
        return first
    titled = any(hit.lastgroup == "title" for hit in found)
    if begin > first:
        headline = views[first]
        if titled or roles[first] != "body" or not headline.short or headline.line.endswith((".", ":", ";")):
            return first
        roles[first] = "title"
    for k, hit in enumerate(found):
        roles[begin + k] = cast(ParagraphRole, hit.lastgroup)
    return i
