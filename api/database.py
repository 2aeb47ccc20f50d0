"""The service's own tables, in the store's database: brought up to date, read and written, one transaction each."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import Connection, inspect, text

from api.tables import VERSION_TABLE
from extractor.errors import StoreError
from extractor.store import engine

T = TypeVar("T")

#: Any number, the same for all: the advisory lock of whoever migrates a PostgreSQL database.
_LOCK: Final = 0x767974_6962
_HOME: Final = Path(__file__).parent / "migrations"
#: Seconds to wait for a lock, or for a server that restarts.
_PATIENCE: Final = 10.0
#: Connections kept: one for each thread that answers requests would be more than PostgreSQL likes.
_POOL: Final = 10


class Database:
    """The service's tables at the store's URL. Every method raises StoreError, and may call `work` twice."""

    def __init__(self, url: str) -> None:
        self._engine = engine.connect(engine.url_of(url), _PATIENCE, _POOL)
        try:
            if _behind(self.read(_step)):
                self.write(_upgrade)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Closes the connections."""
        self._engine.dispose()

    def read(self, work: Callable[[Connection], T]) -> T:
        """What `work` finds."""
        return engine.transact(self._engine, work, writes=False, patience=_PATIENCE)

    def write(self, work: Callable[[Connection], T]) -> T:
        """What `work` gives; on return it is on the disk, all of it."""
        return engine.transact(self._engine, work, writes=True, patience=_PATIENCE)

    @property
    def shared(self) -> bool:
        """Whether several service processes may use it at once."""
        return self._engine.dialect.name == "postgresql"


def now(connection: Connection) -> float:
    """Seconds since 1970: by the database's clock, where services on several machines must agree."""
    if connection.dialect.name == "postgresql":
        return float(connection.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())
    return time.time()


@cache
def _head() -> str:
    return max(path.name[1:5] for path in (_HOME / "versions").glob("v[0-9][0-9][0-9][0-9]_*.py"))


def _step(connection: Connection) -> str | None:
    """The step that the tables stand at; None where there are none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return None if found is None else str(found)


def _behind(found: str | None) -> bool:
    if found is not None and found > _head():
        raise StoreError("store_newer", f"the service's tables stand at step {found}, this program knows {_head()}")
    return found != _head()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    if not _behind(_step(connection)):
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HOME).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
