"""How many requests a sender may send: the same for one process and for several that share a PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from service_samples import Service
from sqlalchemy import select, update

from api.access import Access
from api.database import Database
from api.errors import Refused
from api.rates import Rates, forget, until_free
from api.tables import rates

if TYPE_CHECKING:
    from databases import Postgres


def passes(counter: Rates, *who: str) -> bool:
    try:
        asyncio.run(counter.hit(10, *who))
    except Refused as refused:
        if refused.status != 429:
            raise
        return False
    return True


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    made = Database(store_url)
    made.write(lambda c: c.execute(rates.delete()) and None)
    yield made
    made.close()


def test_a_sender_gets_its_rate_and_others_theirs(database: Database) -> None:
    counter = Rates(database)
    assert [passes(counter, "request", "key:1") for _ in range(12)] == [True] * 10 + [False] * 2
    assert passes(counter, "request", "key:2")
    assert passes(counter, "login", "key:1")


def test_a_process_alone_counts_the_minute_before_by_what_is_left_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'v.db'}")
    counter = Rates(database)

    def passing(at: float) -> int:
        monkeypatch.setattr("api.rates.monotonic", lambda: at)
        return sum(passes(counter, "key:1") for _ in range(12))

    # Ten in the minute 1; of these all, a half and none still count as the next one goes on.
    assert [passing(at) for at in (60, 119, 120, 150, 179)] == [10, 0, 0, 5, 4]
    # A minute in which nothing came lies between.
    assert passing(300) == 10
    database.close()


def test_processes_that_share_a_database_share_the_rate(postgres: Postgres) -> None:
    url = postgres.emptied()
    first, second = Database(url), Database(url)
    one, two = Rates(first), Rates(second)
    taken = [passes(counter, "request", "key:1") for _ in range(6) for counter in (one, two)]
    assert taken == [True] * 10 + [False] * 2
    first.close()
    second.close()


def test_two_services_on_one_postgresql_let_through_one_quota(postgres: Postgres, service: Service) -> None:
    url = postgres.emptied()
    database = Database(url)
    _, key = Access(database).add_key("реєстр", ["read"], rate=10)
    database.close()
    clients = [service(store=url), service(store=url)]
    asked = [c.get("/v1/stats", headers={"X-API-Key": key}) for _ in range(6) for c in clients]
    assert [answer.status_code for answer in asked] == [200] * 10 + [429] * 2
    assert asked[-1].json()["code"] == "rate_limited"
    assert int(asked[-1].headers["Retry-After"]) >= 1


def shifted(database: Database, minutes: int) -> None:
    """As if so many minutes had passed since the counters were written."""
    back = update(rates).values(begun=rates.c.begun - minutes)
    database.write(lambda c: c.execute(back) and None)


def test_the_minute_before_counts_by_what_is_left_of_it(postgres: Postgres) -> None:
    database = Database(postgres.emptied())
    counter = Rates(database)
    assert sum(passes(counter, "key:1") for _ in range(5)) == 5
    shifted(database, 1)
    # Five of a minute ago: all of them count when a minute begins, none when it ends.
    assert 5 <= sum(passes(counter, "key:1") for _ in range(12)) <= 10
    (row,) = database.read(lambda c: c.execute(select(rates)).all())
    assert row.before == 5
    shifted(database, 2)
    assert sum(passes(counter, "key:1") for _ in range(12)) == 10
    assert database.write(forget) == 0
    shifted(database, 3)
    assert database.write(forget) == 1
    database.close()


@pytest.mark.parametrize(
    ("present", "before", "passed", "seconds"),
    [
        (5, 0, 30, 0),
        # All of this minute is used up: in the next, one of ten must have left the last sixty seconds.
        (10, 0, 0, 66),
        (10, 0, 45, 21),
        # A window that began longer ago than it lasts has left the last minute in part, then as a whole.
        (10, 0, 63, 3),
        (10, 0, 90, 0),
        # Eight now and ten before: two of these may still count, so a fifth of their minute must be left at most.
        (7, 10, 0, 48),
        (7, 10, 50, 0),
        (1, 0, 59, 0),
    ],
)
def test_when_the_next_is_let_through(present: int, before: int, passed: float, seconds: float) -> None:
    assert until_free(present, before, passed, 10) == pytest.approx(seconds)
