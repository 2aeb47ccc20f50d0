"""Models of tests in place of those that ship."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from unit import tiny_tagger

from extractor import artifacts
from extractor.text import tagger


@pytest.fixture(scope="module")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """For a module: the folder of models that is used has the small tagger of tests in place of the shipped one."""
    folder = tmp_path_factory.mktemp("models")
    tiny_tagger.write(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(artifacts, "home", lambda: folder)
        artifacts.manifest.cache_clear()
        tagger.shipped.cache_clear()
        yield folder
    artifacts.manifest.cache_clear()
    tagger.shipped.cache_clear()
