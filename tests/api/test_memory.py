"""Memory that long results leave behind goes back to the system."""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys

import pytest

# In a process of its own: what others freed before would be filled first.
SCRIPT = """
import json, psutil
from api.memory import Leftovers

held = psutil.Process().memory_info
leftovers, before = Leftovers(), held().rss
looks = [leftovers.look()]
large, kept = [], []
for _ in range(3000):
    large.append(bytearray(b"x") * 60_000)
    kept.append(bytearray(b"x") * 600)  # so that the heap does not just shrink from its end
del large
left = held().rss - before
looks += [leftovers.look(), leftovers.look()]
print(json.dumps({"looks": looks, "left": left, "held": held().rss - before, "kept": len(kept)}))
"""


def test_what_is_free_is_given_back() -> None:
    if not hasattr(ctypes.CDLL(None), "malloc_trim"):
        pytest.skip("the C library is not GNU's: it has no malloc_trim, and nothing is given back")
    told = json.loads(subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, check=True).stdout)
    assert told["looks"] == [False, True, False]
    assert told["held"] < told["left"] // 4
    assert told["kept"] == 3000
