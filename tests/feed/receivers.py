"""Receivers of the feed on this machine: the documents' example, and the same with a bad day."""

from __future__ import annotations

import importlib.util
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from standardwebhooks.webhooks import Webhook

_EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "receiver.py"
_SPEC = importlib.util.spec_from_file_location("receiver", _EXAMPLE)
assert _SPEC is not None
assert _SPEC.loader is not None
example = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(example)


class Server:
    """A running receiver. `faults` gives, for each request in turn, what goes wrong; "" where nothing does."""

    def __init__(self, faults: Callable[[int], str] = lambda _: "") -> None:
        self.registry = example.Registry(":memory:")
        self.faults = faults
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.asleep = 1.0
        self.secret = ""
        self.lock = threading.Lock()
        server = self

        class Handler(example.Handler):  # type: ignore[name-defined, misc]
            registry = server.registry

            @property
            def webhook(self) -> Webhook:
                return Webhook(server.secret)

            def do_POST(self) -> None:  # noqa: N802 - the base's own name
                server.take(self)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/hook"

    def take(self, handler: Any) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        message = Webhook(self.secret).verify(body, dict(handler.headers)) if self.secret else json.loads(body)
        with self.lock:
            fault = self.faults(len(self.requests))
            self.requests.append((fault, dict(handler.headers), message))
        if fault in ("", "kept_500", "kept_dropped", "kept_asleep"):
            self.registry.apply(message)
        if fault.endswith("asleep"):
            time.sleep(self.asleep)
        if fault.endswith("dropped"):
            handler.close_connection = True
            return
        self.say(handler, fault)

    def say(self, handler: Any, fault: str) -> None:
        status = int("".join(c for c in fault if c.isdigit()) or 204)
        with suppress(OSError):  # the sender may have gone
            handler.send_response(status)
            if fault.startswith("wait"):
                handler.send_header("Retry-After", "100")
            if fault.startswith("moved"):
                handler.send_header("Location", self.url + "/elsewhere")
            handler.send_header("Content-Length", "0")
            handler.end_headers()


@contextmanager
def running(faults: Callable[[int], str] = lambda _: "") -> Iterator[Server]:
    server = Server(faults)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join()
        server.registry.close()
