"""What waits to be delivered: changes come in behind a subscriber's position, go out when delivered, or stay dead."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from extractor.feed.tables import deliveries, subscriptions
from extractor.store import Change, read
from extractor.store.schema import outbox

if TYPE_CHECKING:
    from extractor.feed.subscriptions import Subscription
    from extractor.store import Store

_S: Final = subscriptions.c
_D: Final = deliveries.c
#: Messages of one subscriber that wait at a time; the rest stays in the outbox, behind its position.
WAITING: Final = 1000
#: Changes looked at in one transaction.
_LOOK: Final = 500


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message for a subscriber: the change, and how often it was tried. `due`: seconds since 1970."""

    id: int
    subscription: str
    change: Change
    attempts: int
    due: float
    status: int | None = None
    error: str | None = None


def fill(store: Store, subscriber: Subscription, now: float) -> int:
    """Queue the changes behind the subscriber's position that it wants, as many as may wait; how many it became."""
    queued = 0
    while True:
        added, looked = store.write(lambda c: _fill(c, subscriber, now))
        queued += added
        if looked < _LOOK:
            return queued


def _fill(connection: Connection, subscriber: Subscription, now: float) -> tuple[int, int]:
    """(queued, looked at), in one transaction with the position."""
    mine = select(_S.position).where(_S.id == subscriber.id).with_for_update()
    position = connection.execute(mine).scalar_one_or_none()
    waiting = select(func.count()).where(_D.subscription == subscriber.id, _D.dead.is_(False))
    if position is None or connection.execute(waiting).scalar_one() >= WAITING:
        return 0, 0
    changes = read.changes(connection, position, _LOOK)
    wanted = [change for change in changes if subscriber.wanted.takes(change)]
    if wanted:
        rows = [
            {"subscription": subscriber.id, "cursor": c.cursor, "attempts": 0, "due": now, "dead": False}
            for c in wanted
        ]
        connection.execute(insert(deliveries), rows)
    if changes:
        position = changes[-1].cursor
        connection.execute(update(subscriptions).where(_S.id == subscriber.id).values(position=position))
    return len(wanted), len(changes)


def idle(store: Store, subscriber: Subscription, now: float) -> bool:
    """Has the subscriber nothing to be sent or looked at? Asked often, so it only reads."""
    newest = select(func.coalesce(func.max(outbox.c.cursor), 0))
    waits = select(_D.id).where(_D.subscription == subscriber.id, _D.dead.is_(False), _D.due <= now).limit(1)
    return store.read(
        lambda c: c.execute(newest).scalar_one() <= subscriber.position and c.execute(waits).first() is None
    )


def due(store: Store, subscriber: str, now: float, limit: int = 50) -> list[Delivery]:
    """The messages whose time has come, those that have waited longest first."""
    query = select(deliveries).where(_D.subscription == subscriber, _D.dead.is_(False), _D.due <= now)
    return store.read(lambda c: _with_changes(c, c.execute(query.order_by(_D.due, _D.cursor).limit(limit)).all()))


def dead(store: Store, subscriber: str | None = None) -> list[Delivery]:
    """The messages that were given up, of one subscriber or all."""
    query = select(deliveries).where(_D.dead.is_(True)).order_by(_D.subscription, _D.cursor)
    if subscriber is not None:
        query = query.where(_D.subscription == subscriber)
    return store.read(lambda c: _with_changes(c, c.execute(query).all()))


def requeue(store: Store, subscriber: str | None = None, ids: Sequence[int] | None = None) -> int:
    """Let dead messages be tried again at once, of one subscriber or all, those of `ids` or all; how many."""
    query = update(deliveries).where(_D.dead.is_(True)).values(dead=False, attempts=0, due=0.0)
    if subscriber is not None:
        query = query.where(_D.subscription == subscriber)
    if ids is not None:
        query = query.where(_D.id.in_(ids))
    return store.write(lambda c: int(c.execute(query).rowcount))


def claim(store: Store, subscriber: str, holder: str, now: float, seconds: float) -> bool:
    """Take a subscriber in hand, or keep it: False where another pusher has it. The hold ends by itself."""
    free = or_(_S.holder.is_(None), _S.holder == holder, _S.lease < now)
    query = update(subscriptions).where(_S.id == subscriber, free).values(holder=holder, lease=now + seconds)
    return store.write(lambda c: bool(c.execute(query).rowcount))


def release(store: Store, subscriber: str, holder: str) -> None:
    """Let a subscriber go."""
    query = update(subscriptions).where(_S.id == subscriber, _S.holder == holder).values(holder=None, lease=None)
    store.write(lambda c: c.execute(query))


def delivered(store: Store, delivery: Delivery) -> None:
    """The message is out; its subscriber answers."""

    def work(connection: Connection) -> None:
        gone = connection.execute(delete(deliveries).where(_D.id == delivery.id)).rowcount
        connection.execute(
            update(subscriptions)
            .where(_S.id == delivery.subscription)
            .values(delivered=_S.delivered + gone, failures=0, resume=None)
        )

    store.write(work)


def failed(store: Store, delivery: Delivery, error: str, *, status: int | None, due: float | None) -> None:
    """The message is not out: it is due again then, or dead where that is None."""
    values: dict[str, Any] = {"attempts": delivery.attempts + 1, "error": error, "status": status}
    values |= {"dead": True} if due is None else {"due": due}
    store.write(lambda c: c.execute(update(deliveries).where(_D.id == delivery.id).values(**values)))


def wait(store: Store, subscriber: str, until: float) -> None:
    """Send the subscriber nothing before then."""
    query = update(subscriptions).where(_S.id == subscriber).values(resume=until, failures=_S.failures + 1)
    store.write(lambda c: c.execute(query))


def pause(store: Store, subscriber: str, reason: str) -> None:
    """Send the subscriber nothing until somebody resumes it."""
    store.write(lambda c: c.execute(update(subscriptions).where(_S.id == subscriber).values(paused=reason)))


def _with_changes(connection: Connection, rows: Sequence[Any]) -> list[Delivery]:
    """The deliveries with their changes; one whose change the outbox no longer has is left out."""
    cursors = [row.cursor for row in rows]
    lines = connection.execute(select(outbox).where(outbox.c.cursor.in_(cursors))).all()
    found = {
        r.cursor: Change(r.cursor, r.key, r.version, r.kind, r.document_id, json.loads(r.payload), r.created)
        for r in lines
    }
    return [
        Delivery(row.id, row.subscription, found[row.cursor], row.attempts, row.due, row.status, row.error)
        for row in rows
        if row.cursor in found
    ]
