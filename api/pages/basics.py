"""The login, the choice of language, and the files that pages load."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import Form, Query, Response
from fastapi.responses import RedirectResponse

from api.errors import Refused
from api.pages import render
from api.pages.route import AnyReader, Service, pages
from api.pages.words import COOKIE, LANGUAGES

ROUTER = pages()

#: Where a form may lead back to: a path of ours. Browsers read // and /\\ as another host.
_OURS: Final = re.compile(r"/(?![/\\])[!-\[\]-~]*")
_TYPES: Final = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "svg": "image/svg+xml"}


@ROUTER.get("/login")
def login(
    reading: AnyReader,
    goal: Annotated[str, Query(alias="next", max_length=2_000)] = "/",
    failed: Annotated[bool, Query()] = False,
) -> Response:
    """The form that the session begins with; the cookie is set by api/login.py."""
    if reading.may("read"):
        return RedirectResponse("/", 303)
    goal = goal if _OURS.fullmatch(goal) else "/"
    return render.page(reading, "login.html", {"goal": goal, "failed": failed})


@ROUTER.post("/language")
def language(
    to: Annotated[str, Form(max_length=5)], service: Service, back: Annotated[str, Form(max_length=2_000)] = "/"
) -> RedirectResponse:
    """Keeps the reader's language in a cookie, which no script reads."""
    answer = RedirectResponse(back if _OURS.fullmatch(back) else "/", 303)
    if to in LANGUAGES:
        answer.set_cookie(
            COOKIE, to, max_age=365 * 86_400, httponly=True, samesite="lax", secure=service.options.secure
        )
    return answer


@ROUTER.get("/static/{name}")
def static(name: str) -> Response:
    """A file that pages load. Its address changes with its content, so it may be kept for good."""
    found = render.static_files().get(name)
    if found is None:
        raise Refused("not_found", "there is no such file")
    kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    return Response(found, media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})


@ROUTER.get("/favicon.ico")
def favicon() -> Response:
    """Browsers ask for it unasked."""
    return static("icon.svg")
