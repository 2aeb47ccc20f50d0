"""Columns without a head: what cells are, what a row of roles may be, and tables read whole."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import layout, readers
from extractor.data import load
from extractor.layout import columns, columns_model
from extractor.layout.columns_features import classes, features
from extractor.layout.columns_model import NONE, ROLES, weighed

CELLS = st.lists(st.none() | st.text(max_size=40), min_size=1, max_size=6)


@pytest.mark.parametrize("entry", load("columns")["cell"], ids=lambda e: e["class"])
def test_classes_of_cells(entry: dict[str, Any]) -> None:
    for example in entry["examples"]:
        assert entry["class"] in classes(example), example
    for example in entry["counterexamples"]:
        assert entry["class"] not in classes(example), example


def test_an_action_is_not_what_it_speaks_of() -> None:
    assert "body" not in classes("Проведення наради з відділом освіти")
    assert {"body", "who"} <= classes("МВС; ДСНС")
    assert "infinitive" in classes("2. Забезпечити підвезення учнів")


@given(st.lists(CELLS, min_size=1, max_size=7))
def test_features_are_from_0_to_1(table: list[list[str | None]]) -> None:
    found = features(table)
    assert len(found) == len(table)
    assert all(0 <= value <= 1 for held in found for value in held.values())


@given(st.lists(st.lists(st.floats(0.01, 1), min_size=len(ROLES), max_size=len(ROLES)), min_size=1, max_size=7))
def test_a_row_of_roles_is_that_of_a_plan(drawn: list[list[float]]) -> None:
    found = [dict(zip(ROLES, (v / sum(values) for v in values), strict=True)) for values in drawn]
    reading = weighed(found, {"": 0.0})
    if reading is None:
        assert len(drawn) == 1
        return
    roles = list(reading.roles)
    assert roles.count("measure") == 1
    assert max(roles.count(r) for r in ("number", "start", "end")) <= 1
    assert {"responsible", "deadline", "end"} & set(roles)
    assert roles.count("start") == roles.count("end")
    assert "start" not in roles or ("deadline" not in roles and roles.index("start") < roles.index("end"))
    at = roles.index("measure")
    assert "goal" not in roles[at:]
    assert not {"funding", "indicator", "status"} & set(roles[:at])


def test_the_likeliest_roles_win_where_a_plan_may_have_them() -> None:
    def sure(role: str) -> dict[str, float]:
        return {r: 0.9 if r == role else 0.1 / (len(ROLES) - 1) for r in ROLES}

    reading = weighed([sure("number"), sure("measure"), sure("measure"), sure("deadline")], {"": 0.0})
    assert reading is not None
    assert reading.roles.count("measure") == 1
    assert reading.roles[0] == "number"
    assert reading.roles[3] == "deadline"
    assert reading.held["plan"] > 0
    none = weighed([sure(NONE)] * 3, {"": 0.0})
    assert none is not None
    assert none.held["plan"] < 0


PROGRAMME = """\
Якісна вода\tПромивання водогону в Озерному\t01.03.2024\t30.04.2024\tКП «Озерневода»\tмісцевий бюджет
Якісна вода\tОбстеження колодязів\t01.05.2024\t31.05.2024\tстарости сіл\tне потребує коштів
Якісна вода\tЗакупівля насоса\t01.06.2024\t30.06.2024\tвідділ закупівель\tобласний бюджет
"""
PRICES = "Крейда\tшт.\t40\t12,50\nЗошит\tшт.\t100\t8,00\nЛінійка\tшт.\t20\t15,00\n"
DUTY = """\
5 травня\tТкачук І. М.\tголовний спеціаліст\t2-15-40
6 травня\tКравець О. П.\tначальник відділу\t2-16-41
7 травня\tЛевчук А. Ю.\tводій\t2-17-42
"""


def test_a_programme_without_a_head_is_read() -> None:
    (plan,) = layout.parse(readers.read(PROGRAMME.encode(), "план.txt")).plans
    assert plan.columns == ("goal", "measure", "start", "end", "responsible", "funding")
    assert 0.5 <= plan.probability < 1
    assert len(plan.rows) == 3


@pytest.mark.parametrize("text", [PRICES, DUTY], ids=["prices", "duty"])
def test_other_tables_are_no_plans(text: str) -> None:
    assert layout.parse(readers.read(text.encode(), "таблиця.txt")).plans == ()


def test_a_head_tells_more_than_cells() -> None:
    text = f"Захід\tВідповідальні\tСтрок\tТелефон\n{DUTY}"
    (plan,) = layout.parse(readers.read(text.encode(), "план.txt")).plans
    assert plan.columns == ("measure", "responsible", "deadline", "other")
    assert plan.probability == 1


def test_without_the_model_the_rule_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns_model, "shipped", lambda: None)
    cells = [
        ["1", "2"],
        ["Ремонт даху", "Ремонт вікон"],
        ["відділ освіти", "ліцей"],
        ["до 01.02.2024", "до 01.03.2024"],
    ]
    assert columns.by_cells([["1", "2"], ["крейда", "зошит"]]) is None
    found = columns.by_cells(cells)
    assert found is not None
    assert found[0] == ("number", "measure", "other", "deadline")
