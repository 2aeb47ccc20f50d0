"""What a batch adds to the work itself: processor time of a batch against the sum of the extractions in it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time
from typing import Final

import psutil

from extractor.batch import session
from extractor.batch.engine_local import LocalEngine
from extractor.batch.finds import Plan
from extractor.batch.workers import Workers
from extractor.pipeline import extract
from extractor.settings import DEFAULT, Settings

#: Each way is tried so often, in turn, and the median counts: other work on the machine makes both uneven.
ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Added:
    """alone, batch: processor seconds of all documents, extracted one after the other by one process, and by a batch
    with one worker, from when the worker is ready; of the latter `parent` in the batch's own process."""

    documents: int
    alone: float
    batch: float
    parent: float

    @property
    def share(self) -> float:
        """What the batch adds, as a share of extraction alone."""
        return self.batch / self.alone - 1


def added(documents: Sequence[tuple[str, bytes]], settings: Settings = DEFAULT, *, rounds: int = ROUNDS) -> Added:
    """Measured on documents, given by name and content."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        archive.mkdir()
        for number, (name, content) in enumerate(documents):
            (archive / f"{number:04}-{name}").write_bytes(content)
        found = [_round(archive, Path(folder) / str(n), settings) for n in range(rounds)]
    return Added(len(documents), *(median(part) for part in zip(*found, strict=True)))


def _round(archive: Path, out: Path, settings: Settings) -> tuple[float, float, float]:
    with Workers(1, settings) as workers:
        alone = workers.call(_alone, sorted(archive.iterdir()), settings, seconds=3600).result()
    order = session.Order(plan=Plan(roots=(archive,), max_bytes=settings.max_bytes), folder=out, settings=settings)
    engine = LocalEngine(1, settings)
    with session.opened(order, lambda: engine, lambda _: None) as batch:
        engine.ready()
        before, mine = spent(), process_time()
        counts = batch.run()
        batched, parent = spent() - before, process_time() - mine
    if counts.failed:
        raise RuntimeError(f"{counts.failed} documents failed: {dict(counts.codes)}")
    return alone, batched, parent


def _alone(files: Sequence[Path], settings: Settings) -> float:
    """Called in a process as fresh and as warm as a batch's worker: no word is remembered from an earlier document."""
    began = process_time()
    for file in files:
        extract(file, settings=settings).model_dump_json()
    return process_time() - began


def spent() -> float:
    """Processor seconds of this process, of those that it started and of those of them that have ended."""
    total = 0.0
    for process in (me := psutil.Process(), *me.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total
