"""What the service says of itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.deps import get_state
from api.errors import Refused
from api.state import State
from extractor import __version__
from extractor.schema import json_schema

ROUTER = APIRouter(tags=["about"])


class SchemaResponse(Response):
    """A JSON Schema."""

    media_type = "application/schema+json"


@ROUTER.get(
    "/v1/schema",
    response_class=SchemaResponse,
    responses={200: {"content": {SchemaResponse.media_type: {"schema": {"type": "object"}}}}},
)
async def schema() -> Response:
    """The JSON Schema of an Extraction."""
    return SchemaResponse(json_schema.text())


@ROUTER.get("/health/live")
async def live() -> dict[str, str]:
    """Is the process alive?"""
    return {"status": "alive"}


@ROUTER.get("/health/ready")
def ready(state: Annotated[State, Depends(get_state)]) -> dict[str, str]:
    """Can it take documents? 503 while it is being stopped, or where its database does not answer."""
    if state.draining:
        raise Refused("draining", "the service is being stopped", {"Retry-After": "10"})
    state.jobs.waiting()
    state.uploads.check_room(0)
    return {"status": "ready"}


@ROUTER.get("/version")
async def version() -> dict[str, str]:
    """The program's version."""
    return {"name": "vytiah", "version": __version__}
