"""The process that starts workers and outlives none of them: run by workers_keeper.py, never imported there.

It is one thread that forks: with the models loaded once, a new worker takes milliseconds and shares their memory. It
takes in the programs that a dead worker leaves behind (as their subreaper) and ends them, and when the process that it
serves is gone, however it went, it ends everything and removes the spool.

The control socket carries one byte with a descriptor for each worker that is wanted; back come eight bytes for each
that has ended: its number and its wait status. The module loads little, for it stands in the way of every start."""

from __future__ import annotations

import gc
import json
import os
import select
import shutil
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

#: What the keeper says of a worker that has ended: process number, wait status.
ENDED: Final = struct.Struct("=ii")
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_CHILD_SUBREAPER: Final = 36


class Keeper:
    """options: `spool`, a folder; `warm`, whether models are loaded before the first worker (and not only from the
    second on); `stored`; `debug`; `nlp`, `weights`, `stanza_dir` of the settings."""

    def __init__(self, control: socket.socket, options: dict[str, Any]) -> None:
        self._control = control
        self._options = options
        self._spool = Path(options["spool"])
        self._workers: set[int] = set()
        self._cold = 0 if options["warm"] else options["count"]
        self._ending = False

    def serve(self) -> None:
        """Fork as asked and reap, until the control socket is closed."""
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)
        signal.signal(signal.SIGTERM, self._told_to_end)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        ended, bell = os.pipe()
        os.set_blocking(bell, False)
        os.set_blocking(ended, False)
        signal.set_wakeup_fd(bell, warn_on_full_buffer=False)
        try:
            while True:
                ready = select.select([self._control.fileno(), ended], [], [])[0]
                if ended in ready:
                    os.read(ended, 4096)
                    self._reap()
                if self._control.fileno() in ready:
                    asked, descriptors, _, _ = socket.recv_fds(self._control, 1, 1)
                    if not asked:
                        self._ending = True
                        return
                    os.set_inheritable(descriptors[0], False)
                    self._fork(descriptors[0], (ended, bell))
        finally:
            self._end_all()

    def _told_to_end(self, *_: object) -> None:
        """At once, whatever models are being loaded; but the end itself is not left half done: who has closed the
        socket and waited in vain, as on a busy machine, sends SIGTERM too."""
        if not self._ending:
            self._ending = True
            sys.exit(0)

    def _fork(self, descriptor: int, ours: tuple[int, int]) -> None:
        if self._cold:
            self._cold -= 1
        else:
            self._warm_up()
        keeper = os.getpid()
        pid = os.fork()
        if pid:
            self._workers.add(pid)
            os.close(descriptor)
            return
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self._control.close()
            for each in ours:
                os.close(each)
            # A keeper that was killed takes its workers along.
            _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() == keeper:
                from extractor.batch import worker

                status = worker.serve(descriptor, self._spool, debug=self._options["debug"])
        except BaseException:  # noqa: BLE001 - a worker never runs on into the keeper's own loop
            if self._options["debug"]:
                sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)

    def _warm_up(self) -> None:
        """Load once what every worker needs. A fault shows in the results."""
        if self._options.get("warmed"):
            return
        self._options["warmed"] = True
        with suppress(Exception):
            from extractor.batch import worker

            worker.warm_up(self._options)
        gc.collect()
        # What is loaded is never looked through again, so that its pages stay shared.
        gc.freeze()

    def _reap(self) -> None:
        """Tell of workers that have ended, and end what they left behind."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                if self._end_orphans():
                    continue
                return
            if pid in self._workers:
                self._workers.remove(pid)
                self._end_orphans()
                shutil.rmtree(self._spool / f"worker-{pid}", ignore_errors=True)
                with suppress(OSError):
                    self._control.send(ENDED.pack(pid, status), socket.MSG_DONTWAIT)

    def _end_orphans(self) -> bool:
        """Kill and reap what is our child and no worker: started by a worker that is gone. Were there any?"""
        found = [pid for pid in _children() if pid not in self._workers]
        for pid in found:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
        return bool(found)

    def _end_all(self) -> None:
        self._ending = True
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        while self._workers or _children():
            for pid in self._workers:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            for pid in self._workers:
                with suppress(ChildProcessError):
                    os.waitpid(pid, 0)
            self._workers.clear()
            self._end_orphans()
        shutil.rmtree(self._spool, ignore_errors=True)


def _children() -> list[int]:
    """Process numbers of our children. Where the system does not tell (it is not Linux), none."""
    try:
        return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    except OSError:
        return []


def _prctl(option: int, value: int) -> None:
    """Linux's prctl; elsewhere nothing."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def main(arguments: str) -> None:
    """Entry point of the process; `arguments` is JSON: the options and `control`, the socket's descriptor."""
    options = json.loads(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Keeper(socket.socket(fileno=options["control"]), options).serve()
