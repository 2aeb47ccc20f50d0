"""Documents worked on in processes of this machine."""

from __future__ import annotations

from concurrent.futures import Future
from types import TracebackType
from typing import Self

from extractor.batch.engine import Answer
from extractor.batch.tasks import Task
from extractor.batch.workers import Workers
from extractor.settings import Settings


class LocalEngine:
    """Worker processes, started when the first work comes; see extractor.batch.engine.Engine."""

    def __init__(self, workers: int, settings: Settings) -> None:
        self.places = workers
        self._settings = settings
        self._workers: Workers | None = None

    def ready(self) -> None:
        """Waits until a worker has loaded what it works with."""
        self._started().call(warm).result()

    def submit(self, task: Task) -> Future[Answer]:
        """Hand in a file."""
        return self._started().submit(task)

    def _started(self) -> Workers:
        if self._workers is None:
            self._workers = Workers(self.places, self._settings)
        return self._workers

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._workers is not None:
            self._workers.__exit__(kind, error, trace)


def warm() -> bool:
    """Nothing, in a worker: it answers when it has started."""
    return True
