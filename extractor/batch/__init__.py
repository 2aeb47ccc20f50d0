"""Many documents: what to read, in how many processes, and where each result goes."""

from __future__ import annotations

import json
import os
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from extractor.batch.results import Result, failed, result_of
from extractor.errors import ModelError, SourceError
from extractor.settings import DEFAULT, Settings

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction, Failure

#: Documents handed out ahead, a worker: enough that none waits, few enough that results do not pile up in memory.
_AHEAD: Final = 4
#: What of a member's path does not go into a file name of ours.
_UNSAFE: Final = re.compile(r"[^\w .,()№+-]+")
#: Bytes of the input's and of the member's name in that of a result.
_LONGEST: Final = 110


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
    """The result of a file that holds one document; one that cannot be read is a Failure, never an exception.

    Raises ModelError where a model that the settings ask for is missing or damaged."""
    from extractor.pipeline import extract

    def one() -> Iterator[Extraction]:
        yield extract(path, settings=settings)

    return _fenced(path, one())[0]


def extract_each(path: Path, settings: Settings = DEFAULT) -> list[Result]:
    """The results of a file: of an archive or a mail one of each document in it, of any other file the one.

    Raises ModelError as extract_one does."""
    from extractor.pipeline import extract_all

    return _fenced(path, extract_all(path, settings=settings))


def extract_stream(data: bytes, settings: Settings = DEFAULT) -> list[Result]:
    """The results of bytes that have no name, such as standard input; their path is `-`."""
    from extractor.pipeline import extract_all

    return _fenced(Path("-"), extract_all(data, settings=settings))


def _fenced(path: Path, documents: Iterator[Extraction | Failure]) -> list[Result]:
    done: list[Result] = []
    try:
        for found in documents:
            done.append(result_of(path, found))
    except SourceError as error:
        done.append(_failed(path, error.code, error.message))
    except ModelError:
        raise  # no fault of the document: a broken installation would fail each of them
    except Exception as error:  # noqa: BLE001 - the fence: a fault of ours fails its document, never the batch
        done.append(_failed(path, "internal", f"{type(error).__name__}: {error}".rstrip(": ")))
    return done


def _failed(path: Path, code: str, message: str) -> Result:
    return failed(path, code, message, name=None if path == Path("-") else path.name)


def run(paths: Sequence[Path], *, workers: int = 1, settings: Settings = DEFAULT) -> Iterator[list[Result]]:
    """The results of each path, in the order of `paths`; with several workers each is a process of its own."""
    workers = min(workers, len(paths))
    if workers <= 1:
        yield from (extract_each(p, settings) for p in paths)
        return
    done = 0
    while done < len(paths):
        try:
            for results in _in_pool(paths[done:], workers, settings):
                yield results
                done += 1
        except BrokenExecutor:
            # A worker was killed, for want of memory as a rule. Which document it read is not told, so the first
            # that has no result goes alone, and the rest go on.
            yield _alone(paths[done], settings)
            done += 1


def _in_pool(paths: Sequence[Path], workers: int, settings: Settings) -> Iterator[list[Result]]:
    with _pool(workers) as pool:
        waiting: deque[Future[list[Result]]] = deque()
        for path in paths:
            waiting.append(pool.submit(extract_each, path, settings))
            if len(waiting) >= _AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _alone(path: Path, settings: Settings) -> list[Result]:
    try:
        with _pool(1) as pool:
            return pool.submit(extract_each, path, settings).result()
    except BrokenExecutor:
        return [_failed(path, "internal", "the process that read it was killed, perhaps for want of memory")]


def _pool(workers: int) -> ProcessPoolExecutor:
    """Fresh processes, not forks: a progress display has threads, and a forked lock stays locked."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_warm_up)


def _warm_up() -> None:
    from extractor.pipeline import warm_up

    # A fault here would take the worker down; it will show in the results.
    with suppress(Exception):
        warm_up()


class OutputNames:
    """File names of results, each once: STEM.json, STEM.EXT.json where two inputs share a stem; of a member of an
    archive or mail STEM-MEMBER.json, with nothing of its path but letters, digits and plain signs; with a counter
    where even these are equal."""

    def __init__(self, paths: Sequence[Path]) -> None:
        stems = Counter(p.stem.casefold() for p in paths)
        self._taken: Counter[str] = Counter()
        self._stems = {p: self._free(p.name if stems[p.stem.casefold()] > 1 else p.stem) for p in paths}
        self._used: set[Path] = set()

    def of(self, result: Result) -> str:
        """The file name of this result, which is asked for once."""
        stem = self._stems[result.path]
        if result.member is None and result.path not in self._used:
            self._used.add(result.path)
            return f"{stem}.json"
        member = _UNSAFE.sub("_", PurePosixPath(result.member or "").with_suffix("").as_posix()).strip("._ ")
        return self._free(f"{_short(stem)}-{_short(member) or 'unnamed'}") + ".json"

    def _free(self, stem: str) -> str:
        self._taken[stem.casefold()] += 1
        count = self._taken[stem.casefold()]
        return stem if count == 1 else self._free(f"{stem}-{count}")


def _short(name: str) -> str:
    """As much of a name as leaves room in the 255 bytes that file systems give one."""
    return name.encode("utf-8", "surrogateescape")[:_LONGEST].decode("utf-8", "ignore")


def indented(one_line: str) -> str:
    """The same JSON, two spaces a level, for people."""
    return json.dumps(json.loads(one_line), ensure_ascii=False, indent=2)
