"""What stands in the documents, over all of them: measures, bodies, figures, deadlines; search; counts; changes."""

from __future__ import annotations

from typing import Annotated, Any, Final, Generic, TypeVar

from fastapi import APIRouter, Depends, Query, Request, Response

from api.access import Identity
from api.answers import INERT, exported, exporter_of, spooled
from api.asking import Asked, Part, link_next
from api.deps import get_state, require
from api.documents import DocumentId, Format, export_options
from api.errors import Refused
from api.limits import check_rate
from api.shapes import DocumentOut, Shape
from api.state import State
from extractor.export import named
from extractor.store import (
    Change,
    DeadlineRow,
    FigureRow,
    MeasureRow,
    OrganisationRow,
    Page,
    Snippet,
    Stats,
)

ROUTER = APIRouter(tags=["found"], dependencies=[Depends(check_rate)])

T = TypeVar("T")
Reader = Annotated[Identity, Depends(require("read"))]
Service = Annotated[State, Depends(get_state)]
Wanted = Annotated[Asked, Depends()]
Which = Annotated[Part, Depends()]
_MOST_CHANGES: Final = 1_000


class PageOut(Shape, Generic[T]):
    """A page of a list. `next` is the cursor of the page behind it, null at the end; the Link header has it too."""

    items: list[T]
    next: str | None


class HitOut(Shape):
    """A document that was searched for. `score`: the higher the better, within one search."""

    document: DocumentOut
    score: float
    snippets: list[Snippet]


class ChangesOut(Shape):
    """Changes in the order in which they were made. `next` is what to ask with next time."""

    items: list[Change]
    next: int


def _page(request: Request, response: Response, page: Page[Any]) -> dict[str, Any]:
    link_next(request, response, page.next)
    return {"items": page.items, "next": page.next}


@ROUTER.get("/v1/measures", response_model=PageOut[MeasureRow])
def measures(
    request: Request,
    response: Response,
    state: Service,
    _identity: Reader,
    asked: Wanted,
    part: Which,
    format_: Format = None,
) -> dict[str, Any] | Response:
    """Measures of all documents, with bodies and deadlines, in pages; with `format` or Accept as an export of the
    documents that hold them."""
    exporter = exporter_of(request, format_)
    if exporter is not None:
        return exported(exporter, state.store.extractions(asked.filter()), "measures", export_options(request))
    return _page(request, response, state.store.measures(asked.filter(), after=part.after, limit=part.limit))


@ROUTER.get("/v1/deadlines", response_model=PageOut[DeadlineRow])
def deadlines(
    request: Request, response: Response, state: Service, _identity: Reader, asked: Wanted, part: Which
) -> dict[str, Any]:
    """Deadlines of measures, first what is due first."""
    return _page(request, response, state.store.deadlines(asked.filter(), after=part.after, limit=part.limit))


@ROUTER.get("/v1/figures", response_model=PageOut[FigureRow])
def figures(
    request: Request, response: Response, state: Service, _identity: Reader, asked: Wanted, part: Which
) -> dict[str, Any]:
    """Figures of all documents."""
    return _page(request, response, state.store.figures(asked.filter(), after=part.after, limit=part.limit))


@ROUTER.get("/v1/organisations", response_model=PageOut[OrganisationRow])
def organisations(
    request: Request, response: Response, state: Service, _identity: Reader, asked: Wanted, part: Which
) -> dict[str, Any]:
    """Bodies over all documents, those that answer for most first."""
    return _page(request, response, state.store.organisations(asked.filter(), after=part.after, limit=part.limit))


@ROUTER.get("/v1/organisations/{document_id}")
def organisation(document_id: DocumentId, state: Service, _identity: Reader) -> OrganisationRow:
    """One body, by the id that lists give."""
    row = state.store.organisation(document_id)
    if row is None:
        raise Refused("not_found", "there is no such body")
    return row


@ROUTER.get("/v1/search")
def search(
    request: Request,
    response: Response,
    state: Service,
    _identity: Reader,
    asked: Wanted,
    part: Which,
) -> PageOut[HitOut]:
    """Documents by full text (`q`), the best first, with the places in them."""
    from dataclasses import replace

    page = state.store.search(asked.q or "", replace(asked.filter(), text=None), after=part.after, limit=part.limit)
    link_next(request, response, page.next)
    hits = [HitOut(document=DocumentOut.of(h.document), score=h.score, snippets=list(h.snippets)) for h in page.items]
    return PageOut[HitOut](items=hits, next=page.next)


@ROUTER.get("/v1/stats")
def stats(state: Service, _identity: Reader) -> Stats:
    """Counts over all documents."""
    return state.store.stats()


@ROUTER.get(
    "/v1/deadlines.ics",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {}}}},
)
def calendar(
    request: Request,
    state: Service,
    _identity: Reader,
    asked: Wanted,
    # Named here for the description alone: api.deps reads the key.
    key: Annotated[str | None, Query(max_length=200, description="a key, for calendars that send no headers")] = None,  # noqa: ARG001
) -> Response:
    """Deadlines as a calendar to subscribe to. Calendar programs send no headers: the key may stand in the address,
    and there it only reads."""
    exporter = named("icalendar")
    extractions = state.store.extractions(asked.filter())
    headers = {**INERT, "Content-Disposition": 'inline; filename="deadlines.ics"', "Cache-Control": "private, no-cache"}
    options = export_options(request)
    return spooled(lambda stream: exporter.write(extractions, stream, options), exporter.MEDIA_TYPE, headers)


@ROUTER.get("/v1/changes")
def changes(
    state: Service,
    _identity: Reader,
    after: Annotated[int, Query(ge=0, le=2**53, description="the cursor of the last change known")] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST_CHANGES)] = 100,
) -> ChangesOut:
    """What changed behind a cursor, in the order in which it was committed: for those who keep a copy."""
    items = state.store.changes(after, limit)
    return ChangesOut(items=items, next=items[-1].cursor if items else after)
