"""The examples in data/*.toml are the tests of the patterns that they stand beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from extractor import data
from extractor.detect import deadlines_marks
from extractor.detect.deadlines_calendar import resolve
from extractor.normalize import dates
from extractor.schema.analysis import DateContext
from extractor.text import plain

CONTEXT = DateContext(document_date="2021-06-15", year=2021, period=("2021-06-14", "2021-06-20"))
NAMES = sorted(f.name.removesuffix(".toml") for f in files("extractor.data").iterdir() if f.name.endswith(".toml"))


def entries(name: str) -> Iterator[dict[str, Any]]:
    """The tables of a data file that have examples, whatever they are called."""
    for table in data.load(name).values():
        if isinstance(table, list):
            yield from (entry for entry in table if isinstance(entry, dict) and "examples" in entry)


@pytest.mark.parametrize("name", NAMES)
def test_entries_are_whole(name: str) -> None:
    seen = set()
    for entry in entries(name):
        assert entry["examples"], entry
        if "id" in entry:
            assert entry["id"] not in seen, f"{name}: {entry['id']} twice"
            seen.add(entry["id"])
            assert entry.get("languages", ["uk"])
        for example in entry["examples"]:
            if isinstance(example, dict) and "span" in example and "text" in example:
                assert example["span"] in example["text"], example


def low(text: str) -> str:
    return dates.lowered(plain.level(text)[0])


def calendar(text: str, *, cell: bool) -> list[tuple[str, str, str]]:
    """(rule, span, value) of each calendar expression."""
    out = []
    for found in dates.find(low(text), 0, len(text), cell=cell):
        bounds = [resolve(days, CONTEXT, "cell") for days in found.days]
        value = " ".join(f"{b[0]}/{b[1]}" for b in bounds if b) or "-"
        out.append((found.rule, text[found.start : found.end], value))
    return out


@pytest.mark.parametrize("pattern", data.load("dates")["pattern"], ids=lambda p: p["id"])
def test_dates(pattern: dict[str, Any]) -> None:
    cell = pattern.get("cell", False)
    for example in pattern["examples"]:
        expected = (pattern["id"], example["span"], example["value"])
        assert expected in calendar(example["text"], cell=cell), example
    for text in pattern["counterexamples"]:
        assert pattern["id"] not in [rule for rule, *_ in calendar(text, cell=cell)], text


@pytest.mark.parametrize("pattern", data.load("deadlines")["pattern"], ids=lambda p: p["id"])
def test_deadlines(pattern: dict[str, Any]) -> None:
    for example in pattern["examples"]:
        text = example["text"]
        found = [(m.rule, text[m.start : m.end], m.value or "-") for m in deadlines_marks.find(low(text), 0, len(text))]
        assert (pattern["id"], example["span"], example["value"]) in found, example
    for text in pattern["counterexamples"]:
        assert pattern["id"] not in [m.rule for m in deadlines_marks.find(low(text), 0, len(text))], text


@pytest.mark.parametrize("marker", data.load("deadlines")["marker"], ids=lambda m: m["kind"])
def test_markers(marker: dict[str, Any]) -> None:
    for text in marker["examples"]:
        assert deadlines_marks.marker(text, 0, len(text)) == (marker["kind"], 0), text


def test_macros_are_all_there() -> None:
    table = data.load("dates")
    for pattern in table["pattern"]:
        assert not re.search(r"%\w+%", dates.expand(pattern["pattern"], table["macros"]))
