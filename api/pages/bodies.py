"""Bodies over all documents, a page for each, and the overview."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.errors import Refused
from api.pages import charts, render
from api.pages.board import paper_words
from api.pages.charts import Chart, Value
from api.pages.route import LONGEST, MayRead, Service, pages
from api.pages.words import Words
from extractor.store import Filter, MeasureRow, OrganisationRow, Stats

ROUTER = pages()

BodyId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Asked = Annotated[str | None, Query(max_length=LONGEST)]
_ROWS: Final = 100
#: Bars of bodies, and months before and behind the present one.
_BARS: Final = 15
_BEFORE: Final = 12
_BEHIND: Final = 12


@dataclass(frozen=True, slots=True)
class Task:
    """A body's measure as its page lists it."""

    document_id: str
    id: str
    text: str
    status: str
    due: tuple[str, ...]
    source: str


@ROUTER.get("/organisations")
def organisations(
    request: Request, service: Service, reading: MayRead, text: Asked = None, after: Asked = None
) -> Response:
    """Every body that is named, those that answer for most first."""
    text = (text or "").strip() or None
    found = service.store.organisations(Filter(organisation=text), after=after or None, limit=_ROWS)
    rows = [replace(row, name=_called(row)) for row in found.items]
    context = {"section": "organisations", "text": text, "rows": rows, "next": found.next}
    template = "_organisations.html" if render.wants_fragment(request) else "organisations.html"
    return render.page(reading, template, context)


@ROUTER.get("/organisations/{body_id}")
def organisation(body_id: BodyId, service: Service, reading: MayRead, after: Asked = None) -> Response:
    """A body and the measures that it answers for. An address of former days leads to the one body that is meant by
    it now, or to the list of several."""
    body = service.store.organisation(body_id)
    if body is None:
        several = service.store.organisations(Filter(organisation=body_id), limit=1).items
        if not several:
            raise Refused("not_found", "no document names this body")
        return RedirectResponse(f"/organisations?{urlencode({'text': several[0].name[:LONGEST]})}", 303)
    if body.id != body_id:
        return RedirectResponse(f"/organisations/{body.id}", 303)
    found = service.store.measures(Filter(responsible=body_id, alone=True), after=after or None, limit=_ROWS)
    same = service.store.organisations(Filter(organisation=body_id), limit=_ROWS).items
    context: dict[str, Any] = {
        "section": "organisations",
        "body": replace(body, name=_called(body)),
        "others": [replace(row, name=_called(row)) for row in same if row.id != body_id],
        "measures": [_task(row, reading.words) for row in found.items],
        "next": found.next,
        "calendar": f"/v1/deadlines.ics?{urlencode({'responsible': body_id})}",
    }
    return render.page(reading, "organisation.html", context)


def _called(row: OrganisationRow) -> str:
    """A body's name, with what it hangs on where many are called so."""
    return f"{row.name} ({row.authority})" if row.authority else row.name


def _task(row: MeasureRow, words: Words) -> Task:
    source = paper_words(row.paper, words)
    due = tuple(dict.fromkeys(d.due for d in row.deadlines if d.due))
    return Task(row.document_id, row.id, row.text, row.status, due, source)


@ROUTER.get("/overview")
def overview(service: Service, reading: MayRead, today: date | None = None) -> Response:
    """How much there is, deadlines by month and measures by body."""
    day = today or datetime.now(UTC).astimezone().date()
    stats = service.store.stats()
    bodies = service.store.organisations(limit=_BARS).items
    totals = [(name, getattr(stats, name)) for name in ("documents", "measures", "deadlines", "figures", "bodies")]
    shown = [_months(stats, day, reading.words), _bodies(bodies, reading.words), _kinds(stats, reading.words)]
    since = _month(day, -_BEFORE)
    earlier = sum(many for month, many in stats.due.items() if month < since)
    context = {"section": "overview", "totals": totals, "charts": shown, "earlier": earlier}
    return render.page(reading, "overview.html", context)


def _months(stats: Stats, today: date, words: Words) -> Chart:
    months = [_month(today, step) for step in range(-_BEFORE, _BEHIND + 1)]
    now = today.isoformat()[:7]
    values = []
    for month in months:
        last = (date.fromisoformat(f"{month}-01") + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        asked = urlencode({"due_after": f"{month}-01", "due_before": last.isoformat()})
        tone: charts.Tone = "late" if month < now else "now" if month == now else "plain"
        label = f"{month[5:]}.{month[:4]}"
        values.append(Value(label, stats.due.get(month, 0), f"/?{asked}", tone, f"{month[5:]}.{month[2:4]}"))
    total = sum(v.value for v in values)
    if not total:
        return Chart("months", 0, 0, [], [], "")
    highest = max(values, key=lambda v: v.value)
    said = words("chart.months_said", total, month=highest.label, most=str(highest.value))
    return charts.columns("months", values, said)


def _month(today: date, step: int) -> str:
    counted = today.year * 12 + today.month - 1 + step
    return f"{counted // 12:04d}-{counted % 12 + 1:02d}"


def _bodies(bodies: list[OrganisationRow], words: Words) -> Chart:
    values = [Value(_called(row), row.measures, f"/organisations/{row.id}") for row in bodies if row.measures]
    values.sort(key=lambda v: (-v.value, v.label))
    said = words("chart.bodies_said", len(values), body=values[0].label, most=str(values[0].value)) if values else ""
    return charts.rows("bodies", values, said)


def _kinds(stats: Stats, words: Words) -> Chart:
    ordered = sorted(stats.by_kind.items(), key=lambda item: (-item[1], item[0]))
    values = [Value(words.name("kind", kind), many, f"/?kind={kind}") for kind, many in ordered]
    said = words("chart.kinds_said", len(values), kind=values[0].label, most=str(values[0].value)) if values else ""
    return charts.rows("kinds", values, said)
