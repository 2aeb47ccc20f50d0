"""Training of the reader of actions, on documents of a few sentences."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import readers

pytest.importorskip("sklearn", reason="training needs the extra `learn`")

from extractor.learn import actions, linear

PAGE = """\
У Вербівці відкрили бібліотеку
12 Травня, 2021 о 10:30

12 травня 2021 року {} проведено нараду бібліотекарів. Ми дуже любимо читати.
"""


def source(name: str, body: str, words: str) -> actions.Source:
    page = PAGE.format(body)
    gold: dict[str, Any] = {"measures": [{"text": words.format(body), "number": None}]}
    return actions.Source(name, "made", readers.read(page.encode(), f"{name}.txt"), gold, free=True)


def test_clauses_are_cases() -> None:
    found = actions.clauses(source("a", "відділом культури", "12 травня 2021 року {} проведено нараду бібліотекарів"))
    assert [c.case.good for c in found] == [True, False]
    assert all(c.case.group == "a" and not c.either for c in found)
    assert "class.hold" in found[0].case.features


def test_a_clause_like_a_measure_that_has_its_own_is_no_counterexample() -> None:
    page = "Новини\n12 Травня, 2021 о 10:30\n\nВідділ провів нараду вчителів. Відділ провів нараду вчителів села.\n"
    gold = {"measures": [{"text": "Відділ провів нараду вчителів", "number": None}]}
    made = actions.Source("b", "made", readers.read(page.encode(), "b.txt"), gold, free=False)
    assert [(c.case.good, c.either) for c in actions.clauses(made)] == [(True, False), (False, True)]


def test_the_surer_of_overlapping_clauses_counts() -> None:
    one = source("a", "відділом", "…")
    cases = [linear.Case("a", {}, good) for good in (True, False, True)]
    found = [
        actions.Clause(one, start, end, case, either=False)
        for (start, end), case in zip([(0, 10), (5, 20), (30, 40)], cases, strict=True)
    ]
    count = actions.f1_at(found, [0.9, 0.8, 0.1], gold=2, threshold=0.3)
    assert (count.right, count.predicted, count.gold) == (1, 1, 2)


def test_weights_speak_for_what_the_examples_share() -> None:
    bodies = ("відділом культури", "сектором освіти", "центром дозвілля", "управлінням спорту")
    words = "12 травня 2021 року {} проведено нараду бібліотекарів"
    found = [c for i, body in enumerate(bodies) for c in actions.clauses(source(str(i), body, words))]
    weights = actions.fit(found)
    assert weights["class.hold"] > 0 > weights["first_person"]
    assert "verb.провести" in weights
