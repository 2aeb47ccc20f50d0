"""Ruled tables come out as an independent reader sees them."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest

from extractor import readers

SOURCES = sorted((Path(__file__).parents[2] / "golden" / "pdf" / "sources").glob("*.pdf"))


def levelled(text: str | None) -> str:
    return "".join((text or "").split()).replace("-", "")


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_cells_of_ruled_tables(path: Path) -> None:
    document = readers.read(path.read_bytes(), path.name)
    ours = {levelled(document.text[c.start : c.end]) for b in document.blocks if b.table for c in b.table.cells}
    with pdfplumber.open(path) as pdf:
        tables = [t for page in pdf.pages for t in page.extract_tables()]
    theirs = {levelled(cell) for table in tables if len(table[0]) > 1 for row in table for cell in row}
    assert theirs - ours - {""} == set()
