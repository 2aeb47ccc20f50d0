"""The database behind a URL: connections, transactions, and what the driver's errors mean.

SQLite: write-ahead log, so that readers never wait; `synchronous=FULL`, as a record that was acknowledged must outlast
a power failure (NORMAL would only keep the file whole); foreign keys on; every write begins as IMMEDIATE, so that two
writers queue instead of failing half way. PostgreSQL: READ COMMITTED, rows locked where they are read to be changed.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from extractor.errors import StoreError

T = TypeVar("T")

# A lost connection is ours to tell of, or to make up for: without a handler the drivers' warnings of it would be
# printed on standard error. A program that sets up logging still gets them.
for _talker in ("psycopg", "sqlalchemy"):
    logging.getLogger(_talker).addHandler(logging.NullHandler())

#: Set on a connection whose transaction will write.
WRITES: Final = "vytiah_writes"

_SQLITE_CODES: Final = {
    sqlite3.SQLITE_BUSY: "store_locked",
    sqlite3.SQLITE_LOCKED: "store_locked",
    sqlite3.SQLITE_FULL: "store_full",
    sqlite3.SQLITE_CORRUPT: "store_damaged",
    sqlite3.SQLITE_NOTADB: "store_damaged",
    sqlite3.SQLITE_IOERR: "store_unavailable",
    sqlite3.SQLITE_CANTOPEN: "store_unavailable",
    sqlite3.SQLITE_READONLY: "store_unavailable",
    sqlite3.SQLITE_PERM: "store_unavailable",
    sqlite3.SQLITE_NOMEM: "store_unavailable",
    sqlite3.SQLITE_PROTOCOL: "store_locked",
}
#: By the first characters of SQLSTATE, longest first.
_POSTGRES_CODES: Final = (
    ("53100", "store_full"),
    ("55P03", "store_locked"),
    ("40", "store_locked"),
    ("XX", "store_damaged"),
    ("42P01", "store_damaged"),
    ("08", "store_unavailable"),
    ("25006", "store_unavailable"),
    ("28", "store_unavailable"),
    ("3D", "store_unavailable"),
    ("42501", "store_unavailable"),
    ("53", "store_unavailable"),
    ("57", "store_unavailable"),
    ("58", "store_unavailable"),
)
#: SQLSTATE of what goes well when it is done again: serialisation, deadlock, a server that restarts or is full of
#: connections, a lost connection.
_PASSING: Final = ("40", "57P", "08", "53300")


def url_of(place: str | Path) -> URL:
    """The URL of a store: `sqlite:///FILE`, `postgresql://…`, or the bare path of an SQLite file.

    Raises StoreError store_unavailable for any other."""
    text = str(place)
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise StoreError("store_unavailable", "the address of the store is no URL") from error
    kind = url.get_backend_name()
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and url.database not in (None, "", ":memory:"):
        return url.set(drivername="sqlite")
    raise StoreError("store_unavailable", f"a store is an SQLite file or a PostgreSQL database, not {kind}")


def connect(url: URL, patience: float, pool: int) -> Engine:
    """The engine; nothing is opened yet. `patience`: seconds to wait for a lock or a server that restarts."""
    try:
        if url.get_backend_name() == "sqlite":
            engine = create_engine(url, connect_args={"timeout": patience, "check_same_thread": False}, pool_size=pool)
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        wait = {"connect_timeout": max(2, int(patience))}
        return create_engine(url, connect_args=wait, pool_pre_ping=True, pool_size=pool, max_overflow=pool)
    except (ImportError, NoSuchModuleError) as error:
        raise StoreError("store_unavailable", "PostgreSQL needs psycopg: pip install 'vytiah[postgres]'") from error


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver would begin transactions of its own, too late for what stands in them.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")
    # Two programs that open a new file at once: the change of mode does not wait for a lock by itself.
    until = time.monotonic() + 10
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def transact(engine: Engine, work: Callable[[Connection], T], *, writes: bool, patience: float) -> T:
    """What `work` gives, in one transaction: all of it is done or none.

    What passes by itself (a deadlock, a server that restarts) is done again for `patience` seconds, so `work` must be
    right when done twice. Raises StoreError."""
    until, pause = time.monotonic() + patience, 0.02
    while True:
        try:
            with engine.connect() as connection, connection.execution_options(**{WRITES: writes}).begin():
                return work(connection)
        except (DBAPIError, PoolTimeout) as error:
            if not passes(error) or time.monotonic() + pause > until:
                raise failure(error) from error
        time.sleep(pause)
        pause = min(pause * 2, 1.0)


def passes(error: DBAPIError | PoolTimeout) -> bool:
    """Whether the same may go well in a moment. A locked SQLite file has been waited for by SQLite itself."""
    if isinstance(error, PoolTimeout) or isinstance(error.orig, sqlite3.Error):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        return error.connection_invalidated or _refused(error)
    return str(state).startswith(_PASSING)


def _refused(error: DBAPIError) -> bool:
    """A connection that was never made or broke has no SQLSTATE."""
    return type(error.orig).__name__ == "OperationalError"


def failure(error: DBAPIError | PoolTimeout) -> Exception:
    """The StoreError that a driver's error means; a fault of ours, such as wrong SQL, stays what it is."""
    if isinstance(error, PoolTimeout):
        return StoreError("store_locked", "all connections to the database are in use")
    code = _code(error)
    return error if code is None else StoreError(code, _message(code, error.orig))


def _code(error: DBAPIError) -> str | None:
    orig = error.orig
    if isinstance(orig, sqlite3.Error):
        number = getattr(orig, "sqlite_errorcode", None)
        if number == sqlite3.SQLITE_ERROR and "no such table" in str(orig):
            return "store_damaged"
        return None if number is None else _SQLITE_CODES.get(number & 0xFF)
    state = getattr(orig, "sqlstate", None)
    if state is None:
        return "store_unavailable" if error.connection_invalidated or _refused(error) else None
    return next((code for start, code in _POSTGRES_CODES if str(state).startswith(start)), None)


_SAID: Final = {
    "store_unavailable": "the database cannot be reached or written",
    "store_full": "the disk of the database is full",
    "store_locked": "another program holds the database",
    "store_damaged": "the database is damaged or is none of ours",
}


def _message(code: str, orig: Any) -> str:
    lines = " ".join(str(orig).split("\n")[0].split())
    return f"{_SAID[code]}: {lines}" if lines else _SAID[code]
