"""Finished jobs go after a while and what they counted stays; files that nothing names go, all others stay."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from service_samples import WAIT, Service, order, state_of
from sqlalchemy import update

from api.database import Database
from api.housekeeping import Housekeeping, prune
from api.jobs import Jobs, Order, Outcome
from api.state import State
from api.tables import METADATA, jobs
from api.uploads import FOLDERS, Upload
from extractor.store import schema

_MONTH = 31 * 24 * 3600.0


@pytest.fixture
def queue(store_url: str) -> Iterator[tuple[Database, Jobs]]:
    database = Database(store_url)
    for table in reversed(METADATA.sorted_tables):
        database.write(lambda c, t=table: c.execute(t.delete()) and None)
    yield database, Jobs(database, max_queue=50, max_attempts=2, lease=60)
    database.close()


def _job(queue: Jobs, number: int, *, ended: bool) -> str:
    upload = Upload(f"{number}.txt", f"00/{number:032x}", f"{number:064x}", 10)
    accepted = queue.accept(Order("key:1", (upload,), {}, f"key {number}"), 1)
    if ended:
        assert queue.finish(accepted.claims[0], [Outcome(None, "d" * 32)])
    return accepted.job_id


def _age(database: Database, *ids: str) -> None:
    old = time.time() - _MONTH
    finished = update(jobs).where(jobs.c.id.in_(ids), jobs.c.finished.isnot(None)).values(finished=old)
    database.write(lambda c: c.execute(finished) and None)
    database.write(lambda c: c.execute(update(jobs).where(jobs.c.id.in_(ids)).values(created=old)) and None)


def _pruned(database: Database) -> int:
    return database.write(lambda c: prune(c, time.time() - 3600, 2))


def test_only_jobs_that_finished_long_ago_go(queue: tuple[Database, Jobs]) -> None:
    database, kept = queue
    gone = [_job(kept, number, ended=True) for number in range(3)]
    waiting, fresh = _job(kept, 3, ended=False), _job(kept, 4, ended=True)
    _age(database, *gone, waiting)
    assert [_pruned(database) for _ in range(3)] == [2, 1, 0]
    assert [kept.job(i) is None for i in gone] == [True] * 3
    assert kept.job(waiting) is not None
    assert kept.job(fresh) is not None


def test_what_a_sender_has_sent_counts_for_good(queue: tuple[Database, Jobs]) -> None:
    database, kept = queue
    for number in range(4):
        _age(database, _job(kept, number, ended=True))
        if number % 2:
            assert _pruned(database) == 2
    assert kept.used("key:1") == (4, 40)
    _job(kept, 5, ended=True)
    assert kept.used("key:1") == (5, 50)


def _housekeeping(state: State) -> Housekeeping:
    made = Housekeeping(state.database, state.store, state.uploads, state.pages, state.options)
    made.stop()
    return made


def _swept(state: State) -> int:
    made = _housekeeping(state)
    return sum(made.orphans(folder) for folder in FOLDERS)


def _orphan(data: Path, days: float) -> Path:
    path = data / "uploads" / "ab" / f"{int(days):032x}"
    path.write_bytes(b"left behind")
    then = time.time() - days * 24 * 3600
    os.utime(path, (then, then))
    return path


def test_a_file_that_nothing_names_goes_and_documents_stay(service: Service, tmp_path: Path) -> None:
    client: TestClient = service()
    state = state_of(client)
    place = client.post("/v1/documents", content=order(8_001), headers=WAIT).headers["content-location"]
    data = tmp_path / "data"
    (own,) = [path for path in (data / "uploads").rglob("*") if path.is_file()]
    old, young = _orphan(data, 20), _orphan(data, 2)
    os.utime(own, (time.time() - 20 * 24 * 3600,) * 2)
    # Of a database that is younger than the file it is not known whether it is the right one.
    assert _swept(state) == 0
    long_ago = update(schema.documents).values(added="2020-01-01T00:00:00.000Z")
    state.store.write(lambda c: c.execute(long_ago) and None)
    assert _swept(state) == 1
    assert (old.exists(), young.exists(), own.exists()) == (False, True, True)
    assert client.get(place.replace("/extraction", "/file")).content == order(8_001)


def test_a_file_that_still_waits_stays(service: Service, tmp_path: Path) -> None:
    client: TestClient = service()
    state = state_of(client)
    client.post("/v1/documents", content=order(8_002), headers=WAIT)
    long_ago = update(schema.documents).values(added="2020-01-01T00:00:00.000Z")
    state.store.write(lambda c: c.execute(long_ago) and None)
    path = _orphan(tmp_path / "data", 20)
    upload = Upload(None, f"ab/{path.name}", "0" * 64, 11)
    accepted = state.jobs.accept(Order("key:1", (upload,), {}), 1)
    assert _swept(state) == 0
    assert state.jobs.finish(accepted.claims[0], [Outcome(None, None, "no_text", "nothing")])
    assert _swept(state) == 1


def test_a_service_that_starts_puts_its_house_in_order(service: Service, tmp_path: Path) -> None:
    client: TestClient = service()
    client.post("/v1/documents", content=order(8_003), headers=WAIT)
    (job,) = client.get("/v1/jobs").json()["items"]
    database = Database(str(tmp_path / "data" / "vytiah.db"))
    _age(database, job["id"])
    database.close()
    client.__exit__(None, None, None)
    again: TestClient = service()
    end = time.monotonic() + 60
    while again.get("/v1/jobs").json()["items"]:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert len(again.get("/v1/documents").json()["items"]) == 1
