"""Options of the whole suite, and databases for whoever asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from databases import Postgres

    from extractor.store import Store


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew; the run then fails")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """PostgreSQL for real: the server that VYTIAH_TEST_POSTGRES names, the local one, or one started from a wheel."""
    import databases

    with ExitStack() as stack:
        found = databases.Postgres(stack.enter_context(databases.server()))
        yield found
        found.drop()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store, on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/vytiah.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.emptied()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, on each database."""
    from extractor.store import open_store

    with open_store(store_url) as opened:
        yield opened
