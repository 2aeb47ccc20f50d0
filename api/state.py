"""What the running service holds; made when it starts, closed when it ends."""

from __future__ import annotations

import logging
import tempfile
from contextlib import ExitStack
from pathlib import Path

from api.access import Access
from api.database import Database
from api.options import Options
from extractor.settings import Settings
from extractor.store import Store, open_store

#: Uploads, under names made here; nothing in it is ever served by its path.
UPLOADS = "uploads"


class State:
    """Settings, options, store, worker processes, data folder and access of one service process.

    draining: the service is being stopped; what is new is refused.
    open: no key and no user was ever made, and the service listens on this machine only: whoever asks may."""

    settings: Settings
    options: Options
    data: Path
    store: Store
    database: Database
    access: Access
    open: bool
    draining: bool

    def __init__(self, settings: Settings, options: Options) -> None:
        self.settings, self.options = settings, options
        self.draining = False
        self._closing = ExitStack()
        with ExitStack() as stack:
            if options.data is None:
                self.data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vytiah-")))
            else:
                self.data = options.data
            (self.data / UPLOADS).mkdir(parents=True, exist_ok=True, mode=0o700)
            url = options.store or str(self.data / "vytiah.db")
            self.store = stack.enter_context(open_store(url))
            self.database = Database(url)
            stack.callback(self.database.close)
            self.access = Access(self.database)
            self.open = self.access.empty()
            self._closing = stack.pop_all()

    def close(self) -> None:
        """Ends the workers and closes the store."""
        logging.getLogger("api").debug("closing")
        self._closing.close()


def default_workers() -> int:
    """As many as there are processors, and no more than eight."""
    import os

    return min(os.cpu_count() or 1, 8)
