from __future__ import annotations

from typing import Any

import pytest

from extractor.data import load
from extractor.normalize import units

ENTRIES: list[dict[str, Any]] = load("units")["unit"]


def after_two(text: str) -> str:
    return f"2{text}" if text.startswith("-") else f"2 {text}"


@pytest.mark.parametrize(("entry", "text"), [(e, x.lower()) for e in ENTRIES for x in e["examples"]])
def test_examples(entry: dict[str, Any], text: str) -> None:
    low = after_two(text)
    read = units.read(low, 1, len(low))
    assert read is not None
    assert (read[0].code, read[0].kind, read[0].factor) == (entry["code"], entry["kind"], entry.get("factor", 1))
    assert read[1] == len(low)


@pytest.mark.parametrize(("entry", "text"), [(e, x.lower()) for e in ENTRIES for x in e["counterexamples"]])
def test_counterexamples(entry: dict[str, Any], text: str) -> None:
    low = after_two(text)
    read = units.read(low, 1, len(low))
    assert read is None or (read[0].code, read[0].factor) != (entry["code"], entry.get("factor", 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" 40 коп.", 40), (" 07 копійок", 7), (", 5 коп", 5), (" та 15 копійок", 15), (" 40 копій", None), ("", None)],
)
def test_kopecks(text: str, expected: int | None) -> None:
    read = units.kopecks(text, 0, len(text))
    assert (read[0] if read else None) == expected
