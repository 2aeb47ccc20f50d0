"""Where documents are worked on: what a batch asks of local processes and of a cluster alike."""

from __future__ import annotations

from concurrent.futures import Future
from types import TracebackType
from typing import Protocol, Self

from extractor.batch.results import Result
from extractor.batch.tasks import Task, Unpacked
from extractor.errors import VytiahError

#: What came of a file: the results of a document, or the members of a container, each a task of its own.
Answer = list[Result] | Unpacked


class EngineError(VytiahError):
    """No place to work is left: the cluster has gone or cannot be reached. One line for people."""


class Engine(Protocol):
    """A place to work, open while it is a context manager.

    A bad document never raises: its Result carries a code. A future raises EngineError where the engine itself is at
    an end, and `submit` too. The results of two engines are the same, byte for byte."""

    @property
    def places(self) -> int:
        """Documents that are worked on at once, now."""

    def ready(self) -> None:
        """Returns when work that is handed in starts at once: models are loaded. Raises EngineError."""

    def submit(self, task: Task) -> Future[Answer]:
        """Hand in a file."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
