"""How much one sender may ask for: requests a minute, and files and bytes in all."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Depends, Request

from api.access import Identity
from api.deps import current, get_state
from api.errors import Refused
from api.state import State

#: Logins that may fail in a minute, of one address.
_LOGINS: Final = 10


def address(request: Request) -> str:
    """The sender's address, as the server or its proxy gives it."""
    return request.client.host if request.client else "?"


async def check_rate(
    request: Request,
    state: Annotated[State, Depends(get_state)],
    identity: Annotated[Identity | None, Depends(current)],
) -> None:
    """A dependency of every route of /v1: raises Refused rate_limited."""
    rate = state.options.rate if identity is None or identity.rate is None else identity.rate
    owner = identity.owner if identity is not None and identity.kind != "open" else address(request)
    await state.rates.hit(rate, "request", owner)


async def check_login(request: Request, state: Annotated[State, Depends(get_state)]) -> None:
    """A dependency of the login: raises Refused rate_limited."""
    await state.rates.hit(_LOGINS, "login", address(request))


def check_quota(state: State, identity: Identity) -> None:
    """Raises Refused quota_exceeded where the key has sent as much as it may."""
    if identity.max_files is None and identity.max_bytes is None:
        return
    files, size = state.jobs.used(identity.owner)
    full = identity.max_files is not None and files >= identity.max_files
    if full or (identity.max_bytes is not None and size >= identity.max_bytes):
        raise Refused("quota_exceeded", f"{files:,} files, {size:,} bytes were sent", {"Retry-After": "3600"})
