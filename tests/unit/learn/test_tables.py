"""The made-up tables that the model of columns learns from: many, whole, and none of a document that measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import readers
from extractor.layout.plans import Grid
from extractor.learn import tables

DEV = Path(__file__).parents[4] / "shared" / "evaluation" / "dev"


def test_made_tables_are_many_and_the_same_each_time() -> None:
    found = list(tables.made())
    assert found == list(tables.made())
    assert found != list(tables.made(seed=1))
    plans = [t for t in found if t.plan]
    assert len(plans) >= 200
    assert len({t.form for t in plans}) >= 40
    assert len({t.form for t in found if not t.plan}) >= 30
    assert len({t.subject for t in plans}) >= 20


def test_made_tables_are_whole() -> None:
    for one in tables.made():
        assert len(one.roles) == len(one.columns)
        assert len({len(cells) for cells in one.columns}) == 1
        assert one.roles.count("measure") == one.plan
        assert one.plan or set(one.roles) == {"none"}


def cells_of(columns_: list[list[str | None]] | tuple[tuple[str | None, ...], ...]) -> set[str]:
    return {" ".join(c.lower().split()) for column in columns_ for c in column if c and len(c) > 30}


def test_no_cell_of_the_development_tables_was_learned() -> None:
    if not DEV.is_dir():
        pytest.skip("needs the annotated documents beside the project (../shared/evaluation/dev)")
    learned = {c for one in tables.made() for c in cells_of(one.columns)}
    for path in sorted((DEV / "plans").glob("*.docx")):
        document = readers.read(path.read_bytes(), path.name)
        for block in document.blocks:
            if block.table is not None:
                assert not learned & cells_of(Grid(document.text, block.table).columns()), path.name
