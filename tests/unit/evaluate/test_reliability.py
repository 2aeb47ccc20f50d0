"""Confidence against truth: bins, Brier score, calibration error, and what counts as true."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.evaluate import reliability
from extractor.evaluate.reliability import Outcome, bins, brier, calibration_error, outcomes_of, summary

EVEN = [Outcome(0.75, True), Outcome(0.75, True), Outcome(0.75, True), Outcome(0.75, False)]


def test_a_calibrated_confidence_has_no_error() -> None:
    assert calibration_error(EVEN) == 0
    assert brier(EVEN) == pytest.approx(0.1875)


def test_an_overconfident_one_has() -> None:
    sure = [Outcome(1.0, True), Outcome(1.0, False)]
    assert calibration_error(sure) == 0.5
    assert brier(sure) == 0.5


def test_bins_hold_every_outcome_once() -> None:
    outcomes = [Outcome(p / 20, p % 2 == 0) for p in range(21)]
    found = bins(outcomes)
    assert sum(b.count for b in found) == 21
    assert all(b.low <= b.said <= b.high for b in found)


def test_nothing_has_no_error() -> None:
    assert bins([]) == []
    assert brier([]) == calibration_error([]) == 0


def test_what_gold_confirms_is_true() -> None:
    gold = {
        "document": {"kind": "order"},
        "measures": [
            {"number": "1", "text": "полагодити дах школи до зими", "deadlines": [{"end": "2021-10-01"}]},
        ],
        "figures": [{"value": 3, "unit": None, "of": "школи"}],
    }
    deadline = {"confidence": 0.8, "start": None, "end": "2021-10-01"}
    predicted = {
        "document": {"kind": "news", "confidence": 0.6},
        "measures": [
            {"number": "1", "text": "полагодити дах школи", "confidence": 0.9, "deadlines": [deadline]},
            {"number": "2", "text": "фарбувати паркан", "confidence": 0.4, "deadlines": [deadline]},
        ],
        "figures": [{"value": 3, "unit": {"code": None}, "of": "шкіл", "confidence": 0.7}],
    }
    assert list(outcomes_of(gold, predicted)) == [
        ("kind", Outcome(0.6, False)),
        ("measures", Outcome(0.9, True)),
        ("deadlines", Outcome(0.8, True)),
        ("measures", Outcome(0.4, False)),
        ("figures", Outcome(0.7, False)),
    ]


def test_what_gold_does_not_annotate_is_not_judged() -> None:
    predicted = {"document": {"kind": "news", "confidence": 0.6}, "measures": [], "figures": [{"confidence": 1}]}
    assert list(outcomes_of({"document": {}}, predicted)) == []


def test_a_folder_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("РОЗПОРЯДЖЕННЯ\n\n14.05.2021 № 15\n\n1. Скласти графік.\n", encoding="utf-8")
    (tmp_path / "a.gold.json").write_text(json.dumps({"document": {"kind": "order"}}), encoding="utf-8")
    assert reliability.main([tmp_path]) == 0
    shown = capsys.readouterr().out
    assert "kind:" in shown
    assert shown.rstrip().endswith("1 in all")


def test_the_table_says_how_many() -> None:
    assert "4 in all" in summary(EVEN)
    assert "0.70–0.80" in summary(EVEN)
