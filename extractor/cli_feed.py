"""`vytiah feed`: other registries told of changes. Thin shells over extractor.feed."""

from __future__ import annotations

import json
import signal
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

if TYPE_CHECKING:
    from extractor.store import Store

_SOME_FAILED: Final = 1
#: Seconds between looks at the store, where push or changes go on.
_LOOK: Final = 2.0

_app = typer.Typer(
    help="Tell other registries what changed: by webhooks, or line by line.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

StoreUrl = Annotated[str, typer.Option("--store", metavar="URL", help="The store: an SQLite file or a URL.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="A subscription, as list shows it.")]


def register(app: typer.Typer) -> None:
    """Give the command line its `feed`."""
    app.add_typer(_app, name="feed")


@_app.command()
def subscribe(  # noqa: PLR0913 - the options of a command
    url: Annotated[str, typer.Argument(help="Where changes are posted to; https://…")],
    store: StoreUrl,
    *,
    secret: Annotated[
        str | None, typer.Option("--secret", help="whsec_… that signs the messages; one is made where none is given.")
    ] = None,
    event: Annotated[list[str] | None, typer.Option("--event", help="Only these changes; may be repeated.")] = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Only documents of these kinds.")] = None,
    issuer: Annotated[str | None, typer.Option("--issuer", help="Only documents of this body.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Send the whole extraction with each change.")] = False,
    after: Annotated[int, typer.Option("--after", min=0, help="Begin behind this cursor; 0 is everything.")] = 0,
    from_now: Annotated[bool, typer.Option("--from-now", help="Tell only what comes.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let the address be http:// and of a private network.")
    ] = False,
) -> None:
    """Let a registry be told of changes; prints the subscription with its secret, which is shown this once."""
    from extractor import feed

    with _open(store) as opened:
        made = feed.subscribe(
            opened,
            url,
            secret=secret,
            wanted=feed.Wanted(events=tuple(event or ()), kinds=tuple(kind or ()), issuer=issuer, full=full),
            allow_private=allow_private,
            after=None if from_now else after,
        )
    _out({"id": made.id, "url": made.url, "secret": made.secret, "position": made.position})


@_app.command("list")
def list_(store: StoreUrl) -> None:
    """Print each subscription and how it stands, a line of JSON each."""
    from extractor import feed

    with _open(store) as opened:
        for s in feed.every(opened):
            _out(
                {
                    "id": s.id,
                    "url": s.url,
                    "events": list(s.wanted.events),
                    "kinds": list(s.wanted.kinds),
                    "issuer": s.wanted.issuer,
                    "full": s.wanted.full,
                    "position": s.position,
                    "delivered": s.delivered,
                    "waiting": s.waiting,
                    "dead": s.dead,
                    "paused": s.paused,
                    "resume": _time(s.resume),
                }
            )


@_app.command()
def unsubscribe(id_: Id, store: StoreUrl) -> None:
    """End a subscription, with all that waits for it."""
    from extractor import feed

    with _open(store) as opened:
        feed.unsubscribe(opened, id_)


@_app.command()
def resume(id_: Id, store: StoreUrl) -> None:
    """Send again to a subscription that was paused or is waited for."""
    from extractor import feed

    with _open(store) as opened:
        feed.resume(opened, id_)


@_app.command()
def push(
    store: StoreUrl,
    *,
    watch: Annotated[bool, typer.Option("--watch", help="Go on until interrupted.")] = False,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, metavar="SECONDS", help="For one message.")] = 20,
) -> None:
    """Send every subscription what is due, once; what fails waits for the next push, longer each time.

    Exit codes: 0 all delivered, 1 some failed or were given up."""
    from extractor import feed

    over = threading.Event()
    with _open(store) as opened:
        pusher = feed.Pusher(opened, seconds=timeout)

        def end(*_: object) -> None:
            pusher.stop()
            over.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        done = pusher.round()
        while watch and not over.wait(_LOOK):
            done += pusher.round()
    _say(f"vytiah: {done.delivered} delivered, {done.failed} to be tried again, {done.dead} given up")
    if (done.failed or done.dead) and not watch:
        raise typer.Exit(_SOME_FAILED)


@_app.command()
def dead(
    store: StoreUrl,
    *,
    subscription: Annotated[str | None, typer.Option("--subscription", metavar="ID", help="Of this one only.")] = None,
    requeue: Annotated[bool, typer.Option("--requeue", help="Let them be tried again with the next push.")] = False,
) -> None:
    """Print the messages that were given up, a line of JSON each."""
    from extractor import feed

    with _open(store) as opened:
        if subscription is not None:
            feed.one(opened, subscription)
        if requeue:
            _say(f"vytiah: {feed.requeue(opened, subscription)} to be tried again")
            return
        for d in feed.dead(opened, subscription):
            told = {"id": d.id, "subscription": d.subscription, "attempts": d.attempts}
            _out({**told, "status": d.status, "error": d.error, "change": feed.line(d.change)})


@_app.command()
def changes(
    store: StoreUrl,
    *,
    after: Annotated[int, typer.Option("--after", min=0, metavar="CURSOR", help="Behind this cursor.")] = 0,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="At most so many; all where it is left out.")
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Wait for more until interrupted.")] = False,
) -> None:
    """Print what changed behind a cursor, a line of JSON each; the last line's cursor is where to go on."""
    from extractor import feed

    left = limit
    with _open(store) as opened:
        while True:
            found = opened.changes(after, 500 if left is None else min(left, 500))
            for change in found:
                _out(feed.line(change))
            if left is not None:
                left -= len(found)
            if found:
                after = found[-1].cursor
                sys.stdout.flush()
            if left == 0 or (not found and not follow):
                return
            if not found:
                threading.Event().wait(_LOOK)


def _open(url: str) -> Store:
    from pathlib import Path

    from extractor.store import open_store

    if "://" not in url and not Path(url).is_file():
        raise typer.BadParameter(f"there is no store {url}")
    return open_store(url)


def _time(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _out(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
