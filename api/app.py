"""The application: upload a document, get its Extraction. No logic of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Annotated

from fastapi import FastAPI, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError

from api.errors import on_error
from extractor import __version__
from extractor.errors import ModelError, SourceError
from extractor.pipeline import extract, warm_up
from extractor.schema import json_schema
from extractor.schema.contract import Extraction
from extractor.settings import DEFAULT, Nlp, Settings


def create_app(settings: Settings = DEFAULT) -> FastAPI:
    """The service. It keeps nothing: a document is read from the request, extracted and answered."""
    app = FastAPI(title="Vytiah", version=__version__, description=__doc__, lifespan=_started)
    app.add_exception_handler(SourceError, on_error)
    app.add_exception_handler(ModelError, on_error)
    app.add_exception_handler(RequestValidationError, on_error)
    app.add_exception_handler(Exception, on_error)

    @app.post(
        "/v1/extractions",
        response_model=Extraction,
        openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": {}}}},
    )
    async def extractions(
        request: Request,
        x_filename: Annotated[
            str | None, Header(description="the document's name, percent-encoded if not ASCII")
        ] = None,
        nlp: Annotated[Nlp, Query(description="which models read along with the rules")] = settings.nlp,
    ) -> Response:
        """The Extraction of the document in the request's body; its content decides its type."""
        data = await _body(request, settings.max_bytes)
        found = await run_in_threadpool(extract, data, name=_name(x_filename), settings=replace(settings, nlp=nlp))
        return Response(
            found.model_dump_json(), media_type="application/json", headers={"X-Content-Type-Options": "nosniff"}
        )

    @app.get("/v1/schema")
    async def schema() -> Response:
        """The JSON Schema of an Extraction."""
        return Response(json_schema.text(), media_type="application/schema+json")

    @app.get("/health/live")
    async def live() -> dict[str, str]:
        """Is the process alive?"""
        return {"status": "alive"}

    @app.get("/version")
    async def version() -> dict[str, str]:
        """The program's version."""
        return {"name": "vytiah", "version": __version__}

    return app


@asynccontextmanager
async def _started(_app: FastAPI) -> AsyncIterator[None]:
    """Dictionaries and patterns are loaded before the first request, so that no client waits for them."""
    await run_in_threadpool(warm_up)
    yield


async def _body(request: Request, limit: int) -> bytes:
    """The request's body; more than `limit` bytes are refused while they come in."""
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > limit:
            raise SourceError("too_large", f"the body is over the limit of {limit:,} bytes")
    return bytes(parts)


def _name(header: str | None) -> str | None:
    """The last part of the name that the client gives; only ever shown, never a path."""
    from urllib.parse import unquote

    if header is None:
        return None
    name = unquote(header).replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in name if c.isprintable())[:255] or None
