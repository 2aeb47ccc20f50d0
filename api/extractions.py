"""A document in, its Extraction out, and nothing kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.access import Identity
from api.deps import get_state, require
from api.state import State
from extractor.errors import SourceError
from extractor.pipeline import extract
from extractor.schema.contract import Extraction
from extractor.settings import DEFAULT, Nlp

ROUTER = APIRouter(tags=["extractions"])


@ROUTER.post(
    "/v1/extractions",
    response_model=Extraction,
    openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": {}}}},
)
async def extractions(
    request: Request,
    state: Annotated[State, Depends(get_state)],
    _identity: Annotated[Identity, Depends(require("read"))],
    x_filename: Annotated[str | None, Header(description="the document's name, percent-encoded if not ASCII")] = None,
    nlp: Annotated[Nlp, Query(description="which models read along with the rules")] = DEFAULT.nlp,
) -> Response:
    """The Extraction of the document in the request's body; its content decides its type."""
    data = await _body(request, state.settings.max_bytes)
    found = await run_in_threadpool(extract, data, name=_name(x_filename), settings=replace(state.settings, nlp=nlp))
    return Response(found.model_dump_json(), media_type="application/json")


async def _body(request: Request, limit: int) -> bytes:
    """The request's body; more than `limit` bytes are refused while they come in."""
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > limit:
            raise SourceError("limit_bytes", f"the body is over the limit of {limit:,} bytes")
    return bytes(parts)


def _name(header: str | None) -> str | None:
    """The last part of the name that the client gives; only ever shown, never a path."""
    from urllib.parse import unquote

    if header is None:
        return None
    name = unquote(header).replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in name if c.isprintable())[:255] or None
