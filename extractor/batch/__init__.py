"""Many documents: what to read, in how many processes, and where each result goes."""

from __future__ import annotations

import json
import os
import re
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from extractor.batch.results import Result, failed, result_of
from extractor.batch.tasks import Task, Unpacked
from extractor.errors import ModelError, SourceError
from extractor.settings import DEFAULT, Settings

if TYPE_CHECKING:
    from concurrent.futures import Future

    from extractor.batch.workers import Workers
    from extractor.schema.contract import Extraction, Failure

__all__ = ["OutputNames", "Result", "extract_each", "extract_one", "indented", "run", "run_stream", "walk"]

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


def _fenced(path: Path, documents: Iterator[Extraction | Failure]) -> list[Result]:
    done: list[Result] = []
    try:
        for found in documents:
            done.append(result_of(path, found))
    except SourceError as error:
        done.append(failed(path, error.code, error.message, name=path.name))
    except ModelError:
        raise  # no fault of the document: a broken installation would fail each of them
    except Exception as error:  # noqa: BLE001 - the fence: a fault of ours fails its document, never the batch
        done.append(failed(path, "internal", f"{type(error).__name__}: {error}".rstrip(": "), name=path.name))
    return done


def run(
    paths: Sequence[Path | Task],
    *,
    workers: int = 1,
    settings: Settings = DEFAULT,
    warm: bool | None = None,
    debug: bool = False,
    waited: float = 0.0,
) -> Generator[list[Result], None, None]:
    """The results of each path or task, in their order, each read in a worker process (workers.py): of an archive or
    a mail one of each document in it, of any other file the one.

    warm: whether models are loaded before the first document; None is: with several workers. debug, waited: see
    Workers. Raises ModelError as extract_one does."""
    from extractor.batch.workers import Start, Workers

    start = Start(warm=workers > 1 if warm is None else warm, debug=debug, waited=waited)
    with Workers(workers, settings, start=start) as pool:
        waiting: deque[Future[list[Result] | Unpacked]] = deque()
        for path in paths:
            task = path if isinstance(path, Task) else Task(path)
            waiting.append(pool.submit(task))
            if len(waiting) >= _AHEAD * workers:
                yield _whole(waiting.popleft().result(), pool)
        while waiting:
            yield _whole(waiting.popleft().result(), pool)


def run_stream(
    stream: BinaryIO, *, settings: Settings = DEFAULT, debug: bool = False
) -> Generator[list[Result], None, None]:
    """The results of what a stream holds that has no name, such as standard input, as `run` gives them; their path is
    `-`. No more of it is read than one byte over the limit of a file."""
    from extractor.batch.workers import Start, Workers

    with Workers(1, settings, start=Start(warm=False, debug=debug)) as pool:
        file = pool.folder / "stream"
        with file.open("wb") as out:
            left = settings.max_bytes + 1
            while left and (piece := stream.read(min(left, 1 << 20))):
                left -= out.write(piece)
        found = _whole(pool.submit(Task(file, name="")).result(), pool)
        yield [replace(result, path=Path("-")) for result in found]


def _whole(found: list[Result] | Unpacked, pool: Workers) -> list[Result]:
    """All results of one input; the members of an archive or mail are read now."""
    if isinstance(found, list):
        return found
    try:
        futures = [pool.submit(task) for task in found.members]
        # A member is a document by now, and no archive.
        return found.joined(r for future in futures for r in cast("list[Result]", future.result()))
    finally:
        found.discard()


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
