"""The parent's side of the keeper and of its workers: starting them, watching them, ending them."""

from __future__ import annotations

import json
import math
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import psutil

from extractor.batch.keeper import ENDED
from extractor.batch.spool import Spool
from extractor.batch.worker import Answer, Request, over_memory
from extractor.errors import SourceError, VytiahError

if TYPE_CHECKING:
    from extractor.settings import Settings

#: Seconds between two looks at a worker that is busy; every fifth look takes in the programs that it started.
_TICK: Final = 0.05
_TREE_TICKS: Final = 5
#: Seconds for the start of a worker, models and all, on a machine that is busy.
_START_SECONDS: Final = 120.0
_END_SECONDS: Final = 10.0
#: The share of its time after which a document is stopped: who waits hears of it within the limit.
_STOPPED_AT: Final = 0.95
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
#: A worker dead of its own that held so much of its limit when last seen has died for want of memory.
_NEARLY: Final = 0.8
#: One thread each: workers are what runs in parallel, and a process with threads is not forked safely.
_SINGLE: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_THREAD_LIMIT")
#: -P: nothing is imported from the folder that the user stands in.
_COMMAND: Final = "import sys; sys.path[:] = {path!r}; from extractor.batch.keeper import main; main({arguments!r})"


class EndedError(Exception):
    """A worker is gone, and its work undone. error: what the document is refused with; None where it was called off."""

    def __init__(self, error: SourceError | None) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True, slots=True)
class Start:
    """How workers are started. warm: models are loaded ahead of the first document, else (for few documents) as they
    are needed. stored: Results are to be saved in a store, and bring what a save writes of them. debug: faults are told
    on standard error with their traceback. waited: seconds that have passed already for whom the first document is
    read; without `warm` they are counted to its time, with the start of its worker."""

    warm: bool = True
    stored: bool = False
    debug: bool = False
    waited: float = 0.0


class Keeper:
    """Starts the process that forks workers, and anew should it be killed."""

    def __init__(self, count: int, settings: Settings, spool: Spool, start: Start) -> None:
        self._waited = start.waited
        self._spool = spool
        self._debug = start.debug
        self._options = {
            "count": count,
            "spool": str(spool.folder),
            "warm": start.warm,
            "stored": start.stored,
            "debug": start.debug,
            "nlp": settings.nlp,
            "weights": settings.weights,
            "stanza_dir": str(settings.stanza_dir) if settings.stanza_dir else None,
        }
        self._asking = threading.Lock()
        self._listening = threading.Lock()
        self._ended: dict[int, int] = {}
        self._closed = False
        self._start()

    def _start(self) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            arguments = json.dumps({**self._options, "control": theirs.fileno()})
            command = _COMMAND.format(path=sys.path, arguments=arguments)
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=None if self._debug else subprocess.DEVNULL,
                env={**os.environ, **dict.fromkeys(_SINGLE, "1")},
                pass_fds=[theirs.fileno()],
                # An interrupt typed at the terminal is for the parent, which ends all in order.
                process_group=0,
            )

    def worker(self) -> Worker:
        """A new worker, ready for work. Raises VytiahError where none can be started."""
        begun = time.monotonic()
        ours, theirs = socket.socketpair()
        connection = Connection(ours.detach())
        try:
            with theirs, self._asking:
                self._send(theirs)
            if connection.poll(_START_SECONDS):
                late = 0.0 if self._options["warm"] else self._waited + time.monotonic() - begun
                self._waited = 0.0
                return Worker(connection, connection.recv(), self, late=late)
        except (EOFError, OSError, psutil.Error):
            pass
        connection.close()
        raise VytiahError("worker processes cannot be started: see `vytiah doctor`")

    def _send(self, theirs: socket.socket) -> None:
        for attempt in range(2):
            if self._closed:
                raise VytiahError("the workers are closed")
            try:
                socket.send_fds(self._control, [b"W"], [theirs.fileno()])
                return
            except OSError:
                if attempt or self._closed:
                    raise VytiahError("worker processes cannot be started: see `vytiah doctor`") from None
                # It was killed, and its workers with it: another one.
                self._control.close()
                self._process.wait()
                self._spool.folder.mkdir(exist_ok=True)
                self._start()

    def status(self, pid: int) -> int | None:
        """The wait status of a worker that has ended, once what it started has ended too; None where nobody knows."""
        deadline = time.monotonic() + _END_SECONDS
        with self._listening:
            while pid not in self._ended and time.monotonic() < deadline:
                try:
                    if not wait([self._control], deadline - time.monotonic()):
                        break
                    told = self._control.recv(ENDED.size, socket.MSG_WAITALL)
                except (OSError, ValueError):
                    break
                if len(told) < ENDED.size:
                    break
                other, status = ENDED.unpack(told)
                self._ended[other] = status
            return self._ended.pop(pid, None)

    def close(self) -> None:
        """End the workers, whatever they are doing, and the keeper."""
        with self._asking:
            self._closed = True
            with suppress(OSError):
                self._control.shutdown(socket.SHUT_RDWR)
        # It may be loading models, and not listen; then it may be stuck.
        for seconds, more in ((0.3, self._process.terminate), (_END_SECONDS, self._process.kill)):
            try:
                self._process.wait(seconds)
                break
            except subprocess.TimeoutExpired:
                more()
        self._process.wait()
        self._control.close()


class Worker:
    """One worker process, seen from outside. done: how many requests it has answered. late: seconds that its start has
    taken from the first."""

    def __init__(self, connection: Connection[Any, Any], pid: int, keeper: Keeper, *, late: float) -> None:
        self._connection = connection
        self._keeper = keeper
        self._pid = pid
        self._late = late
        self._process = psutil.Process(pid)
        self._pages = _opened(f"/proc/{pid}/statm")
        self._start_memory = self._memory(tree=False)
        self._seen_memory = 0
        # Made once: Connection.poll makes and unmakes one each time, which takes a short document's time twice over.
        self._poll = select.poll()
        self._poll.register(connection.fileno(), select.POLLIN)
        self.done = 0

    def ready(self) -> bool:
        """Is it there, waiting? One that was killed between two requests is not."""
        try:
            return not self._answered(0)
        except OSError:
            return False

    def _answered(self, seconds: float) -> bool:
        """Is there an answer to read, or the end of the connection?"""
        return bool(self._poll.poll(math.ceil(seconds * 1000)))

    def ask(self, request: Request, seconds: float, cancelled: Callable[[], bool]) -> Answer:
        """What the worker makes of the request. Raises EndedError: timeout, limit_memory, worker_died or called off."""
        message = pickle.dumps(request, pickle.HIGHEST_PROTOCOL)
        deadline = time.monotonic() + seconds * _STOPPED_AT - self._late
        self._late = 0.0
        try:
            self._connection.send_bytes(message)
            self._watch(request.memory, seconds, deadline, cancelled)
            answered = self._connection.recv_bytes()
        except (EOFError, OSError) as error:
            raise EndedError(self._died(request.memory)) from error
        self.done += 1
        try:
            answer: Answer = pickle.loads(answered)  # our own process sends it
        except Exception as error:  # noqa: BLE001 - an exception that cannot be made anew, or a spoilt answer
            return Answer(error=SourceError("internal", f"an answer cannot be understood: {error}"))
        return answer

    def _watch(self, memory: int, seconds: float, deadline: float, cancelled: Callable[[], bool]) -> None:
        """Return once there is an answer to read, or the end of the connection."""
        ticks = 0
        while not self._answered(max(0.0, min(_TICK, deadline - time.monotonic()))):
            ticks += 1
            if cancelled():
                self.kill()
                raise EndedError(None)
            if time.monotonic() >= deadline:
                self.kill()
                raise EndedError(SourceError("timeout", f"reading it took too long: the limit is {seconds:g} seconds"))
            self._seen_memory = self._memory(tree=ticks % _TREE_TICKS == 0)
            if self._seen_memory > memory:
                self.kill()
                raise EndedError(SourceError("limit_memory", over_memory(memory)))

    def _memory(self, *, tree: bool) -> int:
        """Bytes that the process holds, with `tree` those of the programs that it started too."""
        processes = [self._process] if self._pages is None else []
        with suppress(psutil.Error):
            processes += self._process.children(recursive=True) if tree and _has_children(self._pid) else []
        held = 0 if self._pages is None else _resident(self._pages)
        for process in processes:
            with suppress(psutil.Error):
                held += process.memory_info().rss
        return held

    def swollen(self, memory: int) -> bool:
        """Does it still hold so much of what it has read that the next document would pay for it?"""
        return self._memory(tree=False) - self._start_memory > memory // 4

    def kill(self) -> None:
        """End the process and all that it started."""
        started: list[psutil.Process] = []
        with suppress(psutil.Error):
            started = self._process.children(recursive=True)
        for process in (self._process, *started):
            with suppress(psutil.Error):
                process.kill()
        self.close()

    def close(self) -> int | None:
        """Let it end, and wait until it has; its wait status."""
        self._connection.close()
        if self._pages is not None:
            self._pages.close()
        return self._keeper.status(self._pid)

    def _died(self, memory: int) -> SourceError:
        status = self.close()
        if self._seen_memory > _NEARLY * memory:
            return SourceError("limit_memory", over_memory(memory))
        how = ""
        if status is not None:
            code = os.waitstatus_to_exitcode(status)
            how = f" ({signal.Signals(-code).name})" if code < 0 else f" (exit status {code})"
        return SourceError("worker_died", f"the process that read it died{how}")


def _opened(place: str) -> IO[bytes] | None:
    """A file of the system's about a process, to be read again and again; None where it has none (it is not Linux)."""
    try:
        return open(place, "rb", buffering=0)  # noqa: PTH123 - closed with the worker
    except OSError:
        return None


def _has_children(pid: int) -> bool:
    """Has a process started others? Where the system does not tell, perhaps. Psutil looks through all processes of the
    machine for them, which takes milliseconds."""
    try:
        return any((task / "children").read_bytes() for task in Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return True


def _resident(pages: IO[bytes]) -> int:
    """Bytes that the process of this `statm` holds; 0 where it is gone. Psutil, which opens the file each time, takes
    ten times as long."""
    try:
        found = os.pread(pages.fileno(), 128, 0).split()
    except OSError:
        return 0
    return int(found[1]) * _PAGE if len(found) > 1 else 0
