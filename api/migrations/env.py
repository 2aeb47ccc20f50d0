"""Alembic's way in: the connection is given by api.database, inside its transaction and lock."""

from __future__ import annotations

from alembic import context

from api.tables import METADATA, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # The store's steps are counted apart, in the same database.
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
context.run_migrations()
