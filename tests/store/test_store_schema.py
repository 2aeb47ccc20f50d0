"""The migrations make what the program believes in, and leave what is there."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from papers import order

from extractor.store import Store, migrate, open_store, schema

OURS = set(schema.metadata.tables)


def of_ours(_item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    if kind == "table":
        return name in OURS
    # Of names and full text, which are made by hand for each database.
    return name not in ("ix_bodies_key_trgm", "ix_deadlines_last_day", "ix_tallies_listed")


# Reflection cannot see into expressions; the order that this index gives is seen in the tests of deadlines.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index ix_deadlines_last_day")
def test_the_migrations_make_the_tables(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": of_ours, "compare_type": connection.dialect.name == "postgresql"}
        )
        assert compare_metadata(context, schema.metadata) == []


def test_the_newest_step_is_known_without_alembic() -> None:
    script = ScriptDirectory(str(migrate._HOME))
    assert script.get_heads() == [migrate.head()]
    names = [(revision.revision, revision.path.rsplit("/", 1)[1][1:5]) for revision in script.walk_revisions()]
    assert all(revision == name for revision, name in names)


def test_opening_again_changes_nothing(store_url: str) -> None:
    with open_store(store_url) as store:
        identity = store.save(order()).document_id
    with open_store(store_url) as store:
        assert store.extraction(identity) == order()


def test_a_failed_save_of_rubbish_is_our_fault_and_seen_as_such(store: Store) -> None:
    """Wrong SQL is no failure of the storage: it is not hidden behind one."""
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    with pytest.raises(DBAPIError):
        store.read(lambda c: c.execute(text("SELECT nothing FROM documents")).all())
