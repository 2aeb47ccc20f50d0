"""The day that a page was published: what its markup says, else the line printed by its headline."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

_META: Final = frozenset(
    "article:published_time og:published_time datepublished date dc.date dc.date.issued dcterms.issued pubdate"
    " publishdate publish-date published_time sailthru.date".split()
)
_MONTHS: Final = (
    ("січ", "янв"), ("лют", "фев"), ("берез", "март"), ("квіт", "апр"), ("трав", "ма"), ("черв", "июн"),
    ("лип", "июл"), ("серп", "авг"), ("верес", "сент"), ("жовт", "окт"), ("листоп", "нояб"), ("груд", "дек"),
)  # fmt: skip
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:\b|T)")
_PRINTED: Final = re.compile(
    r"(?<!\d)(?:(?P<d>\d{1,2})[\s\u00a0]+(?P<word>[А-Яа-яіїєґІЇЄҐ]{3,10})\.?,?[\s\u00a0]+(?P<y>(?:19|20)\d{2})"
    r"|(?P<d2>\d{1,2})[./-](?P<m2>\d{1,2})[./-](?P<y2>(?:19|20)\d{2}))(?!\d)"
    r"(?:[\s\u00a0]*(?:року|рік|р\.|года|г\.))?(?:[\s\u00a0]*(?:,|о|об|в|у|-|–|\|)?[\s\u00a0]*\d{1,2}:\d{2}(?::\d{2})?)?"
)


def from_markup(root: etree._Element) -> str | None:
    """The ISO date of publication in JSON-LD or meta elements; None where there is none."""
    for element in root.iter("script"):
        if "ld+json" in (element.get("type") or ""):
            for found in _published(element.text or ""):
                return found
    for element in root.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if key in _META and (found_date := iso(element.get("content"))):
            return found_date
    for element in root.iter("time"):
        if (element.get("itemprop") or "").lower() == "datepublished" or element.get("pubdate") is not None:
            found_date = iso(element.get("datetime"))
            if found_date:
                return found_date
    return None


def printed(text: str) -> tuple[str, int, int] | None:
    """The first date in a line such as «11 Серпня, 2021 о 10:49»: ISO date, start and end in `text`."""
    for hit in _PRINTED.finditer(text):
        if hit["word"]:
            month = _month(hit["word"])
            value = _date(int(hit["y"]), month, int(hit["d"])) if month else None
        else:
            value = _date(int(hit["y2"]), int(hit["m2"]), int(hit["d2"]))
        if value:
            return value, hit.start(), hit.end()
    hit_iso = _ISO.search(text)
    if hit_iso and (value := iso(text[hit_iso.start() :])):
        return value, hit_iso.start(), hit_iso.start() + 10
    return None


def iso(text: str | None) -> str | None:
    """The date at the head of an ISO date or time; None where it is none."""
    hit = _ISO.match((text or "").strip())
    return _date(int(hit[1]), int(hit[2]), int(hit[3])) if hit else None


def _month(word: str) -> int | None:
    low = word.lower()
    for number, stems in enumerate(_MONTHS, 1):
        if low.startswith(stems[0]) or (low in ("мая", "май") if number == 5 else low.startswith(stems[1])):
            return number
    return None


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _published(text: str) -> Iterator[str]:
    try:
        stack: list[object] = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            value = item.get("datePublished")
            if isinstance(value, str) and (found := iso(value)):
                yield found
            stack.extend(v for v in reversed(list(item.values())) if isinstance(v, dict | list))
