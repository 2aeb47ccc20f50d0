"""What people say of a document: corrections and confirmations, and who said what."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Response
from pydantic import Field

from api.access import Identity
from api.answers import cached
from api.deps import require
from api.documents import DocumentId, Reader, Service, found
from api.errors import Refused
from api.limits import check_rate
from api.shapes import Shape
from extractor.store import Corrected, Correction, HistoryRow
from extractor.store.correction import Action, Kind

ROUTER = APIRouter(tags=["corrections"], dependencies=[Depends(check_rate)])

_LONGEST: Final = 10_000
_TAG: Final = re.compile(r'(?:W/)?"([0-9a-f]{32})-(\d{1,18})(?:-[^"]*)?"')
Offset = Annotated[int, Field(ge=0, le=2**31 - 1)]


class CorrectionIn(Shape):
    """What one person says at once of one item; docs/service.md has examples."""

    action: Action
    item: str | None = Field(default=None, max_length=100, description="its path: m3, m3/deadlines/0, o1, document")
    kind: Kind | None = Field(default=None, description="of the item that `add` makes")
    changes: dict[Annotated[str, Field(max_length=40)], Any] = Field(default_factory=dict, max_length=40)
    spans: list[tuple[Offset, Offset]] = Field(default_factory=list, max_length=100)
    withdraws: Annotated[int, Field(ge=0, le=2**53)] | None = None
    note: str | None = Field(default=None, max_length=_LONGEST)


class HistoryOut(Shape):
    """What people said of a document, in the order in which they did."""

    items: list[HistoryRow]


@ROUTER.patch("/v1/documents/{document_id}/extraction", response_model=Corrected)
def correct(
    document_id: DocumentId,
    said: CorrectionIn,
    state: Service,
    identity: Annotated[Identity, Depends(require("review"))],
    if_match: Annotated[str | None, Header(max_length=200, description="the ETag of what was seen, or *")] = None,
) -> Response:
    """Corrects, rejects, confirms or adds one item, or takes a correction back. It holds at once and in every later
    reading of the document."""
    row = found(state, document_id)
    correction = Correction(
        action=said.action,
        item=said.item,
        kind=said.kind,
        changes=said.changes,
        spans=tuple(said.spans),
        withdraws=said.withdraws,
        note=said.note,
    )
    made = state.store.correct(row.id, correction, by=identity.name, revision=_revision(if_match, row.id))
    told = {"id": made.id, "document_id": made.document_id, "revision": made.revision, "item": made.item}
    return Response(json.dumps(told), 200, cached(f'"{row.id}-{made.revision}"'), "application/json")


def _revision(if_match: str | None, document_id: str) -> int | None:
    """The revision that the person saw; None for any. Raises Refused."""
    if if_match is None:
        raise Refused("precondition_required", "If-Match: the ETag of the document that you saw, or *")
    if if_match.strip() == "*":
        return None
    tag = _TAG.fullmatch(if_match.strip())
    if tag is None or tag[1] != document_id:
        raise Refused("precondition_failed", "the ETag is none of this document's")
    return int(tag[2])


@ROUTER.get("/v1/documents/{document_id}/history")
def history(document_id: DocumentId, state: Service, _identity: Reader) -> HistoryOut:
    """Who said what of a document, and when."""
    found(state, document_id)
    return HistoryOut(items=state.store.history(document_id))
