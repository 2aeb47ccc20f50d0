"""Alembic's way in: the connection is given by extractor.store.migrate, inside its transaction and lock."""

from __future__ import annotations

from alembic import context

from extractor.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # Alembic takes SQLite to have none; the driver is told to leave transactions to us, and then it has.
    transactional_ddl=True,
)
context.run_migrations()
