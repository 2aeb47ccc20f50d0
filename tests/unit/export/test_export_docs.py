"""The pages on exports and the feed say what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.export import EXPORTERS, TABLE_NAMES
from extractor.export.labelstudio import CONFIG
from extractor.feed import EVENTS
from extractor.feed.push import ATTEMPTS, pause
from extractor.feed.sending import SECONDS

DOCS = Path(__file__).parents[3] / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_the_page_lists_every_form():
    rows = re.findall(r"^\| `(\w+)` \| (\S+) \| \.(\S+) \|", page("exports.md"), re.MULTILINE)
    assert rows == [(e.NAME, e.MEDIA_TYPE, e.EXTENSION) for e in EXPORTERS]


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_the_page_lists_every_table(table):
    assert f"`{table}`" in page("exports.md")


def test_the_page_has_the_labelling_interface():
    assert CONFIG in page("exports.md")


def test_the_page_on_the_feed_has_its_events_and_times():
    feed = page("feed.md")
    assert all(f"`{event}`" in feed for event in EVENTS)
    assert f"nothing within {SECONDS:g} s" in feed
    assert f"after {pause(1, 0):g}–{pause(1, 1):g} s" in feed
    assert f"given up after {ATTEMPTS} attempts" in feed
    hours = [sum(pause(n, chance) for n in range(1, ATTEMPTS)) / 3600 for chance in (0, 1)]
    assert f"after {hours[0]:.0f} to {hours[1]:.0f} hours" in feed
