"""The command lines of the models that learn from real papers."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from extractor import readers
from extractor.errors import SourceError
from extractor.learn import sources


def test_arguments_name_sources_and_what_is_set_apart() -> None:
    found = sources.asked("blocks", "About.", ["a.zip", "b", "--apart", "c", "--apart", "d"])
    assert found == ([Path("a.zip"), Path("b")], [Path("c"), Path("d")])
    assert sources.asked("blocks", "About.", ["a.zip"]) == ([Path("a.zip")], [])


def test_the_help_names_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        sources.asked("columns", "About columns.", ["--help"])
    said = capsys.readouterr().out
    assert "extractor.learn.columns" in said
    assert "About columns." in said


def test_a_run_ends_with_its_status_or_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["blocks", "a.zip"])
    with pytest.raises(SystemExit) as ended:
        sources.run("blocks", len)
    assert ended.value.code == 1

    def broken(_: object) -> int:
        raise SourceError("empty_file", "the file is empty")

    with pytest.raises(SystemExit) as refused:
        sources.run("blocks", broken)
    assert str(refused.value.code).startswith("learn.blocks: ")


def test_folders_are_read_whole_and_zips_in_steps(tmp_path: Path) -> None:
    folder, packed = tmp_path / "folder", tmp_path / "packed.zip"
    folder.mkdir()
    with zipfile.ZipFile(packed, "w") as files:
        for name in ("a.txt", "b.txt", "c.txt"):
            (folder / name).write_text(f"Лист {name}", encoding="utf-8")
            files.writestr(f"deep/{name}", f"Лист {name}")
    (folder / "a.gold.json").write_text("{}", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    whole = ["Лист a.txt", "Лист b.txt", "Лист c.txt"]
    assert [d.text for d in sources.documents(folder, readers.read)] == whole
    assert [d.text for d in sources.documents(packed, readers.read)] == whole
    assert [d.text for d in sources.documents(packed, readers.read, every=2)] == whole[::2]
