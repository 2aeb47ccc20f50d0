"""`python -m extractor.evaluate.bench`: speed and memory of the whole pipeline, from bytes to JSON, on one core.

Ratios are of processor time, so that other work on the machine tells little; only starts are measured by the clock.
Whatever must not profit from what ran before it runs in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, field
from functools import cache
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter, process_time
from typing import Annotated, Final, ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from extractor.errors import SourceError
from extractor.evaluate.bench_batch import Added, added
from extractor.evaluate.bench_pdf import table_pdf, text_pdf
from extractor.evaluate.bench_stages import watched
from extractor.pipeline import extract, warm_up
from extractor.schema.contract import Extraction
from extractor.settings import DEFAULT, Nlp, Settings

P = ParamSpec("P")
R = TypeVar("R")

CORPUS: Final = Path("corpus/documents")
PDF_PAGES: Final = 20
TABLE_PAGES: Final = 10
#: Columns of characters a second.
_PASSES: Final = ("characters, first pass", "alone", "second pass")
#: Characters of a line that is running text, such as fills the pages of the PDF.
_LONG_LINE: Final = 100
_TEXTS: Final = (".txt", ".htm", ".html")
#: The settings of `nlp` that need nothing but what ships.
SETTINGS: Final[tuple[Nlp, ...]] = ("rules", "fast", "accurate")
#: The first document of the start, and what fills the PDF where no text has running lines.
_SHORT: Final = (
    "РІШЕННЯ\n\nвід 3 березня 2020 року № 7\n\nПро ремонт моста\n\nВИРІШИЛИ:\n\n"
    "1. Відділу будівництва до 1 травня 2020 року полагодити 2 мости.\n"
)
_HELLO: Final = "from extractor.pipeline import extract, warm_up; warm_up(); extract({!r}.encode()).model_dump_json()"


@dataclass(frozen=True, slots=True)
class Speed:
    """`characters` and `words` of canonical text of `documents`, and the processor seconds that they took; `failed`
    documents, which could not be read or which a fault of ours stopped, count in neither."""

    documents: int = 0
    characters: int = 0
    seconds: float = 0.0
    failed: int = 0
    words: int = 0

    @property
    def rate(self) -> float:
        """Characters a second."""
        return self.characters / self.seconds if self.seconds else 0.0

    @property
    def word_rate(self) -> float:
        """Words, as spaces part them, a second."""
        return self.words / self.seconds if self.seconds else 0.0

    def __add__(self, other: Speed) -> Speed:
        return Speed(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class Passes:
    """One set of documents. `first`: one after the other in a process that has warmed up, each seen for the first time:
    the speed that a batch has; `alone`: each in such a process of its own, with no word remembered from another;
    `second`: all again after `first`. `stages`: seconds of the first pass by stage; `peak`: most bytes of memory."""

    name: str
    alone: Speed
    first: Speed
    second: Speed
    stages: dict[str, float] = field(default_factory=dict)
    peak: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All that one run found.

    sets: the texts, the .docx files where there are any, a PDF of tables, the archives. settings: the first pass over
    the texts with each setting of `nlp`. pdf: running text, seen for the first time. added: what a batch adds to all of
    the folder's. start: from nothing to the first document's JSON with all warmed up; help: of `vytiah --help`; both in
    seconds by the clock."""

    sets: tuple[Passes, ...]
    settings: dict[Nlp, Speed]
    pdf: Speed
    start: float
    help: float
    added: Added


def measure(folder: Path, archives: Sequence[Path] = (), *, starts: int = 3) -> Report:
    """The Report on the texts of `folder`, the .docx files beside them, and the texts and pages of `archives`.

    Each start is tried `starts` times and the quickest counts, as other work on the machine only adds.

    Raises FileNotFoundError where `folder` holds no .txt file."""
    texts = [content for _, content in samples(folder, (".txt",))]
    if not texts:
        raise FileNotFoundError(f"no .txt files in {folder}")
    running = [s for content in texts for s in content.decode("utf-8", "replace").splitlines() if len(s) > _LONG_LINE]
    words = "\n".join(running or [_SHORT])
    with tempfile.TemporaryDirectory() as made:
        (Path(made) / "tables.pdf").write_bytes(table_pdf(_rows(words), TABLE_PAGES))
        sets = [_passes("text", folder, (".txt",))]
        sets += [_passes("DOCX", folder, (".docx",))] if any(samples(folder, (".docx",))) else []
        sets += [_passes("PDF with tables", Path(made), (".pdf",))]
    sets += [_passes(archive.name, archive, _TEXTS) for archive in archives]
    return Report(
        sets=tuple(sets),
        settings=by_setting(folder),
        pdf=_apart(_alone, text_pdf(words, PDF_PAGES)),
        start=_clock(starts, "-c", _HELLO.format(_SHORT)),
        help=_clock(starts, "-m", "extractor.cli", "--help"),
        added=added(list(samples(folder, (".txt", ".docx", ".pdf"))), rounds=starts),
    )


def _rows(text: str) -> list[list[str]]:
    """A plan's table whose cells are of this text."""
    lines = [line for line in text.splitlines() if line.strip()]
    body = [
        [f"{number}.", line[:160], lines[-number % len(lines)][:60], f"до {1 + number % 28}.05.2021"]
        for number, line in enumerate(lines, 1)
    ]
    return [["№ з/п", "Зміст заходу", "Відповідальні виконавці", "Термін виконання"], *body]


def by_setting(folder: Path) -> dict[Nlp, Speed]:
    """The texts of a folder, one after the other, with each setting of `nlp` in a process of its own."""
    return {nlp: _apart(_first, folder, Settings(nlp=nlp)) for nlp in SETTINGS}


def _first(folder: Path, settings: Settings) -> Speed:
    # What the setting needs is loaded by a document that does not count.
    _alone(_SHORT.encode(), settings=settings)
    return sum((_alone(content, settings=settings) for _, content in samples(folder, (".txt",))), Speed())


def samples(place: Path, endings: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of the files in a folder (with its folders) or a zip archive that end so, sorted by name."""
    if place.is_dir():
        for path in sorted(p for p in place.rglob("*") if p.suffix.lower() in endings):
            yield path.name, path.read_bytes()
        return
    with zipfile.ZipFile(place) as archive:
        for name in sorted(n for n in archive.namelist() if n.lower().endswith(endings)):
            yield name, archive.read(name)


def _passes(name: str, place: Path, endings: tuple[str, ...]) -> Passes:
    alone = sum((_apart(_alone, content) for _, content in samples(place, endings)), Speed())
    first, second, stages, peak = _apart(_in_turn, place, endings)
    return Passes(name, alone, first, second, stages, peak)


def _apart(work: Callable[P, R], *args: P.args, **options: P.kwargs) -> R:
    """What `work` returns in a fresh process that has started: a copy of this one where the system can copy."""
    _start()
    context = get_context("fork" if "fork" in get_all_start_methods() else "spawn")
    mine, theirs = context.Pipe(duplex=False)
    # The two kinds of context are not one type to the checker.
    process = context.Process(target=_send, args=(theirs, work, args, options))  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    try:
        result: R = mine.recv()
    except EOFError as error:
        raise RuntimeError(f"the measuring process died with exit status {process.exitcode}") from error
    finally:
        process.join()
    return result


def _send(pipe: Connection, work: Callable[..., object], args: tuple[object, ...], options: dict[str, object]) -> None:
    # Even in a copy: its first touch of the memory it shares costs some 10 ms, which no document should be charged.
    warm_up()
    pipe.send(work(*args, **options))


@cache
def _start() -> None:
    """Once a process, so that its copies have loaded everything."""
    warm_up()


def _alone(
    content: bytes, dump: Callable[[Extraction], str] = Extraction.model_dump_json, settings: Settings = DEFAULT
) -> Speed:
    began = process_time()
    try:
        extraction = extract(content, settings=settings)
        dump(extraction)
    except (SourceError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError):
        return Speed(failed=1)
    taken = process_time() - began
    return Speed(1, len(extraction.text), taken, words=len(extraction.text.split()))


def _in_turn(place: Path, endings: tuple[str, ...]) -> tuple[Speed, Speed, dict[str, float], int | None]:
    with watched() as watch:
        dump = watch.timed("json", Extraction.model_dump_json)
        first = sum((_alone(content, dump) for _, content in samples(place, endings)), Speed())
    stages = {**watch.seconds, "rest": max(0.0, first.seconds - sum(watch.seconds.values()))}
    second = sum((_alone(content) for _, content in samples(place, endings)), Speed())
    return first, second, stages, _peak()


def _peak() -> int | None:
    """The most memory that this process has held, in bytes; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _clock(starts: int, *arguments: str) -> float:
    """Seconds by the clock of the quickest of some runs of the interpreter."""
    times: list[float] = []
    for _ in range(starts):
        began = perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        times.append(perf_counter() - began)
    return min(times)


def tables(report: Report) -> Iterator[Table]:
    """The Report for people."""
    speeds = Table("", title="Speed on one core, bytes to JSON", title_justify="left")
    shares = Table("stage", title="Share of each stage, first pass", title_justify="left")
    for column in ("documents", "failed", "characters", "a second: documents", *_PASSES, "peak memory"):
        speeds.add_column(column, justify="right")
    for passes in report.sets:
        one = passes.first
        peak = f"{passes.peak / 2**20:,.0f} MiB" if passes.peak else "?"
        rates = (f"{s.rate:,.0f}" for s in (passes.first, passes.alone, passes.second))
        speeds.add_row(passes.name, *_counts(one), *rates, peak)
        shares.add_column(passes.name, justify="right")
    speeds.add_row(f"PDF, {PDF_PAGES} pages of text", *_counts(report.pdf), "", f"{report.pdf.rate:,.0f}", "", "")
    for stage in dict.fromkeys(stage for passes in report.sets for stage in passes.stages):
        shares.add_row(stage, *(f"{_share(passes, stage):.1%}" for passes in report.sets))
    tiers = Table("setting", title="Characters and words a second by setting, first pass", title_justify="left")
    for column in ("characters", "words"):
        tiers.add_column(column, justify="right")
    for nlp, speed in report.settings.items():
        tiers.add_row(nlp, f"{speed.rate:,.0f}", f"{speed.word_rate:,.0f}")
    times = Table("seconds", "", title="Times", title_justify="left")
    times.add_row(f"PDF, {PDF_PAGES} pages of text, processor", f"{report.pdf.seconds:.2f}")
    times.add_row("start, warmed up, to the first document's JSON", f"{report.start:.2f}")
    times.add_row("vytiah --help", f"{report.help:.2f}")
    yield from (speeds, tiers, shares, _batch(report.added), times)


def _counts(speed: Speed) -> Iterator[str]:
    """Cells of a set: how many documents, failures and characters, and documents a second."""
    yield from (f"{n:,.0f}" for n in (speed.documents, speed.failed, speed.characters))
    yield f"{speed.documents / speed.seconds:,.1f}" if speed.seconds else "?"


def _batch(added: Added) -> Table:
    title = "What a batch adds, text, DOCX and PDF of the folder, one worker, processor seconds"
    table = Table("documents", title=title, title_justify="left")
    for column in ("extraction alone", "batch", "of it in the parent", "added"):
        table.add_column(column, justify="right")
    seconds = (f"{n:.2f}" for n in (added.alone, added.batch, added.parent))
    table.add_row(f"{added.documents:,}", *seconds, f"{added.share:+.1%}")
    return table


def _share(passes: Passes, stage: str) -> float:
    return passes.stages.get(stage, 0.0) / passes.first.seconds if passes.first.seconds else 0.0


def main(
    folder: Annotated[Path, typer.Argument(help="Documents: .txt, and .docx beside them.")] = CORPUS,
    archive: Annotated[
        list[Path] | None, typer.Option(help="A folder or zip archive of texts and pages to run on too.")
    ] = None,
) -> None:
    """Print speed, shares of the stages, start times and memory."""
    console = Console(width=None if sys.stdout.isatty() else 120)
    for table in tables(measure(folder, archive or [])):
        console.print(table)


if __name__ == "__main__":
    typer.run(main)
