"""What the workers of a Dask cluster do for a batch.

Each keeps the same fence as a batch on one machine (extractor.batch.workers): limits on the time and memory of each
document. Dask's own watcher, the nanny, knows only the memory of the whole worker, would end all that it has in hand,
and has no limit of time. The fence starts its processes as programs of their own, so that it needs nothing of the nanny
and works with or without one.

What an archive or mail holds is sent back as bytes: its members are documents like others, to be known by their bytes
and read wherever there is room."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock, Timer
from typing import Any, Final

import distributed

from extractor.batch.engine import Answer
from extractor.batch.engine_local import warm
from extractor.batch.tasks import Task, Unpacked
from extractor.batch.workers import Start, Workers
from extractor.settings import Settings
from extractor.version import __version__

#: Seconds without work after which the processes are ended: a batch that was killed takes nothing back.
_IDLE: Final = 300.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """A task on its way to a worker; `data` are its bytes where it does not see the file."""

    task: Task
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """An answer on its way back; `members` are the bytes of what came apart, in the order of the answer's members."""

    answer: Answer
    members: tuple[bytes, ...] = ()


class Fence(distributed.WorkerPlugin):
    """The processes in which a Dask worker reads documents, with the models loaded once; one Fence a batch. stored: see
    Start."""

    def __init__(self, name: str, settings: Settings, version: str = __version__, *, stored: bool = False) -> None:
        self.name = name
        self._settings, self._stored = settings, stored
        self._version = version
        self._start()

    def _start(self) -> None:
        self._threads = 1
        self._workers: Workers | None = None
        self._in_use = 0
        self._lock = Lock()
        self._idle: Timer | None = None

    def __reduce__(self) -> tuple[object, ...]:
        return partial(Fence, stored=self._stored), (self.name, self._settings, self._version)

    def setup(self, worker: Any) -> None:
        """Called when the worker starts, and when the batch comes to one that runs. Raises RuntimeError where another
        version of the program is installed: its results would not be the same."""
        if self._version != __version__:
            raise RuntimeError(f"the batch is of vytiah {self._version}, the worker of {__version__}")
        self._threads = worker.state.nthreads

    def teardown(self, worker: Any) -> None:  # noqa: ARG002 - as it is called
        """Called when the worker ends, or the batch takes its Fence back."""
        with self._lock:
            self._end()

    def run(self, parcel: Parcel) -> Returned:
        """Read one parcel; called in a thread of the worker."""
        workers = self._taken()
        try:
            if parcel.data is None:
                return _returned(workers.submit(parcel.task).result())
            with tempfile.TemporaryDirectory(dir=workers.folder) as folder:
                file = Path(folder) / "document"
                file.write_bytes(parcel.data)
                name = parcel.task.path.name if parcel.task.name is None else parcel.task.name
                return _returned(workers.submit(replace(parcel.task, path=file, name=name)).result())
        finally:
            self._given_back()

    def warm_up(self) -> bool:
        """Returns when the models are loaded."""
        workers = self._taken()
        try:
            return workers.call(warm).result()
        finally:
            self._given_back()

    def _taken(self) -> Workers:
        with self._lock:
            self._in_use += 1
            if self._idle is not None:
                self._idle.cancel()
            if self._workers is None:
                self._workers = Workers(self._threads, self._settings, start=Start(stored=self._stored))
            return self._workers

    def _given_back(self) -> None:
        with self._lock:
            self._in_use -= 1
            if not self._in_use:
                self._idle = Timer(_IDLE, self._rest)
                self._idle.daemon = True
                self._idle.start()

    def _rest(self) -> None:
        with self._lock:
            if not self._in_use:
                self._end()

    def _end(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        workers, self._workers = self._workers, None
        if workers is not None:
            workers.stop()


def work(fence: str, parcel: Parcel) -> Returned:
    """What the cluster is asked to do, with the Fence of this name."""
    return _fence(fence).run(parcel)


def warm_up(fence: str) -> bool:
    """Returns when one worker is ready."""
    return _fence(fence).warm_up()


def _fence(name: str) -> Fence:
    found = distributed.get_worker().plugins[name]
    if not isinstance(found, Fence):
        raise TypeError(f"{name} is no fence")
    return found


def _returned(answer: Answer) -> Returned:
    if not isinstance(answer, Unpacked):
        return Returned(answer)
    try:
        return Returned(answer, tuple(task.path.read_bytes() for task in answer.members))
    finally:
        answer.discard()
