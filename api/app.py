"""The application: its routes, what stands before them, and what it holds while it runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi_problem.error import Problem
from starlette.exceptions import HTTPException

from api import (
    about,
    corrections,
    documents,
    errors,
    extractions,
    lists,
    login,
    metrics,
    pages,
    sending,
    watching,
    webhooks,
)
from api.answers import wants_page
from api.deps import current
from api.guard import Guard
from api.logs import Requests, configure
from api.options import Options
from api.shed import Shed
from api.state import State
from extractor import __version__
from extractor.errors import StoreError
from extractor.settings import DEFAULT, Settings

_SUMMARY = "Measures, who answers for them, by when and with what figures: from documents to JSON."


async def _unknown(request: Request, error: Exception) -> Response:
    """An address that there is not, or a method that it does not answer: browsers are told in a page; nothing below
    /v1 is one."""
    if request.url.path.startswith("/v1/") or not wants_page(request):
        return errors.answer(request, error)
    with suppress(Problem, StoreError):
        await current(request)
    return pages.failed(request, error)


def create_app(settings: Settings = DEFAULT, options: Options | None = None, *, state: State | None = None) -> FastAPI:
    """The service. Its state, `app.state.service`, is made when it starts, where none is given, and closed when it
    ends. Without a data folder in the options nothing outlasts it."""
    options = options or Options()
    if not structlog.is_configured():
        configure(people=False)

    @asynccontextmanager
    async def started(app: FastAPI) -> AsyncIterator[None]:
        app.state.service = state or await run_in_threadpool(State, settings, options)
        try:
            yield
        finally:
            await run_in_threadpool(app.state.service.close)

    # The interactive pages of FastAPI load scripts from elsewhere; /openapi.json is there for every tool.
    app = FastAPI(
        title="Vytiah", version=__version__, description=_SUMMARY, lifespan=started, docs_url=None, redoc_url=None
    )
    errors.register(app)
    for module in (about, extractions, sending, documents, corrections, lists, watching, webhooks, login):
        app.include_router(module.ROUTER)
    app.include_router(pages.router())
    app.add_exception_handler(HTTPException, _unknown)
    metrics.register(app)
    app.add_middleware(Shed)
    app.add_middleware(Guard, options=options)
    app.add_middleware(Requests)
    app.add_middleware(CorrelationIdMiddleware)
    return app
