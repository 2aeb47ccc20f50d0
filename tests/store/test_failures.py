"""Storage that fails at any moment leaves no half record, says so clearly, and needs nobody's hand to go on."""

from __future__ import annotations

import re
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from contents import agreed, assert_whole, dump
from papers import copies, letter, order, written
from sqlalchemy import event

from extractor.errors import StoreError
from extractor.store import Correction, Entry, Prepared, Store, engine, open_store
from extractor.store.migrate import head, migrate

#: More statements than anything here takes.
ENOUGH = 60


def driver_error(dialect: str, kind: str) -> Exception:
    if dialect == "postgresql":
        return {
            "full": psycopg.errors.DiskFull,
            "io": psycopg.errors.IoError,
            "locked": psycopg.errors.LockNotAvailable,
        }[kind]("injected")
    error = sqlite3.OperationalError("injected")
    codes = {"full": sqlite3.SQLITE_FULL, "io": sqlite3.SQLITE_IOERR_WRITE, "locked": sqlite3.SQLITE_BUSY}
    error.sqlite_errorcode = codes[kind]
    return error


@contextmanager
def at_statement(store: Store, number: int, act: Callable[[Any], None]) -> Iterator[list[int]]:
    """Do something before the n-th statement; what is given counts them."""
    seen = [0]

    def before(_connection: Any, cursor: Any, *_: Any) -> None:
        seen[0] += 1
        if seen[0] == number:
            act(cursor)

    event.listen(store.engine, "before_cursor_execute", before)
    try:
        yield seen
    finally:
        event.remove(store.engine, "before_cursor_execute", before)


def fail(store: Store, number: int, kind: str, work: Callable[[], object]) -> StoreError | None:
    """Let the n-th statement fail; the error, or None where there are not so many."""
    with at_statement(store, number, _broken(store.engine.dialect.name, kind)) as seen:
        error = _refused(work)
    if error is not None:
        return error
    assert seen[0] < number, "the failure was swallowed"
    return None


@pytest.mark.parametrize(
    ("kind", "code"), [("full", "store_full"), ("io", "store_unavailable"), ("locked", "store_locked")]
)
def test_any_statement_may_fail(store: Store, kind: str, code: str) -> None:
    identity = store.save(letter()).document_id
    works: list[Callable[[], object]] = [
        lambda: store.save(order(), seen_at="a.txt"),
        lambda: store.save_all([Entry(Prepared(each), "b.txt") for each in copies(3)]),
        lambda: store.correct(identity, Correction(action="confirm", item="document"), by="Олена"),
        lambda: store.delete(identity),
    ]
    # Each statement with one kind of failure, some with the others: what the error says is all that differs.
    step = 1 if kind == "full" else 5
    for work in works:
        before = dump(store)
        for number in range(1, ENOUGH, step):
            error = fail(store, number, kind, work)
            if error is None:
                break
            assert error.code == code
            assert re.fullmatch(r"[^\n]+injected", error.message)
            assert dump(store) == before
        assert number > 3
        assert dump(store) != before
        agreed(store)
    assert len(store.documents().items) == 4


def test_a_disk_that_fills_up(tmp_path: Path) -> None:
    """SQLite is given a page more at a time; each document is there when it has its place, and not before."""
    with open_store(tmp_path / "full.db", pool=1) as store:
        store.save(order())
        waiting, refused = copies(6), 0
        pages = _pages(store)
        while waiting:
            _limit(store, pages + 2 * refused)
            before = dump(store)
            error = _refused(lambda: store.save(waiting[-1]))
            if error is None:
                waiting.pop()
                continue
            assert error.code == "store_full"
            assert dump(store) == before
            refused += 1
        assert refused > 3
        assert assert_whole(store) == 7


def _refused(work: Callable[[], object]) -> StoreError | None:
    try:
        work()
    except StoreError as error:
        return error
    return None


def _pages(store: Store) -> int:
    with store.engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())


def _limit(store: Store, pages: int) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


LIMITED = """
import resource, signal, sys
from pathlib import Path
from papers import copies
from extractor.errors import StoreError
from extractor.store import open_store

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_store(sys.argv[1]) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        for extraction in copies(200, Path(sys.argv[3])):
            store.save(extraction)
            print("saved", flush=True)
    except StoreError as error:
        print(error.code)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="the system limits no sizes of files")
def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """The system itself refuses to write: what was acknowledged is there, and the store goes on when it can."""
    place = tmp_path / "limited.db"
    open_store(place).close()
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(place), str(500_000), written(tmp_path)],
        cwd=Path(__file__).parent, capture_output=True, encoding="utf-8", timeout=120, check=True,
    )  # fmt: skip
    *saved, code = done.stdout.split()
    assert code in ("store_full", "store_unavailable")
    assert saved
    with open_store(place) as store:
        assert assert_whole(store) == len(saved)
        store.save(order())
        assert assert_whole(store) == len(saved) + 1


def test_another_program_that_holds_the_file(tmp_path: Path) -> None:
    place = tmp_path / "held.db"
    with open_store(place, patience=0.1) as store:
        other = sqlite3.connect(place, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as caught:
            store.save(order())
        assert caught.value.code == "store_locked"
        assert store.documents().items == []
        other.execute("COMMIT")
        other.close()
        store.save(order())
        assert assert_whole(store) == 1


def terminated(url: str) -> Callable[[Any], None]:
    """End the server's process that runs the statement, as a restart does."""

    def act(cursor: Any) -> None:
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [cursor.connection.info.backend_pid])

    return act


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue("postgres").emptied())


def test_a_server_that_goes_away_is_waited_for(postgres_url: str) -> None:
    """At every statement of a save and of a correction: done again by itself, and done once."""
    with open_store(postgres_url) as store:
        for number in range(1, ENOUGH, 4):
            with at_statement(store, number, terminated(postgres_url)) as seen:
                saved = store.save(order())
                store.correct(saved.document_id, Correction(action="confirm", item="m1"), by="Олена")
            assert assert_whole(store) == 1
            assert len(store.history(saved.document_id)) == 1
            store.delete(saved.document_id)
            with store.engine.begin() as connection:
                connection.exec_driver_sql("TRUNCATE tombstones, outbox")
            if seen[0] < number:
                break
        assert number > 10


def test_a_server_that_stays_away_is_an_error(postgres_url: str) -> None:
    with open_store(postgres_url, patience=0) as store:
        for number in (1, 5, 9):
            with at_statement(store, number, terminated(postgres_url)), pytest.raises(StoreError) as caught:
                store.save(order())
            assert caught.value.code == "store_unavailable"
            assert store.documents().items == []
        store.save(order())
        assert assert_whole(store) == 1


def test_a_commit_that_is_cut_off_is_done_once(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        cut = []

        def before(connection: Any) -> None:
            if not cut:
                cut.append(True)
                terminated(postgres_url)(connection.connection.cursor())

        event.listen(store.engine, "commit", before)
        store.save(order())
        event.remove(store.engine, "commit", before)
        assert cut
        assert assert_whole(store) == 1


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "store_unavailable"),
        ("mysql://root@127.0.0.1/x", "store_unavailable"),
        ("://", "store_unavailable"),
        ("sqlite://", "store_unavailable"),
        ("sqlite:////proc/none/vytiah.db", "store_unavailable"),
    ],
)
def test_a_store_that_cannot_be_opened_says_so(url: str, code: str) -> None:
    with pytest.raises(StoreError, match=r"^[^\n]+$") as caught:
        open_store(url, patience=0)
    assert caught.value.code == code


def test_a_file_that_is_no_store_is_left_as_it_is(tmp_path: Path) -> None:
    garbage = tmp_path / "letter.doc"
    garbage.write_bytes(b"\xd0\xcf\x11\xe0" * 5000)
    with pytest.raises(StoreError) as caught:
        open_store(garbage)
    assert caught.value.code == "store_damaged"
    assert garbage.read_bytes() == b"\xd0\xcf\x11\xe0" * 5000
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE documents (name TEXT)")
    connection.close()
    with pytest.raises(StoreError) as caught:
        open_store(other)
    assert caught.value.code == "store_damaged"


def test_a_store_of_a_newer_program_is_left_alone(store_url: str) -> None:
    with open_store(store_url) as store, store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    try:
        with pytest.raises(StoreError) as caught:
            open_store(store_url)
        assert caught.value.code == "store_newer"
    finally:
        with store.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{head()}'")
        store.close()


def test_a_migration_that_fails_half_way_is_done_anew(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    for url in (f"sqlite:///{tmp_path}/new.db", request.getfixturevalue("postgres").fresh()):
        for number in range(1, 120, 17):
            made = Store(engine.connect(engine.url_of(url), 0, 1), 0)
            with made, at_statement(made, number, _broken(made.engine.dialect.name)) as seen:
                error = _refused(lambda made=made: migrate(made.engine, 0))
            assert error is None or error.code == "store_full"
            if seen[0] < number:
                break
        with open_store(url) as store:
            store.save(order())
            assert assert_whole(store) == 1


def _broken(dialect: str, kind: str = "full") -> Callable[[Any], None]:
    def act(_cursor: Any) -> None:
        raise driver_error(dialect, kind)

    return act
