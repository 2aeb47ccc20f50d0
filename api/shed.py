"""What a flood of uploads is met with: an answer that costs next to nothing, so that the files in hand are read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import Refused, answer

if TYPE_CHECKING:
    from api.state import State

#: Where files are sent to.
_UPLOADS: Final = "/v1/documents"
#: Bytes of a refused file that are taken and forgotten: the sender's connection lasts, where a new one would cost more.
_SMALL: Final = 2**17


def full(state: State) -> Refused:
    """The queue is full. Retry-After: a sender that waits as long as a file takes, at most, finds room again."""
    return Refused("queue_full", f"{state.options.max_queue:,} files are waiting", {"Retry-After": "2"})


class Shed:
    """Refuses uploads at once where the queue was full a moment ago (State.full_until)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http" and scope["method"] == "POST" and scope["path"] == _UPLOADS:
            state: State | None = getattr(scope["app"].state, "service", None)
            if state is not None and time.monotonic() < state.full_until:
                await _forget(receive)
                await answer(Request(scope), full(state))(scope, receive, send)
                return
        await self._app(scope, receive, send)


async def _forget(receive: Receive) -> None:
    came, more = 0, True
    while more and came <= _SMALL:
        message = await receive()
        came += len(message.get("body", b""))
        more = message.get("more_body", False)
