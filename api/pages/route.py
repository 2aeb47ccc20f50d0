"""What all routes of the pages share: who reads, and errors said as pages instead of problem details."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.datastructures import FormData

from api import errors
from api.access import Identity, Scope
from api.deps import CSRF_HEADER, check_csrf, current, get_state
from api.errors import Refused
from api.pages import render
from api.pages.render import Reader
from api.pages.words import catalogue
from api.state import State


class PageRoute(APIRoute):
    """A route whose errors are pages; whoever must log in is led to the form."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Starlette's own name for it."""
        inner = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await inner(request)
            except Exception as error:  # noqa: BLE001 - said by api.errors, which logs what is a fault of ours
                return failed(request, error)

        return handler


def pages(**given: Any) -> APIRouter:
    """A router of pages."""
    return APIRouter(route_class=PageRoute, include_in_schema=False, **given)


def failed(request: Request, error: Exception) -> Response:
    """The page of an error; JSON for the page's own sending script, a line of words for htmx."""
    problem = errors.answer(request, error)
    told: dict[str, Any] = json.loads(bytes(problem.body))
    code, status = str(told.get("code", "internal")), problem.status_code
    reading = render.reader(request, getattr(request.state, "identity", None))
    if code == "access_needed" and request.method == "GET" and not render.wants_fragment(request):
        return RedirectResponse("/login?next=" + quote(reading.path, safe=""), 303)
    kept = {k: v for k, v in problem.headers.items() if k.lower() in ("retry-after", "allow")}
    known = f"code.{code}" in catalogue()
    words = reading.words.failure(code) if known else str(told.get("detail") or code)
    if request.headers.get("accept") == "application/json":
        body = json.dumps({"code": code, "words": words}, ensure_ascii=False)
        return Response(body, status, kept, "application/json")
    kept["X-Words"] = quote(words)
    title = f"error_title.{status}" in catalogue()
    context = {
        "status": status,
        "known": title,
        "code": code,
        "told": known,
        "detail": str(told.get("detail") or ""),
        "request_id": problem.headers.get("x-request-id"),
    }
    return render.page(reading, "error.html", context, status=status, headers=kept)


async def _reader(request: Request, identity: Annotated[Identity | None, Depends(current)]) -> Reader:
    return render.reader(request, identity)


def _scoped(scope: Scope) -> Callable[..., Coroutine[Any, Any, Reader]]:
    async def allowed(reading: Annotated[Reader, Depends(_reader)]) -> Reader:
        if reading.identity is None:
            raise Refused("access_needed", "a login is needed")
        if not reading.identity.may(scope):
            raise Refused("forbidden", f"this needs the scope {scope}")
        return reading

    return allowed


async def _form(request: Request, identity: Annotated[Identity | None, Depends(current)]) -> FormData:
    """The fields of a form of ours, whose token has been looked at."""
    form = await request.form(max_files=0, max_fields=100)
    if identity is not None:
        given = form.get("csrf_token")
        check_csrf(identity, given if isinstance(given, str) else request.headers.get(CSRF_HEADER))
    return form


#: What routes ask for.
AnyReader = Annotated[Reader, Depends(_reader)]
MayRead = Annotated[Reader, Depends(_scoped("read"))]
MayWrite = Annotated[Reader, Depends(_scoped("write"))]
MayReview = Annotated[Reader, Depends(_scoped("review"))]
Service = Annotated[State, Depends(get_state)]
Fields = Annotated[FormData, Depends(_form)]

#: The most characters of anything that an address may say.
LONGEST: Final = 500


def said(form: FormData, name: str, longest: int = 20_000) -> str:
    """A field's words without spaces around them; "" where it is missing, a file, or too long."""
    value = form.get(name)
    if not isinstance(value, str) or len(value) > longest:
        return ""
    return value.replace("\x00", "").replace("\r\n", "\n").strip()
