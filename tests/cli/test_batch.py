"""`vytiah batch` as a user types it, and as a machine that loses power treats it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from click.testing import Result
from typer.testing import CliRunner

from extractor.cli import app
from extractor.evaluate.archive_maker import write

RULES = ("--nlp", "rules")


def command(*args: str | Path) -> list[str]:
    return [sys.executable, "-m", "extractor.cli", "batch", *map(str, args)]


def batch(*args: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*args), capture_output=True, check=False, timeout=300, encoding="utf-8")


def inside(*args: str | Path) -> Result:
    """The command in this process: quicker, where nothing is started."""
    return CliRunner().invoke(app, ["batch", *map(str, args)])


def results(out: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (out / "results").rglob("*.json")}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("archive")
    write(root, 20, zipped=5)
    return root


@pytest.fixture(scope="module")
def whole(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole")
    done = batch(archive, "--out", out, "--workers", "2", *RULES)
    assert (done.returncode, done.stderr) == (0, "")
    assert "20 documents read" in done.stdout
    return out


def test_results_and_index(archive: Path, whole: Path) -> None:
    assert len(results(whole)) == 20
    index = [json.loads(line) for line in (whole / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(index) == 21
    assert {entry["status"] for entry in index} == {"done", "container"}
    assert all(Path(entry["path"]).is_relative_to(archive) for entry in index)


def test_nothing_to_do(archive: Path, whole: Path) -> None:
    done = batch(archive, "--out", whole, *RULES)
    assert done.returncode == 0
    assert "16 files unchanged" in done.stdout


def test_a_part_each_makes_the_whole(archive: Path, tmp_path: Path, whole: Path) -> None:
    found: dict[str, bytes] = {}
    for part in ("1/2", "2/2"):
        out = tmp_path / part.replace("/", "-")
        assert batch(archive, "--out", out, "--shard", part, "--workers", "1", *RULES).returncode == 0
        assert not found.keys() & results(out).keys()
        found |= results(out)
    assert found == results(whole)


def test_some_failed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "порожній\x1b[31m.txt").write_bytes(b"")
    write(tmp_path / "in", 1)
    for _ in range(2):
        done = batch(tmp_path / "in", "--out", tmp_path / "out", "--workers", "1", "--verbose", *RULES)
        assert done.returncode == 1
        assert "\x1b" not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
    assert "1 failed in an earlier run" in done.stdout
    assert (tmp_path / "out" / "errors" / "empty_file.jsonl").is_file()


def test_nothing_matched(archive: Path, tmp_path: Path) -> None:
    done = inside(archive, "--out", tmp_path, "--include", "*.docx")
    assert (done.exit_code, done.stderr) == (3, "vytiah: no files found\n")


@pytest.mark.parametrize(
    "args",
    [
        ("--shard", "3/2"),
        ("--shard", "half"),
        ("--since", "yesterday"),
        ("--force", "--retry-failed"),
        ("--scheduler", "tcp://127.0.0.1:1"),
        ("--engine", "ray"),
    ],
)
def test_wrong_usage(archive: Path, tmp_path: Path, args: tuple[str, ...]) -> None:
    done = inside(archive, "--out", tmp_path, *args)
    assert done.exit_code == 2
    assert isinstance(done.exception, SystemExit)


def test_the_cluster_without_its_library(archive: Path, tmp_path: Path) -> None:
    code = "import sys; sys.modules['distributed'] = None; from extractor.cli import run; run()"
    args = ["batch", str(archive), "--out", str(tmp_path), "--engine", "dask"]
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 2
    assert "vytiah[cluster]" in done.stderr


def test_no_archive_there(tmp_path: Path) -> None:
    done = inside(tmp_path / "gone", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "gone" in done.stderr
    assert not (tmp_path / "out").exists()


def test_no_place_to_write(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    done = inside(archive, "--out", tmp_path / "out")
    assert (done.exit_code, isinstance(done.exception, SystemExit)) == (2, True)
    assert "cannot write to" in done.stderr


def test_a_store_that_cannot_be_opened(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"no database at all" * 100)
    done = inside(archive, "--out", tmp_path / "out", "--store", tmp_path / "store.db")
    assert (done.exit_code, isinstance(done.exception, SystemExit)) == (2, True)
    assert done.stderr.startswith("vytiah: ")


def test_results_inside_the_archive_are_no_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 2)
    monkeypatch.chdir(tmp_path)
    for read in ("2 documents read", "0 documents read"):
        done = batch(".", "--store", "store.db", "--workers", "1", *RULES)
        assert done.returncode == 0, done.stderr
        assert read in done.stdout
    assert not (tmp_path / "out" / "results").exists()


def wait_until(true: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """As when the power goes: the program and all that it started, at once."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    for member in family:
        member.kill()
    process.wait(30)


def test_killed_three_times(archive: Path, tmp_path: Path, whole: Path) -> None:
    out = tmp_path / "out"
    for wanted in (1, 7, 13):
        process = subprocess.Popen(command(archive, "--out", out, "--workers", "2", *RULES), stdout=subprocess.DEVNULL)
        wait_until(lambda wanted=wanted: len(list((out / "results").rglob("*.json"))) >= wanted)  # type: ignore[misc]
        kill_all(process)
        for text in results(out).values():
            json.loads(text)
    done = batch(archive, "--out", out, "--workers", "2", *RULES)
    assert done.returncode == 0, done.stderr
    assert results(out) == results(whole)
    assert (out / "index.jsonl").read_bytes() == (whole / "index.jsonl").read_bytes()
    assert sorted(p.name for p in out.iterdir()) == sorted(p.name for p in whole.iterdir())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_what_is_in_hand_be_finished(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, number: int
) -> None:
    root = tmp_path_factory.mktemp("larger")
    write(root, 300)
    out = tmp_path / "out"
    process = subprocess.Popen(
        command(root, "--out", out, "--workers", "1", *RULES),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    wait_until(lambda: len(list((out / "results").rglob("*.json"))) >= 2)
    os.killpg(process.pid, number)  # all of them, as Ctrl-C does
    said, errors = process.communicate(timeout=120)
    assert process.returncode == 130, errors
    assert b"run the same again to go on" in errors
    assert b"0 failed" in errors or b"failed" not in said
    found = results(out)
    assert 2 <= len(found) < 300
    assert f"{len(found)} documents read".encode() in said


def test_a_second_signal_stops_at_once(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path / "in", 300)
    out = tmp_path / "out"
    process = subprocess.Popen(
        command(tmp_path / "in", "--out", out, "--workers", "1", *RULES),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    wait_until(lambda: len(list((out / "results").rglob("*.json"))) >= 2)
    started = psutil.Process(process.pid).children(recursive=True)
    for child in started:  # what is in hand can no longer be finished
        child.suspend()
    process.send_signal(signal.SIGTERM)
    assert process.stderr is not None
    assert b"finishing what is in hand" in process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 130
    psutil.wait_procs(started, timeout=30)
    assert not any(child.is_running() for child in started)
    process.stderr.close()
