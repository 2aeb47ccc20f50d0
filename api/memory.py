"""What large documents leave behind in this process, given back to the system.

The C library keeps freed memory for later, in a heap for each thread: after a few long results the service would hold
hundreds of megabytes that nothing uses.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import psutil

#: Bytes that the process may have grown by before it is looked for what can be given back.
_GROWN: Final = 48 * 2**20
#: Seconds after which it is looked once more: what grew may have been in use still.
_LATER: Final = 5.0


class Leftovers:
    """To be looked at now and then, by one thread."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._trim = _trim()
        self._held = 0
        with suppress(OSError, psutil.Error):
            self._held = self._resident()
        self._again: float | None = None

    def look(self) -> bool:
        """Gives back what is free where the process has grown since it last did, and once more a little later; did
        it?"""
        try:
            held, now = self._resident(), time.monotonic()
        except (OSError, psutil.Error):  # no descriptor is free to ask with; there is time
            return False
        self._held = min(self._held, held)
        grown = held - self._held >= _GROWN
        if self._trim is None or not (grown or (self._again is not None and now >= self._again)):
            return False
        self._trim(0)
        self._held, self._again = held, now + _LATER if grown else None
        with suppress(OSError, psutil.Error):
            self._held = self._resident()
        return True

    def _resident(self) -> int:
        held: int = self._process.memory_info().rss
        return held


def _trim() -> Callable[[int], int] | None:
    """malloc_trim of the GNU C library; None where there is another."""
    try:
        found = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None
    found.argtypes, found.restype = [ctypes.c_size_t], ctypes.c_int
    trim: Callable[[int], int] = found
    return trim
