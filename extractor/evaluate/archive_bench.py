"""`python -m extractor.evaluate.archive_bench`: does a batch stay as quick and as small as it began, and what does it
add to the work itself?

Makes an archive of small documents (archive_maker), goes through it, and again with nothing to do. Prints the parent's
memory and the rate in the last tenth against the first, the time of the second run against the first, and the
processor time of all processes against that of extraction alone. Where other work shares the machine, the processor's
figures are those to believe: the clock's tell of the others too."""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time
from typing import Annotated, Final

import psutil
import typer

from extractor.batch import session
from extractor.batch.counts import Counts
from extractor.batch.engine_local import LocalEngine
from extractor.batch.finds import Plan
from extractor.batch.listing import Chosen
from extractor.evaluate.archive_maker import document, write
from extractor.evaluate.bench_batch import spent
from extractor.pipeline import extract, warm_up
from extractor.settings import DEFAULT, Nlp, Settings

#: Parts of a run that are compared.
_PARTS: Final = 10
#: Documents that are extracted with no batch around them, for comparison.
_ALONE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Sample:
    """A moment of a run: documents done, seconds by the clock, processor seconds of all processes, and of them those of
    the parent; its memory in bytes."""

    documents: int
    clock: float
    processor: float
    parent: float
    memory: int


@dataclass(slots=True)
class Recorder:
    """Takes a Sample now and then while a batch runs."""

    every: int
    began: float = field(default_factory=perf_counter)
    samples: list[Sample] = field(default_factory=list)

    def __call__(self, counts: Counts) -> None:
        """Called by the batch after each turn."""
        done = counts.documents + counts.failed
        if not self.samples or done - self.samples[-1].documents >= self.every:
            self.take(done)

    def take(self, done: int) -> None:
        """Take one now."""
        me = psutil.Process()
        clock = perf_counter() - self.began
        self.samples.append(Sample(done, clock, spent(), process_time(), me.memory_info().rss))


@dataclass(frozen=True, slots=True)
class Report:
    """memory, rate, rate_clock: last tenth against first. resume: seconds of a run with nothing to do against the
    first's. added: processor time of the batch above that of extraction alone, as a share of it. parent: the parent's
    share of the processor time."""

    documents: int
    seconds: float
    processor: float
    memory: float
    memory_bytes: int
    rate: float
    rate_clock: float
    resume: float
    added: float
    parent: float


def measure(archive: Path, out: Path, documents: int, workers: int, settings: Settings) -> Report:
    """The Report on an archive of so many documents that archive_maker wrote."""
    recorder = Recorder(max(1, documents // 100))
    before = spent(), process_time()
    first = _run(archive, out, workers, settings, recorder)
    recorder.take(recorder.samples[-1].documents)
    # Workers have ended: what they spent is known whole.
    all_of_it, parent = spent() - before[0], process_time() - before[1]
    again = _run(archive, out, workers, settings, Recorder(documents + 1))
    alone = _alone(min(documents, _ALONE), settings) * documents
    samples = recorder.samples[:-1]
    head, tail = _part(samples, 0), _part(samples, _PARTS - 1)
    return Report(
        documents=documents,
        seconds=first,
        processor=all_of_it,
        memory=_mean(tail) / _mean(head),
        memory_bytes=round(_mean(tail)),
        rate=_rate(tail, "processor") / _rate(head, "processor"),
        rate_clock=_rate(tail, "clock") / _rate(head, "clock"),
        resume=again / first,
        added=all_of_it / alone - 1,
        parent=parent / all_of_it,
    )


def _run(archive: Path, out: Path, workers: int, settings: Settings, recorder: Recorder) -> float:
    plan = Plan(roots=(archive,), chosen=Chosen(), max_bytes=settings.max_bytes)
    order = session.Order(plan=plan, folder=out, settings=settings)
    began = perf_counter()
    with session.opened(order, lambda: LocalEngine(workers, settings), recorder) as batch:
        counts = batch.run()
    if counts.failed:
        raise RuntimeError(f"{counts.failed} documents failed: {dict(counts.codes)}")
    return perf_counter() - began


def _alone(documents: int, settings: Settings) -> float:
    """Processor seconds of one document, from its file to its JSON, in a process that has warmed up."""
    texts = [document(number) for number in range(documents)]
    warm_up()
    extract(texts[0].encode(), settings=settings)
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.txt" for number in range(documents)]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, encoding="utf-8")
        began = process_time()
        for file in files:
            extract(file, settings=settings).model_dump_json()
        return (process_time() - began) / documents


def _part(samples: list[Sample], number: int) -> list[Sample]:
    """The samples of one tenth, at least two."""
    size = max(2, len(samples) // _PARTS + 1)
    first = number * (len(samples) - size) // (_PARTS - 1)
    return samples[first : first + size]


def _mean(samples: list[Sample]) -> float:
    return sum(s.memory for s in samples) / len(samples)


def _rate(samples: list[Sample], by: str) -> float:
    first, last = samples[0], samples[-1]
    return float((last.documents - first.documents) / (getattr(last, by) - getattr(first, by)))


def main(
    documents: Annotated[int, typer.Option(min=200, help="Of the archive.")] = 100_000,
    workers: Annotated[int, typer.Option(min=1)] = 2,
    nlp: Annotated[Nlp, typer.Option(help="Which models read along.")] = DEFAULT.nlp,
) -> None:
    """Measure a batch over an archive of small documents."""
    settings = Settings(nlp=nlp)
    folder = Path(tempfile.mkdtemp(prefix="vytiah-bench-"))
    try:
        write(folder / "archive", documents)
        r = measure(folder / "archive", folder / "out", documents, workers, settings)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.write(
        f"documents              {r.documents:,} with {workers} workers, nlp {nlp}\n"
        f"seconds                {r.seconds:,.1f} by the clock ({r.documents / r.seconds:,.1f} documents a second), "
        f"{r.processor:,.1f} of the processor ({r.processor / r.documents * 1000:.1f} ms a document)\n"
        f"memory of the parent   {r.memory_bytes / 2**20:,.0f} MiB; last tenth to first {r.memory:.3f}\n"
        f"rate, last to first    {r.rate:.3f} by the processor, {r.rate_clock:.3f} by the clock\n"
        f"nothing to do          {r.resume:.4f} of the first run (1/{1 / r.resume:,.0f})\n"
        f"added to extraction    {r.added:+.1%} of processor time; the parent's share of all {r.parent:.1%}\n"
    )


if __name__ == "__main__":
    typer.run(main)
