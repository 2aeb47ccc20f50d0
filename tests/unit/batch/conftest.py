"""An archive of four letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from unit.batch.batches import note


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    (root / "листи").mkdir(parents=True)
    for number in range(4):
        (root / "листи" / f"{number}.txt").write_text(note(number), encoding="utf-8")
    return root
