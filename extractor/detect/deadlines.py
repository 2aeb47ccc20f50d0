"""Deadlines: of a table cell, of a measure in running text; and the mask of all time expressions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from extractor.detect import dates, deadlines_readings, deadlines_scope
from extractor.normalize.dates import lowered
from extractor.schema.analysis import Analysis, DateContext
from extractor.schema.facts import Deadline
from extractor.schema.span import Span

#: What an item of a list begins with.
_ITEM: Final = re.compile(r"\s*(?:[-*•·●▪]|\d{1,2}[.)]|[а-яіїєґa-z]\))\s*\S")
#: How many paragraphs above an item the words that lead its list in are looked for.
_LONGEST_LIST: Final = 30
#: How long such words are, and how near their beginning the time of the whole list stands, in characters.
_LONGEST_LEAD: Final = 160
_OPENING: Final = 12
#: The words go on with a name in quotation marks, whose full stop ends no sentence («Програма «Місто. 2024 рік» …:»).
_INSIDE_QUOTED: Final = re.compile(r"[^«»]{0,160}»")
#: Days that streets are named after, both words with a capital.
_STREET_DAY: Final = re.compile(
    r"(?:8\s(?:Березня|Марта)|[19]\s(?:Травня|Мая)|24\sСерпня|23\sФевраля|7\sНоября|12\sДекабря)"
)
#: What stands before such a day that names a street: the word for a street, with other names in a list or without; that
#: for a square, a garden or what is named after somebody.
_STREET_NAME: Final = r"[\dА-ЯІЇЄҐЁ][\w'’-]*\.?(?:(?:\s|(?<=\.))[А-ЯІЇЄҐЁ][\w'’-]*\.?){0,2}"
_STREET: Final = re.compile(
    r"(?<!\w)(?:(?i:вул\.|вулиц\w{0,3}|пров\.|провул\w{2,4}|просп\.|проспект\w{0,3}|ул\.|улиц\w{0,3}|пер\.|переул\w{2,4})"
    rf"\s?(?:{_STREET_NAME}(?:,\s?|\s(?:та|і|й|и)\s))*"
    r"|(?i:площ(?:[аіуеь]|ею|ам|ами|ах)?|площад(?:[ьи]|ью|ей|ях)|сквер(?:[уаеиіы]|ом|ів|ов|ах)?"
    r"|парк(?:[уаеиі]|ом|ів|ов|ах)?|імені|имени|ім\.|им\.)\s?)\Z"
)
Column = Literal["deadline", "start", "end"]


def detect(analysis: Analysis, _found: Sequence[Span]) -> list[Span]:
    """Spans labelled "date" over every time expression, whatever it is the time of; which of them are deadlines is
    known only where a measure is (see in_cell and in_text). `value` is the ISO date of a full single date."""
    return dates.detect(analysis)


def in_cell(plain: str, start: int, end: int, context: DateContext, *, column: Column = "deadline") -> list[Deadline]:
    """The deadlines of plain[start:end], a cell that is all deadline; none where it names no time.

    `column`: in a column of beginnings a date is a start, in one of ends an end; see `combine`."""
    readings = deadlines_readings.read(plain, start, end, context, "cell")
    told = [r.deadline for r in readings if r.known and r.marker != "of_act"]
    if any(d.kind != "permanent" for d in told):
        told = [d for d in told if d.kind != "permanent"]
    if column == "start":
        told = [_bound(d, end=None) for d in told]
    elif column == "end":
        told = [_bound(d, start=None) for d in told]
    return _unique(told)


def in_text(
    plain: str, start: int, end: int, context: DateContext, *, mode: Literal["act", "report"]
) -> list[Deadline]:
    """The time of the one action that plain[start:end] tells of.

    "act": by when it is to be done; "report": when it was, is or will be done. Dates of acts cited, periods in names
    and titles and those of what the action is about are left out. An item of a list with no time of its own has that
    of the words above the list."""
    led = _of_lead(plain, start, context)
    first, last = (led[0].start, led[0].end) if len(led) == 1 else (None, None)
    if first is not None and last is not None:
        context = replace(context, period=(first, last))
    own = _own(plain, start, end, context, mode)
    return own or led


def _own(plain: str, start: int, end: int, context: DateContext, mode: Literal["act", "report"]) -> list[Deadline]:
    """The time that the words of the action themselves tell."""
    readings = deadlines_readings.read(plain, start, end, context, mode)
    kept = deadlines_scope.keep(readings, lowered(plain), start, mode)
    return _unique([r.deadline for r in kept if r.known and not _names_street(plain, start, r.at, r.end)])


def _names_street(plain: str, start: int, at: int, end: int) -> bool:
    """Is plain[at:end], a day with its month in a capital and no year, a street («вулиць Лугова та 8 Березня»)?"""
    return _STREET_DAY.fullmatch(plain, at, end) is not None and bool(
        _STREET.search(plain, max(start, at - _LONGEST_LEAD), at)
    )


def _of_lead(plain: str, at: int, context: DateContext) -> list[Deadline]:
    """The time that the words above a list tell, where plain[at] is in an item of one («У 2023 році заплановано:»)."""
    item = plain.rfind("\n", 0, at) + 1
    if _ITEM.match(plain, item) is None:
        return []
    for _ in range(_LONGEST_LIST):
        stop = item - 1
        item = plain.rfind("\n", 0, max(0, stop)) + 1
        words = plain[item : max(0, stop)].rstrip()
        if words.endswith(":"):
            begin = max(item, *(words.rfind(mark) + item + 2 for mark in (". ", "! ", "? ")))
            if item + len(words) - begin > _LONGEST_LEAD or _INSIDE_QUOTED.match(plain, begin):
                break
            found = _own(plain, begin, item + len(words), context, "report")
            return [d for d in found if d.spans[0][0] - begin < _OPENING and d.kind in ("on", "during", "by")]
        if stop <= 0 or (words and _ITEM.match(words) is None):
            break
    return []


def combine(start: Deadline | None, end: Deadline | None) -> Deadline | None:
    """One deadline of a row that has a column of beginnings and one of ends."""
    if start is None or end is None:
        return start or end
    if end.kind in ("recurring", "permanent", "relative"):
        return replace(end, start=end.start or start.start, spans=(*start.spans, *end.spans))
    first, last = start.start or start.end, end.end or end.start
    return Deadline(
        "on" if first == last else "during",
        first,
        last,
        precision=end.precision,
        spans=(*start.spans, *end.spans),
        score=min(start.score, end.score),
        rule=f"{start.rule}+{end.rule}",
    )


def _bound(deadline: Deadline, **bound: None) -> Deadline:
    """A beginning without its end, or an end without its beginning."""
    if deadline.kind not in ("on", "during", "by"):
        return deadline
    if "end" in bound:
        return replace(deadline, kind="during", start=deadline.start or deadline.end, end=None)
    return replace(deadline, kind="by", start=None, end=deadline.end or deadline.start)


def _unique(deadlines: list[Deadline]) -> list[Deadline]:
    """Without those that say again what one before says («сьогодні, 20 липня»)."""
    out: dict[tuple[str | None, ...], Deadline] = {}
    for d in deadlines:
        out.setdefault((d.start, d.end, d.recurrence, d.offset, str(d.kind == "permanent")), d)
    return list(out.values())
