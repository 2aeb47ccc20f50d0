"""Labels of points, and paragraphs parted where a label stands inside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor import data
from extractor.schema.outline import Paragraph

_LABEL: Final = re.compile(
    r"(?P<item>(?:До|К)\s+(?:пункту|п\.)\s*(?P<itemno>\d{1,3}(?:\.\d{1,3})*))\.?\s*[.:)–-]?\s+"
    r"|(?P<article>(?:Стаття|Статья|СТАТТЯ|СТАТЬЯ)\s+(?P<articleno>\d{1,3}(?:-\d)?))\.?\s+"
    r"|(?P<point>(?:Пункт|П\.)\s*(?P<pointno>\d{1,3}(?:\.\d{1,3})*))[.:)]\s+"
    r"|(?P<dotted>\d{1,3}(?:\.\d{1,3}){1,3})(?: ?[.)]\s*|\s+)(?=[^\d\s.)])"
    r"|(?P<number>\d{1,3})(?:\.\s*(?=[^\d\s])| \.\s*(?=[А-ЯІЇЄҐA-Z\"«]))"
    r"|(?P<paren>\d{1,3}(?:-\d)? ?\))\s*(?=\S)"
    r"|(?P<letter>[а-яіїєґa-z] ?\))\s*(?=\S)"
    r"|(?P<slip>[lЗO])\.\s+(?=[А-ЯІЇЄҐ][а-яіїєґ'])"
    r"|(?P<roman>[IVXІХ]{1,5})\.\s+(?=\S)"
    r"|(?P<dash>[-–—−•●▪◦·*])\s+(?=\S)|(?P<tight>[-–—])(?=[А-ЯІЇЄҐа-яіїєґ]{3})"
)
#: Digits that a scanner took for letters.
_SLIPS: Final = {"l": "1", "З": "3", "O": "0"}
_ALONE: Final = re.compile(
    r"(?:(?P<article>(?:Стаття|Статья|СТАТТЯ|СТАТЬЯ)\s+(?P<articleno>\d{1,3}(?:-\d)?))|(?P<number>\d{1,2}))\s?\.?\s*\Z"
)
#: The same in capitals, as minutes have it: whatever follows is decided.
_DECIDED: Final = re.compile(
    r"(?<!\w)(?:ВИРІШИЛИ|УХВАЛИЛИ|ПОСТАНОВИЛИ|РЕШИЛИ|ПОСТАНОВИЛИ|ВИРІШЕНО|РЕШЕНО|УХВАЛЕНО)\s?:\s*(?=\S)"
)
#: The next point of the same numbering, run on behind the end of a sentence.
_RUN_ON: Final = re.compile(r"[.;:»)]\s+(?=(\d{1,2})\. ?[А-ЯІЇЄҐ][а-яіїєґ']{2,}\s)")
_LAST_NUMBER: Final = re.compile(r"(\d{1,2})\s?\.\s*\D")
_DATE: Final = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})(?!\d)")
_YEAR_OR_DECIMAL: Final = re.compile(r"\d{1,3}\.\d{1,3}\s+(?:тис|млн|млрд|грн|руб|га\b|км\b|%|кв\.)")


@cache
def _orders() -> re.Pattern[str]:
    """The word by which an act begins to order, with its first point in the same paragraph."""
    words = sorted(data.load("acts")["ordering"]["words"].split(), key=len, reverse=True)
    spaced = "|".join(r"\s?".join(map(re.escape, word)) for word in words)
    begins = r"1\s?[.)]\s*[А-ЯІЇЄҐ]|[А-ЯІЇЄҐ][а-яіїєґ']+(?:ти|тися|тись|ть|ться)\b"
    return re.compile(rf"(?<!\w)(?:{spaced})\s?:\s*(?={begins})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A label as found: its style decides what is sibling and what child."""

    style: str
    number: str | None
    depth: int
    start: int
    end: int


def read(text: str, paragraph: Paragraph) -> Mark | None:
    """The label that the paragraph begins with; dates and quantities are none."""
    hit = _LABEL.match(text, paragraph.start, paragraph.end)
    if hit is None or _DATE.match(text, paragraph.start) or _YEAR_OR_DECIMAL.match(text, paragraph.start):
        return None
    style = str(hit.lastgroup)
    if style.endswith("no"):
        style = style.removesuffix("no")
    group = hit.group(style)
    number: str | None = hit.group(f"{style}no") if style in ("item", "article", "point") else group
    if style in ("dash", "tight"):
        style, number = "dash", None
    elif style == "slip":
        style, number = "number", _SLIPS[group]
    elif number is not None:
        number = number.rstrip(".)").rstrip()
    depth = number.count(".") if style == "dotted" and number else 0
    return Mark(style, number, depth, hit.start(), hit.end())


def is_slip(text: str, mark: Mark) -> bool:
    """Is the label a letter read as a digit («З.» for «3.»)?"""
    return text[mark.start] in _SLIPS


def alone(text: str, paragraph: Paragraph) -> Mark | None:
    """The label of the next paragraph, where it has a paragraph of its own («Стаття 2.»)."""
    hit = _ALONE.match(text, paragraph.start, paragraph.end) if paragraph.end - paragraph.start < 20 else None
    if hit is None:
        return None
    style = "article" if hit.group("article") else "number"
    return Mark(style, hit.group("articleno") or hit.group("number"), 0, hit.start(), hit.end())


def split(text: str, paragraphs: tuple[Paragraph, ...]) -> Iterator[Paragraph]:
    """The paragraphs, parted behind «ПОСТАНОВЛЯЮ:» and before a point that runs on in the one before."""
    last = 0
    for p in paragraphs:
        if p.role not in ("body", "heading"):
            yield p
            continue
        start = p.start
        hit = (
            (_orders().search(text, start, p.end) or _DECIDED.search(text, start, p.end))
            if ":" in text[start : p.end]
            else None
        )
        if hit is not None:
            yield Paragraph(start, _trimmed(text, start, hit.end()), p.role)
            start = hit.end()
        number = _LAST_NUMBER.match(text, start, p.end)
        last = int(number.group(1)) if number else last
        for run_on in _RUN_ON.finditer(text, start, p.end):
            if number and int(run_on.group(1)) == last + 1:
                yield Paragraph(start, _trimmed(text, start, run_on.end()), p.role)
                start, last = run_on.end(), last + 1
        yield Paragraph(start, p.end, p.role)


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
