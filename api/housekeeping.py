"""What nobody needs any more: jobs long finished, counters of past minutes, drawn pages beyond their bound, and uploads
that no row names, as a process was killed in between.

Documents, what was found in them and their own files are never removed here.
"""

from __future__ import annotations

import itertools
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import Connection, delete, func, insert, select, update

from api import drawn, rates
from api.database import Database, now
from api.jobs import FINISHED
from api.options import Options
from api.tables import job_files, jobs, sent
from api.uploads import FOLDERS, Uploads
from extractor.errors import StoreError
from extractor.store import Store, schema

#: Seconds between two looks at the drawn pages: what is drawn in between may lie above their bound.
_OFTEN: Final = 60.0
#: Seconds between two rounds. Each looks through one folder of uploads: all of them in less than two days.
_EVERY: Final = 600.0
#: Jobs removed in one transaction.
_SOME: Final = 500
#: How old a file is that no row names before it goes: whoever brought back an older database has a week to notice.
_SPARED: Final = 7 * 24 * 3600.0

_log = structlog.get_logger("api.housekeeping")


class Housekeeping:
    """Begins at once, in a thread of its own; `stop` ends it. pages: the folder of drawn pages."""

    def __init__(self, database: Database, store: Store, uploads: Uploads, pages: Path, options: Options) -> None:
        self._database, self._store, self._uploads = database, store, uploads
        self._pages, self._options = pages, options
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._rounds, name="housekeeping", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Waits for the step in hand."""
        self._over.set()
        self._thread.join()

    def _rounds(self) -> None:
        for look in itertools.count():
            try:
                self._round(whole=look % int(_EVERY / _OFTEN) == 0)
            except StoreError as error:
                _log.error("housekeeping", code=error.code, message=error.message)
            except Exception as error:  # noqa: BLE001 - a fault of one round ends neither the thread nor the service
                _log.error("housekeeping", exc_info=error)
            if self._over.wait(_OFTEN):
                return

    def _round(self, *, whole: bool) -> None:
        pages, jobs, files = drawn.sweep(self._pages, self._options.max_drawn), 0, 0
        if whole:
            self._uploads.sweep()
            self._database.write(rates.forget)
            jobs = self.finished_jobs()
            # By the clock, so that a service that is often started anew comes through all of them too.
            files = self.orphans(FOLDERS[int(time.time() / _EVERY) % len(FOLDERS)])
        if pages or jobs or files:
            _log.info("housekeeping", jobs=jobs, files=files, pages=pages)

    def finished_jobs(self) -> int:
        """Removes jobs that finished too long ago, some at a time; how many."""
        removed = 0
        while not self._over.is_set():
            some = self._database.write(lambda c: prune(c, now(c) - self._options.keep_jobs, _SOME))
            removed += some
            if some < _SOME:
                break
        return removed

    def orphans(self, folder: str) -> int:
        """Removes files of a folder of uploads that no document and no waiting file names; how many.

        A file from before the database's first document is left: this may be another installation's database."""
        d = schema.documents.c
        first = self._store.read(lambda c: c.scalar(select(func.min(d.added))))
        if first is None:
            return 0
        begun, until = datetime.fromisoformat(first).timestamp(), time.time() - _SPARED
        old = {stored for stored, changed in self._uploads.stored(folder) if begun < changed < until}
        if not old:
            return 0
        named = select(d.stored_file).where(d.stored_file.startswith(f"{folder}/"))
        f = job_files.c
        waits = select(f.stored).where(f.state.notin_(FINISHED), f.stored.startswith(f"{folder}/"))
        old -= set(self._store.read(lambda c: c.scalars(named).all()))
        old -= set(self._database.read(lambda c: c.scalars(waits).all()))
        for stored in old:
            self._uploads.remove(stored)
        return len(old)


def prune(connection: Connection, before: float, most: int) -> int:
    """Removes jobs that finished before a time, at most so many; how many. What they held still counts to what their
    owners have sent; their Idempotency-Keys are forgotten."""
    old = select(jobs.c.id).where(jobs.c.created < before, jobs.c.finished < before).order_by(jobs.c.created)
    ids = connection.scalars(old.limit(most).with_for_update(skip_locked=True)).all()
    if not ids:
        return 0
    sums = select(jobs.c.owner, func.count().label("files"), func.sum(job_files.c.bytes).label("bytes"))
    held = sums.join_from(job_files, jobs, jobs.c.id == job_files.c.job_id).where(jobs.c.id.in_(ids))
    for row in connection.execute(held.group_by(jobs.c.owner)).all():
        more = {"files": sent.c.files + row.files, "bytes": sent.c.bytes + row.bytes}
        if not connection.execute(update(sent).where(sent.c.owner == row.owner).values(more)).rowcount:
            connection.execute(insert(sent).values(owner=row.owner, files=row.files, bytes=row.bytes))
    connection.execute(delete(jobs).where(jobs.c.id.in_(ids)))
    return len(ids)
