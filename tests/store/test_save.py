"""What is saved comes back, once, on both databases."""

from __future__ import annotations

import hashlib
import json
import pickle
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from contents import assert_whole
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papers import copies, letter, order

from extractor.schema.contract import FailedSource, Failure, FailureError
from extractor.store import Correction, Entry, Filter, Prepared, Store, open_store, schema


def failure(sha256: str | None = "ab" * 32) -> Failure:
    return Failure(
        source=FailedSource(filename="x.doc", sha256=sha256), error=FailureError(code="corrupted", message="damaged")
    )


def test_what_is_saved_comes_back_byte_for_byte(store: Store) -> None:
    for extraction in (order(), letter()):
        saved = store.save(extraction)
        assert saved.document_id == extraction.source.sha256[:32]
        found = store.extraction(saved.document_id)
        assert found is not None
        assert found.model_dump_json() == extraction.model_dump_json()


def test_the_same_again_is_one_document_and_one_change(store: Store) -> None:
    first, second = store.save(order(), seen_at="a/order.txt"), store.save(order(), seen_at="b.zip/order.txt")
    assert (first.version, first.changed) == (1, True)
    assert (second.version, second.changed) == (1, False)
    assert len(store.documents().items) == len(store.changes()) == 1
    assert [s.place for s in store.sightings(first.document_id)] == ["a/order.txt", "b.zip/order.txt"]


@pytest.mark.parametrize("said", ["", '"source":{"filename":null', 'він сказав: \\"source\\":'])
def test_the_mark_of_what_was_found_does_not_know_where(said: str) -> None:
    for found in (order().model_copy(update={"text": said}), letter(), failure(), failure(None)):
        nowhere = found.source.model_copy(update={"filename": None, "container": None})
        bare = found.model_copy(update={"source": nowhere}).model_dump_json()
        assert Prepared(found).mark == hashlib.sha256(bare.encode()).hexdigest()
        elsewhere = found.source.model_copy(update={"filename": said or "інший.txt"})
        assert Prepared(found.model_copy(update={"source": elsewhere})).mark == Prepared(found).mark


def test_what_was_made_in_another_process_is_saved_as_if_made_here(store: Store, tmp_path: Path) -> None:
    """Corrections of people too, which want the extraction itself."""
    less = order().model_copy(update={"measures": order().measures[:1]})
    with open_store(tmp_path / "here.db") as here:
        for number, found in enumerate((order(), less, letter(), failure())):
            made = Prepared(found)
            made.make()
            store.save_all([Entry(pickle.loads(pickle.dumps(made)), f"{number}.txt")])
            here.save(found, seen_at=f"{number}.txt")
            if not number:
                for each in (store, here):
                    identity = each.documents().items[0].id
                    each.correct(identity, Correction(action="confirm", item="m1"), by="Ніна")
        assert [(c.key, c.payload) for c in store.changes()] == [(c.key, c.payload) for c in here.changes()]
        for row in here.documents().items:
            assert store.extraction(row.id) == here.extraction(row.id)
            assert store.states(row.id) == here.states(row.id)
    assert assert_whole(store) == 3


def test_several_at_once_are_as_one_after_the_other(store: Store, tmp_path: Path) -> None:
    """New ones, a new version, the same again under another name, a failure of what was read and of what was not."""
    less = order().model_copy(update={"measures": order().measures[:1]})
    found = [order(), letter(), less, *copies(3), letter(), failure(order().source.sha256), failure(), failure(None)]
    with open_store(tmp_path / "alone.db") as alone:
        one_by_one = [alone.save(each, seen_at=f"{number}.txt") for number, each in enumerate(found)]
        entries = [Entry(Prepared(each), f"{number}.txt") for number, each in enumerate(found)]
        assert store.save_all(entries) == one_by_one
        for saved in one_by_one:
            mine, theirs = store.document(saved.document_id), alone.document(saved.document_id)
            assert mine is not None
            assert theirs is not None
            assert replace(mine, added="", updated="") == replace(theirs, added="", updated="")
            assert store.extraction(saved.document_id) == alone.extraction(saved.document_id)
            assert {s.place for s in store.sightings(saved.document_id)} == {
                s.place for s in alone.sightings(saved.document_id)
            }
        assert sorted(c.key for c in store.changes()) == sorted(c.key for c in alone.changes())
        assert len(store.search("школа").items) == len(alone.search("школа").items) == 4
    assert assert_whole(store) == 7


def test_another_name_is_nothing_new(store: Store) -> None:
    store.save(order())
    source = order().source.model_copy(update={"filename": "copy.txt"})
    assert not store.save(order().model_copy(update={"source": source})).changed


def test_a_new_extraction_is_a_new_version_and_the_old_is_kept(store: Store) -> None:
    identity = store.save(order()).document_id
    less = order().model_copy(update={"measures": order().measures[:1]})
    assert store.save(less).version == 2
    assert [store.extraction(identity, v) for v in (None, 1, 2, 3)] == [less, order(), less, None]
    row = store.document(identity)
    assert row is not None
    assert (row.version, row.measures) == (2, 1)


def test_a_failure_is_kept_until_the_document_is_read(store: Store) -> None:
    saved = store.save(failure(), seen_at="x.doc")
    assert (saved.version, saved.changed, store.save(failure()).changed) == (0, True, False)
    row = store.document(saved.document_id)
    assert row is not None
    assert (row.status, row.error_code) == ("failed", "corrupted")
    assert store.failure(saved.document_id) == failure()
    assert store.extraction(saved.document_id) is None


def test_a_failure_later_on_loses_nothing(store: Store) -> None:
    identity = store.save(order()).document_id
    store.save(failure(order().source.sha256))
    row = store.document(identity)
    assert row is not None
    assert (row.status, row.error_code, row.version) == ("complete", "corrupted", 1)
    assert store.extraction(identity) == order()
    store.save(order())
    row = store.document(identity)
    assert row is not None
    assert row.error_code is None


def test_a_file_that_could_not_be_opened_is_known_by_its_place(store: Store) -> None:
    saved = [store.save(failure(None), seen_at=place).document_id for place in ("a.doc", "b.doc", "a.doc")]
    assert len(set(saved)) == 2


def test_names_that_no_database_takes_are_kept_legibly(store: Store) -> None:
    saved = store.save(order(), seen_at="до\udcff\0кумент.txt", stored_file="0001")
    assert [s.place for s in store.sightings(saved.document_id)] == ["до\\udcffкумент.txt"]


def test_a_deleted_document_is_gone_and_goes_on_counting(store: Store) -> None:
    saved = store.save(order(), seen_at="order.txt")
    assert store.delete(saved.document_id)
    assert not store.delete(saved.document_id)
    assert store.document(saved.document_id) is None
    assert store.extraction(saved.document_id) is None
    assert store.save(order()).version == 1
    assert [(c.kind, c.version) for c in store.changes()] == [
        ("document.extracted", 1),
        ("document.deleted", 2),
        ("document.extracted", 3),
    ]


def test_documents_come_in_pages(store: Store) -> None:
    store.save(order())
    store.save(letter())
    store.save(failure())
    seen, after = [], None
    while True:
        page = store.documents(after=after, limit=1)
        seen += [row.id for row in page.items]
        after = page.next
        if after is None:
            break
    assert seen == [row.id for row in store.documents().items]
    assert len(set(seen)) == 3


def test_extractions_stream_in_the_order_of_their_coming(store: Store) -> None:
    store.save(order())
    store.save(failure())
    store.save(letter())
    assert list(store.extractions()) == [order(), letter()]


#: Whatever JSON can hold.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(text=ANY_TEXT, title=ANY_TEXT, name=ANY_TEXT, place=st.text(max_size=40))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_paper_says_comes_back(store: Store, text: str, title: str, name: str, place: str) -> None:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    extraction = order().model_copy(
        update={
            "text": text,
            "source": order().source.model_copy(update={"sha256": sha256, "filename": name}),
            "document": order().document.model_copy(update={"title": title}),
            "measures": [m.model_copy(update={"text": text}) for m in order().measures],
        }
    )
    store.delete(sha256[:32])
    identity = store.save(extraction, seen_at=place).document_id
    found = store.extraction(identity)
    assert found is not None
    assert found.model_dump_json() == extraction.model_dump_json()
    store.search(text)
    store.measures(Filter(text=title, responsible=name))


def test_an_extraction_of_an_older_contract_is_read_as_of_todays(store: Store) -> None:
    identity = store.save(order()).document_id
    older = json.loads(order().model_dump_json())
    del older["source"]["signatures"]
    packed = zlib.compress(json.dumps({**older, "schema_version": "1.0"}).encode())
    with store.engine.begin() as connection:
        connection.execute(schema.extractions.update().values(json=packed, schema_version="1.0"))
    assert store.extraction(identity) == order()
