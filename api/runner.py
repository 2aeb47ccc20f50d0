"""Accepted files read in the worker processes, and what is found kept in the store."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final, Self, TypeVar

import structlog

from api.jobs import Claim, Jobs, Outcome
from api.keeping import Keeping, Read, TakenError
from api.memory import Leftovers
from api.options import Options
from api.scan import infected
from api.uploads import Upload, Uploads
from api.waits import Waits
from extractor.batch.results import prepare
from extractor.batch.workers import Result, Task, Unpacked, Workers
from extractor.errors import ModelError, SourceError, StoreError
from extractor.settings import Settings
from extractor.store import Store

#: How often waiting files of other processes, or given back, are looked for, in seconds.
_LOOK: Final = 0.5
#: Members of one archive that are in the workers at once, a worker: others' files find room between them.
_AHEAD: Final = 2

_log = structlog.get_logger("api.jobs")
T = TypeVar("T")


class _LetGo(Exception):  # noqa: N818 - no fault, an order
    """The file is no longer ours: it was cancelled, or the service is being stopped."""


@dataclass(slots=True)
class Running:
    """A file in hand. `accepted` is its claim: cancelled where the file is not accepted, and may still be waited for
    while the file is read ahead. `let_go` is set where it is to be dropped, `waits` are its futures."""

    name: str | None
    stored: str
    sha256: str
    settings: dict[str, Any]
    accepted: futures.Future[Claim]
    let_go: bool = False
    waits: set[futures.Future[Any]] = field(default_factory=set)

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """A file that has been accepted."""
        accepted: futures.Future[Claim] = futures.Future()
        accepted.set_result(claim)
        return cls(claim.name, claim.stored, claim.sha256, claim.settings, accepted)

    @property
    def claim(self) -> Claim:
        """The claim, as soon as it is there. Raises _LetGo where the file was not accepted."""
        try:
            return self.accepted.result()
        except futures.CancelledError as error:
            raise _LetGo from error


class Runner:
    """The threads that bring files from the queue through the workers into the store."""

    def __init__(self, jobs: Jobs, workers: Workers, store: Store, uploads: Uploads) -> None:
        self._jobs, self._workers, self._uploads = jobs, workers, uploads
        self._keeping = Keeping(jobs, store, uploads)
        self._lock = threading.Lock()
        self._running: dict[int, Running] = {}
        self.waits = Waits(jobs)
        # Whether files may be waiting that this process knows of; those of others are looked for now and then.
        self._more = True
        self._wake, self._stop, self._over = threading.Event(), threading.Event(), threading.Event()

    def start(self, count: int, settings: Settings, options: Options) -> None:
        """Begins to take files as soon as a worker can read them: for each of `count` workers one, and one more, which
        is read while the file before it is kept and the next one is claimed."""
        self._settings, self._options, self._idle, self._count = settings, options, 0, count + 1
        self._pool = futures.ThreadPoolExecutor(self._count, thread_name_prefix="file")
        self._taking = threading.Thread(target=self._take, name="take")
        self._beating = threading.Thread(target=self._beat, name="beat")
        self._taking.start()
        self._beating.start()
        self.waits.start()

    def stop(self, seconds: float) -> None:
        """Takes no more files; those in hand have so many seconds to end, then they are given back."""
        self._stop.set()
        self._wake.set()
        self._taking.join()
        left = threading.Timer(seconds, self._drop_all)
        left.start()
        self._pool.shutdown(wait=True)
        left.cancel()
        self._over.set()
        self._beating.join()
        self.waits.stop()

    def _drop_all(self) -> None:
        with self._lock:
            running = list(self._running.values())
        for one in running:
            self._drop(one)

    @property
    def idle(self) -> bool:
        """Whether another file could be read now, and none waits for it."""
        return self._idle > 0 and not self._more

    @property
    def in_hand(self) -> int:
        """Files that are being read by this process."""
        return len(self._running)

    def reserve(self, wanted: int) -> int:
        """Room for at most `wanted` new files that are handed over by `give` next; as much as there is, and none while
        others wait: what is read ahead and then not accepted would be taken from them."""
        return 0 if self._more else self._room(wanted)

    def _room(self, wanted: int) -> int:
        with self._lock:
            room = 0 if self._stop.is_set() else min(wanted, self._idle)
            self._idle -= room
            return room

    def ahead(self, upload: Upload, settings: dict[str, Any]) -> Running | None:
        """Begins to read a file for which room was reserved, while it is being accepted: `give` or `refuse` follows at
        once. Nothing is kept before it is accepted. None where it must not be read yet: a scanner comes first."""
        if self._options.scan:
            return None
        running = Running(upload.name, upload.stored, upload.sha256, settings, futures.Future())
        self._pool.submit(self._run, running)
        return running

    def refuse(self, running: Running) -> None:
        """The file that is read ahead was not accepted; its room is free again when it is dropped."""
        running.accepted.cancel()
        self._drop(running)

    def give(self, claims: Sequence[Claim], reserved: int, begun: Running | None = None) -> None:
        """Files to be read now, for which there is room; what was reserved for others is free again. begun: the one of
        them that is read already."""
        given = [begun or Running.of(claim) for claim in claims]
        with self._lock:
            self._idle += reserved - len(claims)
            for claim, running in zip(claims, given, strict=True):
                _log.info("begun", job=claim.job_id, file=claim.file_id, attempt=claim.attempts)
                self._running[claim.file_id] = running
                if running is begun:
                    running.accepted.set_result(claim)
                else:
                    self._pool.submit(self._run, running)

    def look(self) -> None:
        """There are waiting files."""
        self._more = True
        self._wake.set()

    def cancel(self, job_id: str) -> None:
        """The job's files in hand here are dropped; they have been cancelled in the database."""
        with self._lock:
            mine = [running for running in self._running.values() if running.claim.job_id == job_id]
        for running in mine:
            self._drop(running)

    def _drop(self, running: Running) -> None:
        with self._lock:
            running.let_go = True
            waits = list(running.waits)
        for wait in waits:
            wait.cancel()

    def _warm(self) -> None:
        """Waits for the first worker: a file that were in hand while models are loaded would have an attempt counted
        against it, where the service is killed before it was begun."""
        ready = self._workers.call(os.getpid)
        while not self._stop.is_set():
            done, _ = futures.wait([ready], timeout=_LOOK)
            if done:
                break
        if ready.done() and ready.exception() is not None:
            _log.error("workers", exc_info=ready.exception())
        with self._lock:
            self._idle += self._count

    def _take(self) -> None:
        self._warm()
        self._wake.set()
        leftovers = Leftovers()
        while not self._stop.is_set():
            woken = self._wake.wait(_LOOK)
            self._wake.clear()
            leftovers.look()
            try:
                # Nothing is reserved only to look: a file that comes in the meantime would find no room. Without an
                # idle worker what waits goes on waiting, and the next that ends its file wakes this thread.
                if not self._idle:
                    self._more = self._more or woken
                elif self._jobs.any_free():
                    self._more = True
                    self._take_some()
                else:
                    # One that began to wait since has woken this thread again.
                    self._more = self._wake.is_set()
            except StoreError as error:
                _log.error("claim", code=error.code, message=error.message)
                self._stop.wait(1)

    def _take_some(self) -> None:
        room, claims = self._room(self._count), list[Claim]()
        try:
            claims = self._jobs.claim(room) if room else []
        finally:
            self.give(claims, room)

    def _beat(self) -> None:
        while not self._over.wait(self._options.lease / 3):
            with self._lock:
                running = dict(self._running)
            try:
                lost = self._jobs.renew(list(running))
            except StoreError as error:
                _log.error("renew", code=error.code, message=error.message)
                lost = set()
            for file_id in lost:
                self._drop(running[file_id])

    def _run(self, running: Running) -> None:
        fault: Exception | None = None
        found: Read | None = None
        try:
            found = self._read(running)
        except Exception as error:  # noqa: BLE001 - the fence: a fault of ours fails its file, never the service
            fault = error
        try:
            self._left(running.claim, fault, found)
        except _LetGo:
            pass  # never accepted: there is nothing to tell
        finally:
            with self._lock:
                self._idle += 1
            if self._more:
                self._wake.set()

    def _left(self, claim: Claim, fault: Exception | None, found: Read | None) -> None:
        """The file is no longer in hand: read, given back or failed."""
        try:
            if isinstance(fault, (_LetGo, TakenError)):
                self._jobs.release([claim])
            elif fault is not None and not isinstance(fault, StoreError):
                _log.error("file", job=claim.job_id, exc_info=fault)
                code = "missing_model" if isinstance(fault, ModelError) else "internal"
                self._jobs.finish(claim, [Outcome(claim.name, None, code, "a fault of the program")])
            elif fault is not None:
                raise fault
        except StoreError as error:
            # The lease runs out, and the file is tried again when the database is well.
            _log.error("file", job=claim.job_id, code=error.code, message=error.message)
        finally:
            self._ended(claim, found)

    def _ended(self, claim: Claim, found: Read | None) -> None:
        """The file is renewed no more, and who waits for its job is told."""
        with self._lock:
            self._running.pop(claim.file_id, None)
        self.waits.ended(claim.job_id, found)

    def _read(self, running: Running) -> Read | None:
        path = self._uploads.path(running.stored)
        before = self._keeping.seen(running.sha256)
        if before is not None and not running.settings.get("again") and self._keeping.is_current(before):
            self._keeping.again(running.claim, before)
            return self._keeping.now(before.id)
        if self._options.scan and infected(self._options.scan, path):
            self._uploads.remove(running.stored)
            refused = Outcome(running.name, None, "infected", "the scanner for malware refused the file")
            self._keeping.ended(running.claim, [refused])
            return None
        settings = replace(self._settings, nlp=running.settings.get("nlp", self._settings.nlp))
        results = self._submit(running, Task(path, running.name or ""), settings)
        if isinstance(results, Unpacked):
            try:
                self._members(running, results, settings)
            finally:
                results.discard()
            self._uploads.remove(running.stored)
            return None
        result = self._prepared(running, results[0])
        return self._keeping.keep(
            result, running.name, running.stored, running.claim, unseen=before is None and result.code is None
        )[1]

    def _submit(self, running: Running, task: Task, settings: Settings) -> list[Result] | Unpacked:
        wait = self._begin(running, partial(self._workers.submit, task, settings))
        return self._ended_wait(running, wait)

    def _begin(self, running: Running, begin: Callable[[], futures.Future[T]]) -> futures.Future[T]:
        """What the workers are to do for the file; who drops it cancels that."""
        with self._lock:
            if running.let_go:
                raise _LetGo
            wait = begin()
            running.waits.add(wait)
            return wait

    def _ended_wait(self, running: Running, wait: futures.Future[T]) -> T:
        try:
            return wait.result()
        except futures.CancelledError as error:
            raise _LetGo from error
        finally:
            running.waits.discard(wait)

    def _prepared(self, running: Running, result: Result) -> Result:
        """A long result with what a save writes of it, made by a worker too: its objects take many times its length,
        and what they leave behind would stay in this process as long as it runs."""
        if result.code is not None or result.prepared is not None:
            return result
        wait = self._begin(running, partial(self._workers.call, prepare, result.json))
        try:
            return replace(result, prepared=self._ended_wait(running, wait))
        except SourceError:
            return result  # too long for a worker: it is made here

    def _members(self, running: Running, unpacked: Unpacked, settings: Settings) -> None:
        """The documents of an archive or a mail, each kept as soon as it is read; then the file has ended.

        Where parts are lost, the last document that was read says so: it is kept once more."""
        claim, position = running.claim, 0
        last: tuple[Result, Task] | None = None
        lost: list[Result] = []
        for task, result in self._read_members(running, unpacked.members, settings):
            if result.code is not None:
                lost.append(result)
            elif last is None or result.place > last[0].place:
                last = (result, task)
            self._jobs.note(claim.file_id, position, [self._keeping.keep_member(task, result)])
            position += 1
        if lost or unpacked.lost or last is None:
            for result in unpacked.joined([last[0], *lost] if last else lost):
                known = {id(r) for r in lost}
                if result.code is None and last is not None:
                    self._keeping.keep_member(last[1], result)
                elif id(result) not in known:
                    kept = self._keeping.keep(result, result.member or claim.name, None, None)[0]
                    self._jobs.note(claim.file_id, position, [kept])
                    position += 1
        self._jobs.finish(claim, [], position)

    def _read_members(
        self, running: Running, members: Sequence[Task], settings: Settings
    ) -> Iterator[tuple[Task, Result]]:
        """Each member's result, in order; a few are in the workers at once."""
        ahead = max(1, self._count) * _AHEAD
        begun: list[tuple[Task, futures.Future[list[Result] | Unpacked]]] = []
        left = iter(members)
        while True:
            for task in left:
                wait = self._begin(running, partial(self._workers.submit, task, settings))
                begun.append((task, wait))
                if len(begun) >= ahead:
                    break
            if not begun:
                return
            task, wait = begun.pop(0)
            results = self._ended_wait(running, wait)
            if isinstance(results, list):
                yield from ((task, self._prepared(running, result)) for result in results)
