"""The schema brought up to date when a store is opened: forward only, once, whoever comes first."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from extractor.errors import StoreError
from extractor.store.engine import transact

#: Any number, the same for all: the advisory lock of whoever migrates a PostgreSQL database.
_LOCK: Final = 0x767974_6961
_HOME: Final = Path(__file__).parent / "migrations"


@cache
def head() -> str:
    """The newest step that this program knows, told by the names of the files, as alembic is slow to load."""
    return max(path.name[1:5] for path in (_HOME / "versions").glob("v[0-9][0-9][0-9][0-9]_*.py"))


def current(connection: Connection) -> str | None:
    """The step that the database stands at; None where it is new.

    Raises StoreError store_damaged where it holds the tables of something else."""
    names = set(inspect(connection).get_table_names())
    if "alembic_version" not in names:
        if names & {"documents", "extractions"}:
            raise StoreError("store_damaged", "the database holds tables of another program")
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def migrate(engine: Engine, patience: float) -> None:
    """Every step that the database lacks, in one transaction, while all others wait.

    Raises StoreError store_newer where a newer program has been here."""
    if not _behind(transact(engine, current, writes=False, patience=patience)):
        return
    transact(engine, _upgrade, writes=True, patience=patience)


def _behind(found: str | None) -> bool:
    if found is not None and found > head():
        raise StoreError("store_newer", f"the database stands at step {found}, this program knows up to {head()}")
    return found != head()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    if not _behind(current(connection)):
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HOME).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
