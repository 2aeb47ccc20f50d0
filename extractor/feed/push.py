"""Changes delivered by webhooks, as Standard Webhooks has them: at least once, signed, in the order of their cursors
as far as receivers answer.

`webhook-id` is the change's key, the same however often it is sent; the body's `version` is the document's revision. A
receiver that keeps the highest version of each document ends equal to the store, whatever is repeated or overtaken.
"""

from __future__ import annotations

import json
import random
import secrets
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from extractor.feed import queue
from extractor.feed.queue import Delivery
from extractor.feed.sending import SECONDS, NotSentError, Sender
from extractor.feed.subscriptions import Subscription, every
from extractor.version import __version__

if TYPE_CHECKING:
    from extractor.store import Store

#: Seconds of the first pause; each is twice the one before, up to the longest. Fifteen attempts take about 17 hours.
_PAUSE: Final = 5.0
_LONGEST: Final = 6 * 3600.0
ATTEMPTS: Final = 15
#: So many failures in a row, and the receiver is taken to be away: it is left alone until the last one's pause is over.
_AWAY: Final = 3
#: Receivers that are served at a time.
_AT_ONCE: Final = 8
_TOO_MANY: Final = 429
_GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a round did: messages delivered, to be tried again, and given up."""

    delivered: int = 0
    failed: int = 0
    dead: int = 0

    def __add__(self, other: Pushed) -> Pushed:
        return Pushed(self.delivered + other.delivered, self.failed + other.failed, self.dead + other.dead)


def pause(attempt: int, chance: float) -> float:
    """Seconds to wait after the n-th attempt (from 1): twice as long each time, the second half of it left to chance
    (0 to 1), so that many messages do not come back all at once."""
    whole = min(_PAUSE * 2.0 ** min(attempt - 1, 40), _LONGEST)
    return whole / 2 + whole / 2 * chance


class Pusher:
    """Delivers what a store's subscribers wait for. Several, in several processes, may push from one store: each
    subscriber is in one's hand at a time.

    clock: seconds since 1970. chance: 0 to 1, anew at each call. seconds: for one delivery. attempts: before a message
    is given up."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
        seconds: float = SECONDS,
        attempts: int = ATTEMPTS,
    ) -> None:
        self.store, self.clock, self.chance = store, clock, chance
        self.seconds, self.attempts = seconds, attempts
        #: By what name this pusher has subscribers in hand.
        self.holder = secrets.token_hex(16)
        self.stopped = False

    def stop(self) -> None:
        """End the round under way after the messages in hand; may be called from another thread or a signal."""
        self.stopped = True

    def round(self) -> Pushed:
        """Queue what is new and send all that is due, once. Raises StoreError where the store fails."""
        ready = [s for s in every(self.store) if s.paused is None and (s.resume or 0) <= self.clock()]
        if len(ready) <= 1:
            return _sum(_Receiver(self, s).serve() for s in ready)
        with ThreadPoolExecutor(min(len(ready), _AT_ONCE)) as pool:
            return _sum(pool.map(lambda s: _Receiver(self, s).serve(), ready))

    def again(self, attempts: int, wish: float | None) -> float | None:
        """When to try a message again that was tried so often; None: no more. A receiver's own wish is kept, where it
        is for longer."""
        if attempts >= self.attempts:
            return None
        return self.clock() + max(pause(attempts, self.chance()), wish or 0.0)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one attempt. `error`: None where it is delivered; `passing`: the same may go well later."""

    error: str | None = None
    passing: bool = False
    status: int | None = None
    wish: float | None = None


class _Receiver:
    """One subscriber in one round, in this pusher's hand."""

    def __init__(self, pusher: Pusher, subscriber: Subscription) -> None:
        self._pusher, self._store, self._subscriber = pusher, pusher.store, subscriber
        self._held = 0.0
        #: Failures in a row.
        self._failures = 0

    def serve(self) -> Pushed:
        """Send all that is due, unless another pusher has the subscriber in hand."""
        if queue.idle(self._store, self._subscriber, self._pusher.clock()) or not self._hold():
            return Pushed()
        done = Pushed()
        try:
            sender = Sender(allow_private=self._subscriber.allow_private, seconds=self._pusher.seconds)
            with closing(sender):
                while batch := self._due():
                    for delivery in batch:
                        if self._pusher.stopped or not self._hold():
                            return done
                        made, go_on = self._settle(delivery, self._attempt(sender, delivery))
                        done += made
                        if not go_on:
                            return done
        finally:
            queue.release(self._store, self._subscriber.id, self._pusher.holder)
        return done

    def _due(self) -> list[Delivery]:
        queue.fill(self._store, self._subscriber, self._pusher.clock())
        return queue.due(self._store, self._subscriber.id, self._pusher.clock())

    def _hold(self) -> bool:
        """Keep the subscriber in hand for the next deliveries; False where it is another's by now."""
        now, lease = self._pusher.clock(), 3 * self._pusher.seconds
        if now < self._held:
            return True
        self._held = now + lease - 2 * self._pusher.seconds
        return queue.claim(self._store, self._subscriber.id, self._pusher.holder, now, lease)

    def _attempt(self, sender: Sender, delivery: Delivery) -> _Outcome:
        try:
            answer = sender.post(self._subscriber.url, *self._message(delivery))
        except NotSentError as problem:
            return _Outcome(str(problem), not problem.permanent)
        if 200 <= answer.status < 300:
            return _Outcome(status=answer.status)
        passing = answer.status == _TOO_MANY or answer.status >= 500
        return _Outcome(f"the receiver answered {answer.status}", passing, answer.status, answer.retry_after)

    def _settle(self, delivery: Delivery, outcome: _Outcome) -> tuple[Pushed, bool]:
        """(what was done, whether the subscriber may be sent more now)."""
        if outcome.error is None:
            self._failures = 0
            queue.delivered(self._store, delivery)
            return Pushed(delivered=1), True
        if outcome.status == _GONE:
            queue.pause(self._store, self._subscriber.id, f"{outcome.error}: it wants no more")
            return Pushed(failed=1), False
        due = self._pusher.again(delivery.attempts + 1, outcome.wish) if outcome.passing else None
        queue.failed(self._store, delivery, outcome.error, status=outcome.status, due=due)
        if not outcome.passing:
            return Pushed(dead=1), True
        self._failures += 1
        away = outcome.wish is not None or self._failures >= _AWAY
        if away:
            queue.wait(self._store, self._subscriber.id, due or self._pusher.clock() + _PAUSE)
        return (Pushed(dead=1) if due is None else Pushed(failed=1)), not away

    def _message(self, delivery: Delivery) -> tuple[bytes, dict[str, str]]:
        """The body and headers of a delivery, signed now."""
        from standardwebhooks.webhooks import Webhook

        body = json.dumps(self._body(delivery), ensure_ascii=False, allow_nan=False)
        now = datetime.now(UTC)
        key = delivery.change.key
        return body.encode(), {
            "content-type": "application/json",
            "user-agent": f"vytiah/{__version__}",
            "webhook-id": key,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(self._subscriber.secret).sign(key, now, body),
        }

    def _body(self, delivery: Delivery) -> dict[str, Any]:
        change = delivery.change
        data = line(change)
        if self._subscriber.wanted.full and change.kind != "document.deleted":
            found = self._store.extraction(change.document_id)
            data["extraction"] = None if found is None else json.loads(found.model_dump_json())
        return {"type": change.kind, "timestamp": change.created, "data": data}


def line(change: Any) -> dict[str, Any]:
    """A change as those who pull get it, and those who are pushed under `data`."""
    return {
        "cursor": change.cursor,
        "key": change.key,
        "version": change.version,
        "kind": change.kind,
        "document_id": change.document_id,
        "created": change.created,
        "document": change.payload,
    }


def _sum(rounds: Iterable[Pushed]) -> Pushed:
    return sum(rounds, Pushed())
