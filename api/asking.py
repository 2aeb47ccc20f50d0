"""What a list may be asked for, as parameters of a query; and the pages that it comes in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import Query, Request, Response

from extractor.schema.facts import DocumentKind, MeasureType
from extractor.store import Filter

_LONGEST: Final = 500
Text = Annotated[str | None, Query(max_length=_LONGEST)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Filters of documents and of what stands in them; each narrows."""

    # The framework wants lists, a frozen class no default that can change: hence the empty tuples and their ignores.

    q: Annotated[
        str | None, Query(max_length=_LONGEST, description='words in any form; "together"; -without; begin*')
    ] = None
    kind: Annotated[list[DocumentKind], Query(description="of the document, one of several")] = ()  # type: ignore[assignment]
    issuer: Annotated[str | None, Query(max_length=_LONGEST, description="words of its name, or a body's id")] = None
    responsible: Annotated[str | None, Query(max_length=_LONGEST, description="the same, of a measure's body")] = None
    organisation: Annotated[str | None, Query(max_length=_LONGEST, description="the same, of any body named")] = None
    due_before: Annotated[date | None, Query(description="a deadline's last day is this or before")] = None
    due_after: Annotated[date | None, Query(description="a deadline's last day is this or behind")] = None
    open: Annotated[bool, Query(description="only measures that are not done and have a deadline")] = False
    status: Annotated[
        list[Literal["planned", "ongoing", "done", "complete", "partial", "failed"]],
        Query(description="of a measure, or of the document"),
    ] = ()  # type: ignore[assignment]
    type: Annotated[list[MeasureType], Query(description="of a measure, one of several")] = ()  # type: ignore[assignment]
    unit: Annotated[str | None, Query(max_length=40, description="of a figure: money, percent …; UAH, % …")] = None
    language: Annotated[Literal["uk", "ru"] | None, Query()] = None
    number: Annotated[str | None, Query(max_length=_LONGEST, description="of the document, as printed")] = None
    dated_before: Annotated[date | None, Query()] = None
    dated_after: Annotated[date | None, Query()] = None
    since: Annotated[datetime | None, Query(description="changed at this time or later")] = None
    reviewed: Annotated[bool | None, Query(description="corrected or confirmed by people")] = None

    def filter(self) -> Filter:
        """The store's."""
        return Filter(
            text=self.q,
            kind=tuple(self.kind),
            issuer=self.issuer,
            responsible=self.responsible,
            organisation=self.organisation,
            due_before=_iso(self.due_before),
            due_after=_iso(self.due_after),
            open=self.open,
            status=tuple(self.status),
            type=tuple(self.type),
            unit=self.unit,
            language=self.language,
            number=self.number,
            dated_before=_iso(self.dated_before),
            dated_after=_iso(self.dated_after),
            since=_utc(self.since),
            reviewed=self.reviewed,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which part of a list."""

    after: Annotated[str | None, Query(max_length=_LONGEST, description="the cursor `next` of the page before")] = None
    limit: Annotated[int, Query(ge=1, le=200)] = 50


def link_next(request: Request, response: Response, cursor: str | None) -> None:
    """The Link header (RFC 8288) of the next page."""
    if cursor is not None:
        pairs = [(k, v) for k, v in request.query_params.multi_items() if k != "after"]
        query = urlencode([*pairs, ("after", cursor)])
        response.headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _utc(at: datetime | None) -> str | None:
    from datetime import UTC

    if at is None:
        return None
    whole = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return whole.isoformat(timespec="milliseconds").replace("+00:00", "Z")
