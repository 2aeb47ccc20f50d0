"""What changed in the store, told to other registries: pushed by webhooks, or read behind a cursor.

>>> from extractor.feed import Pusher, subscribe
>>> subscribe(store, "https://registry.example/hook").secret                       # doctest: +SKIP
>>> Pusher(store).round()                                                          # doctest: +SKIP
"""

from __future__ import annotations

from extractor.feed.push import Pushed, Pusher, line
from extractor.feed.queue import Delivery, dead, requeue
from extractor.feed.subscriptions import (
    EVENTS,
    FeedError,
    Subscription,
    Wanted,
    every,
    one,
    resume,
    subscribe,
    unsubscribe,
)

__all__ = [
    "EVENTS",
    "Delivery",
    "FeedError",
    "Pushed",
    "Pusher",
    "Subscription",
    "Wanted",
    "dead",
    "every",
    "line",
    "one",
    "requeue",
    "resume",
    "subscribe",
    "unsubscribe",
]
