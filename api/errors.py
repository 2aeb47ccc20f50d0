"""Errors as problem details (RFC 9457): the one place that knows HTTP statuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi_problem.error import Problem
from fastapi_problem.handler import ExceptionHandler, add_exception_handler, new_exception_handler
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from extractor.errors import SOURCE_CODES, STORE_CODES, ModelError, SourceError, StoreError
from extractor.store import ConflictError, NoDocumentError, RefusedError

#: The status of each SourceError code; what is not named is the sender's fault in what it sent: 422.
_STATUSES: Final = {
    "empty_file": 400,
    "limit_bytes": 413,
    "unsupported_type": 415,
    "missing_program": 503,
    "internal": 500,
}

#: The service's own codes: status and what they mean. docs/service.md lists them; a test holds it to this table.
SERVICE_CODES: Final[dict[str, tuple[int, str]]] = {
    "invalid_request": (422, "a part of the request is not as the service asks for it"),
    "no_file": (400, "the request holds no file"),
    "damaged_request": (400, "the request ends too early, or its parts cannot be told apart"),
    "access_needed": (401, "a key or a login is needed"),
    "forbidden": (403, "the key or user may not do this"),
    "wrong_origin": (403, "the request came from a page of another site"),
    "not_found": (404, "there is nothing at this address"),
    "method_not_allowed": (405, "this address does not answer this method"),
    "not_acceptable": (406, "none of the formats asked for is written here"),
    "conflict": (409, "the same request is being answered right now, or its object is in another state"),
    "precondition_failed": (412, "the document has changed since it was read"),
    "request_too_large": (413, "the request is larger than the limit"),
    "wrong_host": (421, "the service does not answer for this host name"),
    "key_reused": (422, "the Idempotency-Key was used for another request"),
    "infected": (422, "the scanner for malware refused the file"),
    "no_page": (422, "this page of the document cannot be drawn"),
    "precondition_required": (428, "If-Match must say which version is changed"),
    "rate_limited": (429, "too many requests in a short time"),
    "quota_exceeded": (429, "the key's quota of files or bytes is used up"),
    "internal": (500, "a fault of the program"),
    "missing_model": (503, "a model that is asked for is not installed or damaged"),
    "queue_full": (503, "too many documents are waiting"),
    "draining": (503, "the service is being stopped"),
    "not_ready": (503, "a part that the service needs does not answer"),
    "storage_full": (507, "the disk has no room for the file"),
}


#: Problem details as they are answered.
_PROBLEM: Final = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "one of docs/errors.md and docs/service.md"},
    },
}


class Refused(Problem):
    """A request that is not answered as asked: `code` of SERVICE_CODES, one line of detail, headers to send along."""

    def __init__(self, code: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        status, title = SERVICE_CODES[code]
        super().__init__(title, "about:blank", detail, status, dict(headers or {}), code=code)


class Unreadable(Problem):
    """A document that cannot be read: `code` of SOURCE_CODES (or `infected`), one line of detail."""

    def __init__(self, code: str, detail: str) -> None:
        title = SOURCE_CODES[code] if code in SOURCE_CODES else SERVICE_CODES[code][1]
        super().__init__(title, "about:blank", detail, _STATUSES.get(code, 422), code=code)


def register(app: FastAPI) -> None:
    """Every error of this application becomes problem details; of a fault of ours nothing is told but that."""
    add_exception_handler(app, _HANDLER)
    # Each by its own name: what is only known as an Exception would be raised again behind its answer.
    ours = (SourceError, ModelError, StoreError, RefusedError, ClientDisconnect)
    for kind in (*(k for k, handler in app.exception_handlers.items() if handler is _HANDLER), *ours):
        app.add_exception_handler(kind, _told)
    made = app.openapi

    def described() -> dict[str, Any]:
        schema = made()
        # What the framework says of itself is not what is answered here.
        schema["components"]["schemas"].update({"Problem": _PROBLEM, "HTTPValidationError": _PROBLEM})
        return schema

    # The framework's own way to change the description: its method is replaced on this application.
    app.openapi = described  # type: ignore[method-assign]


def answer(request: Request, error: Exception) -> Response:
    """The problem details of an error that is met outside the routes."""
    return _HANDLER(request, error)


async def _told(request: Request, error: Exception) -> Response:
    """A coroutine, as a thread would be asked for anything else: a flood is refused by such answers."""
    return _HANDLER(request, error)


def _said(_eh: ExceptionHandler, _request: Request, problem: Problem) -> Problem:
    return problem


def _source(_eh: ExceptionHandler, _request: Request, error: SourceError) -> Problem:
    return Unreadable(error.code, error.message)


def _gone(_eh: ExceptionHandler, _request: Request, _error: ClientDisconnect) -> Problem:
    return Refused("damaged_request", "the sender went away")


def _store(_eh: ExceptionHandler, _request: Request, error: StoreError) -> Problem:
    """The database's own words may name hosts and files: they are for the log."""
    structlog.get_logger("api").error("store", code=error.code, message=error.message)
    if error.code == "store_full":
        return Refused("storage_full", STORE_CODES[error.code])
    return Refused("not_ready", STORE_CODES[error.code], {"Retry-After": "5"})


def _refused(_eh: ExceptionHandler, _request: Request, error: RefusedError) -> Problem:
    """What the store refuses is the asker's."""
    kinds = {NoDocumentError: "not_found", ConflictError: "precondition_failed"}
    return Refused(kinds.get(type(error), "invalid_request"), str(error))


def _model(_eh: ExceptionHandler, _request: Request, error: ModelError) -> Problem:
    return Refused("missing_model", str(error))


def _invalid(_eh: ExceptionHandler, _request: Request, error: RequestValidationError) -> Problem:
    # What was sent is not repeated: it may be long, and it is a stranger's.
    return Refused("invalid_request", "; ".join(f"{e['loc'][-1]}: {e['msg']}" for e in error.errors()))


def _plain(_eh: ExceptionHandler, _request: Request, error: HTTPException) -> Problem:
    """What the framework itself refuses."""
    code = {404: "not_found", 405: "method_not_allowed", 401: "access_needed", 403: "forbidden"}.get(error.status_code)
    if code is not None:
        return Refused(code, SERVICE_CODES[code][1], error.headers)
    return Problem(str(error.detail), "about:blank", str(error.detail), error.status_code, code="invalid_request")


def _fault(_eh: ExceptionHandler, _request: Request, error: Exception) -> Problem:
    structlog.get_logger("api").error("fault", exc_info=error)
    return Refused("internal", "a fault of the program; the log has it under this request's X-Request-ID")


_HANDLER: Final = new_exception_handler(
    handlers={
        Problem: _said,
        SourceError: _source,
        ModelError: _model,
        StoreError: _store,
        RefusedError: _refused,
        ClientDisconnect: _gone,
        RequestValidationError: _invalid,
        HTTPException: _plain,
        Exception: _fault,
    },
    http_exception_handler=_plain,
    request_validation_handler=_invalid,
)
