"""Errors as problem details (RFC 9457): the one place that knows HTTP statuses."""

from __future__ import annotations

from typing import Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from extractor.errors import SOURCE_CODES, ModelError, SourceError

#: The status of each SourceError code; what is not named is the sender's fault in what it sent: 422.
_STATUSES: Final = {"empty_file": 400, "too_large": 413, "unsupported_type": 415, "internal": 500}


def problem(status: int, code: str, detail: str) -> JSONResponse:
    """A problem details answer; `code` is the stable code that clients may rely on."""
    body = {
        "type": "about:blank",
        "title": SOURCE_CODES.get(code, code),
        "status": status,
        "detail": detail,
        "code": code,
    }
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


async def on_error(_request: Request, error: Exception) -> JSONResponse:
    """The answer to a document that cannot be read, to a query that is none, to a setting whose model is not
    installed, or to a fault of ours, of which nothing is told but that."""
    if isinstance(error, RequestValidationError):
        return problem(422, "invalid_request", "; ".join(f"{e['loc'][-1]}: {e['msg']}" for e in error.errors()))
    if isinstance(error, ModelError):
        return problem(503, "missing_model", str(error))
    if not isinstance(error, SourceError):
        return problem(500, "internal", "a fault of the program")
    return problem(_STATUSES.get(error.code, 422), error.code, error.message)
