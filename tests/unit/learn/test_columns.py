"""Training of the model of columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import readers
from extractor.learn import tables

pytest.importorskip("sklearn", reason="training needs the extra `learn`")

from extractor.learn import columns
from extractor.learn.apart import Others


def test_a_head_tells_the_roles_and_is_taken_away() -> None:
    text = "№\tЗахід\tСтрок\n1\tРемонт даху\tдо 01.05.2024\n2\tРемонт вікон\tдо 01.06.2024\n"
    ((found, key),) = columns.headed(readers.read(text.encode(), "план.txt"))
    assert (found.origin, found.roles) == ("headed", ("number", "measure", "deadline"))
    assert "is.label" in found.held[0]
    assert len(key) == 64
    other = "Товар\tЦіна\nКрейда\t12,50\nЗошит\t8,00\n"
    ((found, _),) = columns.headed(readers.read(other.encode(), "ціни.txt"))
    assert (found.origin, found.plan) == ("other", False)


def test_a_document_set_apart_is_not_learned(tmp_path: Path) -> None:
    text = "№\tЗахід\tСтрок\n1\tРемонт даху школи\tдо 01.05.2024\n2\tРемонт вікон\tдо 01.06.2024\n"
    (tmp_path / "план.txt").write_text(text, encoding="utf-8")

    def real(others: Others) -> int:
        return sum(e.origin != "made" for e in columns.examples([tmp_path], others))

    assert real(Others([])) == 1
    assert real(Others([text])) == 0


def test_a_model_reads_what_it_learned() -> None:
    some = [t for t in tables.made() if t.form in ("order_annex", "three", "ends_only", "staff", "price_list", "duty")]
    items = [columns.Example("made", t.form, t.subject, tuple(columns.features(t.columns)), t.roles) for t in some]
    weights = columns.weights_of(items)
    assert weights["measure"]["is.action"] > 0 > weights["none"]["is.action"]
    judged = [columns.judged(e, weights, {"": 0.0, "plan": 1.0}) for e in items]
    plans = [j for j in judged if j.example.plan]
    assert sum(j.right for j in plans) > 0.9 * len(plans)


def test_held_out_tables_are_read_by_models_without_their_form_and_words() -> None:
    some = list(tables.made())[::12]
    items = [columns.Example("made", t.form, t.subject, tuple(columns.features(t.columns)), t.roles) for t in some]
    read = columns.held_out(items)
    assert sorted(map(id, items)) == sorted(id(j.example) for j in read)
    for form, words in sorted({e.part for e in items})[::4]:  # a fit each
        mine = [j for j in read if j.example.part == (form, words)]
        strangers = [e for e in items if e.part[0] != form and e.part[1] != words]
        assert not {e.form for e in strangers} & {j.example.form for j in mine}
        assert not {e.words for e in strangers} & {j.example.words for j in mine}
        alone = columns.weights_of(strangers)
        assert mine == [columns.judged(j.example, alone, {}) for j in mine]
