"""What a database holds, to be compared: all rows of all tables, without times."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, text

from extractor.store import Store, items, schema
from extractor.store.filters import EVERYTHING
from extractor.store.rows import OrganisationRow

_TIMES: Final = {"added", "updated", "first", "last", "created", "at", "token"}


def dump(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row by table, sorted."""

    def work(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
        found = {}
        for table in schema.metadata.sorted_tables:
            columns = [c for c in table.c if c.name not in _TIMES]
            found[table.name] = sorted(
                (tuple(row) for row in connection.execute(table.select().with_only_columns(*columns))), key=repr
            )
        places = "doc" if connection.dialect.name == "postgresql" else "rowid AS doc"
        found["search"] = sorted(tuple(row) for row in connection.execute(text(f"SELECT {places} FROM search")))
        return found

    return store.read(work)


def agreed(store: Store) -> list[OrganisationRow]:
    """The bodies by what is counted ahead, which is what counting gives now."""
    told = store.read(lambda c: items._listed(c, EVERYTHING, None, 100_000))
    assert told == store.read(lambda c: items._counted(c, EVERYTHING, None, 100_000))
    return told


def assert_whole(store: Store) -> int:
    """No document is there by halves, and none is counted otherwise; how many there are."""
    found = dump(store)
    names = [c.name for c in schema.documents.c if c.name not in _TIMES]
    cards = [dict(zip(names, row, strict=True)) for row in found["documents"]]
    docs = sorted((card["seq"],) for card in cards if card["version"])
    assert sorted({(row[0],) for row in found["extractions"]}) == docs
    assert found["search"] == docs
    assert sum(card["measures"] for card in cards) == len(found["measures"])
    assert {row[0] for row in found["measures"]} <= {doc for (doc,) in docs}
    assert len(found["outbox"]) == sum(card["revision"] for card in cards)
    agreed(store)
    return len(cards)
