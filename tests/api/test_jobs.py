"""The queue in the database: taken once, tried a bounded number of times, given back; on each database."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, inspect, select, text, update

from api import tables
from api.database import Database
from api.jobs import Accepted, Claim, Jobs, KeyReused, Order, Outcome, QueueFull
from api.tables import METADATA, job_files
from api.uploads import Upload


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    made = Database(store_url)
    for table in reversed(METADATA.sorted_tables):
        made.write(lambda c, t=table: c.execute(t.delete()) and None)
    yield made
    made.close()


@pytest.fixture
def jobs(database: Database) -> Jobs:
    return process(database)


def process(database: Database) -> Jobs:
    """The jobs as another service process sees them."""
    return Jobs(database, max_queue=5, max_attempts=2, lease=60)


def upload(number: int) -> Upload:
    return Upload(f"{number}.txt", f"00/{number:032x}", f"{number:064x}", 10)


def accepted(jobs: Jobs, *numbers: int, claim: int = 0, key: str | None = None) -> Accepted:
    return jobs.accept(Order("key:1", tuple(upload(n) for n in numbers), {"nlp": "rules"}, key), claim)


def state(jobs: Jobs, job_id: str) -> str:
    view = jobs.job(job_id)
    assert view is not None
    return view.state


def expire(database: Database) -> None:
    """As if the process that holds them had been dead for as long as a lease lasts."""
    database.write(lambda c: c.execute(update(job_files).values(lease=0.0)) and None)


def test_the_steps_make_the_tables(database: Database) -> None:
    for table in METADATA.sorted_tables:
        found = database.read(lambda c, t=table: inspect(c).get_columns(t.name))
        assert {c["name"]: bool(c["nullable"]) for c in found} == {c.name: bool(c.nullable) for c in table.columns}
        indexes = database.read(lambda c, t=table: inspect(c).get_indexes(t.name))
        assert {i.name for i in table.indexes} <= {i["name"] for i in indexes}


def test_a_file_is_taken_by_one_process(database: Database, jobs: Jobs) -> None:
    job = accepted(jobs, 1, 2)
    other = process(database)
    taken = [*jobs.claim(1), *other.claim(5), *jobs.claim(5)]
    assert [c.name for c in taken] == ["1.txt", "2.txt"]
    assert all(c.settings == {"nlp": "rules"} and c.attempts == 1 for c in taken)
    assert state(jobs, job.job_id) == "running"


def test_what_was_claimed_when_it_was_accepted_is_not_taken_again(database: Database, jobs: Jobs) -> None:
    job = accepted(jobs, 1, 2, claim=1)
    assert [c.name for c in job.claims] == ["1.txt"]
    assert [c.name for c in process(database).claim(5)] == ["2.txt"]


def test_a_job_ends_with_its_last_file(jobs: Jobs) -> None:
    job = accepted(jobs, 1, 2, claim=2)
    first, second = job.claims
    assert jobs.finish(first, [Outcome("1.txt", "d" * 32)])
    assert state(jobs, job.job_id) == "running"
    assert jobs.finish(second, [Outcome("2.txt", "e" * 32, "corrupted", "damaged")])
    view = jobs.job(job.job_id)
    assert view is not None
    assert (view.state, [f.state for f in view.files]) == ("done", ["done", "failed"])
    assert view.files[1].documents == (Outcome("2.txt", "e" * 32, "corrupted", "damaged"),)
    assert jobs.waiting() == 0


def test_a_dead_process_loses_its_files_to_another(database: Database, jobs: Jobs) -> None:
    (held,) = accepted(jobs, 1, claim=1).claims
    other = process(database)
    assert other.claim(5) == []
    expire(database)
    (again,) = other.claim(5)
    assert (again.file_id, again.attempts) == (held.file_id, 2)
    # The first was not dead, only slow: what it brings is too late, and it is told so.
    assert jobs.renew([held.file_id]) == {held.file_id}
    assert not jobs.finish(held, [Outcome("1.txt", "d" * 32)])
    assert other.renew([again.file_id]) == set()
    assert other.finish(again, [Outcome("1.txt", "d" * 32)])


def test_a_file_that_kills_its_process_fails_alone(database: Database, jobs: Jobs) -> None:
    job = accepted(jobs, 1, 2, claim=1)
    for _ in range(2):
        expire(database)
        process(database).claim(1)
    view = jobs.job(job.job_id)
    assert view is not None
    assert [(f.state, f.code) for f in view.files] == [("failed", "worker_died"), ("queued", None)]
    assert [c.name for c in jobs.claim(5)] == ["2.txt"]


def test_who_gives_up_a_file_holds_none_while_it_waits_for_its_job(database: Database, jobs: Jobs) -> None:
    """Who cancels takes the job first and then its files: in another order the two could wait for each other."""
    if not database.shared:
        pytest.skip("SQLite has one writer at a time")
    job = accepted(jobs, 1)
    for _ in range(2):
        jobs.claim(1)
        expire(database)
    mine = select(job_files.c.id).where(job_files.c.job_id == job.job_id)

    def cancelling(connection: Connection) -> Future[list[Claim]]:
        connection.execute(select(tables.jobs.c.id).where(tables.jobs.c.id == job.job_id).with_for_update())
        found = pool.submit(process(database).claim, 1)
        waits = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        while not database.read(lambda c: c.scalar(waits)):
            assert not found.done()
        # Raises where another has it.
        connection.execute(mine.with_for_update(nowait=True)).one()
        return found

    with ThreadPoolExecutor(1) as pool:
        assert database.write(cancelling).result() == []
    assert state(jobs, job.job_id) == "failed"


@pytest.mark.parametrize("given_back", [False, True])
def test_an_archive_that_fails_in_the_middle_ends_as_failed(jobs: Jobs, *, given_back: bool) -> None:
    job = accepted(jobs, 1, claim=1)
    (claim,) = job.claims
    jobs.note(claim.file_id, 0, [Outcome("a.zip/1.txt", "d" * 32)])
    if given_back:
        jobs.release([claim])
        (claim,) = jobs.claim(1)
    assert jobs.finish(claim, [Outcome("a.zip", None, "internal", "a fault of the program")])
    view = jobs.job(job.job_id)
    assert view is not None
    assert (view.state, view.files[0].code) == ("failed", "internal")
    assert [d.name for d in view.files[0].documents] == ["a.zip"]


def test_an_archive_of_which_nothing_was_read_fails_by_its_own_fault(jobs: Jobs) -> None:
    job = accepted(jobs, 1, claim=1)
    (claim,) = job.claims
    parts = [Outcome(f"{claim.name}/{n}", None, "unsupported_type", "no reader knows it") for n in range(2)]
    jobs.note(claim.file_id, 0, [*parts, Outcome(claim.name, None, "corrupted", "the zip archive is damaged")])
    assert jobs.finish(claim, [], 3)
    view = jobs.job(job.job_id)
    assert view is not None
    assert (view.state, view.files[0].code) == ("failed", "corrupted")


def test_what_is_given_back_has_not_been_tried(database: Database, jobs: Jobs) -> None:
    job = accepted(jobs, 1, claim=1)
    for _ in range(5):
        jobs.release(job.claims)
        (claim,) = jobs.claim(1)
        assert claim.attempts == 1
    assert state(process(database), job.job_id) == "running"


def test_the_only_process_takes_over_at_once(jobs: Jobs, database: Database) -> None:
    accepted(jobs, 1, claim=1)
    again = process(database)
    again.reclaim()
    assert [c.attempts for c in again.claim(5)] == [2]


def test_documents_of_an_archive_are_noted_as_they_come(jobs: Jobs) -> None:
    job = accepted(jobs, 1, claim=1)
    (claim,) = job.claims
    outcomes = [Outcome(f"a.zip/{n}", f"{n:032x}") for n in range(3)]
    for position, outcome in enumerate(outcomes[:2]):
        jobs.note(claim.file_id, position, [outcome])
    # A second attempt begins from the start.
    jobs.note(claim.file_id, 0, outcomes[:1])
    for position, outcome in enumerate(outcomes[1:], 1):
        jobs.note(claim.file_id, position, [outcome])
    jobs.finish(claim, [], 3)
    view = jobs.job(job.job_id)
    assert view is not None
    assert view.files[0].documents == tuple(outcomes)


def test_the_queue_is_bounded(jobs: Jobs) -> None:
    accepted(jobs, 1, 2, 3, 4)
    with pytest.raises(QueueFull):
        accepted(jobs, 5, 6)
    job = accepted(jobs, 5)
    jobs.cancel(job.job_id)
    assert accepted(jobs, 6).job_id != job.job_id


def test_a_key_stands_for_one_request_of_its_owner(jobs: Jobs) -> None:
    first = accepted(jobs, 1, key="k")
    assert accepted(jobs, 1, key="k") == Accepted(first.job_id, (), again=True)
    with pytest.raises(KeyReused):
        accepted(jobs, 2, key="k")
    other = jobs.accept(Order("key:2", (upload(2),), {}, "k"))
    assert not other.again


def test_a_cancelled_file_is_let_go(jobs: Jobs) -> None:
    job = accepted(jobs, 1, 2, claim=1)
    assert jobs.cancel(job.job_id) == [upload(1).stored, upload(2).stored]
    assert state(jobs, job.job_id) == "cancelled"
    claim: Claim = job.claims[0]
    assert jobs.renew([claim.file_id]) == {claim.file_id}
    assert jobs.cancel("0" * 32) is None


def test_what_an_owner_has_sent_is_counted(jobs: Jobs) -> None:
    accepted(jobs, 1, 2)
    assert jobs.used("key:1") == (2, 20)
    assert jobs.used("key:2") == (0, 0)


def test_accepted_twice_is_once(jobs: Jobs) -> None:
    """The database may be lost between its commit and our knowing of it; then the same is done again."""
    told = Order("key:1", (upload(1), upload(2)), {})
    first = jobs.accept(told, 1, job_id="a" * 32)
    assert jobs.accept(told, 1, job_id="a" * 32) == first
    assert len(jobs.recent(None, 10)) == 1
