"""Stores of former days, brought up to date: on each database, through the same door as any other."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from contents import agreed, assert_whole, dump
from older import Rows, older
from papers import copies, extraction, letter, order
from sqlalchemy import Connection, Engine, create_engine, text, update

from extractor.schema.contract import Extraction
from extractor.store import Correction, Entry, Filter, Prepared, Store, migrate, open_store, schema
from extractor.store.engine import url_of
from extractor.store.migrations.versions import v0006_tallies

STEPS = migrate._HOME / "versions"


def paper(oblast: str, number: int) -> Extraction:
    """An order of an oblast's administration, to bodies that every oblast has."""
    return extraction(
        f"""{oblast.upper()} ОБЛАСНА ДЕРЖАВНА АДМІНІСТРАЦІЯ
РОЗПОРЯДЖЕННЯ
голови обласної державної адміністрації
14.02.2023 № {number}-р

Про підготовку до зими

1. Департаменту соціального захисту населення облдержадміністрації до 01.08.2023 перевірити 12 закладів.
2. Управлінню культури провести ремонт бібліотек до 15.09.2023.
3. Міністерству фінансів надати 450 тис. грн.
""",
        f"{number}.txt",
    )


@pytest.fixture
def old_url(request: pytest.FixtureRequest, store_url: str, tmp_path: Path) -> str:
    """The URL of a database where nothing is yet, of the kind of `store`."""
    if store_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path}/old.db"
    return str(request.getfixturevalue("postgres").fresh())


def test_steps_lean_on_nothing_that_may_change() -> None:
    for place in sorted(STEPS.glob("v*.py")):
        for node in ast.walk(ast.parse(place.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in names if name.startswith(("extractor", "api", "."))], place.name


def by_name_alone(rows: Rows) -> None:
    """Bodies as they were before step 5: of one name, one."""
    old = {row["id"]: row["base"] or row["id"] for row in rows["bodies"]}
    rows["bodies"] = list({old[row["id"]]: {**row, "id": old[row["id"]]} for row in rows["bodies"]}.values())
    for name, column in (("organisations", "body"), ("parties", "body"), ("documents", "issuer_body")):
        for row in rows[name]:
            row[column] = old.get(row[column])


def test_bodies_of_a_name_that_many_have_are_parted(store: Store, old_url: str) -> None:
    first, second = paper("Зразківська", 1), paper("Лугинецька", 2)
    saved = [store.save(found) for found in (first, second, order(), *copies(3))]
    store.correct(saved[0].document_id, Correction(item="m2", action="confirm"), by="Тест")
    older(old_url, "0004", store, by_name_alone)
    with open_store(old_url) as old:
        found, now = dump(old), dump(store)
        assert len(found["bodies"]) > 5
        assert {name: found[name] for name in found if name != "search"} == {n: now[n] for n in now if n != "search"}
        parted = old.organisations(Filter(organisation="управління культури")).items
        assert {(row.name, row.authority, row.documents) for row in parted} >= {
            ("Управління культури", "Зразківська обласна державна адміністрація", 1),
            ("Управління культури", "Лугинецька обласна державна адміністрація", 1),
        }


def test_more_documents_than_are_read_at_once(store: Store, old_url: str) -> None:
    found = paper("Зразківська", 1)
    sources = [found.source.model_copy(update={"sha256": f"{n:064x}"[::-1]}) for n in range(401)]
    store.save_all([Entry(Prepared(found.model_copy(update={"source": source}))) for source in sources])
    older(old_url, "0004", store, by_name_alone)
    with open_store(old_url) as old:
        then, now = dump(old), dump(store)
    assert [then[name] for name in ("bodies", "parties")] == [now[name] for name in ("bodies", "parties")]
    assert any(row[-1] for row in then["bodies"])


def test_days_counted_from_the_documents_date_are_reckoned(store: Store, old_url: str) -> None:
    """Step 2 had none for «протягом 10 днів», and one for what recurs."""
    first, second, *rest = order().measures
    relative = first.deadlines[0].model_copy(
        update={"kind": "within", "start": None, "end": None, "offset": "P10D", "anchor": "document_date"}
    )
    recurring = second.deadlines[0].model_copy(update={"kind": "recurring", "recurrence": "FREQ=MONTHLY"})
    terms = [first.model_copy(update={"deadlines": [relative]}), second.model_copy(update={"deadlines": [recurring]})]
    store.save(order().model_copy(update={"measures": [*terms, *rest]}))
    due = {row.measure.text: row.deadline.due for row in store.deadlines().items}
    assert due[first.text] == "2023-02-24"
    assert due[second.text] is None

    def as_ends(rows: Rows) -> None:
        by_name_alone(rows)
        for row in rows["deadlines"]:
            row["due"] = row["end"]

    older(old_url, "0002", store, as_ends)
    with open_store(old_url) as old:
        assert {row.measure.text: row.deadline.due for row in old.deadlines().items} == due


@contextmanager
def former(url: str) -> Iterator[Connection]:
    """A program of former days that has begun to write: committed at the end."""
    engine: Engine = create_engine(url_of(url))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_what_is_written_meanwhile_is_counted(store: Store, old_url: str) -> None:
    """A former program has taken its document in hand: the count waits for it, as for a second that comes to it."""
    store.save_all([Entry(Prepared(each)) for each in (order(), letter(), *copies(3))])
    older(old_url, "0005", store, lambda _: None)
    here = "(SELECT oid FROM pg_database WHERE datname = current_database())"
    waiting = text(f"SELECT count(*) FROM pg_locks WHERE NOT granted AND database = {here}")
    with ThreadPoolExecutor() as pool:
        with former(old_url) as writer, former(old_url) as beside:
            doc = writer.execute(text("SELECT seq FROM documents ORDER BY seq LIMIT 1 FOR UPDATE")).scalar_one()
            opened = pool.submit(open_store, old_url)
            while not opened.done() and not beside.execute(waiting).scalar_one():
                time.sleep(0.01)
            for table in ("parties", "organisations"):
                writer.execute(text(f"DELETE FROM {table} WHERE doc = :doc"), {"doc": doc})
            writer.execute(text("UPDATE documents SET revision = revision + 1 WHERE seq = :doc"), {"doc": doc})
        with opened.result() as found:
            assert len(agreed(found)) > 3


def test_counts_are_made_anew(store: Store) -> None:
    store.save_all([Entry(Prepared(each)) for each in (order(), letter(), *copies(3))])
    right = agreed(store)
    with store.engine.begin() as connection:
        connection.execute(update(schema.tallies).values(documents=7, due="1999-01-01"))
    with store.engine.begin() as connection:
        v0006_tallies.count(connection)
    assert agreed(store) == right
    assert assert_whole(store) == 5
