"""Counters of requests by sender: of this process, or of all processes that share a database."""

from __future__ import annotations

import hashlib
import math
from time import monotonic
from typing import Final

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
    """Counters of requests, `hit` by the thread of the event loop alone, and with PostgreSQL in the database. `hit`
    raises StoreError.

    With SQLite there is one process, which counts in its memory. No library's storage is used: none of `limits` counts
    in PostgreSQL, and the one that counts in memory starts a thread for nearly each request."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._begun = 0
        self._present, self._before = dict[tuple[str, ...], int](), dict[tuple[str, ...], int]()

    async def hit(self, most: int, *who: str) -> None:
        """Counts one, of `most` a minute. Raises Refused rate_limited."""
        shared = self._database.shared
        after = await run_in_threadpool(self._count, most, who) if shared else self._count_here(most, who)
        if after is not None:
            told = {"Retry-After": str(max(1, math.ceil(after)))}
            raise Refused("rate_limited", f"at most {most:,} of these are answered in a minute", told)

    def _count_here(self, most: int, who: tuple[str, ...]) -> float | None:
        """As _COUNT does, by a clock that nobody sets."""
        begun, passed = divmod(monotonic(), _PERIOD)
        if begun != self._begun:
            self._before = self._present if begun == self._begun + 1 else {}
            self._begun, self._present = int(begun), {}
        count, before = self._present.get(who, 0), self._before.get(who, 0)
        if count + before * (1 - passed / _PERIOD) + 1 > most:
            return until_free(count, before, passed, most)
        self._present[who] = count + 1
        return None

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
