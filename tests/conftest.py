"""Options of the whole suite, and databases for whoever asks for one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from extractor.store import Store


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew; the run then fails")


class Postgres:
    """A PostgreSQL server for the run. `fresh` makes a new, empty database, which takes a second or two to make and
    drop; `emptied` gives the one that all tests share, without rows."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._run = f"vytiah_test_{os.getpid()}_{secrets.token_hex(3)}"
        self._made: list[str] = []
        self._shared: str | None = None

    def fresh(self) -> str:
        import databases

        name = f"{self._run}_{len(self._made)}"
        self._made.append(name)
        return databases.database(self.url, name)

    def emptied(self) -> str:
        import databases

        if self._shared is None:
            self._shared = self.fresh()
        databases.empty(self._shared)
        return self._shared

    def drop(self) -> None:
        import databases

        for name in self._made:
            databases.drop(self.url, name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """PostgreSQL for real: the server that VYTIAH_TEST_POSTGRES names, the local one, or one started from a wheel."""
    import databases

    with ExitStack() as stack:
        found = Postgres(stack.enter_context(databases.server()))
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
