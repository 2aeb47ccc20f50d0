"""Seconds of a document, told from when it was handed in and when it came back."""

from __future__ import annotations

import pytest

from extractor.batch import pace
from extractor.batch.pace import Pace


class Clock:
    """Stands until it is set."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(pace, "monotonic", made)
    return made


def test_who_waits_begins_when_a_place_is_free(clock: Clock) -> None:
    found = Pace()
    for key in "abc":
        found.begin(key, 2)
    clock.now += 4
    assert found.end("b") == 4
    clock.now += 1
    assert found.end("c") == 1
    clock.now += 1
    assert found.end("a") == 6


def test_what_comes_back_before_its_turn_took_no_time(clock: Clock) -> None:
    found = Pace()
    for key in "abc":
        found.begin(key, 1)
    clock.now += 2
    assert found.end("b") == 0
    clock.now += 1
    assert found.end("a") == 3
    clock.now += 5
    assert found.end("c") == 5


def test_the_mean_goes_with_the_documents(clock: Clock) -> None:
    found = Pace()
    for number in range(400):
        found.begin(str(number), 1)
        clock.now += 0.5
        found.end(str(number))
    assert found.mean == pytest.approx(0.5, rel=0.01)
    for number in range(100):
        found.begin(str(number), 1)
        clock.now += 8
        found.end(str(number))
    assert found.mean == pytest.approx(8, rel=0.01)
