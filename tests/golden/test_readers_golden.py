"""Each source reads as its expected file says; `pytest --regenerate` writes these anew, for review."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from extractor import readers
from extractor.schema.document import Document

Golden = tuple[Path, Callable[[Document], str]]


def test_source_reads_as_expected(golden_source: Path, golden_text: Golden, regenerate: bool) -> None:
    expected, dump = golden_text
    found = dump(readers.read(golden_source.read_bytes(), golden_source.name))
    if regenerate:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_laws_of_a_document(golden_source: Path) -> None:
    document = readers.read(golden_source.read_bytes(), golden_source.name)
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        end = block.end
        for cell in block.table.cells if block.table else ():
            assert block.start <= cell.start <= cell.end <= block.end


def test_no_expected_file_without_a_source() -> None:
    here = Path(__file__).parent
    for kind in ("txt", "docx", "html", "pdf"):
        names = {f"{p.name}.json" for p in (here / kind / "sources").iterdir()}
        assert {p.name for p in (here / kind / "expected").iterdir()} == names


def test_regenerate_is_off(regenerate: bool) -> None:
    assert not regenerate, "the golden files were written anew: review them and run again without --regenerate"
