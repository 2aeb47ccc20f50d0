"""What people say is taken into account at once, and survives whatever the program says later."""

from __future__ import annotations

from typing import Any

import pytest
from papers import ORDER, extraction, order

from extractor import Extraction
from extractor.store import ConflictError, Correction, CorrectionError, Filter, NoDocumentError, Store


def corrected(store: Store, identity: str) -> Extraction:
    found = store.extraction(identity)
    assert found is not None
    return found


def span(text: str, quote: str) -> tuple[int, int]:
    start = text.index(quote)
    return start, start + len(quote)


def reread(less: Extraction, **changes: Any) -> Extraction:
    """As a later version of the program might read the same paper."""
    producer = less.producer.model_copy(update={"version": "99"})
    return less.model_copy(update={"producer": producer, **changes})


def shifted(found: Extraction) -> Extraction:
    """The same paper read anew with a first measure that was missed before: all ids are others."""
    first = found.measures[0].model_copy(
        update={"id": "m1", "text": "Про підготовку", "deadlines": [], "responsible": []}
    )
    start, end = span(found.text, "Про підготовку")
    first = first.model_copy(update={"evidence": [found.measures[0].evidence[0].model_copy(
        update={"start": start, "end": end, "quote": "Про підготовку"})]})  # fmt: skip
    others = [m.model_copy(update={"id": f"m{n}"}) for n, m in enumerate(found.measures, start=2)]
    return reread(found, measures=[first, *others])


def test_an_edit_takes_effect_at_once_and_the_old_stays_known(store: Store) -> None:
    identity = store.save(order()).document_id
    made = store.correct(
        identity, Correction(action="edit", item="m1/deadlines/0", changes={"end": "2023-08-15"}), by="Олена"
    )
    assert made.item == "m1/deadlines/0"
    deadline = corrected(store, identity).measures[0].deadlines[0]
    assert (deadline.end, deadline.confidence) == ("2023-08-15", 1.0)
    assert store.extraction(identity, corrected=False) == order()
    assert [d.deadline.due for d in store.deadlines(Filter(due_after="2023-08-10", due_before="2023-08-20")).items] == [
        "2023-08-15"
    ]
    (line,) = store.history(identity)
    assert (line.by, line.action, line.kind) == ("Олена", "edit", "deadline")
    assert (line.old, line.new) == ({"end": "2023-08-01"}, {"end": "2023-08-15"})
    assert store.states(identity) == {"m1/deadlines/0": "edited"}


def test_what_is_rejected_is_gone_from_every_answer(store: Store) -> None:
    identity = store.save(order()).document_id
    store.correct(identity, Correction(action="reject", item="m2"), by="Олена")
    assert "m2" not in [m.id for m in corrected(store, identity).measures]
    assert "m2" not in [m.id for m in store.measures().items]
    assert not store.deadlines(Filter(responsible="Тепло")).items


def test_what_was_missed_is_added_from_the_text(store: Store) -> None:
    identity = store.save(order()).document_id
    place = span(order().text, "закладів освіти до навчального року")
    made = store.correct(identity, Correction(action="add", kind="measure", spans=(place,)), by="Олена")
    measure = next(m for m in corrected(store, identity).measures if m.id == made.item)
    assert (measure.text, measure.type, measure.confidence) == ("закладів освіти до навчального року", "task", 1.0)
    assert made.item is not None
    body = next(o for o in order().organisations if o.kind == "local_government")
    store.correct(
        identity,
        Correction(action="add", kind="party", item=made.item, spans=(place,), changes={"organisation_id": body.id}),
        by="Олена",
    )
    store.correct(
        identity,
        Correction(action="add", kind="deadline", item=made.item, spans=(place,), changes={"end": "2023-09-01"}),
        by="Олена",
    )
    measure = next(m for m in corrected(store, identity).measures if m.id == made.item)
    assert (measure.responsible[0].name, measure.responsible[0].organisation_id) == (body.name, body.id)
    assert measure.deadlines[0].end == "2023-09-01"
    assert store.states(identity)[made.item] == "added"


def test_a_border_is_moved(store: Store) -> None:
    identity = store.save(order()).document_id
    place = span(order().text, "провести ремонт 12 шкіл")
    store.correct(identity, Correction(action="edit", item="m1", spans=(place,)), by="Олена")
    measure = corrected(store, identity).measures[0]
    assert measure.text == measure.evidence[0].quote == "провести ремонт 12 шкіл"
    # It is still the same measure to whoever says more of it.
    store.correct(identity, Correction(action="edit", item="m1", changes={"status": "done"}), by="Петро")
    first = corrected(store, identity).measures[0]
    assert (first.id, first.status) == ("m1", "done")


def test_the_header_is_corrected_where_the_person_points(store: Store) -> None:
    identity = store.save(order()).document_id
    place = span(order().text, "27-р")
    changes = {"number": "27", "issuer": {"name": "Виконавчий комітет"}}
    store.correct(identity, Correction(action="edit", item="document", changes=changes, spans=(place,)), by="Олена")
    header = corrected(store, identity).document
    assert (header.number, header.issuer and header.issuer.name) == ("27", "Виконавчий комітет")
    assert [s.quote for s in header.evidence["number"]] == ["27-р"]
    row = store.document(identity)
    assert row is not None
    assert (row.number, row.issuer) == ("27", "Виконавчий комітет")
    assert [r.id for r in store.documents(Filter(issuer="комітет")).items] == [identity]


CORRECTIONS = (
    Correction(action="edit", item="m1/deadlines/0", changes={"end": "2023-08-15"}),
    Correction(action="edit", item="m2", changes={"status": "done"}),
    Correction(action="reject", item="m4"),
    Correction(action="confirm", item="m3"),
    Correction(action="add", kind="measure", spans=(span(ORDER, "закладів освіти до навчального року"),)),
)


def said(found: Extraction) -> list[tuple[str, str, list[str | None]]]:
    return [(m.text, m.status, [d.end for d in m.deadlines]) for m in found.measures]


def test_corrections_survive_ids_that_shift(store: Store) -> None:
    identity = store.save(order()).document_id
    for correction in CORRECTIONS:
        store.correct(identity, correction, by="Олена")
    before = said(corrected(store, identity))
    assert store.save(shifted(order())).version == 2
    after = said(corrected(store, identity))
    assert [m for m in after if m[0] != "Про підготовку"] == before
    assert all(line.placed for line in store.history(identity))
    assert store.states(identity)["m4"] == "confirmed"


def test_corrections_survive_a_program_that_finds_nothing(store: Store) -> None:
    identity = store.save(order()).document_id
    for correction in CORRECTIONS:
        store.correct(identity, correction, by="Олена")
    kept = said(corrected(store, identity))
    store.save(reread(order(), measures=[], organisations=[], figures=[], references=[], people=[], places=[]))
    assert said(corrected(store, identity)) == kept
    # What was rejected is not there to be rejected.
    assert [line.placed for line in store.history(identity)] == [True, True, False, True, True]


def test_corrections_survive_a_text_that_moves(store: Store) -> None:
    identity = store.save(order()).document_id
    for correction in CORRECTIONS:
        store.correct(identity, correction, by="Олена")
    kept = said(corrected(store, identity))
    moved = extraction("Додаток\n\n" + ORDER, "order.txt")
    source = moved.source.model_copy(update={"sha256": order().source.sha256})
    store.save(moved.model_copy(update={"source": source}))
    assert said(corrected(store, identity)) == kept
    assert all(m.evidence[0].quote == corrected(store, identity).text[m.evidence[0].start : m.evidence[0].end]
               for m in corrected(store, identity).measures)  # fmt: skip


def test_what_is_withdrawn_is_as_if_it_had_not_been(store: Store) -> None:
    identity = store.save(order()).document_id
    made = store.correct(identity, Correction(action="reject", item="m1"), by="Олена")
    store.correct(identity, Correction(action="withdraw", withdraws=made.id), by="Олена")
    assert corrected(store, identity) == order()
    assert [(line.action, line.withdrawn) for line in store.history(identity)] == [
        ("reject", True),
        ("withdraw", False),
    ]
    with pytest.raises(CorrectionError):
        store.correct(identity, Correction(action="withdraw", withdraws=made.id), by="Олена")


@pytest.mark.parametrize(
    "wrong",
    [
        Correction(action="edit", item="m99", changes={"status": "done"}),
        Correction(action="edit", item="m1", changes={"status": "perhaps"}),
        Correction(action="edit", item="m1", changes={"id": "m7"}),
        Correction(action="edit", item="m1"),
        Correction(action="edit", item="m1", spans=((5, 5),)),
        Correction(action="edit", item="m1", spans=((0, 10**9),)),
        Correction(action="edit", item="m1/deadlines/9", changes={"end": "2023-01-01"}),
        Correction(action="edit", item="../m1", changes={"text": "x"}),
        Correction(action="edit"),
        Correction(action="reject", item="document"),
        Correction(action="add", kind="measure"),
        Correction(action="add", spans=((0, 5),)),
        Correction(action="add", kind="figure", spans=((0, 5),)),
        Correction(action="add", kind="deadline", spans=((0, 5),)),
        Correction(action="add", kind="document", spans=((0, 5),)),
        Correction(action="withdraw", withdraws=1),
        Correction(action="withdraw"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(store: Store, wrong: Correction) -> None:
    identity = store.save(order()).document_id
    with pytest.raises(CorrectionError, match=r"^[^\n]+$"):
        store.correct(identity, wrong, by="Олена")
    assert store.history(identity) == []
    assert len(store.changes()) == 1


def test_who_has_not_seen_the_newest_is_told(store: Store) -> None:
    saved = store.save(order())
    store.correct(saved.document_id, Correction(action="confirm", item="m1"), by="Олена", revision=saved.revision)
    with pytest.raises(ConflictError):
        store.correct(saved.document_id, Correction(action="reject", item="m1"), by="Петро", revision=saved.revision)
    with pytest.raises(NoDocumentError):
        store.correct("0" * 32, Correction(action="confirm", item="m1"), by="Олена")


def test_a_correction_is_told_to_the_feed(store: Store) -> None:
    identity = store.save(order()).document_id
    row = store.document(identity)
    made = store.correct(identity, Correction(action="confirm", item="document"), by="Олена")
    change = store.changes()[-1]
    assert (change.kind, change.version, change.key) == (
        "document.corrected",
        made.revision,
        f"{identity}:{made.revision}",
    )
    assert "Олена" not in str(change.payload)
    now = store.document(identity)
    assert row is not None
    assert now is not None
    assert now.etag != row.etag
    assert [r.id for r in store.documents(Filter(reviewed=True)).items] == [identity]


def test_decisions_leave_as_examples(store: Store) -> None:
    identity = store.save(order()).document_id
    for correction in CORRECTIONS:
        store.correct(identity, correction, by="Олена")
    undone = store.correct(identity, Correction(action="reject", item="m1"), by="Олена")
    store.correct(identity, Correction(action="withdraw", withdraws=undone.id), by="Олена")
    store.save(shifted(order()))
    found = list(store.examples())
    assert [(e.kind, e.decision) for e in found] == [
        ("deadline", "edit"), ("measure", "edit"), ("measure", "reject"), ("measure", "confirm"), ("measure", "add"),
    ]  # fmt: skip
    quotes = [" ".join(e.text[start:end] for start, end in e.spans) for e in found]
    assert quotes[0].strip() == "до 01.08.2023"
    assert quotes[-1] == "закладів освіти до навчального року"
    assert found[0].fields == {"end": "2023-08-15"}
    assert all(e.text == order().text and e.language == "uk" for e in found)
