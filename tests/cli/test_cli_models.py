"""`vytiah models`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli_models import app
from extractor.errors import ModelError


def test_list_says_what_is_missing_and_how_to_get_it(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["list", "--lang", "uk", "--dir", str(tmp_path)])
    assert f"models in {tmp_path}" in done.output
    assert "uk: no stanza models in" in done.output
    assert isinstance(done.exception, ModelError)
    assert f"vytiah models fetch --lang uk --dir {tmp_path}" in str(done.exception)


@pytest.mark.parametrize("command", ["list", "fetch"])
def test_languages_are_those_there_are(command: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [command, "--lang", "uk,de", "--dir", str(tmp_path)])
    assert done.exit_code == 2
    assert "no such language: de; known: uk, ru" in " ".join(done.output.replace("│", "").split())


def test_list_reads_the_folder_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VYTIAH_STANZA_DIR", str(tmp_path / "named"))
    assert f"models in {tmp_path / 'named'}" in CliRunner().invoke(app, ["list"]).output


def test_missing_models_are_one_line_and_exit_code_1(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "extractor.cli", "models", "list", "--dir", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    expected = f"vytiah: not all models are there: vytiah models fetch --lang uk,ru --dir {tmp_path}\n"
    assert (done.returncode, done.stderr.decode()) == (1, expected)
