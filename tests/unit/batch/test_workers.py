"""The fence: what misbehaves fails alone, with its own code, and leaves nothing behind."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil
import pytest
from unit.batch import misbehaving

from extractor.batch import run
from extractor.batch.results import Result
from extractor.batch.workers import Start, Task, Unpacked, Workers
from extractor.errors import SourceError
from extractor.pipeline import extract
from extractor.schema.contract import Extraction
from extractor.settings import Settings
from extractor.store import Prepared

NOTE = "РІШЕННЯ\n\nПро ремонт мосту\n\n1. Відділу будівництва до 01.05.2022 відремонтувати міст.\n"
MB = 2**20
#: Enough for a worker with its models, little enough to pass quickly.
SETTINGS = Settings(nlp="rules", max_seconds=60, max_memory=400 * MB)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1, SETTINGS) as pool:
        yield pool


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "міст.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


def results(pool: Workers, path: Path, settings: Settings | None = None) -> list[Result]:
    found = pool.submit(Task(path), settings).result()
    assert not isinstance(found, Unpacked)
    return found


def gone(pids: list[int]) -> bool:
    """Have these processes ended, now or within seconds?"""
    return not psutil.wait_procs([psutil.Process(p) for p in pids if psutil.pid_exists(p)], timeout=5)[1]


def assert_well(pool: Workers, note: Path) -> None:
    """The next document is read as ever."""
    assert results(pool, note)[0].json == extract(note, settings=SETTINGS).model_dump_json()


def test_a_document_is_read_as_in_this_process(workers: Workers, note: Path) -> None:
    (result,) = results(workers, note)
    assert (result.path, result.code, result.member) == (note, None, None)
    assert result.json == extract(note, settings=SETTINGS).model_dump_json()


@pytest.mark.parametrize(
    ("act", "code", "says"),
    [
        (lambda p: p.call(misbehaving.sleep, 600, seconds=0.3), "timeout", "0.3 seconds"),
        (lambda p: p.call(misbehaving.fill, 2000 * MB, 600), "limit_memory", "400 MB"),
        (lambda p: p.call(misbehaving.ask_for, 8000 * MB), "limit_memory", "400 MB"),
        (lambda p: p.call(misbehaving.start_and_fill, 500 * MB), "limit_memory", "400 MB"),
        (lambda p: p.call(misbehaving.abort), "worker_died", "SIGABRT"),
        (lambda p: p.call(misbehaving.read_nowhere), "worker_died", "SIGSEGV"),
        (lambda p: p.call(misbehaving.leave, 3), "worker_died", "exit status 3"),
        (lambda p: p.call(misbehaving.give_unpicklable), "internal", ""),
    ],
)
def test_what_misbehaves_fails_alone(
    workers: Workers, note: Path, act: Callable[[Workers], Any], code: str, says: str
) -> None:
    neighbour = workers.submit(Task(note))
    with pytest.raises(SourceError) as error:
        act(workers).result(60)
    assert error.value.code == code
    assert says in error.value.message
    assert isinstance(neighbour.result(60), list)
    assert_well(workers, note)


def test_an_exception_of_the_function_is_raised(workers: Workers) -> None:
    with pytest.raises(ZeroDivisionError):
        workers.call(divmod, 1, 0).result(60)
    with pytest.raises(SourceError, match="UnwieldyError"):
        workers.call(misbehaving.raise_unwieldy).result(60)


def test_a_long_answer_comes_whole(workers: Workers) -> None:
    assert len(workers.call(misbehaving.big, 20 * MB).result(60)) == 20 * MB


@pytest.mark.parametrize("wait", [True, False])
def test_programs_end_with_their_worker(workers: Workers, tmp_path: Path, wait: bool) -> None:
    pids = tmp_path / "pids"
    with pytest.raises(SourceError, match="seconds" if wait else "died"):
        workers.call(misbehaving.start_waiting if wait else misbehaving.start_crashing, str(pids), seconds=3).result(60)
    assert gone([int(p) for p in pids.read_text().split()])


def test_memory_up_to_the_limit_is_no_fault(workers: Workers) -> None:
    assert workers.call(misbehaving.fill, 100 * MB, 0.5).result(60) == 100


def test_a_file_has_a_limit() -> None:
    with Workers(1, Settings(nlp="rules", max_unpacked=4 * MB)) as pool:
        assert pool.call(misbehaving.write, 4 * MB).result(60) == 1
        with pytest.raises(OSError, match="File too large"):
            pool.call(misbehaving.write, 4 * MB + 1).result(60)


def test_a_worker_that_keeps_memory_is_replaced() -> None:
    with Workers(1, SETTINGS) as pool:
        first = pool.call(misbehaving.number).result(60)
        assert pool.call(misbehaving.keep, 150 * MB).result(60) == 150
        assert pool.call(misbehaving.number).result(60) != first


def test_a_worker_is_recycled() -> None:
    with Workers(1, SETTINGS, recycle_after=2) as pool:
        seen = [pool.call(misbehaving.number).result(60) for _ in range(4)]
    assert seen[0] == seen[1] != seen[2] == seen[3]


def test_a_document_does_not_pay_for_the_one_before(note: Path) -> None:
    """A worker that was killed while it waited: the next document does not notice."""
    with Workers(1, SETTINGS) as pool:
        psutil.Process(pool.call(misbehaving.number).result(60)).kill()
        assert_well(pool, note)


def test_the_keeper_may_be_killed(note: Path) -> None:
    with Workers(1, SETTINGS) as pool:
        psutil.Process(pool.call(misbehaving.number).result(60)).parent().kill()  # type: ignore[union-attr]
        assert_well(pool, note)


def test_what_a_save_writes_is_made_where_the_document_is_read(note: Path, tmp_path: Path) -> None:
    mail = tmp_path / "archive.zip"
    with zipfile.ZipFile(mail, "w") as archive:
        archive.write(note, "note.txt")
    with Workers(1, SETTINGS, start=Start(stored=True)) as pool:
        results = [pool.submit(Task(note)).result()]
        unpacked = pool.submit(Task(mail)).result()
        assert isinstance(unpacked, Unpacked)
        results.append(pool.submit(unpacked.members[0]).result())
        unpacked.discard()
        refused = pool.submit(Task(tmp_path / "missing.txt")).result()
    for found in results:
        assert isinstance(found, list)
        (result,) = found
        here = Prepared(Extraction.model_validate_json(result.json))
        here.make()
        assert result.prepared is not None
        assert vars(result.prepared) == {name: value for name, value in vars(here).items() if name != "extraction"}
    assert isinstance(refused, list)
    assert refused[0].prepared is None
    with Workers(1, SETTINGS) as pool:
        plain = pool.submit(Task(note)).result()
    assert isinstance(plain, list)
    assert plain[0].prepared is None


@pytest.mark.parametrize("warm", [True, False])
def test_models_are_loaded_ahead_where_asked(warm: bool) -> None:
    with Workers(1, Settings(), start=Start(warm=warm)) as pool:
        assert pool.call(misbehaving.loaded).result(60) is warm


def test_work_can_be_called_off(note: Path) -> None:
    with Workers(1, SETTINGS) as pool:
        running, waiting = pool.call(misbehaving.sleep, 600), pool.submit(Task(note))
        while not running.running():
            time.sleep(0.01)
        assert not waiting.running()
        assert waiting.cancel()
        assert running.cancel()
        assert not running.running()
        assert_well(pool, note)
        with pytest.raises(CancelledError):
            running.result(60)


def test_after_an_exception_nothing_is_waited_for() -> None:
    with pytest.raises(KeyError), Workers(1, SETTINGS) as pool:  # noqa: PT012 - what was begun is looked at
        pid = pool.call(misbehaving.number).result(60)
        running, waiting = pool.call(misbehaving.sleep, 600), pool.call(misbehaving.sleep, 600)
        raise KeyError
    assert running.cancelled()
    assert waiting.cancelled()
    assert gone([pid])
    assert not pool.folder.exists()
    with pytest.raises(RuntimeError, match="closed"):
        pool.call(misbehaving.number)


def test_what_is_submitted_is_done_before_the_end(note: Path) -> None:
    with Workers(2, SETTINGS) as pool:
        futures = [pool.submit(Task(note)) for _ in range(10)]
    assert len({f.result()[0].json for f in futures}) == 1  # type: ignore[index]


def test_temporary_files_go_with_the_worker(workers: Workers) -> None:
    made = Path(workers.call(misbehaving.temporary).result(60))
    assert made.is_relative_to(workers.folder)
    with pytest.raises(SourceError):
        workers.call(misbehaving.abort).result(60)
    assert not made.exists()


def test_a_killed_parent_leaves_nothing(tmp_path: Path) -> None:
    script = (
        "import sys, os, signal, threading\n"
        f"sys.path.insert(0, {str(Path(misbehaving.__file__).parents[2])!r})\n"
        "from unit.batch import misbehaving, test_workers\n"
        "from extractor.batch.workers import Start, Workers\n"
        "pool = Workers(1, test_workers.SETTINGS, start=Start(warm=False))\n"
        "print(pool.call(misbehaving.number).result(), flush=True)\n"
        f"pool.call(misbehaving.start_waiting, {str(tmp_path / 'pids')!r})\n"
        "threading.Event().wait()\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        while not (tmp_path / "pids").exists() or len((tmp_path / "pids").read_text().split()) < 2:
            time.sleep(0.01)
        parent.kill()
    assert gone([worker, *map(int, (tmp_path / "pids").read_text().split())])
    until = time.monotonic() + 5
    while list(tmp_path.glob("vytiah-*")) and time.monotonic() < until:
        time.sleep(0.01)
    assert [p.name for p in tmp_path.iterdir()] == ["pids"]


TOLD_AT_ITS_END = """
import os, signal, sys
from extractor.batch.keeper import main

def told(frame, event, argument):
    if event == "call" and frame.f_code.co_name == "_end_all":
        sys.setprofile(None)
        os.kill(os.getpid(), signal.SIGTERM)

sys.setprofile(told)
main(sys.argv[1])
"""


def test_a_keeper_told_to_end_while_it_ends_leaves_nothing(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    ours, theirs = socket.socketpair()
    options = {"spool": str(spool), "warm": False, "count": 1, "debug": False, "control": theirs.fileno()}
    with theirs:
        command = [sys.executable, "-c", TOLD_AT_ITS_END, json.dumps(options)]
        keeper = subprocess.Popen(command, pass_fds=[theirs.fileno()])
    asked, answered = socket.socketpair()
    with ours, answered:
        socket.send_fds(ours, [b"W"], [answered.fileno()])
    # The socket is closed: it ends, as soon as it has forked the worker.
    assert keeper.wait(60) == 0
    with asked, Connection(asked.detach()) as connection, suppress(EOFError):
        assert gone([connection.recv()])
    assert not spool.exists()


def test_unreadable_is_a_result(workers: Workers, tmp_path: Path) -> None:
    (tmp_path / "порожній.txt").touch()
    assert results(workers, tmp_path / "порожній.txt")[0].code == "empty_file"
    assert results(workers, tmp_path / "немає.txt")[0].code == "not_found"


def test_time_is_up_for_a_document(workers: Workers, tmp_path: Path, note: Path) -> None:
    long = tmp_path / "довгий.txt"
    long.write_text(NOTE * 2000, encoding="utf-8")
    (result,) = results(workers, long, Settings(nlp="rules", max_seconds=0.3))
    assert result.code == "timeout"
    assert '"filename":"довгий.txt"' in result.json
    assert_well(workers, note)


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_members_are_tasks_of_their_own(workers: Workers, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"x/../../міст.txt": NOTE.encode(), "b.exe": b"MZ\x90", "c": b"", "d.txt": NOTE.encode()}))
    found = workers.submit(Task(path)).result()
    assert isinstance(found, Unpacked)
    assert [r.code for r in found.lost] == ["empty_file"]
    assert all(t.path.is_relative_to(workers.folder) for t in found.members)
    assert [t.path.name for t in found.members] == ["0", "1", "3"]
    read = [workers.submit(t).result() for t in reversed(found.members)]
    joined = found.joined(r for each in read for r in each)  # type: ignore[union-attr]
    assert [(r.member, r.code) for r in joined] == [
        ("x/міст.txt", None),
        ("b.exe", "unsupported_type"),
        ("c", "empty_file"),
        ("d.txt", None),
    ]
    assert '"status":"partial"' in joined[-1].json
    found.discard()
    found.discard()
    assert not found.folder.exists()


def test_a_member_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"1.txt": NOTE.encode(), "2.txt": (NOTE * 60_000).encode(), "3.txt": NOTE.encode()}))
    (found,) = run([path], settings=Settings(nlp="rules", max_seconds=3), warm=True)
    assert [(r.path, r.member, r.code) for r in found] == [
        (path, "1.txt", None),
        (path, "2.txt", "timeout"),
        (path, "3.txt", None),
    ]
    assert "a.zip/2.txt: reading it took too long: the limit is 3 seconds [timeout]" in found[2].json
