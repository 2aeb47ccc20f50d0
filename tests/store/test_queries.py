"""What is asked is answered, the same on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from papers import copies, extraction, letter, order

from extractor.store import CursorError, Filter, Page, Store
from extractor.store.identity import body_id

DECISION = """КАМ’ЯНСЬКА СЕЛИЩНА РАДА
РІШЕННЯ
від 03.10.2022 № 4/17

Про ґрунтові дороги

1. Виконавчому комітету Кам’янської селищної ради до 01.12.2022 оглянути дороги об'єднаної громади.
"""


@pytest.fixture
def papers(store: Store) -> dict[str, str]:
    """Three papers in the store; their ids by name."""
    decision = extraction(DECISION, "decision.txt")
    return {
        store.save(found).document_id: name
        for found, name in ((order(), "order"), (letter(), "letter"), (decision, "decision"))
    }


def names(page: Page[Any], papers: dict[str, str]) -> set[str]:
    return {papers[row.id if hasattr(row, "sha256") else row.document_id] for row in page.items}


ASKED: dict[str, set[str]] = {
    "школа": {"order"},
    "шкіл": {"order"},
    "ремонтом шкільний": set(),
    "громадою": {"order", "decision"},
    "об’єднана": {"decision"},
    "об'єднаної": {"decision"},
    "обʼєднаних": {"decision"},
    "кам'янська": {"decision"},
    "Камянська": {"decision"},
    "грунтовий": {"decision"},
    "здоровʼя": {"order"},
    "вакцины": {"letter"},
    "объем": {"letter"},
    "27-р": {"order"},
    "4/17": {"decision"},
    "17/4": set(),
    '"система опалення"': {"order"},
    '"опалення система"': set(),
    "громада -школа": {"decision"},
    "-школа": set(),
    "опал*": {"order"},
    "шко*": {"order"},
    "школа вакцина": set(),
    "decision.txt": {"decision"},
    "…!? «»": set(),
    '"незакрита': set(),
    "OR AND NOT NEAR( ) : * ^ ' \" & | ! <-> \\": set(),
    "a" * 5000: set(),
    "\0\ud800": set(),
    "%": set(),
}


def test_words_are_found_in_any_form(store: Store, papers: dict[str, str]) -> None:
    assert {a: {papers[hit.document.id] for hit in store.search(a).items} for a in ASKED} == ASKED
    assert {a: names(store.documents(Filter(text=a)), papers) for a in ASKED} == ASKED


def test_a_hit_shows_where(store: Store, papers: dict[str, str]) -> None:
    (hit,) = store.search("системами опалення").items
    (snippet,) = hit.snippets
    assert order().text[snippet.start :].startswith(snippet.text)
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["системи", "опалення"]
    assert papers[hit.document.id] == "order"


def test_titles_come_before_texts(store: Store, papers: dict[str, str]) -> None:
    store.save(extraction("Лист. Дороги області. " + "Іншого тут багато. " * 5, "other.txt"))
    hits = store.search("дорога").items
    assert papers.get(hits[0].document.id) == "decision"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


WANTED: list[tuple[Filter, set[str]]] = [
    (Filter(kind=("decision",)), {"decision"}),
    (Filter(kind=("decision", "letter")), {"decision", "letter"}),
    (Filter(language="ru"), {"letter"}),
    (Filter(number="27-р"), {"order"}),
    (Filter(dated_after="2022-06-01"), {"order", "decision"}),
    (Filter(dated_before="2022-06-01"), {"letter"}),
    (Filter(issuer="вирівської"), {"order"}),
    (Filter(issuer="рад"), {"order", "decision"}),
    (Filter(responsible="відділом освіти"), {"order"}),
    (Filter(responsible="«Тепло»"), {"order"}),
    (Filter(responsible="виконком%"), set()),
    (Filter(responsible="виконавчий комітет", due_before="2022-12-01"), {"decision"}),
    (Filter(responsible="виконавчий комітет", due_before="2022-11-30"), set()),
    # One measure must meet all: the heating is due in September.
    (Filter(responsible="Тепло", due_before="2023-08-31"), set()),
    (Filter(due_after="2023-08-01", due_before="2023-08-01"), {"order"}),
    (Filter(status=("complete",)), {"order", "letter", "decision"}),
    (Filter(status=("failed",)), set()),
    (Filter(type=("control",)), {"order"}),
    (Filter(reviewed=True), set()),
    (Filter(since="9999"), set()),
    (Filter(ids=()), set()),
    (Filter(text="громада", kind=("order",), language="uk"), {"order"}),
    (Filter(organisation="Тепло"), {"order"}),
    (Filter(responsible="'; DROP TABLE documents; --"), set()),
]


def test_every_part_of_a_filter_narrows(store: Store, papers: dict[str, str]) -> None:
    assert [(wanted, names(store.documents(wanted), papers)) for wanted, _ in WANTED] == WANTED


def test_measures_meet_the_filter_themselves(store: Store, papers: dict[str, str]) -> None:
    (heating,) = store.measures(Filter(text="система опалення")).items
    assert (heating.number, heating.status, heating.paper.number) == ("2", "planned", "27-р")
    assert [(r.name, d.due) for r in heating.responsible for d in heating.deadlines] == [
        ("Комунальне підприємство «Тепло»", "2023-09-15")
    ]
    assert store.measures(Filter(text="опалення -громада")).items == []
    assert {m.id for m in store.measures(Filter(responsible="відділ освіти")).items} == {"m1", "m3"}
    assert names(store.measures(Filter(text="дорога")), papers) == {"decision"}


def test_deadlines_come_by_their_day(store: Store, papers: dict[str, str]) -> None:
    dues = [row.deadline.due for row in store.deadlines(Filter(open=True)).items]
    known = [due for due in dues if due]
    assert known == sorted(known)
    assert dues[: len(known)] == known
    late = store.deadlines(Filter().overdue(date(2023, 8, 2))).items
    assert "2023-08-01" in [row.deadline.due for row in late]
    assert "2023-09-15" not in [row.deadline.due for row in late]
    assert all(row.measure.status != "done" for row in late)
    assert names(store.deadlines(Filter(responsible="Тепло")), papers) == {"order"}


def test_figures_are_asked_for_by_unit(store: Store, papers: dict[str, str]) -> None:
    (money,) = store.figures(Filter(unit="UAH")).items
    assert (money.value, money.quote, papers[money.document_id]) == (450_000, "450 тис. грн.", "order")
    counted = store.figures(Filter(unit="count", kind=("order",))).items
    assert [(f.value, f.of) for f in counted] == [(12, "шкіл")]
    assert store.figures(Filter(unit="UAH", responsible="Тепло")).items == []


@pytest.mark.usefixtures("papers")
def test_one_body_over_all_documents(store: Store) -> None:
    for found in copies(2):
        store.save(found)
    (heat,) = store.organisations(Filter(organisation="Тепло")).items
    assert (heat.documents, heat.measures, heat.open, heat.next_due) == (3, 3, 3, "2023-09-15")
    assert heat.id == body_id('КОМУНАЛЬНЕ ПІДПРИЄМСТВО "ТЕПЛО"')
    assert store.organisation(heat.id) == heat
    assert len(store.measures(Filter(responsible=heat.id)).items) == 3
    assert store.organisation("0" * 32) is None
    assert store.organisations(Filter(kind=("letter",), organisation="Тепло")).items == []


def pages(ask: Callable[..., Page[Any]], *args: Any) -> list[Any]:
    found, after = [], None
    while True:
        page = ask(*args, after=after, limit=2)
        assert len(page.items) <= 2
        found += page.items
        after = page.next
        if after is None:
            return found


@pytest.mark.usefixtures("papers")
def test_pages_give_everything_once(store: Store) -> None:
    for found in copies(3):
        store.save(found)
    for ask in (store.documents, store.measures, store.deadlines, store.figures, store.organisations):
        whole = ask(limit=1000).items
        assert len(whole) > 5
        assert pages(ask) == whole
    assert [h.document.id for h in pages(store.search, "громада")] == [
        h.document.id for h in store.search("громада", limit=1000).items
    ]


@pytest.mark.parametrize("cursor", ["", "x", "W10", "bnVsbA", "%00", "W" * 10_000, "WyJcdTAwMDAiLCAieCJd", "é"])
def test_a_cursor_of_a_stranger_is_refused(store: Store, cursor: str) -> None:
    for ask in (store.documents, store.measures, store.deadlines, store.figures, store.organisations):
        with pytest.raises(CursorError):
            ask(after=cursor)
    with pytest.raises(CursorError):
        store.search("громада", after=cursor)


@pytest.mark.usefixtures("papers")
def test_stats_count(store: Store) -> None:
    found = store.stats(date(2023, 8, 2))
    assert (found.documents, found.extractions, found.changes) == (3, 3, 3)
    assert found.by_kind == {"decision": 1, "letter": 1, "order": 1}
    assert found.measures == len(store.measures(limit=1000).items) == sum(found.by_measure_status.values())
    assert found.overdue == len(
        {(d.document_id, d.measure.id) for d in store.deadlines(Filter().overdue(date(2023, 8, 2))).items}
    )
    assert found.due["2023-09"] == 1
    assert found.bytes > 10_000
