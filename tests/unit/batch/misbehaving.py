"""What documents have made programs do, done on purpose; called in worker processes."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def number() -> int:
    """The process that this runs in."""
    return os.getpid()


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def fill(size: int, seconds: float = 0) -> int:
    """Take and touch so many bytes, piece by piece, and hold them for a while."""
    held = [b"x" * 2**20 for _ in range(size >> 20)]
    time.sleep(seconds)
    return len(held)


def ask_for(size: int) -> int:
    """One allocation, never touched."""
    return len(bytearray(size))


def abort() -> None:
    os.abort()


def read_nowhere() -> None:
    ctypes.string_at(0)


def leave(status: int) -> None:
    os._exit(status)


def start_waiting(note: str) -> None:
    """Start a program in a session of its own, which starts another; write their numbers to a file; wait for ever."""
    _start(Path(note))
    time.sleep(600)


def start_crashing(note: str) -> None:
    """As start_waiting, but crash."""
    _start(Path(note))
    os.abort()


def _start(note: Path) -> None:
    script = (
        "import os, pathlib, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)\n"
        f"pathlib.Path({str(note)!r}).write_text(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(600)\n"
    )
    subprocess.Popen([sys.executable, "-c", script], start_new_session=True)
    while not note.exists() or len(note.read_text().split()) < 2:
        time.sleep(0.01)


_KEPT: list[bytes] = []


def keep(size: int) -> int:
    """Take so many bytes and never give them back."""
    _KEPT.extend(b"x" * 2**20 for _ in range(size >> 20))
    return len(_KEPT)


def start_and_fill(size: int) -> None:
    """A program that takes the memory while the worker takes none."""
    script = f"import time; held = [b'x' * 2**20 for _ in range({size >> 20})]; time.sleep(600)"
    subprocess.run([sys.executable, "-c", script], check=False)


def temporary() -> str:
    """A temporary file that nobody removes."""
    return tempfile.mkstemp()[1]


def write(size: int) -> int:
    """One file, all of it a hole but its end."""
    with tempfile.TemporaryFile() as out:
        out.seek(size - 1)
        return out.write(b"x")


class UnwieldyError(Exception):
    """An exception that comes to pieces on its way to another process."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)
        self.two = two


def raise_unwieldy() -> None:
    raise UnwieldyError("one", "two")


def give_unpicklable() -> object:
    return lambda: None


def big(size: int) -> str:
    """A long answer."""
    return "я" * size


def loaded() -> bool:
    """Had the tagger been loaded before this was called?"""
    from extractor.text import tagger

    return tagger.shipped.cache_info().currsize > 0
