"""What is counted ahead of bodies is what counting gives, whatever came, changed and went."""

from __future__ import annotations

from papers import copies, letter, order

from extractor.schema.contract import Extraction
from extractor.store import Correction, Entry, Filter, Prepared, Store, items
from extractor.store.filters import EVERYTHING
from extractor.store.rows import OrganisationRow


def agreed(store: Store) -> list[OrganisationRow]:
    """The bodies by what is counted ahead, which is what counting gives now."""
    told = store.read(lambda c: items._listed(c, EVERYTHING, None, 1000))
    assert told == store.read(lambda c: items._counted(c, EVERYTHING, None, 1000))
    return told


def later(extraction: Extraction, days: dict[str, str]) -> Extraction:
    """The same with other last days: year by year."""
    moved = extraction.model_dump_json()
    for old, new in days.items():
        moved = moved.replace(f'"{old}', f'"{new}')
    return Extraction.model_validate_json(moved)


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
