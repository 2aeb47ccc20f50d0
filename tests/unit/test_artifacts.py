"""Models are the ones that the manifest names."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor import artifacts
from extractor.errors import ModelError


@pytest.fixture
def moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the models, in place of the shipped ones."""
    for path in artifacts.home().rglob("*"):
        if path.is_file():
            target = tmp_path / path.relative_to(artifacts.home())
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    monkeypatch.setattr(artifacts, "home", lambda: tmp_path)
    artifacts.load.cache_clear()
    artifacts.manifest.cache_clear()
    yield tmp_path
    artifacts.load.cache_clear()
    artifacts.manifest.cache_clear()


MODELS = sorted(artifacts.manifest())
#: Of all models together; what the project allows itself to ship.
MOST_BYTES = 60_000_000


@pytest.mark.parametrize("name", MODELS)
def test_every_model_is_whole_and_has_a_card(name: str) -> None:
    entry = artifacts.manifest()[name]
    assert {"version", "data", "licence", "command", "steps"} <= entry.keys()
    assert {"file", "sha256"} <= entry.keys() or entry["files"]
    assert artifacts.size(name) > 0
    card = (artifacts.home() / name / "card.md").read_text(encoding="utf-8")
    assert "licence" in card
    assert ("non-commercial" in entry["licence"]) == ("non-commercial" in card)


def test_the_models_are_small_enough_to_ship() -> None:
    assert sum(map(artifacts.size, MODELS)) <= MOST_BYTES


def test_no_file_lies_among_the_models_that_nobody_names() -> None:
    named = {path for entry in artifacts.manifest().values() for path in entry.get("files", {entry.get("file")})}
    beside = {"card.md", "trained_on.txt", "trained_on_measures.txt", "pretrained.txt", "labels.toml"}
    found = {p.relative_to(artifacts.home()).as_posix() for p in artifacts.home().glob("*/*") if p.name not in beside}
    assert found == named


def test_the_wheel_takes_the_models_along(pytestconfig: pytest.Config) -> None:
    project = tomllib.loads((pytestconfig.rootpath / "pyproject.toml").read_text(encoding="utf-8"))
    taken = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert taken == {artifacts.home().relative_to(pytestconfig.rootpath).as_posix(): "extractor/model_files"}


def test_an_installed_package_finds_its_models(moved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the files lie inside the package, as in a wheel, they are the ones that are used."""
    monkeypatch.undo()
    monkeypatch.setattr(artifacts, "_HOMES", (moved, Path("nowhere")))
    artifacts.home.cache_clear()
    try:
        assert artifacts.home() == moved
        assert artifacts.files("tagger").keys() == {"lower.onnx", "upper.onnx", "pieces.txt"}
        monkeypatch.setattr(artifacts, "_HOMES", (Path("nowhere"),))
        artifacts.home.cache_clear()
        with pytest.raises(ModelError, match=r"MANIFEST\.toml is missing"):
            artifacts.home()
    finally:
        artifacts.home.cache_clear()


def test_a_changed_artifact_is_refused(moved: Path) -> None:
    path = moved / "actions" / "weights.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    with pytest.raises(ModelError, match="is not the file"):
        artifacts.load("actions")


def test_a_missing_artifact_is_said(moved: Path) -> None:
    (moved / "actions" / "weights.toml").unlink()
    with pytest.raises(ModelError, match=r"weights\.toml"):
        artifacts.load("actions")
    with pytest.raises(ModelError, match="no model"):
        artifacts.load("oracle")
