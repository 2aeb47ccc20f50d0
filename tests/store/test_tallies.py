"""What is counted ahead of bodies is what counting gives, whatever came, changed and went."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from contents import agreed, assert_whole
from papers import copies, letter, order
from sqlalchemy import event, update

from extractor.schema.contract import Extraction
from extractor.store import Correction, Entry, Filter, Prepared, Store, schema
from extractor.store.filters import EVERYTHING


def later(extraction: Extraction, days: dict[str, str]) -> Extraction:
    """The same with other last days: year by year."""
    moved = extraction.model_dump_json()
    for old, new in days.items():
        moved = moved.replace(f'"{old}', f'"{new}')
    return Extraction.model_validate_json(moved)


@contextmanager
def written(store: Store) -> Iterator[list[str]]:
    """What is done to the counts: the first word of a statement, once for each body that it is done for."""
    seen: list[str] = []

    def before(_connection: Any, _cursor: Any, sql: str, parameters: Any, *_: Any) -> None:
        if "tallies" in sql.split("(", maxsplit=1)[0]:
            seen.extend([sql.split(maxsplit=1)[0]] * (len(parameters) if isinstance(parameters, list) else 1))

    event.listen(store.engine, "before_cursor_execute", before)
    try:
        yield seen
    finally:
        event.remove(store.engine, "before_cursor_execute", before)


def test_as_documents_come_change_and_go(store: Store) -> None:
    first = store.save(order()).document_id
    assert agreed(store)[0].measures > 0
    others = [saved.document_id for saved in store.save_all([Entry(Prepared(one)) for one in [*copies(3), letter()]])]
    before = agreed(store)
    assert any(row.next_due for row in before)
    # Read anew: fewer measures, then other days, the earliest among them later than before.
    store.save(order().model_copy(update={"measures": order().measures[:1]}))
    assert agreed(store) != before
    store.save(later(order(), {"2023-": "2033-"}))
    agreed(store)
    for identity in others:
        store.delete(identity)
        agreed(store)
    left = agreed(store)
    assert all((row.next_due or "2033").startswith("2033") for row in left)
    store.delete(first)
    assert agreed(store) == []


def test_as_people_correct(store: Store) -> None:
    identity = store.save(order()).document_id
    store.save_all([Entry(Prepared(one)) for one in copies(2)])
    whole = agreed(store)
    rejected = store.correct(identity, Correction(item="m1", action="reject"), by="Олена")
    assert agreed(store) != whole
    store.correct(identity, Correction(item="m2", action="edit", changes={"status": "done"}), by="Олена")
    agreed(store)
    store.correct(identity, Correction(action="withdraw", withdraws=rejected.id), by="Олена")
    agreed(store)


def test_a_document_twice_in_one_save(store: Store) -> None:
    fewer = order().model_copy(update={"measures": []})
    store.save_all([Entry(Prepared(order())), Entry(Prepared(fewer)), Entry(Prepared(order()))])
    assert sum(row.measures for row in agreed(store)) >= len(order().measures)


def test_pages_give_each_body_once_in_order(store: Store) -> None:
    store.save_all([Entry(Prepared(one)) for one in [order(), letter(), *copies(2)]])
    whole, found, after = agreed(store), [], None
    while True:
        page = store.organisations(EVERYTHING, after=after, limit=1)
        found += page.items
        if (after := page.next) is None:
            break
    assert found == whole
    assert len(found) > 3
    of_one = store.organisations(Filter(organisation=found[1].id)).items
    assert of_one == [found[1]]


def test_what_counts_as_before_is_not_written(store: Store) -> None:
    identity = store.save(order()).document_id
    before = agreed(store)
    assert len(before) > 1
    read_anew = order().producer.model_copy(update={"version": "99"})
    with written(store) as seen:
        store.correct(identity, Correction(item="m1", action="confirm"), by="Олена")
        assert store.save(order().model_copy(update={"producer": read_anew})).changed
    assert seen == []
    assert agreed(store) == before


def test_only_what_changes_is_written(store: Store) -> None:
    """The day that goes is the earliest of one body, and of no other is it looked for."""
    identity = store.save(order()).document_id
    before = {row.id: row for row in agreed(store)}
    with written(store) as seen:
        store.correct(identity, Correction(item="m2", action="edit", changes={"status": "done"}), by="Олена")
    changed = [row for row in agreed(store) if row != before[row.id]]
    assert 0 < len(changed) < len(before)
    assert seen.count("INSERT") == len(changed)
    assert seen.count("UPDATE") == sum(before[row.id].next_due is not None for row in changed) == 1


def test_an_earlier_day_is_not_looked_for(store: Store) -> None:
    identity = store.save(order()).document_id
    assert any(row.next_due for row in agreed(store))
    with written(store) as seen:
        store.save(later(order(), {"2023-": "2013-"}))
    assert "INSERT" in seen
    assert "UPDATE" not in seen
    assert {(row.next_due or "2013")[:4] for row in agreed(store)} == {"2013"}
    store.delete(identity)
    assert agreed(store) == []


def test_a_day_that_comes_and_goes_in_one_save(store: Store) -> None:
    early, late = later(order(), {"2023-": "2013-"}), later(order(), {"2023-": "2033-"})
    store.save_all([Entry(Prepared(each)) for each in (order(), early, late)])
    assert {(row.next_due or "2033")[:4] for row in agreed(store)} == {"2033"}
    store.save_all([Entry(Prepared(each)) for each in (early, late, *copies(1), order())])
    assert {(row.next_due or "2023")[:4] for row in agreed(store)} == {"2023"}


def test_a_count_that_fell_short_does_not_outlast_its_documents(store: Store) -> None:
    """As of what a former program saved beside this one."""
    identity = store.save(order()).document_id
    with store.engine.begin() as connection:
        connection.execute(update(schema.tallies).values(documents=0))
    store.delete(identity)
    assert agreed(store) == []


def test_a_store_that_is_miscounted_is_not_whole(store: Store) -> None:
    store.save(order())
    assert assert_whole(store) == 1
    with store.engine.begin() as connection:
        connection.execute(update(schema.tallies).values(open=schema.tallies.c.open + 1))
    with pytest.raises(AssertionError):
        assert_whole(store)
