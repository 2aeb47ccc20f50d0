"""What was read is kept with the end of its file, in one commit or not at all; on each database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from service_samples import order

from api.database import Database
from api.jobs import Claim, Jobs, Order
from api.keeping import Keeping, TakenError
from api.tables import METADATA
from api.uploads import Uploads
from extractor import Settings, extract
from extractor.batch.results import Result
from extractor.store import Store, open_store


class Desk:
    """A service's queue, store and folder of uploads, without its threads."""

    def __init__(self, folder: Path, database: Database, store: Store) -> None:
        self.store = store
        self.uploads = Uploads(folder, min_free=0)
        self.jobs = Jobs(database, max_queue=5, max_attempts=2, lease=60)
        self.keeping = Keeping(self.jobs, store, self.uploads)

    def sent(self, data: bytes) -> Claim:
        incoming = self.uploads.begin("наказ.txt", 10_000)
        incoming.write(data)
        (claim,) = self.jobs.accept(Order("key:1", (incoming.end(),), {}), 1).claims
        return claim

    def is_there(self, stored: str) -> bool:
        return self.uploads.path(stored).exists()


@pytest.fixture
def desk(tmp_path: Path, store_url: str) -> Iterator[Desk]:
    database = Database(store_url)
    for table in reversed(METADATA.sorted_tables):
        database.write(lambda c, t=table: c.execute(t.delete()) and None)
    with open_store(store_url) as store:
        yield Desk(tmp_path / "uploads", database, store)
    database.close()


def read(data: bytes) -> Result:
    found = extract(data, name="наказ.txt", settings=Settings(nlp="rules"))
    return Result(Path("наказ.txt"), found.model_dump_json())


def identity(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


@pytest.mark.parametrize("unseen", [True, False])
def test_of_a_cancelled_file_nothing_is_kept(desk: Desk, unseen: bool) -> None:
    data = order(8_101)
    claim = desk.sent(data)
    desk.jobs.cancel(claim.job_id)
    with pytest.raises(TakenError):
        desk.keeping.keep(read(data), claim.name, claim.stored, claim, unseen=unseen)
    assert desk.store.document(identity(data)) is None
    view = desk.jobs.job(claim.job_id)
    assert view is not None
    assert (view.state, view.files[0].documents) == ("cancelled", ())


def test_a_second_copy_goes_when_its_document_is_safe(desk: Desk) -> None:
    data = order(8_102)
    first, second = desk.sent(data), desk.sent(data)
    desk.keeping.keep(read(data), first.name, first.stored, first, unseen=True)
    desk.jobs.cancel(second.job_id)
    with pytest.raises(TakenError):
        desk.keeping.keep(read(data), second.name, second.stored, second)
    assert (desk.is_there(first.stored), desk.is_there(second.stored)) == (True, True)
    third = desk.sent(data)
    desk.keeping.keep(read(data), third.name, third.stored, third)
    assert (desk.is_there(first.stored), desk.is_there(third.stored)) == (True, False)
    row = desk.store.document(identity(data))
    assert row is not None
    assert row.stored_file == first.stored


def test_a_copy_takes_the_place_of_one_that_is_gone(desk: Desk) -> None:
    data = order(8_103)
    first, second = desk.sent(data), desk.sent(data)
    desk.keeping.keep(read(data), first.name, first.stored, first, unseen=True)
    desk.uploads.remove(first.stored)
    desk.keeping.keep(read(data), second.name, second.stored, second)
    row = desk.store.document(identity(data))
    assert row is not None
    assert (row.stored_file, desk.is_there(second.stored)) == (second.stored, True)
