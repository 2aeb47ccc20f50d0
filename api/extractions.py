"""A document in, its Extraction out, and nothing kept."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from api.access import Identity
from api.deps import get_state, require
from api.errors import Refused
from api.limits import check_rate
from api.receive import receive
from api.state import State
from extractor.pipeline import extract
from extractor.schema.contract import Extraction
from extractor.settings import Nlp, Settings

ROUTER = APIRouter(tags=["extractions"], dependencies=[Depends(check_rate)])


@ROUTER.post(
    "/v1/extractions",
    response_model=Extraction,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def extractions(
    request: Request,
    state: Annotated[State, Depends(get_state)],
    _identity: Annotated[Identity, Depends(require("write"))],
    # Named here for the description alone: api.receive reads the header.
    x_filename: Annotated[str | None, Header(description="the document's name, percent-encoded if not ASCII")] = None,  # noqa: ARG001
    nlp: Annotated[Nlp | None, Query(description="which models read along with the rules")] = None,
) -> Response:
    """The Extraction of the one document in the request's body, of which nothing is kept; its content decides its
    type. An archive of several documents is refused: POST /v1/documents takes it."""
    if state.draining:
        raise Refused("draining", "the service is being stopped", {"Retry-After": "10"})
    if state.calls.locked():
        raise Refused("queue_full", "as many documents are being read as may be", {"Retry-After": "1"})
    async with state.calls:
        kept = await receive(request, state.uploads, state.settings.max_bytes, state.options)
        try:
            if len(kept) > 1:
                raise Refused("invalid_request", "one document is answered here; POST /v1/documents takes several")
            settings = replace(state.settings, nlp=nlp or state.settings.nlp)
            path = str(state.uploads.path(kept[0].stored))
            text = await asyncio.wrap_future(state.workers.call(read, path, kept[0].name, settings))
        finally:
            for upload in kept:
                state.uploads.remove(upload.stored)
    return Response(text, media_type="application/json")


def read(path: str, name: str | None, settings: Settings) -> str:
    """The JSON of a file's Extraction; the work of a worker. Raises as `extract` does."""
    with open(path, "rb") as stream:  # noqa: PTH123 - workers get plain strings
        data = stream.read()
    return extract(data, name=name, settings=settings).model_dump_json()
