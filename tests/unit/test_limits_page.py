"""docs/limits.md names every limit with its default and its code."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from extractor.errors import SOURCE_CODES
from extractor.settings import DEFAULT

UNITS = {"s": 1, "": 1, "MiB": 2**20, "GiB": 2**30}


def test_every_limit_has_its_row(pytestconfig: pytest.Config) -> None:
    page = (pytestconfig.rootpath / "docs" / "limits.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .*?\| `(max_\w+)`.*?\| ([\d,]+) ?(\w*) \| `(\w+)` \|$", page, re.MULTILINE)
    shown = {name: int(number.replace(",", "")) * UNITS[unit] for name, number, unit, _ in rows}
    assert shown == {f.name: getattr(DEFAULT, f.name) for f in fields(DEFAULT) if f.name.startswith("max_")}
    codes = {code for *_, code in rows}
    assert codes == {code for code in SOURCE_CODES if code.startswith("limit_")} | {"timeout"}
