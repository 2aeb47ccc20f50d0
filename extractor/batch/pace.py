"""How long each document took, where more are handed in than are worked on at once."""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import Final

#: The weight of the last document in the mean; of the first few, all count alike.
_WEIGHT: Final = 0.05


class Pace:
    """Seconds of work by document: work begins in the order in which it is handed in, as places become free."""

    def __init__(self) -> None:
        #: Seconds of a document, a running mean; of none, as much as keeps little in hand.
        self.mean = 1.0
        self._ended = 1
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
        seconds = 0.0
        if began is None:
            self._waiting.remove(key)
        else:
            seconds = now - began
            if self._waiting:
                self._began[self._waiting.popleft()] = now
        self._ended += 1
        self.mean += max(_WEIGHT, 1 / self._ended) * (seconds - self.mean)
        return seconds
