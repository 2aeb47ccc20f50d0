from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.text.stretches import Stretches

RANGES = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda p: (p[0], p[0] + p[1])), max_size=12)


@given(RANGES, RANGES)
def test_touching_is_having_a_character_in_common(ranges: list[tuple[int, int]], asked: list[tuple[int, int]]) -> None:
    stretches = Stretches(ranges)
    for start, end in asked:
        assert stretches.touches(start, end) == any(a < end and b > start for a, b in ranges)


def test_none_touch_nothing() -> None:
    assert not Stretches([]).touches(0, 5)
