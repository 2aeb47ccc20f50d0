"""Documents read in processes of their own, with a limit on time and memory for each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from extractor.batch import tasks_run
from extractor.batch.results import Result
from extractor.batch.tasks import Member, Task, Unpacked
from extractor.settings import DEFAULT, Settings

__all__ = ["Member", "Result", "Task", "Unpacked", "Workers"]

T = TypeVar("T")


class Workers:
    """A pool of warm worker processes; a context manager.

    count: how many. settings: of each task that brings none. recycle_after: documents after which a worker is
    replaced by a fresh one."""

    def __init__(self, count: int, settings: Settings = DEFAULT, *, recycle_after: int = 300) -> None:
        self._settings = settings
        self._pool = ThreadPoolExecutor(count)
        self._spool = tempfile.TemporaryDirectory(prefix="vytiah-spool-")

    def submit(self, task: Task, settings: Settings | None = None) -> Future[list[Result] | Unpacked]:
        """Read a document: its Results, or of an archive, mail or signed file what it comes apart into.

        A document that cannot be read is a Result with its code, never an exception; timeout, limit_memory and
        worker_died among the codes. The Future may be cancelled, also while the document is read. It raises ModelError
        where a model that the settings ask for is missing or damaged."""
        return self._pool.submit(tasks_run.run, task, settings or self._settings, Path(self._spool.name))

    def call(self, function: Callable[..., T], *args: Any, seconds: float | None = None) -> Future[T]:
        """Any other work on strangers' bytes, under the same limits: a function of a module, with arguments that can
        be pickled. The Future raises what the function raises; SourceError timeout, limit_memory or worker_died where
        it passes a limit. seconds: its time; None is the settings'."""
        return self._pool.submit(function, *args)

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=error is not None)
        self._spool.cleanup()
