"""Counters of requests by sender: of this process, or of all processes that share a database."""

from __future__ import annotations

import hashlib
import math
import time
from typing import Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import Connection, delete, select, text
from starlette.concurrency import run_in_threadpool

from api.database import Database, now
from api.errors import Refused
from api.tables import rates

#: Seconds of a window.
_PERIOD: Final = 60
#: One request of a key, where the limit lets it through. What the window before holds counts by the share of it that
#: still lies within the last minute: of a sliding minute, two counters are enough. A window that another process has
#: begun a moment ago is taken to be the present one.
_COUNT: Final = text(
    f"""
    INSERT INTO service_rates AS kept (key, begun, present, before)
    SELECT :key, floor(extract(epoch FROM clock_timestamp()) / {_PERIOD}), 1, 0
    ON CONFLICT (key) DO UPDATE SET
        begun = greatest(kept.begun, excluded.begun),
        present = CASE WHEN kept.begun >= excluded.begun THEN kept.present ELSE 0 END + 1,
        before = CASE WHEN kept.begun >= excluded.begun THEN kept.before
                      WHEN kept.begun = excluded.begun - 1 THEN kept.present ELSE 0 END
    WHERE CASE WHEN kept.begun >= excluded.begun THEN kept.present ELSE 0 END
        + CASE WHEN kept.begun >= excluded.begun THEN kept.before
               WHEN kept.begun = excluded.begun - 1 THEN kept.present ELSE 0 END
        * (1 - least(1, extract(epoch FROM clock_timestamp()) / {_PERIOD} - excluded.begun)) + 1 <= :most
    RETURNING 1
    """
)


class Rates:
    """Counters of requests. With SQLite there is one process, which counts in its memory; processes that share a
    PostgreSQL count in one table of it, which no storage of `limits` does. `hit` raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def hit(self, limit: RateLimitItemPerMinute, *who: str) -> None:
        """Counts one. Raises Refused rate_limited."""
        if self._database.shared:
            after = await run_in_threadpool(self._count, limit.amount, who)
        elif self._limiter.hit(limit, *who):
            after = None
        else:
            after = self._limiter.get_window_stats(limit, *who).reset_time - time.time()
        if after is not None:
            raise Refused("rate_limited", f"the limit is {limit}", {"Retry-After": str(max(1, math.ceil(after)))})

    def _count(self, most: int, who: tuple[str, ...]) -> float | None:
        """None, or the seconds until the next is let through."""
        key = hashlib.sha256("\0".join(who).encode("utf-8", "replace")).hexdigest()[:32]

        def work(connection: Connection) -> float | None:
            if connection.execute(_COUNT, {"key": key, "most": most}).one_or_none() is not None:
                return None
            row = connection.execute(select(rates).where(rates.c.key == key)).one()
            return until_free(row.present, row.before, now(connection) - row.begun * _PERIOD, most)

        return self._database.write(work)


def until_free(count: int, before: int, passed: float, most: int) -> float:
    """Seconds until one more is let through, `passed` seconds after a window began that holds `count`, behind one that
    held `before`."""
    if count < most:
        return max(0.0, _PERIOD * (1 - (most - 1 - count) / before) - passed) if before else 0.0
    return max(0.0, _PERIOD - passed + _PERIOD * (1 - (most - 1) / count))


def forget(connection: Connection) -> int:
    """Removes counters that say nothing any more; how many."""
    return connection.execute(delete(rates).where(rates.c.begun < now(connection) // _PERIOD - 1)).rowcount
