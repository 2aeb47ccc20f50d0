"""The feed, from a real store to a real receiver over real sockets; only time is ours."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from receivers import Server, running
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from extractor.feed import FeedError, Pushed, Pusher, Wanted, dead, every, one, requeue, resume, subscribe, unsubscribe
from extractor.feed.push import ATTEMPTS, pause
from extractor.store import Store, open_store

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))
from papers import copies, letter, order


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def pusher(store: Store, clock: Clock, **options: object) -> Pusher:
    return Pusher(store, clock=clock, chance=lambda: 0.5, **{"seconds": 5.0, **options})  # type: ignore[arg-type]


def connected(store: Store, server: Server, **options: object) -> str:
    made = subscribe(store, server.url, allow_private=True, **options)  # type: ignore[arg-type]
    server.secret = made.secret
    return made.id


def until_nothing_waits(store: Store, clock: Clock, work: Callable[[], Pushed]) -> Pushed:
    done = Pushed()
    for _ in range(500):
        done += work()
        if not any(s.waiting for s in every(store)):
            return done
        clock.now += 120
    raise AssertionError(f"still waiting: {every(store)}")


def test_what_is_saved_is_delivered_once_signed_and_in_order(store):
    with running() as server:
        id_ = connected(store, server)
        saved = [store.save(x) for x in (order(), letter())]
        assert pusher(store, Clock()).round() == Pushed(delivered=2)
        assert pusher(store, Clock()).round() == Pushed()
    changes = store.changes()
    assert [h["webhook-id"] for _, h, _ in server.requests] == [c.key for c in changes]
    assert [m["data"]["document_id"] for _, _, m in server.requests] == [s.document_id for s in saved]
    _, headers, message = server.requests[0]
    assert message["type"] == "document.extracted"
    assert message["data"]["document"]["number"] == "27-р"
    assert (message["data"]["version"], message["data"]["cursor"]) == (1, changes[0].cursor)
    assert headers["content-type"] == "application/json"
    assert "extraction" not in message["data"]
    assert (one(store, id_).delivered, one(store, id_).waiting) == (2, 0)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 32).verify("{}", headers)


def test_a_receiver_that_fails_sleeps_and_repeats_ends_equal(store):
    """Every fault there is, again and again, while documents are saved, read anew and deleted."""
    chance = random.Random(7)
    faults = ["", "", "", "500", "503", "wait_429", "dropped", "asleep", "kept_500", "kept_dropped", "kept_asleep"]
    clock = Clock()
    papers = copies(12)
    with running(lambda n: faults[n] if n < len(faults) else chance.choice(faults)) as server:
        server.asleep = 0.5
        connected(store, server)
        sender = pusher(store, clock, seconds=0.25, attempts=200)
        for n, paper in enumerate(papers):
            saved = store.save(paper)
            if n % 3 == 0:
                store.save(paper.model_copy(update={"measures": paper.measures[:1]}))
            if n % 4 == 0:
                store.delete(saved.document_id)
            if n % 6 == 0:
                store.save(paper)
            sender.round()
            clock.now += 10
        done = until_nothing_waits(store, clock, sender.round)
        kept = server.registry.documents()
    faulty = [fault for fault, _, _ in server.requests]
    assert set(faulty) == set(faults)
    assert len(server.requests) > len(store.changes())
    assert done.dead == 0
    rows = {row.id: row.revision for row in store.documents(limit=100).items}
    assert {i: v for i, (v, kind) in kept.items() if kind != "document.deleted"} == rows
    assert {i for i, (_, kind) in kept.items() if kind == "document.deleted"} == {
        c.document_id for c in store.changes(limit=1000)
    } - set(rows)


def test_the_pauses_grow_and_are_the_same_for_the_same_chance(store):
    with running(lambda _: "500") as server:
        id_ = connected(store, server)
        store.save(order())
        clock = Clock()
        sender = pusher(store, clock, attempts=6)
        assert sender.round() == Pushed(failed=1)
        for number, gap in enumerate([3.75, 7.5, 15.0, 30.0, 60.0], 2):
            clock.now += gap - 0.1
            assert sender.round() == Pushed()
            clock.now += 0.1
            assert sender.round() == (Pushed(dead=1) if number == 6 else Pushed(failed=1))
        assert one(store, id_).dead == 1
    (letter_,) = dead(store)
    assert (letter_.attempts, letter_.status, letter_.error) == (6, 500, "the receiver answered 500")


def test_pauses_are_bounded_and_left_to_chance_by_half():
    assert [pause(n, 0) for n in (1, 2, 3)] == [2.5, 5, 10]
    assert [pause(n, 1) for n in (1, 2, 3)] == [5, 10, 20]
    assert pause(10_000, 1) == 6 * 3600
    assert 16 * 3600 < sum(pause(n, 1) for n in range(1, ATTEMPTS)) < 18 * 3600


def test_a_receiver_s_wish_to_wait_is_kept(store):
    clock = Clock()
    with running(lambda n: "wait_429" if n == 0 else "") as server:
        connected(store, server)
        for paper in copies(3):
            store.save(paper)
        sender = pusher(store, clock)
        assert sender.round() == Pushed(failed=1)
        clock.now += 99
        assert sender.round() == Pushed()
        assert len(server.requests) == 1
        clock.now += 2
        assert sender.round() == Pushed(delivered=3)


@pytest.mark.parametrize("status", ["400", "401", "404", "409", "413", "422", "moved_301", "moved_307"])
def test_a_refusal_is_final_and_the_others_go_on(store, status):
    with running(lambda n: status if n == 0 else "") as server:
        connected(store, server)
        for paper in copies(2):
            store.save(paper)
        assert pusher(store, Clock()).round() == Pushed(delivered=1, dead=1)
        assert len(server.requests) == 2
        (letter_,) = dead(store)
        assert str(letter_.status) in status
        assert requeue(store) == 1
        assert dead(store) == []
        assert pusher(store, Clock()).round() == Pushed(delivered=1)
        assert len(server.registry.documents()) == 2


def test_a_receiver_that_is_away_is_left_alone_for_a_while(store):
    clock = Clock()
    with running(lambda _: "500") as server:
        connected(store, server)
        for paper in copies(10):
            store.save(paper)
        sender = pusher(store, clock)
        assert sender.round() == Pushed(failed=3)
        assert sender.round() == Pushed()
        server.faults = lambda _: ""
        clock.now += 10
        assert sender.round() == Pushed(delivered=10)


def test_one_bad_message_does_not_hold_the_others_up(store):
    papers = copies(5)
    with running() as server:
        connected(store, server)
        bad = [store.save(x).document_id for x in papers][1]
        clock = Clock()
        sender = pusher(store, clock, attempts=4)
        real = server.take

        def take(handler):
            server.faults = lambda _: "500" if bad in handler.headers["webhook-id"] else ""
            real(handler)

        server.take = take
        done = until_nothing_waits(store, clock, sender.round)
        assert (done.delivered, done.dead) == (4, 1)
        assert len(server.registry.documents()) == 4


def test_a_receiver_that_wants_no_more_is_paused_until_resumed(store):
    with running(lambda n: "410" if n == 0 else "") as server:
        id_ = connected(store, server)
        store.save(order())
        clock = Clock()
        assert pusher(store, clock).round() == Pushed(failed=1)
        assert pusher(store, clock).round() == Pushed()
        assert "410" in (one(store, id_).paused or "")
        resume(store, id_)
        assert pusher(store, clock).round() == Pushed(delivered=1)


def test_nobody_listens(store):
    with running() as server:
        id_ = connected(store, server)
    store.save(order())
    assert pusher(store, Clock()).round() == Pushed(failed=1)
    assert one(store, id_).waiting == 1


def test_a_subscriber_gets_what_it_wants(store):
    with running() as all_, running() as orders, running() as issuer, running() as later:
        store.save(order())
        connected(store, later, after=None)
        connected(store, all_)
        connected(store, orders, wanted=Wanted(kinds=("order",)))
        connected(store, issuer, wanted=Wanted(issuer="ЗДРАВООХРАНЕНИЯ", events=("document.extracted",)))
        saved = store.save(letter())
        store.delete(saved.document_id)
        pusher(store, Clock()).round()

        def told(server: Server) -> list[str]:
            return [m["type"].removeprefix("document.") for _, _, m in server.requests]

        assert told(all_) == ["extracted", "extracted", "deleted"]
        assert told(orders) == ["extracted", "deleted"]
        assert told(issuer) == ["extracted"]
        assert told(later) == ["extracted", "deleted"]


def test_the_extraction_comes_along_where_it_is_wanted(store):
    with running() as server:
        connected(store, server, wanted=Wanted(full=True))
        store.save(order())
        pusher(store, Clock()).round()
        assert server.requests[0][2]["data"]["extraction"] == order().model_dump(mode="json")


def test_two_pushers_do_not_send_the_same_at_once(store, store_url):
    """One has the subscriber in hand; the other finds nothing to do, and may take it when the first is dead."""
    clock = Clock()
    with running() as server, open_store(store_url) as second:
        connected(store, server)
        store.save(order())
        taken = []
        real = server.take

        def take(handler):
            taken.append(pusher(second, clock).round())
            real(handler)

        server.take = take
        assert pusher(store, clock).round() == Pushed(delivered=1)
        assert taken == [Pushed()]


def test_a_pusher_that_dies_leaves_its_messages_to_the_next(store):
    from extractor.feed import queue

    clock = Clock()
    with running() as server:
        id_ = connected(store, server)
        store.save(order())
        assert queue.claim(store, id_, "dead", clock(), 60)
        assert pusher(store, clock).round() == Pushed()
        clock.now += 61
        assert pusher(store, clock).round() == Pushed(delivered=1)


def test_more_waits_than_is_queued_at_a_time(store, monkeypatch):
    from extractor.feed import queue

    monkeypatch.setattr(queue, "WAITING", 4)
    monkeypatch.setattr(queue, "_LOOK", 3)
    with running() as server:
        connected(store, server)
        for paper in copies(20):
            store.save(paper)
        assert pusher(store, Clock()).round() == Pushed(delivered=20)
    assert [m["data"]["cursor"] for _, _, m in server.requests] == [c.cursor for c in store.changes()]


def test_a_subscription_ends_with_what_waits_for_it(store):
    with running(lambda _: "500") as server:
        id_ = connected(store, server)
        store.save(order())
        pusher(store, Clock()).round()
        unsubscribe(store, id_)
    assert every(store) == []
    assert dead(store) == []
    for ended in (unsubscribe, resume, one):
        with pytest.raises(FeedError, match="there is no subscription"):
            ended(store, id_)


@pytest.mark.parametrize(
    "url",
    ["http://registry.example/", "ftp://x/", "https://", "https://u:p@x.example/", "https://x:0/", "https://a b/",
     "https://x\r\nHost: y/", "https://x/" + "a" * 2000, "https://[::1", "javascript:alert(1)", ""],
)  # fmt: skip
def test_an_address_that_cannot_be_is_refused(tmp_path, url):
    with open_store(tmp_path / "s.db") as store, pytest.raises(FeedError):
        subscribe(store, url)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_####", "whsec_QUFB", "QUFB" * 8])
def test_a_secret_that_signs_nothing_is_refused(tmp_path, secret):
    with open_store(tmp_path / "s.db") as store, pytest.raises(FeedError):
        subscribe(store, "https://registry.example/", secret=secret)


def test_a_secret_is_made_and_a_given_one_kept(tmp_path):
    with open_store(tmp_path / "s.db") as store:
        first, second = (subscribe(store, "https://registry.example/").secret for _ in range(2))
        assert first != second
        given = "whsec_" + "QUFB" * 8
        assert subscribe(store, "https://registry.example/", secret=given).secret == given
