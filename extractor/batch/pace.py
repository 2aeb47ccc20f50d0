"""How long each document took, where more are handed in than are worked on at once."""

from __future__ import annotations

from collections import deque
from time import monotonic


class Pace:
    """Seconds of work by document: work begins in the order in which it is handed in, as places become free."""

    def __init__(self) -> None:
        self._began: dict[str, float] = {}
        self._waiting: deque[str] = deque()

    def begin(self, key: str, places: int) -> None:
        """Handed in, where so many are worked on at once."""
        if len(self._began) < places:
            self._began[key] = monotonic()
        else:
            self._waiting.append(key)

    def end(self, key: str) -> float:
        """Seconds that it was worked on, as far as can be told from outside."""
        now = monotonic()
        began = self._began.pop(key, None)
        if began is None:
            self._waiting.remove(key)
            return 0.0
        if self._waiting:
            self._began[self._waiting.popleft()] = now
        return now - began
