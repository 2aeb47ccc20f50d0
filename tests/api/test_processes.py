"""Service processes for real: killed in the middle of their work, stopped as they should be, two on one database."""

from __future__ import annotations

import hashlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest
from service_samples import order

from api.database import Database
from api.tables import METADATA

if TYPE_CHECKING:
    from databases import Postgres

_START = """
import sys
from pathlib import Path
from api.options import Options
from api.serve import serve
from extractor import Settings
data, store, port = sys.argv[1:]
serve(Settings(nlp="rules"), Options(data=Path(data), store=store, workers=1, lease=2.0, drain=10), int(port))
"""
#: Generous: a loaded machine starts three processes.
_PATIENCE = 120
#: The server ends itself by the signal again, once all has been ended.
STOPPED = (0, -signal.SIGTERM)


class Process:
    """A service in a process of its own."""

    def __init__(self, data: Path, store: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.log = (data.parent / f"{port}.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START, str(data), store, str(port)], stdout=self.log, stderr=self.log
        )
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=_PATIENCE)
        until(self.answers)

    def answers(self) -> bool:
        assert self.process.poll() is None, Path(self.log.name).read_text(encoding="utf-8")
        try:
            return self.client.get("/health/live").status_code == 200
        except httpx2.TransportError:
            return False

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        self.client.close()
        self.log.close()
        return self.process.wait(_PATIENCE)


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], Process]]:
    made: list[Process] = []

    def one(store: str) -> Process:
        process = Process(tmp_path / "data", store)
        made.append(process)
        return process

    yield one
    for process in made:
        if process.process.poll() is None:
            process.end(signal.SIGKILL)


@pytest.fixture
def empty(store_url: str) -> str:
    database = Database(store_url)
    for table in reversed(METADATA.sorted_tables):
        database.write(lambda c, t=table: c.execute(t.delete()) and None)
    database.close()
    return store_url


def sent(process: Process, number: int) -> str:
    """The document's id, once the service has taken it."""
    answer = process.client.post("/v1/documents", content=order(number), headers={"Prefer": "respond-async"})
    assert answer.status_code in (200, 202)
    return hashlib.sha256(order(number)).hexdigest()[:32]


def read(process: Process, document_id: str) -> bool:
    return process.client.get(f"/v1/documents/{document_id}/extraction").status_code == 200


def test_what_was_accepted_outlasts_being_killed(empty: str, start: Callable[[str], Process]) -> None:
    accepted = []
    for life in range(2):
        process = start(empty)
        accepted += [sent(process, life * 10 + n) for n in range(1, 6)]
        process.end(signal.SIGKILL)
    last = start(empty)
    for document_id in accepted:
        until(partial(read, last, document_id))
    changes = last.client.get("/v1/changes", params={"limit": 1000}).json()["items"]
    assert sorted(c["document_id"] for c in changes) == sorted(accepted)
    assert {c["version"] for c in changes} == {1}
    assert last.end(signal.SIGTERM) in STOPPED


def test_a_stopped_service_ends_what_it_has_in_hand(tmp_path: Path, start: Callable[[str], Process]) -> None:
    store = f"sqlite:///{tmp_path}/store.db"
    process = start(store)
    accepted = [sent(process, n) for n in range(1, 9)]
    assert process.end(signal.SIGTERM) in STOPPED
    again = start(store)
    for document_id in accepted:
        until(partial(read, again, document_id))
    jobs = again.client.get("/v1/jobs").json()["items"]
    assert {f["attempts"] for j in jobs for f in j["files"]} == {1}


def test_two_processes_share_a_database_and_one_takes_over_from_the_other(
    postgres: Postgres, start: Callable[[str], Process]
) -> None:
    store = postgres.fresh()
    one, two = start(store), start(store)
    accepted = [sent(process, n) for n in range(1, 21) for process in (one if n % 2 else two,)]
    one.end(signal.SIGKILL)
    for document_id in accepted:
        until(partial(read, two, document_id))
    changes = two.client.get("/v1/changes", params={"limit": 1000}).json()["items"]
    assert sorted(c["document_id"] for c in changes) == sorted(accepted)


def test_sqlite_has_one_process(tmp_path: Path, start: Callable[[str], Process]) -> None:
    store = f"sqlite:///{tmp_path}/store.db"
    start(store)
    second = subprocess.run(
        [sys.executable, "-c", _START, str(tmp_path / "data"), store, "1"], capture_output=True, check=False, text=True
    )
    assert second.returncode != 0
    assert "another service runs" in second.stderr
