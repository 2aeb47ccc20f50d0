"""The board of deadlines: what is overdue, due this week, this month, later; or the same by who answers for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from api.pages import render
from api.pages.route import LONGEST, MayRead, Service, pages
from api.pages.words import Words
from extractor.store import DeadlineRow, Filter, Paper, Store

ROUTER = pages()

Urgency = Literal["overdue", "week", "month", "later"]
#: Deadlines looked at for one column, and shown in it.
_MOST: Final = 400
_SHOWN: Final = 40
#: Where more are overdue than are looked at, the latest are wanted: days back, tried in this order.
_BACK: Final = (None, 3 * 365, 365, 90, 30, 7, 1)


@dataclass(frozen=True, slots=True)
class DueCard:
    """A deadline as the board shows it; `late`: days since, of one that is overdue."""

    day: str
    urgency: Urgency
    late: int
    recurrence: str | None
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
    """Which deadlines, from which day on, and how they are laid out."""

    today: date | None = None
    responsible: str | None = Field(None, max_length=LONGEST)
    by: Literal["time", "body"] = "time"
    done: bool = False


@ROUTER.get("/deadlines")
def deadlines(
    request: Request,
    service: Service,
    reading: MayRead,
    asked: Annotated[Asked, Query()],
) -> Response:
    """The board; it counts from `today`, where not the present day."""
    day = asked.today or datetime.now(UTC).astimezone().date()
    responsible = (asked.responsible or "").strip() or None
    wanted = Filter(responsible=responsible, open=not asked.done)
    found, cut = columns(service.store, wanted, day, reading.words)
    calendar = "/v1/deadlines.ics" + (f"?{urlencode({'responsible': responsible})}" if responsible else "")
    context: dict[str, Any] = {
        "section": "deadlines",
        "today": day.isoformat(),
        "given_today": asked.today.isoformat() if asked.today else None,
        "responsible": responsible,
        "by": asked.by,
        "done": asked.done,
        "columns": found if asked.by == "time" else by_body(found),
        "cut": cut,
        "calendar": calendar,
        "calendar_whole": str(request.base_url).rstrip("/") + calendar,
        "bodies": service.store.organisations(limit=200).items,
    }
    template = "_board.html" if render.wants_fragment(request) else "board.html"
    return render.page(reading, template, context)


def columns(store: Store, wanted: Filter, today: date, words: Words) -> tuple[list[Column], bool]:
    """The four columns, the most urgent first in each, and whether there is more than they were made of."""
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    month_end = max(next_month - timedelta(days=1), sunday)
    spans: tuple[tuple[Urgency, date, date | None], ...] = (
        ("week", today, sunday),
        ("month", sunday + timedelta(days=1), month_end),
        ("later", month_end + timedelta(days=1), None),
    )
    late, cut = _overdue(store, wanted, today)
    made = [_column("overdue", late, today, words)]
    for name, first, last in spans:
        within = replace(wanted, due_after=first.isoformat(), due_before=last.isoformat() if last else "9999-12-31")
        found = store.deadlines(within, limit=_MOST)
        cut = cut or found.next is not None
        made.append(_column(name, found.items, today, words))
    return made, cut


def _overdue(store: Store, wanted: Filter, today: date) -> tuple[list[DeadlineRow], bool]:
    """What is overdue, the latest first; of more than can be looked at, the latest."""
    yesterday = (today - timedelta(days=1)).isoformat()
    for back in _BACK:
        since = None if back is None else (today - timedelta(days=back)).isoformat()
        found = store.deadlines(replace(wanted, due_before=yesterday, due_after=since), limit=_MOST)
        if found.next is None:
            break
    return list(reversed(found.items)), back is not None or found.next is not None


def _column(name: Urgency, found: Iterable[DeadlineRow], today: date, words: Words) -> Column:
    cards = [_card(row, name, today, words) for row in found]
    return Column(name, None, cards[:_SHOWN], len(cards))


def _card(row: DeadlineRow, urgency: Urgency, today: date, words: Words) -> DueCard:
    due = row.deadline.due or ""
    try:
        late = (today - date.fromisoformat(due)).days
    except ValueError:
        late = 0
    source = paper_words(row.measure.paper, words)
    bodies = tuple(dict.fromkeys(r.name for r in row.measure.responsible))
    return DueCard(
        due, urgency, late, row.deadline.recurrence, row.document_id, row.measure.id, row.measure.text, bodies, source
    )


def paper_words(paper: Paper, words: Words) -> str:
    """A document as it is cited: «Наказ № 305 від 22.08.2023», by its title where it has no number."""
    if not paper.number:
        return paper.title or words.name("kind", paper.kind)
    parts = (words.name("kind", paper.kind), f"№ {paper.number}", render.day(paper.date))
    return " ".join(p for p in parts if p)


def by_body(found: list[Column]) -> list[Column]:
    """The same deadlines, a column for each body, those with the most overdue first; a deadline of two bodies stands
    in both columns."""
    rows: dict[str | None, list[DueCard]] = defaultdict(list)
    for column in found:
        for card in column.rows:
            for body in card.bodies or (None,):
                rows[body].append(card)

    def weight(item: tuple[str | None, list[DueCard]]) -> tuple[int, int, str]:
        body, cards = item
        return (-sum(c.urgency == "overdue" for c in cards), -len(cards), body or "\uffff")

    ordered = sorted(rows.items(), key=weight)
    return [Column(f"body-{n}", body, cards, len(cards)) for n, (body, cards) in enumerate(ordered)]
