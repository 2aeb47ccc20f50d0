"""What the service says of itself."""

from __future__ import annotations

from fastapi import APIRouter, Response

from extractor import __version__
from extractor.schema import json_schema

ROUTER = APIRouter(tags=["about"])


@ROUTER.get("/v1/schema")
async def schema() -> Response:
    """The JSON Schema of an Extraction."""
    return Response(json_schema.text(), media_type="application/schema+json")


@ROUTER.get("/health/live")
async def live() -> dict[str, str]:
    """Is the process alive?"""
    return {"status": "alive"}


@ROUTER.get("/version")
async def version() -> dict[str, str]:
    """The program's version."""
    return {"name": "vytiah", "version": __version__}
