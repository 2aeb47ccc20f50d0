"""Who waits for a job: told of its end by the thread that ended it here, or by one look at the database for all."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent import futures
from dataclasses import dataclass, field
from typing import Final

import structlog

from api.jobs import Jobs
from api.keeping import Read
from extractor.errors import StoreError

#: How often jobs that are waited for are looked at, in seconds: another process may end them, and people cancel them.
_LOOK: Final = 0.2

_log = structlog.get_logger("api.jobs")

#: Ends with the document of a job of one file that was read here; with None when a job has ended otherwise.
End = futures.Future[Read | None]


@dataclass(slots=True)
class _Job:
    """A job of so many files, of which `left` have not ended in this process."""

    files: int
    left: int
    ends: set[End] = field(default_factory=set)


class Waits:
    """The jobs that are waited for in this process. A hundred that wait cost one question, not a hundred."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._lock = threading.Lock()
        self._waited: dict[str, _Job] = {}
        self._wake, self._over = threading.Event(), threading.Event()
        self._looking = threading.Thread(target=self._look, name="look")

    def start(self) -> None:
        """Begins to look."""
        self._looking.start()

    def stop(self) -> None:
        """Looks no more; who still waits is told nothing."""
        self._over.set()
        self._wake.set()
        self._looking.join()

    def add(self, job_id: str, files: int) -> End:
        """The end of a job of so many files. To be asked for before the job is accepted, and given back by `drop`."""
        end: End = futures.Future()
        with self._lock:
            self._waited.setdefault(job_id, _Job(files, files)).ends.add(end)
        return end

    def drop(self, job_id: str, end: End) -> None:
        """Nobody waits for this end any more."""
        with self._lock:
            job = self._waited.get(job_id)
            if job is None:
                return
            job.ends.discard(end)
            if not job.ends:
                del self._waited[job_id]

    def ended(self, job_id: str, found: Read | None) -> None:
        """A file of the job is no longer in hand here; `found`: its only document, where it was read."""
        with self._lock:
            job = self._waited.get(job_id)
            if job is None:
                return
            job.left -= 1
            alone = job.files == 1 and found is not None
        if alone:
            self._tell([job_id], found)
        elif job.left <= 0:
            # Whether the job has ended with it the database knows.
            self.look()

    def look(self) -> None:
        """Look now: a job may have ended."""
        self._wake.set()

    def _look(self) -> None:
        while not self._over.is_set():
            self._wake.wait(_LOOK)
            self._wake.clear()
            with self._lock:
                waited = list(self._waited)
            if not waited:
                continue
            try:
                self._tell(self._jobs.ended(waited), None)
            except StoreError as error:
                _log.error("look", code=error.code, message=error.message)
            except Exception:  # noqa: BLE001 - the fence: without this thread all who wait would wait for good
                _log.exception("look")

    def _tell(self, job_ids: Iterable[str], found: Read | None) -> None:
        with self._lock:
            told = [job for job_id in job_ids if (job := self._waited.pop(job_id, None)) is not None]
        for job in told:
            for end in job.ends:
                if end.set_running_or_notify_cancel():
                    end.set_result(found)
