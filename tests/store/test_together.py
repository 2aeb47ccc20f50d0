"""Several programs on one database: each document once, no change missed, nobody locked out."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest
from contents import assert_whole, dump
from papers import copies, order, written
from sqlalchemy import Connection, text

from extractor.store import Correction, Saved, Store, open_store
from extractor.store.change import forget, locked

HERE = Path(__file__).parent
#: Connections to a PostgreSQL database that wait for another.
WAITING: Final = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)

SAVING = """
import sys
from pathlib import Path
from papers import copies
from extractor.store import open_store

found = copies(12, Path(sys.argv[3]))
print("ready", flush=True)
sys.stdin.readline()
with open_store(sys.argv[1]) as store:
    changed = [store.save(extraction, seen_at=sys.argv[2] + "/a.txt").changed for extraction in found]
print(sum(changed))
"""


def start(url: str, name: str, paper: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SAVING, url, name, paper]
    return subprocess.Popen(command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


def test_two_programs_that_save_the_same_make_one_document_of_each(store_url: str, tmp_path: Path) -> None:
    """They open the store at once, too: one makes the tables of a new file, the other waits."""
    both = [start(store_url, name, written(tmp_path)) for name in ("first", "second")]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    told = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum(int(number) for number in told) == 12
    with open_store(store_url) as store:
        assert assert_whole(store) == 12
        assert len(dump(store)["sightings"]) == 24
        assert [c.version for c in store.changes()] == [1] * 12


def test_who_follows_the_changes_misses_none(store: Store) -> None:
    """Cursors come in the order of commits: a later one is never seen before an earlier one."""
    found, seen, done = copies(24), [], threading.Event()
    errors: list[BaseException] = []

    def save(mine: list) -> None:  # type: ignore[type-arg]
        try:
            for extraction in mine:
                store.save(extraction)
        except BaseException as error:  # noqa: BLE001 - told by the test
            errors.append(error)

    def follow() -> None:
        after, last = 0, False
        while not last:
            last = done.is_set()
            for change in store.changes(after):
                seen.append(change.document_id)
                after = change.cursor

    threads = [threading.Thread(target=save, args=(found[n::3],)) for n in range(3)]
    follower = threading.Thread(target=follow)
    for thread in (*threads, follower):
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    follower.join()
    assert errors == []
    assert sorted(seen) == sorted(e.source.sha256[:32] for e in found)


def test_corrections_at_once_are_all_kept(store: Store) -> None:
    identity = store.save(order()).document_id
    threads = [
        threading.Thread(
            target=store.correct, args=(identity, Correction(action="confirm", item=f"m{n}")), kwargs={"by": str(n)}
        )
        for n in (1, 2, 3, 4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(line.by for line in store.history(identity)) == ["1", "2", "3", "4"]
    assert sorted(line.revision for line in store.history(identity)) == [2, 3, 4, 5]
    assert len(store.states(identity)) == 4


KILLED = """
import sys
from pathlib import Path
from papers import copies
from extractor.store import open_store

with open_store(sys.argv[1]) as store:
    for extraction in copies(10_000, Path(sys.argv[2])):
        print(store.save(extraction).document_id, flush=True)
"""


def test_what_was_acknowledged_outlasts_a_kill(store_url: str, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, store_url, written(tmp_path)], cwd=HERE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(15)]
    process.kill()
    told += process.communicate()[0].split()
    with open_store(store_url) as store:
        kept = assert_whole(store)
        # The last may have been kept and not told; nothing that was told is missing.
        assert kept - len(told) in (0, 1)
        assert all(store.extraction(identity) is not None for identity in told if len(identity) == 32)
        store.save(order())
        assert assert_whole(store) == kept + 1


@pytest.mark.parametrize("gone", [False, True])
def test_a_document_that_is_deleted_while_it_is_saved_goes_on_behind_its_last_revision(
    store: Store, *, gone: bool
) -> None:
    """Whether the save comes just before the deletion is written or just after."""
    if store.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    identity = store.save(order(), seen_at="a.txt").document_id

    def deleting(connection: Connection) -> Future[Saved]:
        locked(connection, identity)
        if gone:
            forget(connection, identity)
        saving = pool.submit(store.save, order(), seen_at="b.txt")
        while not store.read(lambda c: c.scalar(WAITING)):
            assert not saving.done()
        if not gone:
            forget(connection, identity)
        return saving

    with ThreadPoolExecutor(1) as pool:
        saved = store.write(deleting).result()
    assert (saved.version, saved.revision, saved.changed) == (1, 3, True)
    assert [s.place for s in store.sightings(identity)] == ["b.txt"]
    assert [c.key for c in store.changes()] == [f"{identity}:{revision}" for revision in (1, 2, 3)]
