"""What a worker process does: waits for work, does it within its limits, answers. Loaded in worker processes only."""

from __future__ import annotations

import logging
import os
import pickle
import tempfile
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extractor.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

#: How much more a worker may ask the system for than it may fill: what is asked for and never touched.
_SLACK: Final = 2**28

#: The limits that this process has set itself, memory and file, once it has.
_limited: Final[set[tuple[int, int]]] = set()

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """Call `function(*arguments)`. memory: limit of the worker's process tree; file: of one file that it or a program
    of its writes; both in bytes."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    memory: int
    file: int

    def __reduce__(self) -> tuple[Any, ...]:
        # As short as can be: what dataclasses bring along goes by the names of all fields, each time.
        return Request, (self.function, self.arguments, self.memory, self.file)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the call returned or, where `error` is set, raised."""

    value: Any = None
    error: BaseException | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return Answer, (self.value, self.error)


def serve(descriptor: int, spool: Path, *, debug: bool) -> int:
    """Answer requests that come through the connection until it is closed; the exit status of the process.

    What the worker and the libraries put into temporary files goes to a folder of its own in `spool`."""
    if debug:
        logging.basicConfig(level=logging.DEBUG, format="%(message)s")
        logging.getLogger().setLevel(logging.WARNING)
        logging.getLogger("extractor.batch").setLevel(logging.DEBUG)
    folder = spool / f"worker-{os.getpid()}"
    folder.mkdir()
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    # Before the first document, so that its time is not counted.
    from extractor.batch import tasks_run  # noqa: F401

    with Connection(descriptor) as connection:
        connection.send(os.getpid())
        while True:
            try:
                request = connection.recv_bytes()
            except EOFError:
                return 0
            connection.send_bytes(_answered(request))


def warm_up(options: dict[str, Any]) -> None:
    """Load the models that the settings use, and where results are stored what prepares them, in the process that
    workers are forked from."""
    from extractor import pipeline
    from extractor.batch import tasks_run  # noqa: F401
    from extractor.settings import Settings

    folder = options["stanza_dir"]
    settings = Settings(nlp=options["nlp"], weights=options["weights"], stanza_dir=Path(folder) if folder else None)
    pipeline.warm_up(settings)
    if options["stored"]:
        # Only to be there when workers are forked: each of them would else load it with its first result.
        import extractor.store  # noqa: F401


def _answered(request: bytes) -> bytes:
    """The pickled Answer."""
    try:
        answer = _done(pickle.loads(request))  # our own process sends it
        return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - what cannot be pickled is said to be so
        fault = SourceError("internal", f"{type(error).__name__}: {error}")
        return pickle.dumps(Answer(error=fault), pickle.HIGHEST_PROTOCOL)


def _done(request: Request) -> Answer:
    _limit(request)
    try:
        return Answer(request.function(*request.arguments))
    except MemoryError:
        _log.debug("out of memory", exc_info=True)
        return Answer(error=SourceError("limit_memory", over_memory(request.memory)))
    except Exception as error:  # noqa: BLE001 - the fence
        _log.debug("the call failed", exc_info=True)
        return Answer(error=error)


def over_memory(limit: int) -> str:
    """How a document is refused that takes too much memory."""
    return f"reading it took more than {limit / 2**20:,.0f} MB of memory"


def _limit(request: Request) -> None:
    """One allocation too large fails at once, before the watch in the parent sees it; programs started inherit it."""
    import resource

    if (request.memory, request.file) in _limited:
        return
    _limited.clear()
    for limit, wanted in (
        (resource.RLIMIT_DATA, request.memory + _SLACK),
        (resource.RLIMIT_FSIZE, request.file),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    _limited.add((request.memory, request.file))
