"""Counters of requests by sender."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.errors import Refused


class Rates:
    """Counters of requests, of this process: behind several processes a sender has as many times the rate."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, limit: RateLimitItem, *who: str) -> None:
        """Counts one. Raises Refused rate_limited."""
        if not self._limiter.hit(limit, *who):
            after = self._limiter.get_window_stats(limit, *who).reset_time - time.time()
            raise Refused("rate_limited", f"the limit is {limit}", {"Retry-After": str(max(1, math.ceil(after)))})
