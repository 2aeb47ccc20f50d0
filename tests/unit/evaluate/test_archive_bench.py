from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from extractor.evaluate.archive_bench import measure
from extractor.evaluate.archive_maker import document, write
from extractor.pipeline import extract
from extractor.settings import Settings

RULES = Settings(nlp="rules")


def content(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_an_archive_is_the_same_each_time(tmp_path: Path) -> None:
    write(tmp_path / "one", 510, zipped=4)
    write(tmp_path / "two", 510, zipped=4)
    assert content(tmp_path / "one") == content(tmp_path / "two")
    found = content(tmp_path / "one")
    texts = [data for name, data in found.items() if name.endswith(".txt")]
    with zipfile.ZipFile(tmp_path / "one" / "00000" / "letters.zip") as archive:
        texts += [archive.read(name) for name in archive.namelist()]
    with zipfile.ZipFile(tmp_path / "one" / "00001" / "letters.zip") as archive:
        texts += [archive.read(name) for name in archive.namelist()]
    assert len(set(texts)) == 510


def test_its_documents_hold_something() -> None:
    found = extract(document(3).encode(), settings=RULES)
    assert found.document.kind == "order"
    assert found.measures
    assert all(m.deadlines and m.responsible and m.figure_ids for m in found.measures)


def test_measures(tmp_path: Path) -> None:
    write(tmp_path / "archive", 30)
    report = measure(tmp_path / "archive", tmp_path / "out", 30, 1, RULES)
    assert report.documents == 30
    assert 0 < report.parent < 1
    assert report.processor > 0
    assert 0 < report.resume < 1
    assert report.memory == pytest.approx(1, abs=0.5)
    assert min(report.rate, report.rate_clock, report.memory_bytes) > 0
