"""Documents worked on in processes of this machine."""

from __future__ import annotations

from concurrent.futures import Future
from types import TracebackType
from typing import Final, Self

from extractor.batch.engine import Answer, EngineError
from extractor.batch.tasks import Task
from extractor.batch.workers import Start, Workers
from extractor.errors import SourceError
from extractor.settings import Settings

#: Seconds for a worker to start, also where the machine is very busy.
_PATIENCE: Final = 600.0


class LocalEngine:
    """Worker processes, started when the first work comes; see extractor.batch.engine.Engine. stored: see Start."""

    def __init__(self, workers: int, settings: Settings, *, stored: bool = False) -> None:
        self.places = workers
        self._settings, self._stored = settings, stored
        self._workers: Workers | None = None

    def ready(self) -> None:
        """Waits until a worker has loaded what it works with. Raises EngineError."""
        try:
            self._started().call(warm, seconds=_PATIENCE).result()
        except SourceError as error:
            raise EngineError(f"no worker starts: {error.message}") from error

    def submit(self, task: Task) -> Future[Answer]:
        """Hand in a file."""
        return self._started().submit(task)

    def _started(self) -> Workers:
        if self._workers is None:
            self._workers = Workers(self.places, self._settings, start=Start(stored=self._stored))
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
