"""The small models are fitted alike, and no document is on both sides."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("sklearn")

from extractor.detect.kind_model import Weights
from extractor.learn import confidence, kinds, linear
from extractor.learn.kinds import Example
from extractor.learn.linear import Case

CASES = [Case(f"d{i}", {"loud": 1.0} if i % 2 else {"quiet": 1.0}, bool(i % 2)) for i in range(40)]
ORDER = """ВЕРБІВСЬКА МІСЬКА РАДА

РОЗПОРЯДЖЕННЯ

14.05.2021 № 15

Про чергування

1. Скласти графік до 20.05.2021.
"""


def test_weights_tell_the_cases_apart() -> None:
    weights = linear.fit(CASES, strength=1.0)
    assert linear.logit(weights, {"loud": 1.0}) > 0 > linear.logit(weights, {"quiet": 1.0})
    assert linear.fit(CASES, strength=1.0) == weights


def test_rare_features_are_left_out() -> None:
    odd = [*CASES, Case("d0", {"once": 1.0}, True)]
    assert "once" not in linear.fit(odd, strength=1.0, least=2)


def test_every_group_has_a_fold() -> None:
    assert {linear.fold_of(f"d{i}") for i in range(200)} == set(range(linear.FOLDS))


def test_held_out_cases_are_not_learned() -> None:
    named = [Case(c.group, {c.group: 1.0}, c.good) for c in CASES]
    found = linear.held_out(named, strength=100.0)
    assert max(map(abs, found)) < 1.5
    assert abs(linear.logit(linear.fit(named, strength=100.0), {"d1": 1.0})) > 1.5


def test_a_table_can_be_read_again() -> None:
    lines = "\n".join(linear.table("own.news", {"": -1.25, "text.past": 0.5, "nothing": 0.0001}))
    assert tomllib.loads(lines) == {"own": {"news": {"": -1.25, "text.past": 0.5}}}


def made(number: int, *, is_report: bool) -> Example:
    held = {"quiet": 1.0} if is_report else {}
    return Example(f"e{number}", f"key{number}", "report" if is_report else "news", "gold", held, "news", "page")


def test_a_kind_is_learned_from_what_holds() -> None:
    items = [made(i, is_report=i % 3 == 0) for i in range(60)]
    assert kinds.weights_of(items).own["report"]["quiet"] > 0
    found = kinds.held_out(items)
    assert sum(max(p, key=lambda k: p[k]) == e.kind for e, p in zip(items, found, strict=True)) == 60
    assert kinds.best_sharpness(items, found) > 1


def test_annotated_acts_come_without_their_heads_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ORDER, encoding="utf-8")
    (tmp_path / "a.gold.json").write_text(json.dumps({"document": {"kind": "order"}}), encoding="utf-8")
    whole, piece = kinds.examples(tmp_path)
    assert (whole.rule, whole.origin, piece.origin) == ("named", "gold", "piece")
    assert piece.rule != "named"
    assert piece.key == whole.key


def test_samples_have_their_kind_by_the_name_of_their_file(tmp_path: Path) -> None:
    texts = "Звіт за рік\n\nНадано 5 послуг.\n====\nДовідка\n\nВиплачено 3 тис. грн.\n"
    (tmp_path / "report.txt").write_text(texts, encoding="utf-8")
    (tmp_path / "README.md").write_text("no sample", encoding="utf-8")
    found = list(kinds.examples(tmp_path))
    assert [(e.kind, e.origin, e.name) for e in found] == [
        ("report", "sample", "report.0"),
        ("report", "sample", "report.1"),
    ]


def test_samples_come_below_the_lines_of_a_site_too(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("Звіт за рік\n\nНадано 5 послуг.\n", encoding="utf-8")
    (tmp_path / "frames.txt").write_text("Пошук\nМеню\n====\nВхід\n", encoding="utf-8")
    whole, framed = kinds.examples(tmp_path)
    assert (whole.origin, framed.origin, framed.kind) == ("sample", "framed", "report")
    assert framed.key == whole.key
    assert kinds.gathered([tmp_path], []) == [whole, framed]
    # What is kept for measuring is learned in no form.
    assert kinds.gathered([tmp_path], [whole]) == []


def test_a_source_is_judged_by_a_model_that_has_not_seen_it() -> None:
    known = [replace(made(i, is_report=i % 3 == 0), origin="archive" if i % 2 else "gold") for i in range(60)]
    foreign = [replace(made(60, is_report=True), held={"title": 1.0}, origin="sample")]
    items, found = kinds.unseen_sources([*known, *foreign])
    assert [e.origin for e in items] == ["gold"] * 30 + ["archive"] * 30 + ["sample"]
    # Nothing that it shows was seen in training: it is taken for what is usual.
    assert max(found[-1], key=lambda k: found[-1][k]) == "news"


def test_copies_count_once(tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl"
    told = {"text": "Вчора у Вербівці відкрили школу. Про це повідомив голова. " * 9}
    tokens = {"text": "Вчора у Вербівці , як кажуть , відкрили школу . " * 9}
    news.write_text("\n".join(json.dumps(t) for t in (told, told, tokens)), encoding="utf-8")
    (found,) = kinds.gathered([news], [])
    assert kinds.gathered([news], [found]) == []


def test_the_artifact_is_what_the_pipeline_reads() -> None:
    weights = Weights({"agrees.page": 1.5}, {kind: {"": 0.25} for kind in kinds.KINDS}, 0.9)
    data = tomllib.loads("\n".join(kinds.lines_of(weights)))
    assert Weights(data["shared"], data["own"], data["sharpness"]) == weights


def test_facts_are_judged_by_gold(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ORDER, encoding="utf-8")
    gold = {
        "measures": [{"number": "1", "text": "Скласти графік", "deadlines": [{"end": "2021-05-20"}]}],
        "figures": [],
    }
    (tmp_path / "a.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    assert [(f.name, f.case.good) for f in confidence.facts_of(tmp_path)] == [("measures", True), ("deadlines", True)]
