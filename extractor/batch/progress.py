"""How far a batch is: a line that moves on a terminal, a plain line now and then in a log, or nothing."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Final, Literal, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from extractor.batch.counts import Counts
from extractor.batch.listing import Chosen, count

#: Bar and numbers on a terminal; a line each INTERVAL; nothing.
Look = Literal["bar", "lines", "nothing"]
#: Seconds between two lines.
INTERVAL: Final = 10.0
#: Seconds over which the rate is measured: long enough for slow documents, short enough to show a change.
_WINDOW: Final = 60.0
_SAMPLE: Final = 0.5


class Watch:
    """Shows a batch's Counts on standard error; a context manager, which counts the archive's files beside the batch,
    as the remaining time needs their number."""

    def __init__(self, look: Look, roots: Sequence[Path], chosen: Chosen, *, interval: float = INTERVAL) -> None:
        self._look = look
        self._roots, self._chosen = roots, chosen
        self._interval = interval
        self._began = self._said = monotonic()
        self._samples: deque[tuple[float, int, int]] = deque([(self._began, 0, 0)])
        self._total: int | None = None
        self._over = Event()
        self._bar: Progress | None = None
        if look == "bar":
            texts = (TextColumn("files · {task.fields[words]}"),)
            columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), *texts)
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=4)
            self._task = self._bar.add_task("", total=None, words="")

    def __enter__(self) -> Self:
        if self._look != "nothing":
            Thread(target=self._count, daemon=True).start()
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, counts: Counts) -> None:
        """Called after each turn of the batch."""
        if self._look == "nothing":
            return
        now = monotonic()
        done = counts.documents + counts.failed + counts.empty
        if now - self._samples[-1][0] >= _SAMPLE:
            self._samples.append((now, done, counts.files))
            while now - self._samples[0][0] > _WINDOW and len(self._samples) > 2:
                self._samples.popleft()
        if self._bar is not None:
            self._bar.update(self._task, completed=counts.files, total=self._total, words=self.words(counts))
        elif now - self._said >= self._interval:
            self._said = now
            of = "" if self._total is None else f" of {self._total:,}"
            print(f"{counts.files:,}{of} files · {self.words(counts)}", file=sys.stderr, flush=True)

    def words(self, counts: Counts) -> str:
        """Rate, remaining time and failures, in words."""
        (then, done, files), (now, done_now, files_now) = self._samples[0], self._samples[-1]
        seconds = now - then
        rate = (done_now - done) / seconds if seconds else 0.0
        parts = [f"{rate:.1f} documents/s", f"{counts.failed:,} failed"]
        if self._total is not None and files_now > files:
            left = max(0, self._total - counts.files) * seconds / (files_now - files)
            parts.append(f"{duration(left)} left")
        return " · ".join(parts)

    def _count(self) -> None:
        total = 0
        for root in self._roots:
            before = total
            for found in count(root, self._chosen):
                total = before + found
                if self._over.is_set():
                    return
        self._total = total


def duration(seconds: float) -> str:
    """«2 d 3 h», «5 min 20 s»: the two largest units."""
    whole = round(seconds)
    units = (("d", whole // 86_400), ("h", whole // 3_600 % 24), ("min", whole // 60 % 60), ("s", whole % 60))
    first = next((i for i, (_, n) in enumerate(units) if n), len(units) - 1)
    return " ".join(f"{n} {unit}" for unit, n in units[first : first + 2] if n or unit == "s")


def summary(counts: Counts, seconds: float, *, say: Callable[[str], None]) -> None:
    """What came of it, a line each."""
    done = counts.documents + counts.failed + counts.empty
    rate = f", {done / seconds:.1f} a second" if done and seconds else ""
    say(f"{counts.files:,} files looked at in {duration(seconds)}: {counts.documents:,} documents read{rate}")
    for number, words in (
        (counts.unchanged, "files unchanged since an earlier run"),
        (counts.duplicates, "places hold bytes known from another place"),
        (counts.containers, "archives, mails and signed files taken apart"),
        (counts.empty, "parts without text, such as pictures in a mail's footer"),
        (counts.before, "failed in an earlier run (--retry-failed tries them again)"),
        (counts.outdated, "results of another version, models or settings (--outdated does them again)"),
        (counts.failed, "failed:"),
    ):
        if number:
            say(f"  {number:>9,} {words}")
    for code, number in sorted(counts.codes.items(), key=lambda item: (-item[1], item[0])):
        say(f"  {number:>13,} {code}")
