"""The lines of an agenda: which are dates, which text, and where a date opens a line of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from extractor.data import load
from extractor.schema.analysis import Analysis
from extractor.schema.outline import ParagraphRole

Kind = Literal["day", "weekday", "loose", "text"]

_READ: Final[frozenset[ParagraphRole]] = frozenset({"title", "heading", "body", "point"})
#: What an agenda under column heads is none of; there a line is a cell, whatever it looks like.
_ELSEWHERE: Final[frozenset[ParagraphRole]] = frozenset({"cell", "quote", "furniture"})
_ENDING: Final[frozenset[ParagraphRole]] = frozenset({"signature", "annex", "drafter"})
#: No line of dates, and no column's head, is longer.
SHORT: Final = 80
NUMBER: Final = re.compile(r"(\d{1,3})[.)]?\Z")
#: The number of a line of dates, «1.  23.08.2021».
_NUMBERED: Final = re.compile(r"(\d{1,3}[.)])[ \t]+(?=\d)")
_WEEKDAY_IN: Final = re.compile(
    r"понеділ|вівтор|серед|четвер|п'?ятниц|субот|неділ|понедел|вторник|сред[аыу]|суббот|воскрес", re.IGNORECASE
)
_DIGIT_OR_WORD: Final = re.compile(r"[\d(зЗсСпПвВчЧнНщЩуУжЖлЛбБкКтТгГяЯфФмМаАиИоОдДеЕіІiI]")


@dataclass(frozen=True, slots=True)
class Line:
    """plain[start:end]: a line of dates, or text; `date` is the time that stands before the text in the same line.

    `close` tells that no blank line parts it from the line above, `running` that it is no part of the head."""

    start: int
    end: int
    kind: Kind
    close: bool
    date: tuple[int, int] | None = None
    running: bool = True


def find(analysis: Analysis) -> Iterator[Line]:
    """The paragraphs that may belong to an agenda, up to the signatures; dates before a dash parted off."""
    plain, last, dated = analysis.plain, 0, False
    for p in analysis.outline.paragraphs:
        if p.role in _ENDING and dated:
            return
        close = plain.count("\n", last, p.start) < 2
        last = p.end
        if p.role in _ELSEWHERE and not NUMBER.match(plain[p.start : min(p.end, p.start + 6)]):
            continue
        # the day of an act or of a page's publication is a requisite too, but has no weekday
        running = p.role in _READ or (p.role == "requisite" and _WEEKDAY_IN.search(plain, p.start, p.end) is not None)
        for line in _cut(plain, p.start, p.end, close=close):
            dated = dated or line.kind == "day" or line.date is not None
            yield line if running else replace(line, running=False)


def _cut(plain: str, start: int, end: int, *, close: bool) -> list[Line]:
    """One paragraph: a line of dates, text, or several «date – what» after one another."""
    kind = time_of(plain[start:end]) if end - start <= SHORT else None
    numbered = _NUMBERED.match(plain, start, end) if kind is None and end - start <= SHORT else None
    if numbered is not None and time_of(plain[numbered.end() : end]) == "day":
        number = Line(start, numbered.end(1), "text", close)
        return [number, Line(numbered.end(), end, "day", close=True)]
    if kind is not None:
        return [Line(start, end, kind, close)]
    first = _inline().match(plain, start, min(end, start + 2 * SHORT))
    if first is None:
        return [Line(start, end, "text", close)]
    hits = [first, *_further().finditer(plain, first.end(), end)]
    stops = [hit.start() for hit in hits[1:]] + [end]
    return [
        Line(hit.end(), stop, "text", close, hit.span("date"))
        for hit, stop in zip(hits, stops, strict=True)
        if stop > hit.end()
    ]


def time_of(plain: str) -> Literal["day", "weekday", "loose"] | None:
    """What a paragraph that is nothing but a time says: days, a weekday, a longer time; None for other paragraphs."""
    low = plain.strip(" .,:;-\t\n").lower()
    if not low or not _DIGIT_OR_WORD.match(low):
        return None
    kinds: tuple[Literal["day", "weekday", "loose"], ...] = ("day", "weekday", "loose")
    return next((kind for kind in kinds if _times()[kind].fullmatch(low)), None)


@cache
def _expanded() -> dict[str, str]:
    """The patterns of lines of dates with their macros put in."""
    table = load("agenda")
    out = {entry["id"]: str(entry["pattern"]) for entry in table["line"]}
    for _ in range(3):  # macros stand in macros, two deep
        for name, macro in table["macros"].items():
            out = {key: pattern.replace(f"%{name}%", macro) for key, pattern in out.items()}
    return out


@cache
def _times() -> dict[str, re.Pattern[str]]:
    return {key: re.compile(pattern) for key, pattern in _expanded().items()}


@cache
def _inline() -> re.Pattern[str]:
    """«18.10.2021, понеділок – …», «18.10.2021 Нарада …», «18 жовтня. Нарада …», «Упродовж тижня: …»; in an item with
    its mark «- 18 жовтня відбудеться нарада» too."""
    told = _expanded()
    return re.compile(
        rf"(?:\d{{1,2}}\)\s?|(?P<item>[-•]\s))?(?P<date>(?i:{told['day']}|{told['weekday']}|{told['loose']}))"
        r"(?:\s?[.,]?\s?[-:]\s?(?=[^\d\s])|(?:(?<=\d)|(?:(?<=[а-яіїєґ])|(?<=\d\d\.\d\d))\.)\s(?=[А-ЯІЇЄҐЁ«\"][а-яіїєґ'\w]{2})|(?(item)\s(?=[а-яіїєґё]{3})|(?!)))"
    )


@cache
def _further() -> re.Pattern[str]:
    told = _expanded()
    return re.compile(rf"[;.]\s(?P<date>(?i:{told['day']}))\s?-\s(?=[^\d\s])")
