"""What stands before every route: for which host and from which page a request comes, and headers of every answer."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import Refused, answer
from api.options import Options, is_loopback

_SAFE: Final = ("GET", "HEAD", "OPTIONS")
#: Addresses that take a document as the body itself.
_UPLOADS: Final = ("/v1/documents", "/v1/extractions")
_SMALL: Final = 2**20
#: Sent with every answer unless the route says otherwise. Nothing that the API answers is a page.
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Refuses requests for another host (DNS rebinding) and unsafe requests from pages of other sites."""

    def __init__(self, app: ASGIApp, options: Options) -> None:
        self._app, self._max_request = app, options.max_request
        names = {"localhost", "127.0.0.1", "::1", options.host, *options.names}
        # Listening on a network, it is reached by names it does not know; there nothing is open that a foreign page
        # could use.
        free = "*" in options.names or (not options.names and not is_loopback(options.host))
        self._names: Final = None if free else {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        limit, came = self._limit(scope["path"], headers), 0

        async def received() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > limit:
                raise Refused("request_too_large", f"this request has at most {limit:,} bytes")
            return message

        why = self._refusal(scope["method"], headers, limit)
        if why is not None:
            await answer(Request(scope), why)(scope, receive, sent)
            return
        try:
            await self._app(scope, received, sent)
        except Exception as error:
            # Faults end here, so that even their answers carry these headers.
            said = answer(Request(scope), error)
            if begun:
                raise
            await said(scope, receive, sent)

    def _limit(self, path: str, headers: Headers) -> int:
        """Most bytes of the body. What is no upload is taken into memory, and is small."""
        upload = path in _UPLOADS or headers.get("content-type", "").startswith("multipart/form-data")
        return self._max_request if upload else _SMALL

    def _refusal(self, method: str, headers: Headers, limit: int) -> Refused | None:
        host = headers.get("host", "")
        if self._names is not None and _hostname(host) not in self._names:
            return Refused("wrong_host", "name the host with --name where it is yours")
        if method not in _SAFE and not _same_site(headers, host):
            return Refused("wrong_origin", "pages of other sites may not do this")
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > limit:
            return Refused("request_too_large", f"this request has at most {limit:,} bytes")
        return None


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _same_site(headers: Headers, host: str) -> bool:
    """Browsers say where a request comes from; programs that are no browser say nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
