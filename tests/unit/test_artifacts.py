"""Models are the ones that the manifest names."""

from __future__ import annotations

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


def test_every_model_has_a_card_and_its_hash() -> None:
    for name, entry in artifacts.manifest().items():
        assert artifacts.load(name)
        assert (artifacts.home() / name / "card.md").is_file()
        assert {"version", "sha256", "data", "licence", "command"} <= entry.keys()


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
