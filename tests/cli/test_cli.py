"""The command as a user types it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from extractor import Settings, extract
from extractor.settings import Nlp

NOTE = "РІШЕННЯ\n\nПро ремонт мосту\n\n1. Відділу будівництва до 01.05.2022 відремонтувати міст.\n"


def vytiah(*args: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "extractor.cli", *map(str, args)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=120)


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "міст.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


def test_extract_prints_one_object(note: Path) -> None:
    done = vytiah("extract", note)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["measures"][0]["deadlines"][0]["end"] == "2022-05-01"


def test_standard_input(note: Path) -> None:
    done = vytiah("extract", "-", stdin=note.read_bytes())
    assert json.loads(done.stdout)["source"]["filename"] is None
    assert done.returncode == 0


@pytest.mark.parametrize("nlp", ["rules", "fast", "accurate"])
def test_models_read_along_where_asked(note: Path, nlp: Nlp) -> None:
    done = vytiah("extract", note, "--nlp", nlp)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(extract(note, settings=Settings(nlp=nlp)).model_dump_json())


def test_a_folder_gives_a_file_a_document(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt", "b.html"):
        (tmp_path / "in" / name).write_text(NOTE, encoding="utf-8")
    done = vytiah("extract", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["a.json", "b.html.json", "b.txt.json"]


def test_workers_give_the_same_as_one_process(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for i in range(4):
        (tmp_path / "in" / f"{i}.txt").write_text(NOTE.replace("2022", f"202{i}"), encoding="utf-8")
    for workers in ("1", "2"):
        done = vytiah("extract", tmp_path / "in", "--format", "jsonl", "-w", workers, "-o", tmp_path / workers)
        assert done.returncode == 0, done.stderr
    one, two = ((tmp_path / w / "extractions.jsonl").read_bytes() for w in ("1", "2"))
    assert one == two
    assert one.count(b"\n") == 4


def test_a_bad_file_fails_alone_with_one_clear_line(tmp_path: Path, note: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    done = vytiah("extract", empty, note, "--format", "jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [x["status"] for x in lines] == ["failed", "complete"]
    assert lines[0]["error"]["code"] == "empty_file"
    assert done.stderr.decode().splitlines() == [f"vytiah: {empty}: the file is empty [empty_file]"]
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["extract", "no/such/file.txt"], 1, b"[not_found]"),
        (["extract", "-", "also.txt"], 2, b"stands alone"),
        (["extract"], 2, b"Missing argument"),
        (["fly"], 2, b"No such command"),
        (["extract", "--nlp", "magic", "no/such/file.txt"], 2, b"magic"),
    ],
)
def test_exit_codes(args: list[str], code: int, says: bytes) -> None:
    done = vytiah(*args)
    assert (done.returncode, says in done.stderr, b"Traceback" in done.stderr) == (code, True, False)


def test_an_empty_folder_matches_nothing(tmp_path: Path) -> None:
    assert vytiah("extract", tmp_path).returncode == 3


def test_a_file_named_twice_is_read_once(note: Path) -> None:
    done = vytiah("extract", note, note.parent, "--format", "jsonl")
    assert len(done.stdout.splitlines()) == 1


def test_odd_things_in_a_folder_fail_alone_or_are_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "named.pdf").mkdir(parents=True)
    (folder / "named.pdf" / "inside.txt").write_text(NOTE, encoding="utf-8")
    (folder / "broken.txt").symlink_to(folder / "nowhere.txt")
    os.mkfifo(folder / "pipe.txt")
    unnamed = os.fsencode(folder) + b"/\xff\xfe.txt"
    with open(unnamed, "wb") as out:  # noqa: PTH123 - the name is no text
        out.write(NOTE.encode())
    done = vytiah("extract", folder, "--format", "jsonl")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(x["source"]["filename"], x["status"]) for x in found] == [
        ("broken.txt", "failed"),
        ("\ufffd\ufffd.txt", "complete"),
        ("inside.txt", "complete"),
    ]
    assert done.stderr.count(b"\n") == done.returncode == 1


def test_a_place_that_cannot_be_written_to_is_one_line(note: Path) -> None:
    done = vytiah("extract", note, "-o", note)
    assert (done.returncode, done.stderr.count(b"\n"), done.stdout) == (2, 1, b"")


def test_a_failure_leaves_standard_output_empty(tmp_path: Path) -> None:
    assert vytiah("extract", tmp_path / "none.txt").stdout == b""


def test_control_characters_of_a_name_do_not_reach_the_terminal() -> None:
    done = vytiah("extract", "a\x1b[31mb\nc.txt")
    assert b"\x1b" not in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "архів.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("теки/міст.txt", NOTE)
        archive.writestr("../../міст.txt", NOTE)
        archive.writestr("scan.exe", b"MZ\x90")
        archive.writestr("x" * 300 + "/" + "д" * 300 + ".txt", NOTE)
    return path


def test_an_archive_is_an_array_of_its_documents(packed: Path) -> None:
    done = vytiah("extract", packed)
    found = json.loads(done.stdout)
    names = [x["source"]["filename"] for x in found]
    assert names[:2] == ["архів.zip/теки/міст.txt", "архів.zip/міст.txt"]
    assert [x["status"] for x in found] == ["complete", "complete", "partial"]
    (warning,) = found[-1]["warnings"]
    assert (warning["code"], "scan.exe" in warning["message"]) == ("unreadable_part", True)
    assert (done.returncode, done.stderr.decode().count("[unsupported_type]")) == (0, 1)


def test_an_archive_is_a_file_a_document(packed: Path) -> None:
    out = packed.parent / "out"
    done = vytiah("extract", packed, "-o", out)
    assert done.returncode == 0, done.stderr
    names = sorted(p.name for p in out.iterdir())
    assert names[1:] == ["архів-міст.json", "архів-теки_міст.json"]
    assert len(os.fsencode(names[0])) < 256
    assert sorted(p.name for p in packed.parent.iterdir()) == ["out", "архів.zip"]


def test_lines_tell_of_what_failed_inside(packed: Path) -> None:
    done = vytiah("extract", packed, "--format", "jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [x["status"] for x in lines] == ["complete", "complete", "failed", "partial"]
    assert lines[2]["source"]["container"]["path"] == "scan.exe"


def test_an_archive_in_which_nothing_can_be_read_has_failed(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("scan.exe", b"MZ\x90")
    done = vytiah("extract", path)
    assert (done.returncode, json.loads(done.stdout)) == (1, [])


LONG = NOTE * 20_000


@pytest.fixture
def long(tmp_path: Path) -> Path:
    path = tmp_path / "довгий.txt"
    path.write_text(LONG, encoding="utf-8")
    return path


def test_a_document_that_takes_too_long_fails_alone(long: Path, note: Path) -> None:
    done = vytiah("extract", long, note, "--nlp", "rules", "--wall", "8", "--format", "jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [x["status"] for x in lines] == ["failed", "complete"]
    assert lines[0]["error"]["code"] == "timeout"
    assert lines[0]["source"]["bytes"] == len(LONG.encode())
    assert done.returncode == 1


def test_a_document_that_takes_too_much_memory_fails(tmp_path: Path) -> None:
    huge = tmp_path / "велике.txt"
    huge.write_text("1. Вода.\n" * 1_000_000, encoding="utf-8")
    done = vytiah("extract", huge, "--nlp", "rules", "--memory-mb", "256")
    assert (done.returncode, done.stdout, b"[limit_memory]" in done.stderr) == (1, b"", True)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """What is started here heeds an interrupt. A shell without job control lets what it starts in the background
    ignore them, and so would these tests, and all that they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_all_that_was_begun(long: Path, sent: signal.Signals) -> None:
    spools = long.parent / "tmp"
    spools.mkdir()
    command = [sys.executable, "-m", "extractor.cli", "extract", str(long)]
    environment = {**os.environ, "TMPDIR": str(spools)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        while not list(spools.glob("*/worker-*")):
            assert process.poll() is None
            time.sleep(0.01)
        begun = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(sent)
        out, said = process.communicate(timeout=60)
    assert (process.returncode, out, b"Traceback" in said) == (130, b"", False)
    assert len(begun) == 2
    assert psutil.wait_procs(begun, timeout=5)[1] == []
    assert list(spools.iterdir()) == []


def test_an_archive_on_standard_input(packed: Path) -> None:
    done = vytiah("extract", "-", stdin=packed.read_bytes())
    assert [x["source"]["filename"] for x in json.loads(done.stdout)][1] == "unnamed/міст.txt"
    assert done.returncode == 0


def test_nothing_is_left_in_the_temporary_folder(packed: Path) -> None:
    spools = packed.parent / "tmp"
    spools.mkdir()
    command = [sys.executable, "-m", "extractor.cli", "extract", str(packed)]
    subprocess.run(command, env={**os.environ, "TMPDIR": str(spools)}, capture_output=True, check=True, timeout=120)
    assert list(spools.iterdir()) == []


def test_explain_names_rules(note: Path) -> None:
    done = vytiah("explain", note)
    assert done.returncode == 0, done.stderr
    assert "measure m1 task" in done.stdout.decode()
    assert "act.point" in done.stdout.decode()


def test_schema_and_doctor() -> None:
    assert json.loads(vytiah("schema").stdout)["title"] == "Extraction"
    healthy = vytiah("doctor")
    assert healthy.returncode == 0, healthy.stdout.decode()
    assert "morphology uk: департаментами → департамент" in healthy.stdout.decode()
