"""Memory that long results leave behind goes back to the system."""

from __future__ import annotations

import ctypes

import psutil
import pytest

from api.memory import Leftovers

MANY, PIECE = 3000, 60_000


def held() -> int:
    return int(psutil.Process().memory_info().rss)


def test_what_is_free_is_given_back() -> None:
    if not hasattr(ctypes.CDLL(None), "malloc_trim"):
        pytest.skip("no malloc_trim in this C library")
    leftovers = Leftovers()
    before = held()
    assert not leftovers.look()
    large = []
    kept = []
    for _ in range(MANY):
        large.append(bytearray(b"x") * PIECE)
        kept.append(bytearray(b"x") * 600)  # so that the heap does not just shrink from its end
    del large
    left = held() - before
    assert left > MANY * PIECE // 2
    assert leftovers.look()
    assert held() - before < left // 4
    assert len(kept) == MANY
    assert not leftovers.look()
