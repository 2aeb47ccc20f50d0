"""`vytiah batch`: a whole archive. A thin shell over extractor.batch.archive."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.errors import StoreError
from extractor.settings import DEFAULT, Nlp, Settings

if TYPE_CHECKING:
    from extractor.batch.archive import Batch
    from extractor.batch.counts import Counts
    from extractor.batch.engine import Engine
    from extractor.batch.finds import Again
    from extractor.batch.progress import Look
    from extractor.batch.session import Order

#: As in extractor.cli, which imports this.
SOME_FAILED, USAGE, NOTHING_MATCHED, INTERRUPTED = 1, 2, 3, 130


class EngineName(StrEnum):
    """Where documents are worked on."""

    local = "local"
    dask = "dask"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("batch")(batch)


def batch(  # noqa: PLR0913 - a command has the options that it has
    archive: Annotated[list[Path], typer.Argument(metavar="ARCHIVE...", help="Folders or files.")],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for the manifest, the index, lists of failures and a file a result. [default: out; with "
            "--store alone, no files of results]",
        ),
    ] = None,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="Save results in this store too: a file, sqlite:, postgresql:.")
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", "-w", min=0, max=1024, help="Processes to work in; 0: one a processor core.")
    ] = 0,
    engine: Annotated[
        EngineName, typer.Option(help="Processes of this machine, or a Dask cluster.")
    ] = EngineName.local,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Of the Dask cluster; without it, one on this machine.")
    ] = None,
    ship_bytes: Annotated[
        bool, typer.Option("--ship-bytes", help="Send documents to the cluster: it does not see the archive's files.")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where the last run stopped: the default.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Read everything again.")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Read again what failed.")] = False,
    outdated: Annotated[
        bool, typer.Option("--outdated", help="Read again what another version, its models or settings read.")
    ] = False,
    include: Annotated[
        list[str] | None, typer.Option(metavar="GLOB", help="Only files of this name, or path where it has a /.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="GLOB", help="No files and folders of this name, or path.")
    ] = None,
    shard: Annotated[str, typer.Option(metavar="I/N", help="Only the I-th of N parts of the archive.")] = "1/1",
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Only files modified then or later: 2021-12-31, 2021-12-31T18:00."),
    ] = None,
    nlp: Annotated[Nlp, typer.Option("--nlp", help="Which models read along with the rules.")] = DEFAULT.nlp,
    max_mb: Annotated[
        int, typer.Option("--max-mb", min=1, metavar="MB", help="Largest file, in megabytes of 1,048,576 bytes.")
    ] = DEFAULT.max_bytes >> 20,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="A line every ten seconds.")] = False,
) -> None:
    """Go through an archive of any size once; run it again to go on where it stopped, whatever stopped it."""
    from extractor.batch.finds import Plan
    from extractor.batch.listing import Chosen, roots
    from extractor.batch.session import Order

    if sum((resume, force, retry_failed, outdated)) > 1:
        raise typer.BadParameter("--resume, --force, --retry-failed and --outdated exclude each other")
    if engine is not EngineName.dask and (scheduler is not None or ship_bytes):
        raise typer.BadParameter("--scheduler and --ship-bytes are for --engine dask")
    for path in archive:
        if not path.exists():
            raise typer.BadParameter(f"there is no {path}", param_hint="ARCHIVE")
    folder = out or Path("out")
    settings = Settings(nlp=nlp, max_bytes=max_mb << 20)
    chosen = Chosen(tuple(include or ()), tuple(exclude or ()), _shard(shard), _since(since), _own(folder, store))
    again: Again = "all" if force else "failed" if retry_failed else "outdated" if outdated else "nothing"
    plan = Plan(roots=tuple(roots(archive)), chosen=chosen, max_bytes=settings.max_bytes, again=again)
    count = workers or os.cpu_count() or 1

    order = Order(plan=plan, folder=folder, settings=settings, filed=out is not None or store is None, store=store)

    def make() -> Engine:
        if engine is EngineName.local:
            from extractor.batch.engine_local import LocalEngine

            return LocalEngine(count, settings, stored=store is not None)
        try:
            from extractor.batch.engine_dask import DaskEngine
        except ImportError as error:
            message = f"{error.name} is not installed: pip install 'vytiah[cluster]'"
            raise typer.BadParameter(message, param_hint="--engine") from error
        return DaskEngine(settings, scheduler=scheduler, workers=count, ship_bytes=ship_bytes, stored=store is not None)

    began = time.monotonic()
    counts = _run(order, make, "lines" if verbose else "bar" if sys.stderr.isatty() else "nothing")
    _end(counts, folder, time.monotonic() - began)


def _run(order: Order, make: Callable[[], Engine], look: Look) -> Counts:
    """The batch; with the exit code that is due where it cannot go on."""
    from extractor.batch import session
    from extractor.batch.engine import EngineError
    from extractor.batch.manifest import ManifestError
    from extractor.batch.progress import Watch
    from extractor.batch.write import InUseError

    try:
        with (
            Watch(look, order.plan.roots, order.plan.chosen) as watch,
            session.opened(order, make, watch) as work,
            _signals(work),
        ):
            return work.run()
    except (InUseError, ManifestError, StoreError) as error:
        _say(f"vytiah: {error}")
        raise typer.Exit(USAGE) from error
    except EngineError as error:
        _say(f"vytiah: {error}; run the same again to go on")
        raise typer.Exit(SOME_FAILED) from error
    except (OSError, sqlite3.Error) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        _say(f"vytiah: cannot write to {order.folder}: {why}; nothing is half written, the same again goes on")
        raise typer.Exit(USAGE) from error


@contextmanager
def _signals(work: Batch) -> Iterator[None]:
    """The first SIGINT or SIGTERM lets what is in hand be finished, the second stops at once."""

    def stop(*_: object) -> None:
        if work.stop.is_set():
            raise KeyboardInterrupt
        work.stop.set()
        _say("vytiah: finishing what is in hand; once more to stop at once")

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(counts: Counts, folder: Path, seconds: float) -> None:
    """The summary, and the exit code that is due."""
    from extractor.batch.progress import summary

    summary(counts, seconds, say=typer.echo)
    if counts.interrupted:
        _say("vytiah: interrupted; run the same again to go on")
        raise typer.Exit(INTERRUPTED)
    if not counts.files:
        _say("vytiah: no files found")
        raise typer.Exit(NOTHING_MATCHED)
    if counts.failed or counts.before:
        typer.echo(f"What failed is listed by its code in {folder / 'errors'}")
        raise typer.Exit(SOME_FAILED)


def _shard(text: str) -> tuple[int, int]:
    number, _, count = text.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise typer.BadParameter(f"{text!r} is no part of a whole, such as 2/8", param_hint="--shard")
    return int(number), int(count)


def _since(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no date, such as 2021-12-31", param_hint="--since") from error


def _own(folder: Path, store: str | None) -> tuple[Path, ...]:
    """What stands in the way of the walk and is ours."""
    own = [Path(os.path.abspath(folder))]  # noqa: PTH100 - links are not resolved in the walk either
    if store is not None and "://" not in store:
        own += [Path(os.path.abspath(store + end)) for end in ("", "-wal", "-shm")]  # noqa: PTH100
    return tuple(own)


def _say(line: str) -> None:
    """One line on standard error, control characters escaped: names and messages come from strangers."""
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    sys.stderr.write(safe + "\n")
