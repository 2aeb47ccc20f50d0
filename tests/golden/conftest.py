"""Golden documents: a source, and the Document that its reader makes of it, as JSON that people can review."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.schema.document import Block, Document

HERE = Path(__file__).parent


def as_json(document: Document) -> dict[str, Any]:
    """What a reviewer needs to see: the text, and what each block and cell quotes of it."""
    facts = document.source
    return {
        "reader": facts.reader,
        "media_type": facts.media_type,
        "encoding": facts.encoding,
        "text": document.text,
        "blocks": [_block(document, block) for block in document.blocks],
        "hints": [
            {
                "field": h.field,
                "start": h.start,
                "end": h.end,
                "quote": document.text[h.start : h.end],
                "value": h.value,
            }
            for h in document.hints
        ],
        "notices": [n.code for n in document.notices],
    }


def _block(document: Document, block: Block) -> dict[str, Any]:
    shown: dict[str, Any] = {"kind": block.kind, "level": block.level, "start": block.start, "end": block.end}
    if block.table is None:
        return {**shown, "quote": document.text[block.start : block.end]}
    return {
        **shown,
        "rows": block.table.rows,
        "columns": block.table.columns,
        "cells": [
            [c.row, c.column, c.row_span, c.column_span, document.text[c.start : c.end]] for c in block.table.cells
        ],
    }


def sources(kind: str) -> list[Path]:
    return sorted((HERE / kind / "sources").iterdir())


@pytest.fixture
def regenerate(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--regenerate"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "golden_source" in metafunc.fixturenames:
        found = [path for kind in ("txt", "docx", "html", "pdf") for path in sources(kind)]
        metafunc.parametrize("golden_source", found, ids=[f"{p.parts[-3]}/{p.name}" for p in found])


def expected_of(source: Path) -> Path:
    return source.parent.parent / "expected" / f"{source.name}.json"


def dump(document: Document) -> str:
    return json.dumps(as_json(document), ensure_ascii=False, indent=1) + "\n"


@pytest.fixture
def golden_text(golden_source: Path) -> tuple[Path, Any]:
    """The expected file of a source and the function that writes a Document as it does."""
    return expected_of(golden_source), dump
