"""Many documents: what to read, in how many processes, and where each result goes."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from extractor.errors import SourceError
from extractor.settings import DEFAULT, Settings


@dataclass(frozen=True, slots=True)
class Result:
    """One document's outcome: `json` is its Extraction, or with `code` set a Failure; `message` is one line."""

    path: Path
    json: str
    code: str | None = None
    message: str | None = None


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named (sorted, hidden ones left out), in the order given."""
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders[:] = sorted(f for f in folders if not f.startswith("."))
                yield from (Path(folder, n) for n in sorted(names) if not n.startswith("."))
        else:
            yield path


def extract_one(path: Path, settings: Settings = DEFAULT) -> Result:
    """One file's result; an input that cannot be read is a Failure, never an exception."""
    from extractor.pipeline import extract

    try:
        return Result(path, extract(path, settings=settings).model_dump_json())
    except SourceError as error:
        return _failed(path, error.code, error.message)
    except Exception as error:  # noqa: BLE001 - the fence: a fault of ours fails its document, never the batch
        return _failed(path, "internal", f"{type(error).__name__}: {error}")


def extract_stream(data: bytes, settings: Settings = DEFAULT) -> Result:
    """The result of bytes that have no name, such as standard input."""
    from extractor.pipeline import extract

    try:
        return Result(Path("-"), extract(data, settings=settings).model_dump_json())
    except SourceError as error:
        return _failed(Path("-"), error.code, error.message)


def _failed(path: Path, code: str, message: str) -> Result:
    from extractor.schema.contract import FailedSource, Failure, FailureError

    size = path.stat().st_size if path.is_file() else None
    line = " ".join(message.split())
    failure = Failure(
        source=FailedSource(filename=path.name if path.name != "-" else None, bytes=size),
        error=FailureError(code=code, message=line),
    )
    return Result(path, failure.model_dump_json(), code, line)


def run(paths: Sequence[Path], *, workers: int = 1, settings: Settings = DEFAULT) -> Iterator[Result]:
    """The results in the order of `paths`; with several workers each is a process of its own."""
    with _pool(min(workers, len(paths))) as pool:
        if pool is None:
            yield from (extract_one(p, settings) for p in paths)
            return
        waiting: list[Future[Result]] = []
        queue = iter(paths)
        for path in queue:
            waiting.append(pool.submit(extract_one, path, settings))
            if len(waiting) >= 4 * workers:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def _pool(workers: int) -> AbstractContextManager[Executor | None]:
    """Fresh processes, not forks: a progress display has threads, and a forked lock stays locked."""
    if workers <= 1:
        return nullcontext()
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


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
