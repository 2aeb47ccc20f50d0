from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from rich.console import Console

from extractor import detect, readers
from extractor.evaluate.bench import measure, samples, tables
from extractor.evaluate.bench_batch import Added
from extractor.evaluate.bench_pdf import text_pdf

TEXT = "РОЗПОРЯДЖЕННЯ\n\n5 травня 2021 року № 12\n\n1. Відділу освіти до 1 червня 2021 року перевірити 3 школи.\n"


def test_report(tmp_path: Path) -> None:
    folder, archive = tmp_path / "own", tmp_path / "pages.zip"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "a.gold.json").write_text("{}", encoding="utf-8")
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("1/b.html", f"<html><body><p>{TEXT}</p></body></html>")
        made.writestr("2/empty.txt", "")
    detectors = detect.DETECTORS
    report = measure(folder, [archive], starts=1)
    assert detect.DETECTORS is detectors
    own, tabled, pages = report.sets
    assert (own.name, tabled.name, pages.name) == ("text", "PDF with tables", "pages.zip")
    assert tabled.first.documents == 1
    for speed in (own.alone, own.first, own.second):
        assert (speed.documents, speed.characters, speed.failed) == (1, len(TEXT), 0)
        assert speed.rate > 0
    assert (pages.first.documents, pages.first.failed) == (1, 1)
    assert {
        "read",
        "layout",
        "text",
        "head",
        "references",
        "actions",
        "assemble",
        "resolve",
        "build",
        "json",
        "rest",
    } <= (own.stages.keys())
    assert sum(own.stages.values()) == pytest.approx(own.first.seconds, rel=0.05)
    assert list(report.settings) == ["rules", "fast", "accurate"]
    for speed in report.settings.values():
        assert (speed.documents, speed.characters, speed.words) == (1, len(TEXT), len(TEXT.split()))
        assert speed.word_rate > 0
    assert report.pdf.documents == 1
    assert report.added.documents == 1
    assert min(report.added.batch, report.added.alone) > 0
    assert Added(documents=3, alone=2.0, batch=2.5, parent=0.1).share == pytest.approx(0.25)
    assert report.start > 0
    assert report.help > 0
    out = io.StringIO()
    for table in tables(report):
        Console(file=out, width=120).print(table)
    assert "pages.zip" in out.getvalue()
    assert "accurate" in out.getvalue()


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        measure(tmp_path)


def test_samples_are_sorted_by_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "c.docx"):
        (tmp_path / name).write_bytes(name.encode())
    assert list(samples(tmp_path, (".txt",))) == [("a.TXT", b"a.TXT"), ("b.txt", b"b.txt")]


def test_the_pdf_is_running_text() -> None:
    document = readers.read(text_pdf("Міська рада вирішила полагодити дороги ☂ громади.", 3))
    assert document.source.pages == 3
    assert "Міська рада вирішила полагодити дороги ? громади." in document.text
