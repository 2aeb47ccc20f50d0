"""What routes ask for: the state, and who is asking."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Annotated, Any, Final, cast

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from api.access import OPEN, Identity, Scope
from api.errors import Refused
from api.state import State

#: The session's cookie. Behind TLS it has the __Host- prefix, which pins it to this host, its root path and Secure.
COOKIE: Final = "vytiah"
#: Where a page's unsafe requests carry the session's token.
CSRF_HEADER: Final = "X-CSRF-Token"
#: The one address that a key may stand in: calendar programs send no headers.
CALENDAR: Final = "/v1/deadlines.ics"
_SAFE: Final = ("GET", "HEAD", "OPTIONS")
#: Headers by which a sender may say who it is.
_SAYS_WHO: Final = frozenset({"authorization", "x-api-key", "cookie"})


def state_of(request: Request) -> State:
    """The running service."""
    return cast("State", request.app.state.service)


async def get_state(request: Request) -> State:
    """A dependency: the running service. Like all that only looks at what is in memory it is a coroutine, as a thread
    would be asked for every other."""
    return state_of(request)


def cookie_name(state: State) -> str:
    """The name of the session's cookie."""
    return f"__Host-{COOKIE}" if state.options.secure else COOKIE


async def current(request: Request) -> Identity | None:
    """Who asks: by a key (`Authorization: Bearer …`, `X-API-Key`), by the page's session; None where nobody known does.

    Raises access_needed for a key that opens nothing: a wrong key is never taken for no key."""
    if not hasattr(request.state, "identity"):
        state = state_of(request)
        # The database need not be asked, which takes a thread, who it is that says nothing of itself.
        stranger = _SAYS_WHO.isdisjoint(request.headers.keys()) and request.url.path != CALENDAR
        known = OPEN if stranger and state.open_lately else await run_in_threadpool(_known, request, state)
        request.state.identity = known
    return cast("Identity | None", request.state.identity)


def _known(request: Request, state: State) -> Identity | None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    key = key if scheme.lower() == "bearer" else request.headers.get("x-api-key", "")
    in_address = not key and request.url.path == CALENDAR
    if in_address:
        key = request.query_params.get("key", "")
    if key:
        found = state.access.by_key(key.strip())
        if found is None:
            raise Refused("access_needed", "the key opens nothing", {"WWW-Authenticate": "Bearer"})
        # An address is written down in many places: whatever else the key may do, here it only reads.
        return replace(found, scopes=frozenset({"read"})) if in_address else found
    cookie = request.cookies.get(cookie_name(state))
    if cookie and (user := state.access.by_session(cookie)) is not None:
        return user
    return OPEN if state.open else None


def require(scope: Scope) -> Callable[..., Coroutine[Any, Any, Identity]]:
    """A dependency: whoever asks, who must hold this scope. For routes of programs and of the page's scripts.

    An unsafe request that a cookie speaks for must carry the session's token in X-CSRF-Token."""

    async def allowed(request: Request, identity: Annotated[Identity | None, Depends(current)]) -> Identity:
        if identity is None:
            raise Refused("access_needed", "send a key: Authorization: Bearer …", {"WWW-Authenticate": "Bearer"})
        if not identity.may(scope):
            raise Refused("forbidden", f"this needs the scope {scope}")
        if identity.csrf is not None and request.method not in _SAFE:
            check_csrf(identity, request.headers.get(CSRF_HEADER))
        return identity

    return allowed


def check_csrf(identity: Identity, token: str | None) -> None:
    """Raises forbidden where the session's token is missing or another; for forms of the page, which send it as a
    field `csrf_token`. Nothing is checked where no cookie speaks for the sender."""
    if identity.csrf is not None and not secrets.compare_digest(identity.csrf.encode(), (token or "").encode()):
        raise Refused("forbidden", "the page's token is missing or old: load the page again")
