"""How long each stage takes while the pipeline runs in its own order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import process_time
from typing import Final, ParamSpec, TypeVar

from extractor import assemble, detect, layout, readers, resolve, text
from extractor.detect import head
from extractor.schema import build

P = ParamSpec("P")
R = TypeVar("R")

#: Where the pipeline finds each stage; the detectors stand in a tuple of their own.
_STAGES: Final = (
    (readers, "read", "read"),
    (layout, "parse", "layout"),
    (text, "analyse", "text"),
    (head, "read", "head"),
    (assemble, "run", "assemble"),
    (resolve, "run", "resolve"),
    (build, "build", "build"),
)


class Stopwatch:
    """Processor seconds by name, added up."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def timed(self, name: str, work: Callable[P, R]) -> Callable[P, R]:
        """`work`, whose time counts under `name`."""

        def run(*args: P.args, **options: P.kwargs) -> R:
            began = process_time()
            try:
                return work(*args, **options)
            finally:
                self.seconds[name] = self.seconds.get(name, 0.0) + process_time() - began

        return run


@contextmanager
def watched() -> Iterator[Stopwatch]:
    """While open, every stage of every extraction in this process is timed: the stages are wrapped where the pipeline
    looks them up, so that neither their order nor their list is written down a second time."""
    watch = Stopwatch()
    usual = [(module, name, getattr(module, name)) for module, name, _ in _STAGES]
    detectors = detect.DETECTORS
    try:
        for module, name, shown in _STAGES:
            setattr(module, name, watch.timed(shown, getattr(module, name)))
        detect.DETECTORS = tuple(watch.timed(d.__module__.rpartition(".")[2], d) for d in detectors)
        yield watch
    finally:
        for module, name, work in usual:
            setattr(module, name, work)
        detect.DETECTORS = detectors
