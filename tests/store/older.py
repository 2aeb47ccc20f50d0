"""A store as a program of former days left it: what one of today holds, in the tables of then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from extractor.store import Store, engine, migrate, schema

Rows = dict[str, list[dict[str, Any]]]


def older(url: str, step: str, source: Store, change: Callable[[Rows], None]) -> None:
    """Make a new database of a former `step` at `url`, with the rows of `source`. `change` makes the rows, by table,
    what they were then; columns that were not there yet are left out."""
    rows = source.read(_rows)
    change(rows)
    made = engine.connect(engine.url_of(url), patience=30, pool=1)
    config = Config()
    config.set_main_option("script_location", str(migrate._HOME).replace("%", "%%"))

    def work(connection: sa.Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, step)
        tables = sa.inspect(connection).get_table_names()
        for table in schema.metadata.sorted_tables:
            if table.name not in tables:
                continue
            there = [column["name"] for column in sa.inspect(connection).get_columns(table.name)]
            if rows[table.name]:
                into = sa.table(table.name, *map(sa.column, there)).insert()
                connection.execute(into, [{name: row[name] for name in there} for row in rows[table.name]])

    engine.transact(made, work, writes=True, patience=30)
    made.dispose()


def _rows(connection: sa.Connection) -> Rows:
    tables = schema.metadata.sorted_tables
    return {table.name: [dict(row._mapping) for row in connection.execute(table.select())] for table in tables}
