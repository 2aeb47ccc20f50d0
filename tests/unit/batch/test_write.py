from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from extractor.batch import write
from extractor.batch.write import Folder, InUseError, alone

SHA = "ab" + "0" * 62


def left(root: Path) -> list[str]:
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())


def test_a_result_has_its_place(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "out")
    folder.write({folder.result(SHA): "{}\n"})
    folder.write({folder.result(SHA): '{"новий": 1}\n'})
    folder.close()
    assert left(tmp_path / "out") == [f"results/ab/{SHA}.json"]
    assert folder.result(SHA).read_text(encoding="utf-8") == '{"новий": 1}\n'


def test_what_is_half_written_goes_when_the_folder_opens(tmp_path: Path) -> None:
    unfinished = tmp_path / write.UNFINISHED / f"{SHA}.json"
    unfinished.parent.mkdir(parents=True)
    unfinished.write_text('{"schema_ver', encoding="utf-8")
    Folder(tmp_path)
    assert left(tmp_path) == []


class Failing:
    """A call of the system that fails at its n-th time, as a full disk or a broken one makes it."""

    def __init__(self, real: Callable[..., Any], at: int, number: int) -> None:
        self.real, self.at, self.number, self.calls = real, at, number, 0

    def __call__(self, *args: Any, **options: Any) -> Any:
        self.calls += 1
        if self.calls == self.at:
            raise OSError(self.number, os.strerror(self.number))
        return self.real(*args, **options)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_disk_that_fails_leaves_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, number: int
) -> None:
    folder = Folder(tmp_path)
    place = folder.result(SHA)
    folder.write({place: "old\n"})
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", Failing(os.fsync, at, number))
        for _ in range(2):
            with suppress(OSError):
                folder.write({place: "new\n"})
    assert place.read_text(encoding="utf-8") in ("old\n", "new\n")
    assert left(tmp_path) == [f"results/ab/{SHA}.json"]
    folder.write({place: "newer\n"})
    assert place.read_text(encoding="utf-8") == "newer\n"


@pytest.mark.parametrize("call", ["fsync", "replace", "open", "write"])
def test_of_several_files_each_is_whole_wherever_the_disk_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    folder = Folder(tmp_path)
    places = [folder.result(f"{number:02x}" + "0" * 62) for number in range(3)]
    folder.write(dict.fromkeys(places, "old\n"))
    failed = 0
    for at in range(1, 20):
        with monkeypatch.context() as broken:
            full = Failing(getattr(os, call), at, errno.ENOSPC)
            broken.setattr(os, call, full)
            with suppress(OSError):
                folder.write(dict.fromkeys(places, "new\n"))
        assert all(place.read_text(encoding="utf-8") in ("old\n", "new\n") for place in places)
        assert len(left(tmp_path)) == 3
        if full.calls < at:
            break
        failed += 1
        folder.write(dict.fromkeys(places, "old\n"))
    assert failed >= 3
    assert {place.read_text(encoding="utf-8") for place in places} == {"new\n"}


def test_more_files_than_are_open_at_once(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    texts = {folder.result(f"{number:064x}"[::-1]): f"{number}\n" for number in range(150)}
    folder.write(texts)
    assert {place: place.read_text(encoding="utf-8") for place in texts} == texts
    assert len(left(tmp_path)) == 150


def test_a_block_that_fails_writes_nothing(tmp_path: Path) -> None:
    folder = Folder(tmp_path)

    def half() -> None:
        with folder.writing(tmp_path / "index.jsonl") as stream:
            stream.write("{}\n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert left(tmp_path) == []


def test_one_batch_a_folder(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from extractor.batch.write import alone\n"
        "with alone(pathlib.Path(sys.argv[1])): print('in', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"in\n"
        with pytest.raises(InUseError), alone(tmp_path):
            pass
        other.kill()
    with alone(tmp_path):
        assert (tmp_path / "in-use").exists()
