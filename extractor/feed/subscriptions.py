"""Who is told of what: subscriptions are made, listed, paused and ended."""

from __future__ import annotations

import base64
import binascii
import json
import re
import secrets
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, func, insert, select, update

from extractor.errors import VytiahError
from extractor.feed.tables import deliveries, subscriptions
from extractor.store.schema import outbox

if TYPE_CHECKING:
    from extractor.store import Change, Store

#: What happens to documents: the kinds of changes.
EVENTS: Final = ("document.extracted", "document.corrected", "document.failed", "document.deleted")
_LONGEST_URL: Final = 2000
_S: Final = subscriptions.c


class FeedError(VytiahError):
    """A subscription cannot be made so, or there is none of that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which changes a subscriber wants; every part narrows, nothing given is everything.

    events: kinds of changes, of EVENTS. kinds: of documents. issuer: a part of the issuing body's name, case apart.
    That a document is gone, or could not be read, is told whatever the kinds and issuer: it has none then.
    full: whether each message carries the document's extraction as it is by then, with people's corrections."""

    events: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    issuer: str | None = None
    full: bool = False

    def takes(self, change: Change) -> bool:
        """Is the change one of these?"""
        if self.events and change.kind not in self.events:
            return False
        if "kind" not in change.payload:
            return True
        if self.kinds and change.payload["kind"] not in self.kinds:
            return False
        return not self.issuer or self.issuer.casefold() in (change.payload.get("issuer") or "").casefold()


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscriber. `position`: the cursor up to which changes
    were looked at; `paused`: why nothing is sent, or None; `waiting`, `dead`: messages not delivered yet, and given
    up; `delivered`: since it was made. `secret` signs the messages and is shown to nobody."""

    id: str
    url: str
    secret: str
    wanted: Wanted
    allow_private: bool
    position: int
    paused: str | None
    resume: float | None
    failures: int
    delivered: int
    created: float
    waiting: int = 0
    dead: int = 0


def subscribe(
    store: Store,
    url: str,
    *,
    secret: str | None = None,
    wanted: Wanted | None = None,
    allow_private: bool = False,
    after: int | None = 0,
) -> Subscription:
    """A new subscriber of a store's changes, told of those behind a cursor: 0 is all that there ever were, None only
    what comes.

    secret: as Standard Webhooks has it, `whsec_` and 24 to 64 bytes in base64; one is made where none is given.
    Raises FeedError on an address or secret that cannot be used. http:// and addresses of private networks are for
    `allow_private` only."""
    unknown = set(wanted.events) - set(EVENTS) if wanted else set()
    if unknown:
        raise FeedError(f"no such change: {', '.join(sorted(unknown))}; known: {', '.join(EVENTS)}")
    made = {
        "id": secrets.token_hex(8),
        "url": _checked(url, allow_private),
        "secret": _secret(secret),
        "wanted": json.dumps(asdict(wanted or Wanted()), ensure_ascii=False),
        "allow_private": allow_private,
        "failures": 0,
        "delivered": 0,
        "created": time.time(),
    }

    def work(connection: Connection) -> None:
        newest = connection.execute(select(func.coalesce(func.max(outbox.c.cursor), 0))).scalar_one()
        connection.execute(insert(subscriptions).values(position=newest if after is None else after, **made))

    store.write(work)
    return one(store, str(made["id"]))


def every(store: Store) -> list[Subscription]:
    """All subscribers, the oldest first."""
    return store.read(lambda c: _read(c, None))


def one(store: Store, id_: str) -> Subscription:
    """The subscriber of an id; raises FeedError where there is none."""
    found = store.read(lambda c: _read(c, id_))
    if not found:
        raise FeedError(f"there is no subscription {id_}")
    return found[0]


def unsubscribe(store: Store, id_: str) -> None:
    """End a subscription, with all that waits for it; raises FeedError where there is none."""
    one(store, id_)

    def work(connection: Connection) -> None:
        connection.execute(delete(deliveries).where(deliveries.c.subscription == id_))
        connection.execute(delete(subscriptions).where(_S.id == id_))

    store.write(work)


def resume(store: Store, id_: str) -> None:
    """Send again to a subscriber that was paused or is waited for; raises FeedError where there is none."""
    one(store, id_)
    store.write(
        lambda c: c.execute(update(subscriptions).where(_S.id == id_).values(paused=None, resume=None, failures=0))
    )


def _read(connection: Connection, id_: str | None) -> list[Subscription]:
    counts = {
        (row.subscription, row.dead): row.number
        for row in connection.execute(
            select(deliveries.c.subscription, deliveries.c.dead, func.count().label("number")).group_by(
                deliveries.c.subscription, deliveries.c.dead
            )
        )
    }
    query = select(subscriptions).order_by(_S.created, _S.id)
    rows = connection.execute(query.where(_S.id == id_) if id_ is not None else query)
    return [_made(row, counts.get((row.id, False), 0), counts.get((row.id, True), 0)) for row in rows]


def _made(row: Any, waiting: int, dead: int) -> Subscription:
    parts = json.loads(row.wanted)
    wanted = Wanted(
        events=tuple(parts["events"]), kinds=tuple(parts["kinds"]), issuer=parts["issuer"], full=parts["full"]
    )
    return Subscription(
        row.id, row.url, row.secret, wanted, row.allow_private, row.position, row.paused, row.resume,
        row.failures, row.delivered, row.created, waiting, dead,
    )  # fmt: skip


def _checked(url: str, allow_private: bool) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FeedError("the address is no URL") from error
    if parts.scheme not in (("https", "http") if allow_private else ("https",)):
        raise FeedError("the address must begin with https:// (http:// is for private networks, where allowed)")
    if not parts.hostname or port == 0 or len(url) > _LONGEST_URL or re.search(r"[\s\x00-\x1f\x7f\\]", url):
        raise FeedError("the address is no URL")
    if parts.username is not None or parts.password is not None:
        raise FeedError("the address must hold no password: the receiver checks the signature")
    return url


def _secret(given: str | None) -> str:
    if given is None:
        return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    try:
        size = len(base64.b64decode(given.removeprefix("whsec_"), validate=True))
    except (binascii.Error, ValueError) as error:
        raise FeedError("the secret must be whsec_ and base64") from error
    if not given.startswith("whsec_") or not 24 <= size <= 64:
        raise FeedError("the secret must be whsec_ and 24 to 64 bytes in base64")
    return given
