"""Training of the model of the roles of lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.learn import papers

pytest.importorskip("sklearn", reason="training needs the extra `learn`")

from extractor.layout.blocks_model import ROLES, weights_of
from extractor.learn import blocks
from extractor.learn.apart import Others

ORDER = """\
ГАЙОВА РАЙОННА РАДА

РОЗПОРЯДЖЕННЯ

14 травня 2019 року № 31

Про ремонт мосту

1. Виділити кошти на ремонт мосту через річку.

Голова ради Степан ГАЙДУК
"""


def some() -> list[blocks.Example]:
    forms = ("order", "letter", "news_page", "act_page", "letter_no_head", "protocol")
    made = [p for p in papers.made() if p.form in forms]
    return [e for p in made for e in blocks.examples_of(p.lines, "made", p.form)]


def test_a_document_set_apart_is_not_learned(tmp_path: Path) -> None:
    (tmp_path / "наказ.txt").write_text(ORDER, encoding="utf-8")

    def real(others: Others) -> list[str]:
        return [e.origin for e in blocks.examples([tmp_path], others) if e.origin != "made"]

    assert real(Others([])) == ["real", "altered", "altered"]
    assert real(Others([ORDER])) == []


def test_lines_have_the_roles_that_they_were_made_with() -> None:
    (found,) = blocks.examples_of([("addressee", "Голові ради"), ("", ""), ("body", "Просимо допомоги.")], "made", "x")
    assert [ROLES[r] for r in found.roles] == ["addressee", "body"]
    assert found.open_ == (True, True)


def test_a_model_reads_what_it_learned_and_is_held_out_by_form() -> None:
    items = some()
    artifact = blocks.fitted(items)
    read = blocks.judged(items, artifact)
    pairs = [(gold, int(p.argmax())) for j in read for gold, p in zip(j.example.roles, j.found, strict=True)]
    known = [(gold, said) for gold, said in pairs if gold >= 0]
    assert sum(gold == said for gold, said in known) > 0.95 * len(known)
    parts = {form: {e.part for e in items if e.family == form} for form in {e.family for e in items}}
    assert all(len(found) == 1 for found in parts.values())
    sure = blocks.decision(read)
    assert set(sure) == {"silent", "ruled"}
    changed = blocks.gains(read, **sure)
    assert changed["right"] > 10 * changed["wrong"]
    weights = weights_of({**artifact, "decision": sure})
    assert weights.rows.shape[1:] == (3, len(ROLES))
