"""Many documents: what to read, in how many processes, and where each result goes."""

from __future__ import annotations

import json
import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from extractor.errors import ModelError, SourceError
from extractor.settings import DEFAULT, Settings

#: Documents handed out ahead, a worker: enough that none waits, few enough that results do not pile up in memory.
_AHEAD: Final = 4


@dataclass(frozen=True, slots=True)
class Result:
    """One document's outcome: `json` is its Extraction, or with `code` set a Failure; `message` is one line."""

    path: Path
    json: str
    code: str | None = None
    message: str | None = None


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named (sorted, hidden ones left out), in the order given, each once.

    Pipes and devices in a folder are left out: they may never end. A folder that cannot be opened stands for what it
    holds, so that it is reported and not passed over."""
    seen: set[Path] = set()
    for path in paths:
        for file in _inside(path) if path.is_dir() else (path,):
            if file not in seen:
                seen.add(file)
                yield file


def _inside(root: Path) -> Iterator[Path]:
    closed: list[Path] = []
    for folder, folders, names in os.walk(root, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        found = (Path(folder, n) for n in sorted(names) if not n.startswith("."))
        yield from (f for f in found if f.is_file() or not f.exists())
    yield from closed


def extract_one(path: Path, settings: Settings = DEFAULT) -> Result:
    """One file's result; an input that cannot be read is a Failure, never an exception.

    Raises ModelError where a model that the settings ask for is missing or damaged."""
    return _fenced(path, path, settings)


def extract_stream(data: bytes, settings: Settings = DEFAULT) -> Result:
    """The result of bytes that have no name, such as standard input; its path is `-`."""
    return _fenced(Path("-"), data, settings)


def _fenced(path: Path, source: Path | bytes, settings: Settings) -> Result:
    from extractor.pipeline import extract

    try:
        return Result(path, extract(source, settings=settings).model_dump_json())
    except SourceError as error:
        return _failed(path, error.code, error.message)
    except ModelError:
        raise  # no fault of the document: a broken installation would fail each of them
    except Exception as error:  # noqa: BLE001 - the fence: a fault of ours fails its document, never the batch
        return _failed(path, "internal", f"{type(error).__name__}: {error}".rstrip(": "))


def _failed(path: Path, code: str, message: str) -> Result:
    from extractor.readers import legible
    from extractor.schema.contract import FailedSource, Failure, FailureError

    size = path.stat().st_size if path.is_file() else None
    line = " ".join(legible(message).split())
    failure = Failure(
        source=FailedSource(filename=legible(path.name) if path.name != "-" else None, bytes=size),
        error=FailureError(code=code, message=line),
    )
    return Result(path, failure.model_dump_json(), code, line)


def run(paths: Sequence[Path], *, workers: int = 1, settings: Settings = DEFAULT) -> Iterator[Result]:
    """The results in the order of `paths`; with several workers each is a process of its own."""
    workers = min(workers, len(paths))
    if workers <= 1:
        yield from (extract_one(p, settings) for p in paths)
        return
    done = 0
    while done < len(paths):
        try:
            for result in _in_pool(paths[done:], workers, settings):
                yield result
                done += 1
        except BrokenExecutor:
            # A worker was killed, for want of memory as a rule. Which document it read is not told, so the first
            # that has no result goes alone, and the rest go on.
            yield _alone(paths[done], settings)
            done += 1


def _in_pool(paths: Sequence[Path], workers: int, settings: Settings) -> Iterator[Result]:
    with _pool(workers) as pool:
        waiting: deque[Future[Result]] = deque()
        for path in paths:
            waiting.append(pool.submit(extract_one, path, settings))
            if len(waiting) >= _AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _alone(path: Path, settings: Settings) -> Result:
    try:
        with _pool(1) as pool:
            return pool.submit(extract_one, path, settings).result()
    except BrokenExecutor:
        return _failed(path, "internal", "the process that read it was killed, perhaps for want of memory")


def _pool(workers: int) -> ProcessPoolExecutor:
    """Fresh processes, not forks: a progress display has threads, and a forked lock stays locked."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_warm_up)


def _warm_up() -> None:
    from extractor.pipeline import warm_up

    # A fault here would take the worker down; it will show in the results.
    with suppress(Exception):
        warm_up()


def output_names(paths: Sequence[Path]) -> dict[Path, str]:
    """The file name of each input's result: STEM.json, STEM.EXT.json where two inputs share a stem, and with a
    counter where even these are equal."""
    stems = Counter(p.stem.casefold() for p in paths)
    taken: Counter[str] = Counter()
    names: dict[Path, str] = {}
    for path in paths:
        stem = path.name if stems[path.stem.casefold()] > 1 else path.stem
        taken[stem.casefold()] += 1
        count = taken[stem.casefold()]
        names[path] = f"{stem}.json" if count == 1 else f"{stem}-{count}.json"
    return names


def indented(one_line: str) -> str:
    """The same JSON, two spaces a level, for people."""
    return json.dumps(json.loads(one_line), ensure_ascii=False, indent=2)
