"""What a change of settings, models or program asks to be read again."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from unit.batch.batches import SETTINGS, run

from extractor.batch import session
from extractor.settings import Settings


def test_what_another_version_or_setting_read(archive: Path, tmp_path: Path) -> None:
    run(archive, tmp_path / "out")
    other = replace(SETTINGS, max_cells=7)
    counts, engine = run(archive, tmp_path / "out", settings=other)
    assert (counts.outdated, engine.handed) == (4, [])
    counts, _ = run(archive, tmp_path / "out", settings=other, again="outdated")
    assert counts.documents == 4
    assert run(archive, tmp_path / "out", settings=other)[0].outdated == 0
    assert run(archive, tmp_path / "out", settings=other, again="all")[0].documents == 4


@pytest.mark.parametrize(
    ("changed", "outdated"),
    [
        ({"max_seconds": 7.0}, 4),
        ({"max_memory": 2**29}, 4),
        ({"ocr": False}, 4),
        ({"weights": "free"}, 4),
        ({"ocr_threads": 1}, 0),
        ({"stanza_dir": Path("/elsewhere")}, 0),
    ],
)
def test_settings_that_change_what_comes_out(
    archive: Path, tmp_path: Path, changed: dict[str, Any], outdated: int
) -> None:
    run(archive, tmp_path / "out")
    assert run(archive, tmp_path / "out", settings=replace(SETTINGS, **changed))[0].outdated == outdated


def test_each_setting_is_known_to_change_what_comes_out_or_not() -> None:
    """One that is added is held for one that does: unless it is named, results of before count as outdated."""
    version = json.loads(session._version(SETTINGS)[2])
    assert {f.name for f in fields(Settings)} - version.keys() == {"ocr_threads", "stanza_dir"}


def test_models_of_stanza_are_told_by_what_they_are(tmp_path: Path) -> None:
    package = {"pos": "iu", "lemma": "iu", "depparse": "iu", "tokenize": "iu"}

    def models(folder: str, md5: str) -> str:
        (tmp_path / folder).mkdir()
        language = {"packages": {"default": package}, **{name: {"iu": {"md5": md5}} for name in package}}
        text = json.dumps({"uk": language, "ru": language})
        (tmp_path / folder / "resources.json").write_text(text, encoding="utf-8")
        return session._version(Settings(nlp="stanza", stanza_dir=tmp_path / folder))[1]

    assert models("a", "0" * 32) == models("b", "0" * 32) != models("c", "1" * 32)
    assert session._version(Settings(nlp="stanza", stanza_dir=tmp_path))[1] == session._version(Settings())[1]
