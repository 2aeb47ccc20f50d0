"""A database server that is stopped in the middle of a batch, as an update of the system does it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import databases
import pytest
from contents import assert_whole
from sqlalchemy import Connection, Engine, event, text

from extractor.batch import session
from extractor.batch.counts import Counts
from extractor.batch.engine_local import LocalEngine
from extractor.batch.finds import Plan
from extractor.errors import StoreError
from extractor.evaluate.archive_maker import write
from extractor.settings import Settings
from extractor.store import open_store, schema

DOCUMENTS = 200
SETTINGS = Settings(nlp="rules")
#: What no two runs have alike: times, and numbers that are given in the order in which documents come.
_OWN = {"added", "updated", "first", "last", "created", "seq", "cursor"}


@pytest.fixture(scope="module")
def server() -> Iterator[databases.Server]:
    """One that nobody else uses, whatever PostgreSQL the other tests have."""
    with databases.own() as made:
        made.start()
        yield made


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("archive")
    write(root, DOCUMENTS)
    return root


@pytest.fixture(scope="module")
def undisturbed(server: databases.Server, archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    url = databases.database(server.url, "undisturbed")
    assert batch(archive, tmp_path_factory.mktemp("out"), url).documents == DOCUMENTS
    return contents(url)


def batch(archive: Path, out: Path, url: str, *, patience: float = 30) -> Counts:
    """Go through the archive with two workers."""
    plan = Plan(roots=(archive,), max_bytes=SETTINGS.max_bytes)
    order = session.Order(plan=plan, folder=out, settings=SETTINGS, filed=False, store=url, patience=patience)
    with session.opened(order, lambda: LocalEngine(2, SETTINGS), lambda _: None) as going:
        return going.run()


def contents(url: str) -> dict[str, list[Any]]:
    """Every row of every table, documents named by their ids."""

    def work(connection: Connection) -> dict[str, list[Any]]:
        names = {row.seq: row.id for row in connection.execute(text("SELECT seq, id FROM documents"))}
        found = {}
        for table in schema.metadata.sorted_tables:
            rows = [dict(row._mapping) for row in connection.execute(table.select())]
            for row in rows:
                row.update(doc=names[row["doc"]] if "doc" in row else None)
            found[table.name] = sorted(repr({n: row[n] for n in row if n not in _OWN}) for row in rows)
        searched = connection.execute(text("SELECT doc, CAST(vector AS text) FROM search"))
        found["search"] = sorted(f"{names[doc]} {vector}" for doc, vector in searched)
        return found

    with open_store(url) as store:
        assert assert_whole(store) == len(store.read(work)["documents"])
        return store.read(work)


@contextmanager
def meanwhile(when: str, act: Callable[[], None]) -> Iterator[list[bool]]:
    """Do something once: behind half of the documents, before the next statement that begins so, or "commit"."""
    done: list[bool] = []
    saved = [0]

    def now() -> None:
        if saved[0] > DOCUMENTS // 2 and not done:
            done.append(True)
            act()

    def statement(_connection: Any, _cursor: Any, sql: str, parameters: Any, *_: Any) -> None:
        if sql.startswith("INSERT INTO extractions"):
            saved[0] += len(parameters) if isinstance(parameters, list) else 1
        if sql.startswith(when):
            now()

    def commit(_connection: Any) -> None:
        if when == "commit":
            now()

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)
    try:
        yield done
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
        event.remove(Engine, "commit", commit)


def restart(server: databases.Server, away: float) -> Callable[[], None]:
    """Stop it at once, whatever it is doing, and start it so many seconds later."""

    def act() -> None:
        server.stop(signal.SIGQUIT)
        Timer(away, server.start).start()

    return act


@pytest.mark.parametrize(("when", "away"), [("INSERT INTO measures", 0), ("commit", 3)])
def test_a_server_that_restarts_is_waited_for(
    server: databases.Server, archive: Path, tmp_path: Path, undisturbed: Any, when: str, away: float
) -> None:
    url = databases.database(server.url, f"restarted_{when.split(maxsplit=1)[0].lower()}")
    with meanwhile(when, restart(server, away)) as restarted:
        counts = batch(archive, tmp_path, url)
    assert restarted
    assert (counts.documents, counts.failed) == (DOCUMENTS, 0)
    assert contents(url) == undisturbed


def test_a_server_that_stays_away_ends_the_batch_which_goes_on_when_it_is_back(
    server: databases.Server, archive: Path, tmp_path: Path, undisturbed: Any
) -> None:
    url = databases.database(server.url, "away")
    gone = pytest.raises(StoreError, match=r"^[^\n]+$")
    with meanwhile("INSERT INTO measures", lambda: server.stop(signal.SIGQUIT)) as stopped, gone as caught:
        batch(archive, tmp_path, url, patience=0.5)
    assert stopped
    assert caught.value.code == "store_unavailable"
    server.start()
    with open_store(url) as store:
        there = assert_whole(store)
    assert 0 < there < DOCUMENTS
    counts = batch(archive, tmp_path, url)
    # What the store has is not read again.
    assert (counts.documents, counts.unchanged) == (DOCUMENTS - there, there)
    assert contents(url) == undisturbed
