"""One POST to a stranger's address: no redirect followed, no proxy of the environment, nothing kept of the answer but
its status, and an end to it however slowly the other side speaks."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from types import TracebackType
from typing import Any, Final, Self

import httpcore2
import httpx2

from extractor.feed.addresses import is_public, resolved

#: Seconds for a whole delivery, from the name's look-up to the answer's status.
SECONDS: Final = 20.0
#: Seconds to wait for the connection.
_CONNECT: Final = 10.0
#: The longest pause that a receiver may ask for, in seconds.
_LONGEST: Final = 24 * 3600.0


#: Bytes of an answer's body that are read.
_SHORT: Final = 16 * 1024
_BROKEN: Final = (
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpx2.HTTPError,
    httpx2.StreamError,
    OSError,
)


class NotSentError(Exception):
    """No answer came: `permanent` where none can come, as the address is refused."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver said: its HTTP status, and the seconds that it asks us to wait."""

    status: int
    retry_after: float | None = None


class Sender:
    """Posts to one receiver, keeping the connection between posts. Not for several threads. Leave it by `close`."""

    def __init__(self, *, allow_private: bool = False, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._transport = _Transport(allow_private)
        self._client = httpx2.Client(transport=self._transport, follow_redirects=False, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The receiver's answer; raises NotSentError where none came in time."""
        self._transport.begin(self._seconds)
        timeout = httpx2.Timeout(self._seconds, connect=min(_CONNECT, self._seconds))
        try:
            with self._client.stream("POST", url, content=body, headers=dict(headers), timeout=timeout) as response:
                answer = Answer(response.status_code, _seconds(response.headers.get("retry-after")))
                _drain(response)
                return answer
        except _RefusedError as error:
            raise NotSentError(str(error), permanent=True) from error
        except httpcore2.TimeoutException as error:
            raise NotSentError(f"no answer within {self._seconds:g} s") from error
        except _BROKEN as error:
            raise NotSentError(f"no connection: {_line(error)}") from error
        except (httpx2.InvalidURL, httpcore2.UnsupportedProtocol, UnicodeError) as error:
            raise NotSentError(f"the address cannot be used: {_line(error)}", permanent=True) from error


class _RefusedError(Exception):
    """The address is one that must not be reached."""


@cache
def _tls() -> ssl.SSLContext:
    """The certificates that are trusted: slow to load, the same for all."""
    return httpx2.create_ssl_context(trust_env=False)


class _Transport(httpx2.BaseTransport):
    """httpx over a pool whose connections are judged and bounded in time."""

    def __init__(self, allow_private: bool) -> None:
        self._backend = _Backend(allow_private)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_tls(),
            max_connections=1,
            keepalive_expiry=30,
            network_backend=self._backend,
        )

    def begin(self, seconds: float) -> None:
        """Give the next request so long."""
        self._backend.until = time.monotonic() + seconds

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer; its body is not read."""
        response = self._pool.handle_request(
            httpcore2.Request(
                request.method,
                httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(response.status, headers=response.headers, stream=_Body(response.stream))

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    """An answer's body, which nobody reads."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Any:
        return iter(self._stream)

    def close(self) -> None:
        self._stream.close()


class _Backend(httpcore2.NetworkBackend):
    """Opens connections to judged addresses only."""

    def __init__(self, allow_private: bool) -> None:
        self.until = 0.0
        self._allow_private = allow_private
        self._under = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first address that answers; raises _RefusedError where one of them is not public."""
        try:
            addresses = resolved(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"the name {host} is not known") from error
        refused = [a for a in addresses if not (self._allow_private or is_public(a))]
        if refused:
            raise _RefusedError(f"{host} is {refused[0]}, an address of a private network")
        failed: Exception = httpcore2.ConnectError(f"the name {host} has no address")
        for address in addresses:
            try:
                left = self._left(timeout, httpcore2.ConnectTimeout)
                stream = self._under.connect_tcp(address, port, left, local_address, socket_options)
                return _Stream(stream, self)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise failed

    def _left(self, timeout: float | None, error: type[Exception]) -> float:
        """The seconds that are left for a step; raises where none are."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise error("the time for the delivery is over")
        return left if timeout is None else min(left, timeout)


class _Stream(httpcore2.NetworkStream):
    """A connection whose every step ends with the delivery's time."""

    def __init__(self, under: httpcore2.NetworkStream, backend: _Backend) -> None:
        self._under, self._backend = under, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._under.read(max_bytes, self._backend._left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._under.write(buffer, self._backend._left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._under.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = self._backend._left(timeout, httpcore2.ConnectTimeout)
        return _Stream(self._under.start_tls(ssl_context, server_hostname, left), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._under.get_extra_info(info)


def _drain(response: httpx2.Response) -> None:
    """Read a short body, so that the connection can be used again; of a long or broken one nothing is wanted."""
    size = 0
    with suppress(*_BROKEN):
        for chunk in response.iter_raw():
            size += len(chunk)
            if size > _SHORT:
                return


def _seconds(header: str | None) -> float | None:
    """The pause that a Retry-After header asks for: seconds, or a date."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return min(max((when - datetime.now(UTC)).total_seconds(), 0.0), _LONGEST)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
