"""Logs of the service: a line of JSON an event on standard error, with the request's id; no text of a document."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from pathlib import Path
from typing import Final

import structlog
from asgi_correlation_id import correlation_id
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import EventDict, Processor, WrappedLogger

#: The innermost calls of an exception that are told.
_FRAMES: Final = 12
_QUIET: Final = ("/health/live", "/health/ready", "/metrics")
_log = structlog.get_logger("api.http")


def configure(*, people: bool) -> None:
    """Sets up the logs of the service's own events; people: in lines for a terminal instead of JSON."""
    shared, last = _processors(people=people)
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def _processors(*, people: bool) -> tuple[list[Processor], list[Processor]]:
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _request_id,
        _fault,
    ]
    # JSON escapes control characters by itself; for a terminal, reprs of strangers' strings do.
    last: list[Processor] = (
        [structlog.dev.ConsoleRenderer(colors=False)] if people else [structlog.processors.JSONRenderer()]
    )
    return shared, last


def configure_process(*, people: bool) -> None:
    """Sets up all logs of this process, those of libraries and of the server among them."""
    configure(people=people)
    shared, last = _processors(people=people)
    formatter = structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_foreign(last))
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    # One that has been answered and logged is raised again for the server, which need not tell it once more.
    logging.getLogger("uvicorn.error").addFilter(lambda record: record.exc_info is None)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).setLevel(logging.INFO)
        logging.getLogger(name).propagate = True
    # Requests are logged once, by Requests below.
    logging.getLogger("uvicorn.access").disabled = True


def _foreign(last: list[Processor]) -> list[Processor]:
    return [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]


def _request_id(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    found = correlation_id.get()
    return event if found is None else {**event, "request": found}


def _fault(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Of an exception its kind and where it was raised; never its message or variables: they may quote a document."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if not isinstance(error, BaseException):
        return event
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {**event, "fault": type(error).__name__, "at": places}


class Requests:
    """One line a request: method, route, status, milliseconds. Never its query or body: they may hold keys and text."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or scope["path"] in _QUIET:
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            route = scope.get("route")
            _log.info(
                "request",
                method=scope["method"],
                # An address that no route has is a stranger's text.
                route=getattr(route, "path", None),
                status=status,
                ms=round((time.perf_counter() - begun) * 1000, 1),
            )
