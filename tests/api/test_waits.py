"""Who waits for a job is told of its end, whoever ends it; on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as Late

import pytest

from api.database import Database
from api.jobs import Accepted, Jobs, Order, Outcome
from api.keeping import Read
from api.tables import METADATA
from api.uploads import Upload
from api.waits import End, Waits

DOCUMENT = "d" * 32
READ = Read(DOCUMENT, "{}")
SOON = 10.0
A_LOOK = 0.5


@pytest.fixture
def process(store_url: str) -> Iterator[Callable[[], Jobs]]:
    """Makes the jobs as one more service process sees them."""
    database = Database(store_url)
    for table in reversed(METADATA.sorted_tables):
        database.write(lambda c, t=table: c.execute(t.delete()) and None)
    yield lambda: Jobs(database, max_queue=5, max_attempts=2, lease=60)
    database.close()


@pytest.fixture
def jobs(process: Callable[[], Jobs]) -> Jobs:
    return process()


@pytest.fixture
def waits(jobs: Jobs) -> Iterator[Waits]:
    made = Waits(jobs)
    made.start()
    yield made
    made.stop()


def order(files: int) -> Order:
    return Order("key:1", tuple(Upload(f"{n}.txt", f"00/{n:032x}", f"{n:064x}", 10) for n in range(files)), {})


def begun(jobs: Jobs, waits: Waits, files: int = 1, claim: int = 1) -> tuple[Accepted, End]:
    job_id = f"{files}{claim}" * 16
    end = waits.add(job_id, files)
    return jobs.accept(order(files), claim, job_id=job_id), end


def goes_on(end: End) -> bool:
    try:
        end.result(A_LOOK)
    except Late:
        return True
    return False


def test_the_document_of_the_only_file_is_told_where_it_was_read(jobs: Jobs, waits: Waits) -> None:
    job, end = begun(jobs, waits)
    waits.ended(job.job_id, READ)
    assert end.result(SOON) == READ


def test_all_who_wait_for_one_job_are_told(jobs: Jobs, waits: Waits) -> None:
    job, first = begun(jobs, waits)
    second = waits.add(job.job_id, 1)
    waits.ended(job.job_id, READ)
    assert (first.result(SOON), second.result(SOON)) == (READ, READ)


def test_a_job_of_several_files_has_ended_when_the_last_has(jobs: Jobs, waits: Waits) -> None:
    job, end = begun(jobs, waits, files=2, claim=2)
    first, second = job.claims
    jobs.finish(first, [Outcome(first.name, DOCUMENT)])
    waits.ended(job.job_id, READ)
    assert goes_on(end)
    jobs.finish(second, [Outcome(second.name, DOCUMENT)])
    waits.ended(job.job_id, READ)
    assert end.result(SOON) is None


def test_what_another_process_ends_is_seen(process: Callable[[], Jobs], jobs: Jobs, waits: Waits) -> None:
    _, end = begun(jobs, waits, claim=0)
    other = process()
    (claim,) = other.claim(1)
    assert goes_on(end)
    other.finish(claim, [Outcome(claim.name, DOCUMENT)])
    assert end.result(SOON) is None


def test_what_people_cancel_is_seen(jobs: Jobs, waits: Waits) -> None:
    job, end = begun(jobs, waits)
    jobs.cancel(job.job_id)
    assert end.result(SOON) is None


def test_a_file_that_was_given_back_is_waited_for_still(process: Callable[[], Jobs], jobs: Jobs, waits: Waits) -> None:
    job, end = begun(jobs, waits)
    jobs.release(job.claims)
    waits.ended(job.job_id, None)
    assert goes_on(end)
    other = process()
    (claim,) = other.claim(1)
    other.finish(claim, [Outcome(claim.name, DOCUMENT)])
    assert end.result(SOON) is None


def test_who_no_longer_waits_is_told_nothing(jobs: Jobs, waits: Waits) -> None:
    job, end = begun(jobs, waits)
    other = waits.add(job.job_id, 1)
    waits.drop(job.job_id, end)
    waits.ended(job.job_id, READ)
    assert other.result(SOON) == READ
    assert not end.done()
