"""`python -m extractor.evaluate.bench_batch [FOLDER]`: how much quicker a batch is with several workers.

And for `make bench`, what a batch adds to the work itself: its processor time against the sum of the extractions."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Annotated, Final

import psutil
import typer

from extractor.batch import session
from extractor.batch.engine_local import LocalEngine
from extractor.batch.finds import Plan
from extractor.batch.workers import Workers
from extractor.evaluate import archive_maker
from extractor.pipeline import extract
from extractor.settings import DEFAULT, Nlp, Settings

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


@dataclass(frozen=True, slots=True)
class Scaling:
    """one, several: documents a second, by the clock, with one worker and with so many, from when workers are ready."""

    documents: int
    workers: int
    one: float
    several: float


def scaling(archive: Path, workers: int, settings: Settings = DEFAULT, *, rounds: int = ROUNDS) -> Scaling:
    """Measured on the documents of an archive: each way in turn, so often, and the median counts."""
    rates: dict[int, list[float]] = {1: [], workers: []}
    documents = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            for count, found in rates.items():
                documents, seconds = _clocked(archive, Path(folder) / f"{number}-{count}", count, settings)
                found.append(documents / seconds)
    return Scaling(documents, workers, median(rates[1]), median(rates[workers]))


def _clocked(archive: Path, out: Path, workers: int, settings: Settings) -> tuple[int, float]:
    order = session.Order(plan=Plan(roots=(archive,), max_bytes=settings.max_bytes), folder=out, settings=settings)
    engine = LocalEngine(workers, settings)
    with session.opened(order, lambda: engine, lambda _: None) as batch:
        engine.ready()
        began = perf_counter()
        counts = batch.run()
        seconds = perf_counter() - began
    if counts.failed:
        raise RuntimeError(f"{counts.failed} documents failed: {dict(counts.codes)}")
    return counts.documents, seconds


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


def main(
    folder: Annotated[
        Path | None, typer.Argument(help="Texts to take, each several times; without it short made-up orders.")
    ] = None,
    documents: Annotated[int, typer.Option(min=10)] = 400,
    workers: Annotated[int, typer.Option(min=2)] = os.cpu_count() or 2,
    nlp: Annotated[Nlp, typer.Option(help="Which models read along.")] = DEFAULT.nlp,
    rounds: Annotated[int, typer.Option(min=1)] = ROUNDS,
) -> None:
    """Measure a batch with one worker and with several."""
    with tempfile.TemporaryDirectory() as made:
        if folder is None:
            archive_maker.write(Path(made), documents)
        else:
            texts = sorted(folder.rglob("*.txt"))
            if not texts:
                raise typer.BadParameter(f"no .txt files in {folder}", param_hint="FOLDER")
            for number in range(documents):
                text = texts[number % len(texts)].read_bytes()
                # The same bytes would be one document.
                (Path(made) / f"{number:05}.txt").write_bytes(text + f"\n\n{number}\n".encode())
        found = scaling(Path(made), workers, Settings(nlp=nlp), rounds=rounds)
    sys.stdout.write(
        f"{found.documents} documents, nlp {nlp}: {found.one:.1f} a second with one worker, {found.several:.1f} with "
        f"{found.workers}: {found.several / found.one:.2f} times; load of the machine {os.getloadavg()[0]:.1f}\n"
    )


if __name__ == "__main__":
    typer.run(main)
