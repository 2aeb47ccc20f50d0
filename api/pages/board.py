"""The board of deadlines: what is overdue, due this week, this month, later; or the same by who answers for it.

What recurs stands where its next day falls; what holds all the time, or waits for a day that the document does not
say, has a place of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Final, Literal, get_args
from urllib.parse import urlencode

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from api.pages import render
from api.pages.route import LONGEST, MayRead, Service, pages
from api.pages.standing import next_day, over, standing
from api.pages.words import Words
from extractor.schema.due import day
from extractor.schema.facts import DeadlineKind
from extractor.store import Filter, MeasureRow, Paper, Store
from extractor.store.rows import Due

ROUTER = pages()

Urgency = Literal["overdue", "week", "month", "later", "standing"]
#: The column that is shown to its end, however many it has.
Whole = Urgency | Literal["all"] | None
_Pair = tuple[MeasureRow, Due]
#: Deadlines looked at for one column, and shown in it.
_MOST: Final = 400
_SHOWN: Final = 40
#: Kinds of what does not recur: each may have no last day, or none that is known.
_ONCE: Final = tuple(kind for kind in get_args(DeadlineKind) if kind != "recurring")
#: Where more are overdue than are looked at, the latest are wanted: days back, tried in this order.
_BACK: Final = (None, 3 * 365, 365, 90, 30, 7, 1)


@dataclass(frozen=True, slots=True)
class DueCard:
    """A deadline as the board shows it. `day`: the last, or of what recurs the next, None where it has none; `late`:
    days since, of one that is overdue; `said`: as printed, of one that recurs or has no day."""

    day: str | None
    urgency: Urgency
    late: int
    recurs: bool
    said: str | None
    document_id: str
    measure_id: str
    text: str
    bodies: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the board; `title` is a body's name, None where nobody is named."""

    name: str
    title: str | None
    rows: list[DueCard]
    total: int


class Asked(BaseModel):
    """Which deadlines, from which day on, and how they are laid out; `whole`: the column that is shown to its end."""

    today: date | None = None
    responsible: str | None = Field(None, max_length=LONGEST)
    by: Literal["time", "body"] = "time"
    done: bool = False
    whole: Urgency | None = None


@ROUTER.get("/deadlines")
def deadlines(
    request: Request,
    service: Service,
    reading: MayRead,
    asked: Annotated[Asked, Query()],
) -> Response:
    """The board; it counts from `today`, where not the present day."""
    today = asked.today or datetime.now(UTC).astimezone().date()
    responsible = (asked.responsible or "").strip() or None
    wanted = Filter(responsible=responsible, open=not asked.done)
    whole: Whole = asked.whole if asked.by == "time" else "all"
    found, without, cut = columns(service.store, wanted, today, reading.words, whole)
    calendar = "/v1/deadlines.ics" + (f"?{urlencode({'responsible': responsible})}" if responsible else "")
    context: dict[str, Any] = {
        "section": "deadlines",
        "today": today.isoformat(),
        "given_today": asked.today.isoformat() if asked.today else None,
        "responsible": responsible,
        "by": asked.by,
        "done": asked.done,
        "columns": found if asked.by == "time" else by_body(found),
        "standing": without,
        "cut": cut,
        "here": asked.model_dump(mode="json", exclude_defaults=True, exclude={"whole"}),
        "calendar": calendar,
        "calendar_whole": str(request.base_url).rstrip("/") + calendar,
        "bodies": service.store.organisations(limit=200).items,
    }
    template = "_board.html" if render.wants_fragment(request) else "board.html"
    return render.page(reading, template, context)


def columns(
    store: Store, wanted: Filter, today: date, words: Words, whole: Whole = None
) -> tuple[list[Column], Column, bool]:
    """The four columns, the most urgent first in each; what has no day; and whether there is more than these were made
    of. `whole`: the column, or all, that is shown to its end."""
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    month_end = max(next_month - timedelta(days=1), sunday)
    spans: tuple[tuple[Urgency, date, date], ...] = (
        ("week", today, sunday),
        ("month", sunday + timedelta(days=1), month_end),
        ("later", month_end + timedelta(days=1), date.max),
    )
    late, cut = _overdue(store, wanted, today)
    made = [_column("overdue", [_card(row, due, "overdue", today, words) for row, due in late], whole)]
    again, without, more = _without_day(store, wanted, today)
    for name, first, last in spans:
        within = replace(wanted, due_after=first.isoformat(), due_before=last.isoformat())
        found = store.deadlines(within, limit=_MOST)
        cut = cut or found.next is not None
        cards = [_card(row.measure, row.deadline, name, today, words) for row in found.items]
        cards += [_card(row, due, name, today, words, then) for row, due, then in again if first <= then <= last]
        made.append(_column(name, cards, whole))
    rest = _column("standing", [_card(row, due, "standing", today, words) for row, due in without], whole)
    return made, rest, cut or more


def _overdue(store: Store, wanted: Filter, today: date) -> tuple[list[_Pair], bool]:
    """What is overdue, the latest first; of more than can be looked at, the latest."""
    yesterday = (today - timedelta(days=1)).isoformat()
    for back in _BACK:
        since = None if back is None else (today - timedelta(days=back)).isoformat()
        found = store.deadlines(replace(wanted, due_before=yesterday, due_after=since), limit=_MOST)
        if found.next is None:
            break
    latest = [(row.measure, row.deadline) for row in reversed(found.items)]
    return latest, back is not None or found.next is not None


def _without_day(
    store: Store, wanted: Filter, today: date
) -> tuple[list[tuple[MeasureRow, Due, date]], list[_Pair], bool]:
    """What recurs, with its next day; what has no day; whether there is more."""
    recurring, more = standing(store, wanted, ("recurring",), _MOST)
    other, others = standing(store, wanted, _ONCE, _MOST)
    again, without = [], []
    for row, due in _dues(recurring, ("recurring",)):
        then = next_day(due, row.paper.date, today)
        if then is not None:
            again.append((row, due, then))
        elif not over(due, today):
            without.append((row, due))
    return again, without + list(_dues(other, _ONCE)), more or others


def _dues(rows: Iterable[MeasureRow], kinds: tuple[str, ...]) -> Iterator[_Pair]:
    return ((row, due) for row in rows for due in row.deadlines if due.due is None and due.kind in kinds)


def _column(name: Urgency, cards: list[DueCard], whole: Whole) -> Column:
    """The column; where it does not show all, what comes once goes before what will come again."""
    first = sorted(cards, key=lambda c: c.recurs)[: None if whole in (name, "all") else _SHOWN]
    # What is overdue begins with the latest; each list came in its order, and what recurs is put between.
    shown = first if name in ("overdue", "standing") else sorted(first, key=lambda c: (c.day or "", c.recurs))
    return Column(name, None, shown, len(cards))


def _card(row: MeasureRow, due: Due, urgency: Urgency, today: date, words: Words, then: date | None = None) -> DueCard:
    last = then.isoformat() if then is not None else due.due
    counted = day(last)
    return DueCard(
        day=last,
        urgency=urgency,
        late=(today - counted).days if counted is not None else 0,
        recurs=then is not None,
        said=due.text if then is not None or last is None else None,
        document_id=row.document_id,
        measure_id=row.id,
        text=row.text,
        bodies=tuple(dict.fromkeys(r.name for r in row.responsible)),
        source=paper_words(row.paper, words),
    )


def paper_words(paper: Paper, words: Words) -> str:
    """A document as it is cited: «Наказ № 305 від 22.08.2023», by its title where it has no number."""
    if not paper.number:
        return paper.title or words.name("kind", paper.kind)
    named: dict[str, Any] = {"kind": words.name("kind", paper.kind), "number": paper.number}
    if not paper.date:
        return words("document.cited_undated", **named).strip()
    return words("document.cited", day=render.day(paper.date), **named).strip()


def by_body(found: list[Column]) -> list[Column]:
    """The same deadlines, a column for each body, those with the most overdue first; a deadline of two bodies stands
    in both columns. `found` are columns shown to their ends."""
    rows: dict[str | None, list[DueCard]] = defaultdict(list)
    for column in found:
        for card in column.rows:
            for body in card.bodies or (None,):
                rows[body].append(card)

    def weight(item: tuple[str | None, list[DueCard]]) -> tuple[int, int, str]:
        body, cards = item
        return (-sum(c.urgency == "overdue" for c in cards), -len(cards), body or "\uffff")

    ordered = sorted(rows.items(), key=weight)
    return [Column(f"body-{n}", body, cards[:_SHOWN], len(cards)) for n, (body, cards) in enumerate(ordered)]
