"""The feed's tables, in the store's database: who is told, and what waits to be told. v0002_feed makes them.

Times are seconds since 1970 by the clock of whoever pushes.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

METADATA: Final = MetaData()
_Count: Final = BigInteger().with_variant(Integer, "sqlite")

#: `position`: the cursor of the last change that was looked at for this subscriber. `resume`: not before then, as the
#: receiver asked for a pause or does not answer. `holder`, `lease`: which pusher has it in hand, until when.
subscriptions: Final = Table(
    "feed_subscriptions",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("url", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("wanted", Text, nullable=False),
    Column("allow_private", Boolean, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("paused", Text),
    Column("resume", Float),
    Column("failures", Integer, nullable=False),
    Column("delivered", BigInteger, nullable=False),
    Column("created", Float, nullable=False),
    Column("holder", String(32)),
    Column("lease", Float),
)

#: One change for one subscriber, until it is delivered. `due`: not before then; `dead`: no more, until it is requeued.
deliveries: Final = Table(
    "feed_deliveries",
    METADATA,
    Column("id", _Count, primary_key=True, autoincrement=True),
    Column("subscription", String(16), ForeignKey("feed_subscriptions.id", ondelete="CASCADE"), nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", Float, nullable=False),
    Column("dead", Boolean, nullable=False),
    Column("status", Integer),
    Column("error", Text),
    Index("ix_feed_deliveries_once", "subscription", "cursor", unique=True),
    Index("ix_feed_deliveries_due", "subscription", "dead", "due"),
    sqlite_autoincrement=True,
)
