"""The command lines of the models that learn from real papers."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

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
