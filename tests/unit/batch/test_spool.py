"""Folders for a while: gone with who made them, or at the next start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.batch import spool


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(spool.tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_only_the_owner_may_look(root: Path) -> None:
    made = spool.Spool()
    assert made.folder.parent == root
    assert made.folder.stat().st_mode & 0o777 == 0o700
    made.close()
    assert not made.folder.exists()


def test_what_a_killed_process_left_is_removed(root: Path) -> None:
    script = "import os; from extractor.batch.spool import Spool; s = Spool(); print(s.folder); os._exit(9)"
    environment = {**os.environ, "TMPDIR": str(root)}
    left = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False)
    folder = Path(left.stdout.strip())
    (folder / "members-1").mkdir()
    spool.Spool().close()
    assert list(root.iterdir()) == []


def test_what_is_in_use_or_not_ours_stays(root: Path) -> None:
    used = spool.Spool()
    elsewhere = root / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "lock").touch()
    (root / "vytiah-spool-link").symlink_to(elsewhere)
    (root / "vytiah-spool-new").mkdir()  # another process is just making it
    spool.clean(root)
    assert sorted(p.name for p in root.iterdir()) == sorted(
        ["elsewhere", used.folder.name, "vytiah-spool-link", "vytiah-spool-new"]
    )
    assert (elsewhere / "lock").exists()
    used.close()
