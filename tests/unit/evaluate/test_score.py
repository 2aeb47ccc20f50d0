"""The scorer counts as the annotation guidelines say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.evaluate import match
from extractor.evaluate.__main__ import score_folder
from extractor.evaluate.score import Count, broken_evidence, compare


@pytest.mark.parametrize(
    ("a", "b", "value"),
    [
        ("департамент освіти", "департаментом освіти", 1.0),
        ("здоров’я", "здоров'я", 1.0),
        ("відділ освіти", "відділ культури", 0.5),
        ("", "", 1.0),
        ("", "слово", 0.0),
    ],
)
def test_likeness(a: str, b: str, value: float) -> None:
    assert match.likeness(a, b) == pytest.approx(value)


def test_codes_differ_by_nothing_but_marks() -> None:
    assert match.code("№ 12-р") == match.code("12–Р.")
    assert match.code("12/3") != match.code("123")


def test_pairs_are_one_to_one_and_the_best_first() -> None:
    table = {("a", "x"): 0.9, ("a", "y"): 1.0, ("b", "y"): 0.8}
    assert match.pairs(["a", "b"], ["x", "y"], lambda g, p: table.get((g, p), 0.0)) == [(0, 1)]


@pytest.mark.parametrize(
    ("gold", "found", "good"),
    [
        ({"start": None, "end": "2021-12-31"}, {"start": None, "end": "2021-12-31"}, True),
        ({"start": "2021-05-05", "end": "2021-05-05"}, {"start": None, "end": "2021-05-05"}, True),
        ({"recurrence": "FREQ=MONTHLY;BYMONTHDAY=5"}, {"recurrence": "BYMONTHDAY=5;FREQ=MONTHLY"}, True),
        ({"permanent": True}, {"kind": "permanent"}, True),
        ({"offset": "P1M"}, {"offset": "P10D"}, False),
    ],
)
def test_deadlines(gold: dict[str, Any], found: dict[str, Any], good: bool) -> None:
    assert bool(match.deadline(gold, found)) is good


@pytest.mark.parametrize(
    ("found", "good"),
    [
        ({"value": 12, "unit": {"kind": "count", "code": None}, "of": "шкіл"}, True),
        ({"value": 12, "unit": {"kind": "count", "code": None}, "of": "дворів"}, False),
        ({"value": 12, "unit": {"kind": "money", "code": "UAH"}, "of": "шкіл"}, False),
        ({"value": 13, "unit": None, "of": "шкіл"}, False),
    ],
)
def test_figures(found: dict[str, Any], good: bool) -> None:
    assert bool(match.figure({"value": 12, "unit": None, "of": "шкіл"}, found)) is good


def test_a_document_is_counted_by_kinds() -> None:
    gold = {
        "measures": [
            {"number": "1", "type": "task", "text": "оглянути мости", "responsible": [{"name": "відділ доріг"}],
             "deadlines": []},
        ],
        "organisations": ["відділ доріг", "сільська рада"],
    }  # fmt: skip
    found = {
        "measures": [
            {"number": "1", "type": "control", "text": "оглянути мости", "responsible": [{"name": "відділ доріг"}],
             "deadlines": [{"end": "2021-01-01"}]},
        ],
        "organisations": [{"name": "відділу доріг"}],
    }  # fmt: skip
    counts = compare(gold, found)
    assert counts["measures"] == Count(1, 1, 1)
    assert counts["measure_types"] == Count(0, 1, 1)
    assert counts["responsible"] == Count(1, 1, 1)
    assert counts["deadlines"] == Count(0, 1, 0)
    assert counts["organisations"] == Count(1, 1, 2)
    assert "header" not in counts


def test_broken_evidence_is_counted() -> None:
    spans = [{"start": 0, "end": 1, "quote": "а"}, {"start": 0, "end": 1, "quote": "б"}]
    assert broken_evidence({"text": "а", "measures": [{"evidence": spans}]}) == 1


def test_the_two_scorers_agree(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    shared = pytestconfig.rootpath.parent / "shared" / "evaluation" / "score.py"
    if not shared.exists():
        pytest.skip("the evaluation's own scorer is not beside the project: nothing to agree with")
    corpus = pytestconfig.rootpath / "corpus" / "documents"
    small = tmp_path / "gold"
    small.mkdir()
    for path in sorted(corpus.glob("letter_*")):
        (small / path.name).write_bytes(path.read_bytes())
    command = [sys.executable, "-m", "extractor.cli", "extract", str(small), "-o", str(tmp_path / "out")]
    subprocess.run(command, check=True, timeout=300)
    done = subprocess.run(
        [sys.executable, str(shared), str(small), str(tmp_path / "out"), "--json"],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    theirs = json.loads(done.stdout)
    ours = score_folder(small)
    assert ours.documents == theirs["documents"]
    assert {k: round(c.f1, 9) for k, c in ours.rows.items()} == {
        k: round(v["f1"], 9) for k, v in theirs["kinds"].items()
    }
