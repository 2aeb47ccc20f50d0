"""Documents worked on by a Dask cluster: many machines, or processes of this one that are part of a cluster."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Final, Self
from uuid import uuid4

import dask
import distributed

from extractor.batch.engine import Answer, EngineError
from extractor.batch.engine_dask_worker import Fence, Parcel, Returned, warm_up, work
from extractor.batch.results import Result, failed
from extractor.batch.tasks import Task, Unpacked
from extractor.settings import Settings

#: Seconds for the cluster to answer, for its first worker to come, and that it may be without any.
_PATIENCE: Final = 60.0
#: Seconds for which the number of the cluster's threads is taken as known.
_LOOK: Final = 2.0
#: Times a document is done again because a fault of the worker stopped it.
_RETRIES: Final = 3


class DaskEngine:
    """A Dask cluster; see extractor.batch.engine.Engine.

    scheduler: its address; None makes a cluster of `workers` processes on this machine. ship_bytes: workers get the
    documents' bytes, as they do not see the files; else they open them under the same path. A document whose worker
    dies is given to another; after the third death it fails (Dask's `allowed-failures`). stored: see Start."""

    def __init__(
        self,
        settings: Settings,
        *,
        scheduler: str | None = None,
        workers: int = 1,
        ship_bytes: bool = False,
        stored: bool = False,
    ) -> None:
        self._ship = ship_bytes
        self._numbers = itertools.count()
        self._fence = f"vytiah-{uuid4().hex}"
        self._cluster: Any = None
        self._client: Any = None
        self._places = 0
        self._looked = self._seen = monotonic()
        self._spool = Path(tempfile.mkdtemp(prefix="vytiah-members-"))
        # A document is a large part of what is asked for; Dask warns of that.
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
        try:
            if scheduler is None:
                self._cluster = _own_cluster(workers)
            self._client = _client(self._cluster or scheduler)
            self._client.register_plugin(Fence(self._fence, settings, stored=stored))
        except (OSError, TimeoutError, ValueError, RuntimeError, ImportError) as error:
            self._close()
            raise EngineError(f"the cluster cannot be used: {error}") from error

    @property
    def places(self) -> int:
        """Threads of all workers, now. Raises EngineError where there has been none for too long."""
        now = monotonic()
        if now - self._looked >= _LOOK or not self._places:
            self._looked = now
            try:
                self._places = sum(self._client.nthreads().values())
            except OSError as error:
                raise EngineError(f"the cluster has gone: {error}") from error
            if self._places:
                self._seen = now
            elif now - self._seen > _PATIENCE:
                raise EngineError("the cluster has no worker any more")
        return self._places or 1

    def ready(self) -> None:
        """Waits until a worker has loaded what it works with."""
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
            self._client.submit(warm_up, self._fence, pure=False).result(timeout=2 * _PATIENCE)
        except (TimeoutError, OSError, KeyError, RuntimeError) as error:
            raise EngineError(f"the cluster has no worker that can be used: {error}") from error

    def submit(self, task: Task) -> Future[Answer]:
        """Hand in a file. Members of archives go as bytes: they lie on this machine only."""
        mine: Future[Answer] = Future()
        try:
            data = task.path.read_bytes() if self._ship or task.member is not None else None
        except OSError as error:
            mine.set_result([failed(task.path, "unreadable", f"cannot open: {error.strerror}", name=task.path.name)])
            return mine
        key = f"{self._fence}-{next(self._numbers)}"
        asked = self._client.submit(work, self._fence, Parcel(task, data), key=key, pure=False, retries=_RETRIES)
        asked.add_done_callback(lambda done: self._done(task, done, mine))
        return mine

    def _done(self, task: Task, asked: Any, mine: Future[Answer]) -> None:
        """Called in a thread of the client's."""
        try:
            mine.set_result(self._received(task, asked.result()))
        except distributed.KilledWorker:
            message = "the workers of the cluster that read it died"
            mine.set_result([failed(task.path, "worker_died", message, name=task.name or task.path.name)])
        except (CancelledError, distributed.client.FutureCancelledError) as error:
            mine.set_exception(EngineError(f"the cluster has gone: {error}"))
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is told to whoever waits
            mine.set_exception(error)
        finally:
            asked.release()

    def _received(self, task: Task, returned: Returned) -> Answer:
        """The answer as it would be of a worker of this machine: paths are this machine's."""
        answer = returned.answer
        if not isinstance(answer, Unpacked):
            return [_of(task, result) for result in answer]
        folder = Path(tempfile.mkdtemp(dir=self._spool))
        members = []
        for number, (member, data) in enumerate(zip(answer.members, returned.members, strict=True)):
            file = folder / str(number)
            file.write_bytes(data)
            inside = None if member.member is None else replace(member.member, input=task.path)
            members.append(replace(member, path=file, member=inside))
        return Unpacked(members, [_of(task, lost) for lost in answer.lost], task, folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        with suppress(Exception):  # a cluster that has gone cannot be said goodbye to
            if self._client is not None and self._cluster is None:
                self._client.unregister_worker_plugin(self._fence)
        with suppress(Exception):
            if self._client is not None:
                self._client.close()
        if self._cluster is not None:
            self._cluster.close()
        shutil.rmtree(self._spool, ignore_errors=True)


def _of(task: Task, result: Result) -> Result:
    """A result with the path of this machine."""
    return replace(result, path=task.path if task.member is None else task.member.input)


def _client(cluster: Any) -> Any:
    make: Any = distributed.Client
    return make(cluster, timeout=_PATIENCE, set_as_default=False)


def _own_cluster(workers: int) -> Any:
    """Worker processes of this machine, one document each at a time."""
    make: Any = distributed.LocalCluster
    return make(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=40)
