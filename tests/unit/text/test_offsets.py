"""The joined view leads back to where its words stood."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.text.offsets import Joined


def test_pieces_are_read_as_one() -> None:
    text = "Ремонт даху  школи\t—\tта\nспортзалу"
    joined = Joined(text, [(0, 18), (21, len(text))])
    assert joined.text == "Ремонт даху школи та спортзалу"
    at = joined.text.index("школи та")
    assert [text[a:b] for a, b in joined.back(at, at + len("школи та"))] == ["школи", "та"]


def test_a_wrap_inside_a_range_is_one_stretch_of_evidence() -> None:
    text = "управління\n  охорони здоров'я"
    joined = Joined(text, [(0, len(text))])
    assert joined.text == "управління охорони здоров'я"
    assert joined.back(0, len(joined.text)) == ((0, len(text)),)


@given(st.text(alphabet="аб \n\t«", max_size=40), st.data())
def test_every_character_comes_from_where_back_says(text: str, data: st.DataObject) -> None:
    joined = Joined(text, [(0, len(text))])
    if not joined.text:
        return
    start = data.draw(st.integers(0, len(joined.text) - 1))
    end = data.draw(st.integers(start + 1, len(joined.text)))
    quoted = "".join(text[a:b] for a, b in joined.back(start, end))
    letters = "".join(c for c in joined.text[start:end] if not c.isspace())
    assert [c for c in quoted if c in letters] or not letters
    assert all(0 <= a < b <= len(text) for a, b in joined.back(start, end))
