"""What the running service holds; made when it starts, closed when it ends."""

from __future__ import annotations

import asyncio
import fcntl
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import IO, Final

from api.access import Access
from api.database import Database
from api.housekeeping import Housekeeping
from api.jobs import Jobs
from api.options import Options, is_loopback
from api.rates import Rates
from api.runner import Runner
from api.telling import Teller
from api.uploads import Uploads
from extractor.batch.workers import Start, Workers
from extractor.settings import Settings
from extractor.store import Store, open_store

#: Below the data folder: uploads under names made here, and what was drawn of them.
_UPLOADS: Final = "uploads"
_PAGES: Final = "pages"
#: Requests that are answered from a worker directly, without the queue, at once.
_CALLS: Final = 32
#: Seconds for which a service that was open a moment ago is open still: another process may have made the first key.
_OPEN: Final = 1.0


class StartError(Exception):
    """The service cannot start as it is told to; the message says why, in one line."""


class State:
    """What one service process holds.

    draining: the service is being stopped; what is new is refused.
    open: no key and no user was ever made, and the service listens on this machine only: whoever asks may.
    full_until: until then (time.monotonic) the queue is taken to be full, as it was found so a moment ago.
    Raises StartError and StoreError."""

    def __init__(self, settings: Settings, options: Options) -> None:
        self.settings, self.options = settings, options
        self.draining = False
        self.full_until = 0.0
        with ExitStack() as stack:
            self.data = self._folder(stack)
            url = options.store or str(self.data / "vytiah.db")
            self.store: Store = stack.enter_context(open_store(url))
            self.database = Database(url)
            stack.callback(self.database.close)
            if not self.database.shared:
                stack.enter_context(_alone(self.data))
            self.access = Access(self.database)
            self._no_keys, self._open_until = self.access.empty(), 0.0
            if self._no_keys and not is_loopback(options.host):
                raise StartError(
                    f"no key and no user is set, and {options.host} can be reached from elsewhere: make one with "
                    "`vytiah keys add` or `vytiah users add`, or listen on 127.0.0.1"
                )
            self.rates = Rates(self.database)
            # Requests whose document is read while they wait, and kept nowhere: as many as wait for a worker in a
            # second or two.
            self.calls = asyncio.Semaphore(_CALLS)
            self.uploads = Uploads(self.data / _UPLOADS, min_free=options.min_free)
            self.jobs = Jobs(
                self.database, max_queue=options.max_queue, max_attempts=options.max_attempts, lease=options.lease
            )
            count = options.workers or default_workers()
            self.workers: Workers = stack.enter_context(Workers(count, settings, start=Start(stored=True)))
            self.runner = Runner(self.jobs, self.workers, self.store, self.uploads)
            if not self.database.shared:
                self.jobs.reclaim()
            self.runner.start(count, settings, options)
            stack.callback(self.runner.stop, options.drain)
            keeping = Housekeeping(self.database, self.store, self.uploads, self.pages, options)
            stack.callback(keeping.stop)
            teller = Teller(self.store)
            stack.callback(teller.stop)
            self._closing = stack.pop_all()

    @property
    def open(self) -> bool:
        """Whoever asks may; until the first key or user is made."""
        asked = monotonic()
        self._no_keys = self._no_keys and self.access.empty()
        self._open_until = asked + _OPEN if self._no_keys else 0.0
        return self._no_keys

    @property
    def open_lately(self) -> bool:
        """`open` a moment ago, without asking the database."""
        return monotonic() < self._open_until

    @property
    def pages(self) -> Path:
        """The folder of drawn pages: a cache, which may be emptied."""
        return self.data / _PAGES

    def _folder(self, stack: ExitStack) -> Path:
        if self.options.data is None:
            return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vytiah-")))
        self.options.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.options.data

    def close(self) -> None:
        """Files in hand end or are given back; then the workers end and the store is closed."""
        self.draining = True
        self._closing.close()


def _alone(data: Path) -> IO[bytes]:
    """The lock of the only process that may use this folder with SQLite; the system frees it when the process dies."""
    lock = (data / "lock").open("wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise StartError(f"another service runs on {data}; several need PostgreSQL") from error
    return lock


def default_workers() -> int:
    """As many as there are processors, and no more than eight."""
    return min(os.cpu_count() or 1, 8)
