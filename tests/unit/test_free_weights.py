"""`weights = "free"`: nothing that was learned from non-commercial texts reads along."""

from __future__ import annotations

import subprocess
import sys

from extractor import artifacts

#: In a process of its own: what is loaded once is remembered.
READ = """
from extractor import Settings, artifacts, extract

loaded = []
load, files = artifacts.load, artifacts.files
artifacts.load = lambda name: loaded.append(name) or load(name)
artifacts.files = lambda name: loaded.append(name) or files(name)
extract({text!r}.encode(), settings=Settings(weights="free"))
print(*sorted(set(loaded)))
"""
TEXT = """\
Директору ліцею
Ганні ПРИХОДЬКО

Учора громада відремонтувала дах школи. Просимо повідомити про перебіг робіт до 5 травня 2021 року.

З повагою
Голова громади Степан ГАЙДУК
"""


def test_no_weights_of_non_commercial_texts_are_loaded() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", READ.format(text=TEXT)], capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    assert "actions_free" in loaded
    bound = {name for name, entry in artifacts.manifest().items() if "NC" in entry["licence"]}
    assert {"actions", "blocks", "kinds", "tagger"} <= bound
    assert bound.isdisjoint(loaded)
