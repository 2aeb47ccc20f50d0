"""An act whose whole head is one line, as collections of laws print it: «Приказ Комитета по культуре от 3 марта 2014 г.
N 27 "О смотре хоров"»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from extractor.layout.zones_head import ABOUT
from extractor.layout.zones_view import DATE
from extractor.schema.analysis import Analysis

_LINE: Final = re.compile(
    r"(?:розпорядження|рішення|наказ|постанова|указ|лист|распоряжение|решение|приказ|постановление|письмо)\s+"
    r"(?P<issuer>(?:(?!(?:від|от)\s)[^\d\"«»:;]){4,200}?)\s+(?:від|от)\s"
    rf"(?:{DATE})\s*,?\s*(?:№|N)\s?[\w/-]+(?:\.[\w/-]+)*"
    r"(?:\s*[-,.:]?\s*(?P<open>[«\"])?(?P<title>(?:Про|Об?|Деякі|Некоторые)\s[\s\S]{4,600}?)"
    r"(?(open)[»\"])[\s.]*)?\Z",
    re.IGNORECASE,
)
#: A title under the line stands within so many paragraphs.
_BELOW: Final = 3


@dataclass(frozen=True, slots=True)
class Headline:
    """Where the one line names whose act it is, and where the title stands: in it or under it."""

    issuer: tuple[int, int]
    title: tuple[int, int]


def read(analysis: Analysis) -> Headline | None:
    """The headline of an act with its date and number; None where the head has lines of its own, or no title."""
    paragraphs = analysis.outline.paragraphs
    if any(p.role == "kind" for p in paragraphs):
        return None
    at = next((i for i, p in enumerate(paragraphs) if p.role == "title"), None)
    if at is None:
        return None
    line = _LINE.match(analysis.plain, paragraphs[at].start, paragraphs[at].end)
    if line is None:
        return None
    if line["title"]:
        return Headline(line.span("issuer"), line.span("title"))
    below = (p for p in paragraphs[at + 1 : at + 1 + _BELOW] if p.role in ("body", "title", "heading"))
    about = next((p for p in below if ABOUT.match(analysis.plain, p.start)), None)
    if about is None or analysis.plain[about.start : about.end].rstrip().endswith((":", ".")):
        return None
    return Headline(line.span("issuer"), (about.start, about.end))
