"""The day by which a deadline falls due, where the document alone says it. No clock: the same answer every day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction, Measure

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_OFFSET: Final = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?", re.ASCII)


class Term(Protocol):
    """What tells the day: a Deadline of the contract, or a row that was made of one. Dates and durations are ISO 8601;
    None where there is none."""

    @property
    def kind(self) -> str:
        """on, by, within, recurring, permanent …: as the contract has them."""

    @property
    def start(self) -> str | None:
        """First day."""

    @property
    def end(self) -> str | None:
        """Last day."""

    @property
    def offset(self) -> str | None:
        """Duration, of a term counted from `anchor`."""

    @property
    def anchor(self) -> str | None:
        """What the term is counted from."""


def day(text: str | None) -> date | None:
    """The date of an ISO 8601 calendar date; None of anything else."""
    if text is None or not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def due(deadline: Term, document_date: str | None) -> date | None:
    """The last day of the deadline; of a relative one counted from the document's date, where that is its anchor.

    None for what recurs, what is permanent, and a term that begins with an event or a publication."""
    if deadline.kind in ("recurring", "permanent"):
        return None
    said = day(deadline.end) or (day(deadline.start) if deadline.kind == "on" else None)
    if said is not None:
        return said
    begin = day(document_date)
    if deadline.offset is None or deadline.anchor not in (None, "document_date") or begin is None:
        return None
    return after(begin, deadline.offset)


def after(begin: date, offset: str) -> date | None:
    """The day so long after another; a month without that day gives its last (31 January and a month: 28 February).

    `offset` is an ISO 8601 duration of days, weeks, months and years; None of any other."""
    found = _OFFSET.fullmatch(offset)
    if found is None or not any(found.groups()):
        return None
    years, months, weeks, days = (int(g or 0) for g in found.groups())
    month = begin.month - 1 + months + 12 * years
    year, month = begin.year + month // 12, month % 12 + 1
    try:
        reached = date(year, month, min(begin.day, monthrange(year, month)[1])) if year <= 9999 else None
        return reached and reached + timedelta(days=days + 7 * weeks)
    except OverflowError:
        return None


def first_due(measure: Measure, extraction: Extraction) -> date | None:
    """The earliest day by which something of the measure falls due."""
    days = [d for d in (due(x, extraction.document.date) for x in measure.deadlines) if d is not None]
    return min(days, default=None)
