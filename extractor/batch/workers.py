"""Documents read in processes of their own, with limits on the time and the memory of each.

A keeper process (keeper.py) loads the models once and forks workers; here, a thread drives each worker, gives it one
task at a time, watches it, and kills it with all that it started where it passes a limit. Not pebble's pool: its
workers share one pipe under one lock, and one that is killed while it holds the lock takes the whole pool along."""

from __future__ import annotations

import itertools
import pickle
import queue
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TypeVar

from extractor.batch import tasks
from extractor.batch.results import Result
from extractor.batch.spool import Spool
from extractor.batch.tasks import Member, Task, Unpacked
from extractor.batch.worker import Answer, Request
from extractor.batch.workers_keeper import EndedError, Keeper, Start, Worker
from extractor.errors import SourceError
from extractor.settings import DEFAULT, Settings

__all__ = ["Member", "Result", "Start", "Task", "Unpacked", "Workers"]

T = TypeVar("T")

_WARM: Final = Start()

#: Failures that a document may owe to what its worker had read before: it is tried once more in a fresh one.
_MAYBE_INHERITED: Final = frozenset({"limit_memory", "worker_died"})


class Work(Future[T]):
    """A Future that can be cancelled while it is worked on: its worker is then killed."""

    begun = False

    def running(self) -> bool:
        """Is it worked on now?"""
        return self.begun and not self.done()


@dataclass(frozen=True, slots=True)
class _Job:
    """refused: what a SourceError is turned into; None where it is raised."""

    work: Work[Any]
    request: Request
    seconds: float
    refused: Callable[[SourceError], Any] | None = None

    def finish(self, answer: Answer) -> None:
        if answer.error is None:
            self.work.set_result(answer.value)
        elif self.refused is not None and isinstance(answer.error, SourceError):
            self.work.set_result(self.refused(answer.error))
        else:
            self.work.set_exception(answer.error)


class Workers:
    """A pool of worker processes; a context manager, which at its end waits for what was submitted, and after an
    exception ends everything at once.

    count: how many. settings: of each task that brings none, and of models that are loaded ahead. recycle_after:
    documents after which a worker is replaced. start: how they are started.

    Raises VytiahError from Futures where no worker can be started."""

    def __init__(
        self, count: int, settings: Settings = DEFAULT, *, recycle_after: int = 300, start: Start = _WARM
    ) -> None:
        self._settings = settings
        self._packed = pickle.dumps(settings, pickle.HIGHEST_PROTOCOL)
        self._recycle_after = recycle_after
        self._spool = Spool()
        self._keeper = Keeper(count, settings, self._spool, start)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._numbers = itertools.count()
        self._start = start
        self._closed = self._stopped = self._begun = False
        self._threads = [threading.Thread(target=self._drive, name=f"vytiah-{n}", daemon=True) for n in range(count)]
        for thread in self._threads:
            thread.start()

    @property
    def folder(self) -> Path:
        """A folder for files of the caller's that are to go with the pool, as what comes from standard input."""
        return self._spool.folder

    def submit(self, task: Task, settings: Settings | None = None) -> Future[list[Result] | Unpacked]:
        """Read a document: its Results, or of an archive, mail or signed file what it comes apart into.

        A document that cannot be read is a Result with its code, never an exception; timeout, limit_memory and
        worker_died among the codes. The Future may be cancelled, also while the document is read. It raises ModelError
        where a model that the settings ask for is missing or damaged."""
        settings = settings or self._settings
        folder = f"{self._spool.folder}/members-{next(self._numbers)}"

        def refused(error: SourceError) -> list[Result]:
            shutil.rmtree(folder, ignore_errors=True)
            return [tasks.refused(task, error)]

        packed = self._packed if settings is self._settings else settings
        request = Request(
            tasks.run, (task, packed, folder, self._start.stored), settings.max_memory, settings.max_unpacked
        )
        return self._queued(_Job(Work(), request, settings.max_seconds, refused))

    def call(self, function: Callable[..., T], *args: Any, seconds: float | None = None) -> Future[T]:
        """Any other work on strangers' bytes, under the same limits: a function of a module, with arguments that can
        be pickled. The Future raises what the function raises; SourceError timeout, limit_memory or worker_died where
        it passes a limit. seconds: its time; None is the settings'."""
        request = Request(function, args, self._settings.max_memory, self._settings.max_unpacked)
        return self._queued(_Job(Work(), request, self._settings.max_seconds if seconds is None else seconds))

    def close(self) -> None:
        """Wait for what was submitted, then end the workers."""
        self._closed = True
        for _ in self._threads:
            self._jobs.put(None)
        try:
            for thread in self._threads:
                thread.join()
        finally:
            self.stop()

    def stop(self) -> None:
        """End the workers at once, whatever they are doing; Futures that are not done are cancelled."""
        self._closed = self._stopped = True
        self._keeper.close()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        while not self._jobs.empty():
            if (job := self._jobs.get()) is not None:
                job.work.cancel()
        self._spool.close()

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self.stop()

    def _queued(self, job: _Job) -> Work[Any]:
        if self._closed:
            raise RuntimeError("the workers are closed")
        self._jobs.put(job)
        return job.work

    def _drive(self) -> None:
        """One worker and its successors, from the first job to the last."""
        worker = self._next()
        while (job := self._jobs.get()) is not None:
            if self._stopped:
                job.work.cancel()
            elif not job.work.cancelled():
                job.work.begun = self._begun = True
                worker = self._done(job, worker)
                if worker is None or worker.done >= self._recycle_after or worker.swollen(job.request.memory):
                    if worker is not None:
                        worker.close()
                    worker = self._next()
            del job  # and with it the answer, which may be long
        if worker is not None:
            worker.close()

    def _next(self) -> Worker | None:
        """A worker ahead of its first job; None where it cannot be started, which the job will tell, and where
        there may be no other job."""
        if self._closed or (self._begun and not self._start.warm and self._jobs.empty()):
            return None
        with suppress(Exception):
            return self._keeper.worker()
        return None

    def _done(self, job: _Job, worker: Worker | None) -> Worker | None:
        """Do the job; the worker for the next one, None where it is gone."""
        answer = Answer()
        for _ in range(2):
            if worker is not None and not worker.ready():
                worker.close()
                worker = None
            fresh = worker is None or worker.done == 0
            worker, answer = self._answer(job, worker)
            if self._stopped:
                job.work.cancel()
                return None
            if fresh or not isinstance(answer.error, SourceError) or answer.error.code not in _MAYBE_INHERITED:
                break
            if worker is not None:
                worker.close()
                worker = None
        with suppress(InvalidStateError):  # cancelled in this moment
            job.finish(answer)
        return worker

    def _answer(self, job: _Job, worker: Worker | None) -> tuple[Worker | None, Answer]:
        try:
            worker = worker or self._keeper.worker()
            return worker, worker.ask(job.request, job.seconds, job.work.cancelled)
        except EndedError as end:
            return None, Answer(error=end.error)
        except Exception as error:  # noqa: BLE001 - no worker can be started, or the request cannot be pickled
            return worker, Answer(error=error)
