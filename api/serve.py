"""The service as a process: it starts, says how it runs, and ends what it has in hand when it is told to stop."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType
from typing import Final

import uvicorn

from api.app import create_app
from api.logs import configure_process
from api.options import Options, is_loopback
from api.state import StartError, State
from extractor.settings import Settings

#: Seconds in which the service refuses what is new before it stops listening, where others can reach it: as long as
#: a proxy takes to see that it is not ready.
_NOTICE: Final = 3.0


class _Server(uvicorn.Server):
    """Refuses what is new from the first signal on, stops listening a little later; at once at the second signal."""

    def __init__(self, config: uvicorn.Config, state: State, notice: float) -> None:
        super().__init__(config)
        self._state, self._notice, self._told = state, notice, False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """What SIGTERM and SIGINT do."""
        wait = not self._told and sig != signal.SIGINT and self._notice > 0
        self._told = self._state.draining = True
        if not wait:
            super().handle_exit(sig, frame)
            return
        threading.Timer(self._notice, lambda: super(_Server, self).handle_exit(sig, frame)).start()


def serve(settings: Settings, options: Options, port: int, *, proxies: str = "127.0.0.1") -> None:
    """Serves until it is told to stop. proxies: addresses whose X-Forwarded headers are believed, with commas.

    Raises StartError and StoreError before anything is served."""
    configure_process(people=sys.stderr.isatty())
    # Made before there is an event loop with its threads: worker processes are forked.
    state = State(settings, options)
    app = create_app(settings, options, state=state)
    config = uvicorn.Config(
        app,
        host=options.host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=proxies,
        # Answers that wait for their document end when the service is stopped; what does not is cut off.
        timeout_graceful_shutdown=int(options.drain) + 5,
    )
    notice = 0.0 if is_loopback(options.host) and not options.names else _NOTICE
    _say(state, port)
    server = _Server(config, state, notice)
    for sig in (signal.SIGTERM, signal.SIGINT):
        # The server hands the signal on when it has ended all; then there is nothing left to end.
        signal.signal(sig, server.handle_exit)
    server.run()


def _say(state: State, port: int) -> None:
    """How it runs, in words for whoever started it."""
    host = f"[{state.options.host}]" if ":" in state.options.host else state.options.host
    lines = [f"vytiah: http://{host}:{port}/ · data in {state.data} · store {state.store.url}"]
    if state.open:
        lines.append(
            "vytiah: OPEN to everybody on this machine: no key and no user is set; `vytiah keys add` or `vytiah users "
            "add` ends that"
        )
    sys.stderr.write("\n".join(lines) + "\n")


__all__ = ["Options", "Settings", "StartError", "serve"]
