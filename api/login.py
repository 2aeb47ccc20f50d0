"""Logging in to the page and out of it: the session's cookie. The page with the form is in api/pages."""

from __future__ import annotations

import re
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse

from api.access import SESSION_SECONDS, Identity
from api.deps import check_csrf, cookie_name, current, get_state
from api.limits import check_login
from api.state import State

ROUTER = APIRouter(include_in_schema=False)
#: Where a login may lead: a path of ours. Browsers read // and /\ as another host.
_OURS: Final = re.compile(r"/(?![/\\])[!-\[\]-~]*")
#: The longest address that the form takes.
_LONGEST: Final = 2_000


@ROUTER.post("/login", dependencies=[Depends(check_login)])
def log_in(
    state: Annotated[State, Depends(get_state)],
    name: Annotated[str, Form()],
    password: Annotated[str, Form()],
    goal: Annotated[str, Form(alias="next")] = "/",
) -> RedirectResponse:
    """Logs in and leads to `next`; a wrong name or password leads back to the form, with ?failed=1 and `next`.

    The form needs no token: another site's page cannot post here, Guard sees to that."""
    value = state.access.log_in(name, password)
    goal = goal if len(goal) <= _LONGEST and _OURS.fullmatch(goal) else "/"
    if value is None:
        return RedirectResponse(f"/login?failed=1&next={quote(goal, safe='')}", 303)
    answer = RedirectResponse(goal, 303)
    answer.set_cookie(
        cookie_name(state),
        value,
        max_age=SESSION_SECONDS,
        secure=state.options.secure,
        httponly=True,
        samesite="lax",
    )
    return answer


@ROUTER.post("/logout")
def log_out(
    request: Request,
    state: Annotated[State, Depends(get_state)],
    identity: Annotated[Identity | None, Depends(current)],
    csrf_token: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Ends the session."""
    if identity is not None:
        check_csrf(identity, csrf_token)
    state.access.log_out(request.cookies.get(cookie_name(state), ""))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(cookie_name(state), secure=state.options.secure, httponly=True, samesite="lax")
    return answer
