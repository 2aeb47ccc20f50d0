"""The thread that sends changes to subscribers; each service process has one, and each subscriber one at a time."""

from __future__ import annotations

import threading
from typing import Final

import structlog

from extractor.errors import StoreError
from extractor.feed import Pusher
from extractor.store import Store

#: Seconds between two rounds.
_EVERY: Final = 2.0

_log = structlog.get_logger("api.feed")


class Teller:
    """Begins at once; `stop` ends it after the message in hand."""

    def __init__(self, store: Store) -> None:
        self._pusher, self._over = Pusher(store), threading.Event()
        self._thread = threading.Thread(target=self._rounds, name="feed", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Waits for the message in hand, as long as a delivery may take."""
        self._pusher.stop()
        self._over.set()
        self._thread.join()

    def _rounds(self) -> None:
        while not self._over.wait(_EVERY):
            try:
                done = self._pusher.round()
            except StoreError as error:
                _log.error("feed", code=error.code, message=error.message)
                continue
            except Exception as error:  # noqa: BLE001 - a fault of one round ends neither the thread nor the service
                _log.error("feed", exc_info=error)
                continue
            if done.delivered or done.failed or done.dead:
                _log.info("feed", delivered=done.delivered, failed=done.failed, dead=done.dead)
