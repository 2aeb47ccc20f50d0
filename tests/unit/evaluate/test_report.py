"""The report on a small corpus, with the small tagger of tests."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from extractor import artifacts
from extractor.evaluate import report
from extractor.evaluate.sets import present, scored, total

ORDER = (
    "РІШЕННЯ\n\nвід 3 березня 2020 року № 7\n\nПро міст\n\n1. Відділу доріг до 1 травня 2020 року полагодити міст.\n"
)
GOLD = {
    "document": {"kind": "decision", "language": "uk", "number": "7", "date": "2020-03-03"},
    "measures": [
        {"number": "1", "type": "task", "text": "полагодити міст", "responsible": [{"name": "відділ доріг"}],
         "deadlines": [{"end": "2020-05-01"}]},
    ],
}  # fmt: skip


def annotated(folder: Path, name: str, text: str = ORDER, gold: dict[str, object] | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / f"{name}.gold.json").write_text(json.dumps(gold or GOLD), encoding="utf-8")
    return folder


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own corpus of two documents, and beside it a set of one that cannot be read and a corpus of names."""
    own = annotated(tmp_path / "corpus", "good_order")
    annotated(own, "poor_order", gold={**GOLD, "measures": []})
    annotated(tmp_path / "shared" / "evaluation" / "dev" / "uk", "somebodys_order", text="")
    names = tmp_path / "shared" / "ner" / "nerel_dev.jsonl"
    names.parent.mkdir()
    row = {"id": 1, "text": "Тут відділ освіти", "spans": [[4, 17, "ORGANIZATION"]]}
    names.write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setattr(report, "CORPUS", own)
    return tmp_path / "shared"


def cells(page: str, heading: str) -> list[list[str]]:
    """The rows of the first table below a heading."""
    below = page.split(f"## {heading}")[1]
    table = re.search(r"^\|.*?(?=\n\n)", below, re.MULTILINE | re.DOTALL)
    assert table
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.group().splitlines()[2:]]


@pytest.mark.usefixtures("tiny_models")
def test_the_page(shared: Path) -> None:
    page = report.page(shared)
    assert [row[:2] for row in cells(page, "Sets")] == [["corpus", "2"], ["dev/uk", "1"]]
    facts = {(row[0], row[1]): row[2:] for row in cells(page, "Kinds of fact")}
    assert facts["corpus", "measures"] == ["1", "0.667", "0.667", "0.667"]
    assert facts["dev/uk", "measures"] == ["1", "0.000", "0.000", "0.000"]
    documents = cells(page, "Kinds of document")
    assert [row[:4] for row in documents] == [["corpus", "decision", "uk", "2"], ["dev/uk", "decision", "uk", "1"]]
    assert cells(page, "Names")[-1] == ["micro", "1", *["1.000"] * 6]
    assert "NER-UK 2.0, the tenth held out: not measured" in page
    assert [row[:2] for row in cells(page, "Speed")] == [["corpus", t] for t in report.TIERS]
    assert [row[0] for row in cells(page, "Weights")] == [*artifacts.manifest(), "all"]
    assert [row[2:] for row in cells(page, "Failures")] == [["2", "0", "0"]] * 3 + [["1", "1", "0"]] * 3
    assert page.index("| poor_order |") < page.index("| good_order |")
    assert "somebodys_order" not in page


def test_documents_are_scored_one_by_one(tmp_path: Path) -> None:
    folder = annotated(tmp_path, "a")
    annotated(tmp_path, "b", text="")
    good, bad = scored(folder)
    assert (good.name, good.kind, good.language, good.unread) == ("a", "decision", "uk", False)
    assert good.mean == 1
    assert (bad.unread, bad.counts["measures"].gold, bad.counts["measures"].predicted) == (True, 1, 0)
    both = total([good, bad])
    assert (both.documents, both.unread, both.kinds["measures"].recall) == (2, ["b"], 0.5)


def test_sets_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "dev" / "uk").mkdir(parents=True)
    assert present(tmp_path) == [tmp_path / "dev" / "uk"]
    assert present(tmp_path / "nowhere") == []
