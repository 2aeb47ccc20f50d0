"""A batch in this process, for tests of the batch itself; tests of the engines use real processes."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from extractor.batch import session, tasks
from extractor.batch.archive import Batch
from extractor.batch.counts import Counts
from extractor.batch.engine import Answer
from extractor.batch.finds import Again, Plan
from extractor.batch.listing import Chosen, roots
from extractor.batch.manifest import Manifest, Seen
from extractor.batch.tasks import Task
from extractor.settings import Settings

SETTINGS = Settings(nlp="rules")


class InTurn:
    """The engine that reads each document at once, in this process. handed: what was handed in, in order.

    last: what is handed in first comes back last, as where an archive takes long."""

    def __init__(self, settings: Settings, spool: Path, *, last: bool = False) -> None:
        self.places = 4 if last else 1
        self.handed: list[Task] = []
        self._settings, self._spool, self._last = settings, spool, last
        self._held: list[tuple[Task, Future[Answer]]] = []

    def ready(self) -> None:
        pass

    def submit(self, task: Task) -> Future[Answer]:
        self.handed.append(task)
        future: Future[Answer] = Future()
        if self._last and len(self.handed) == 1:
            self._held.append((task, future))
            return future
        self._read(task, future)
        if len(self.handed) > 3:
            for held in self._held:
                self._read(*held)
            self._held.clear()
        return future

    def _read(self, task: Task, future: Future[Answer]) -> None:
        future.set_result(tasks.run(task, self._settings, self._spool / f"members-{len(self.handed)}"))

    def __enter__(self) -> InTurn:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def run(
    archive: Path, out: Path, *, watch: Callable[[Batch], None] | None = None, **options: Any
) -> tuple[Counts, InTurn]:
    """One run; options: again, chosen, last, filed, store, settings."""
    settings = options.get("settings", SETTINGS)
    again: Again = options.get("again", "nothing")
    plan = Plan(
        roots=tuple(roots([archive])), chosen=options.get("chosen", Chosen()), max_bytes=settings.max_bytes, again=again
    )
    order = session.Order(
        plan=plan, folder=out, settings=settings, filed=options.get("filed", True), store=options.get("store")
    )
    spool = Path(tempfile.mkdtemp(dir=out.parent))
    engine = InTurn(settings, spool, last=options.get("last", False))
    batches: list[Batch] = []

    def turn(_: Counts) -> None:
        if watch is not None:
            watch(batches[0])

    with session.opened(order, lambda: engine, turn) as batch:
        batches.append(batch)
        counts = batch.run()
    return counts, engine


def files(out: Path) -> dict[str, bytes]:
    """Every result, index and list of failures, by its name below the folder."""
    found = (p for p in out.rglob("*.json*") if p.is_file())
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in found}


def seen(out: Path) -> list[Seen]:
    """What the manifest holds."""
    with Manifest(out / session.MANIFEST) as manifest:
        return list(manifest.seen())


def note(number: int) -> str:
    """A small order."""
    return (
        f"РІШЕННЯ\n\nвід 3 березня 2020 року № {number}\n\n1. Відділу освіти до 01.05.2022 перевірити {number} шкіл.\n"
    )


def zipped(members: dict[str, bytes]) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)
    return out.getvalue()
