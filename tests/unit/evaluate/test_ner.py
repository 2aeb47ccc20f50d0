"""The published corpora as they are read, and the tagger's figures on a hand-made one."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluate import corpora, ner
from extractor.evaluate.corpora import NEREL, Annotated, outermost
from extractor.text.tags import ASIDE, LABELS

TEXT = "Нині відділ освіти і голова петренко ."
SPANS = [[5, 18, "ORG"], [21, 27, "JOB"], [28, 36, "PERS"]]


def written(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "corpus.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def row(text: str, *spans: list[Any]) -> dict[str, Any]:
    return {"id": 1, "text": text, "spans": list(spans)}


def test_the_ukrainian_labels_are_ours(tmp_path: Path) -> None:
    (found,) = corpora.read(written(tmp_path, row(TEXT, *SPANS, [0, 4, "TIME"], [37, 38, "UNHEARD"])))
    assert found == Annotated("1", "uk", TEXT, ((5, 18, "ORG"), (21, 27, "JOB"), (28, 36, "PERS")), ((0, 4, "TIME"),))


@pytest.mark.parametrize(("theirs", "ours"), NEREL.items())
def test_the_russian_labels_are_mapped(tmp_path: Path, theirs: str, ours: str) -> None:
    (found,) = corpora.read(written(tmp_path, row("Глава района Ивана", [0, 12, theirs], [13, 18, "PERSON"])))
    assert found.language == "ru"
    assert found.spans == ((0, 12, ours), (13, 18, "PERS"))


def test_of_nested_spans_the_outermost_is_taken(tmp_path: Path) -> None:
    spans = [[0, 26, "ORGANIZATION"], [14, 26, "CITY"], [14, 26, "STATE_OR_PROVINCE"], [0, 7, "FACILITY"]]
    (found,) = corpora.read(written(tmp_path, row("Больница имени Новоречинска", *spans)))
    assert found.spans == ((0, 26, "ORG"),)
    assert found.aside == ()


STRETCHES = st.tuples(st.integers(0, 30), st.integers(1, 10), st.sampled_from(LABELS))


@given(st.lists(STRETCHES))
def test_outermost_spans_are_apart_and_leave_nothing_uncovered(stretches: list[tuple[int, int, str]]) -> None:
    spans = [(start, start + length, label) for start, length, label in stretches]
    kept = outermost(spans)
    assert kept == sorted(kept)
    assert set(kept) <= set(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(kept))
    assert all(any(a < end and start < b for a, b, _ in kept) for start, end, _ in spans)


def test_every_label_of_a_corpus_leads_to_one_of_ours() -> None:
    assert set(NEREL.values()) <= set(LABELS)
    assert set(LABELS).isdisjoint(ASIDE)


def test_a_tenth_of_the_ukrainian_texts_is_held_out() -> None:
    texts = [Annotated(str(i), "uk", f"текст {i}", ()) for i in range(2_000)]
    assert 0.08 < sum(map(corpora.held_out, texts)) / len(texts) < 0.12
    assert not any(corpora.held_out(Annotated(t.id, "ru", t.text, ())) for t in texts)


@pytest.mark.usefixtures("tiny_models")
def test_exact_spans_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The small tagger reads all three of the first text; of the second none of two, and two that are wrong."""
    second = row("відділ львів і сільська рада", [0, 12, "ORG"], [15, 28, "ORG"])
    assert ner.main([str(written(tmp_path, row(TEXT, *SPANS), second))]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["labels"] == {
        "ORG": {"precision": 0.3333, "recall": 0.3333, "f1": 0.3333, "support": 3},
        "PERS": {"precision": 1.0, "recall": 1.0, "f1": 1.0, "support": 1},
        "JOB": {"precision": 1.0, "recall": 1.0, "f1": 1.0, "support": 1},
    }
    assert shown["micro"] == {"precision": 0.6, "recall": 0.6, "f1": 0.6, "support": 5}
    assert shown["tokens_per_cpu_second"] > 0


@pytest.mark.usefixtures("tiny_models")
def test_the_fast_setting_is_measured_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ner.main([str(written(tmp_path, row(TEXT, *SPANS))), "--fast"])
    shown = json.loads(capsys.readouterr().out)
    assert shown["labels"]["PERS"]["recall"] == 0
    assert shown["micro"]["recall"] == 0.6667


@pytest.mark.usefixtures("tiny_models")
def test_only_what_was_held_out_is_measured_where_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row(f"{TEXT} {i}", *SPANS) for i in range(40)]
    kept = sum(corpora.held_out(d) for d in corpora.read(written(tmp_path, *rows)))
    assert 0 < kept < 40
    ner.main([str(tmp_path / "corpus.jsonl"), "--held-out"])
    assert json.loads(capsys.readouterr().out)["micro"]["support"] == 3 * kept


@pytest.mark.usefixtures("tiny_models")
def test_no_documents_have_no_figures() -> None:
    empty = ner.measure([], accurate=True)
    assert empty["labels"] == {}
    assert empty["micro"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 0}
