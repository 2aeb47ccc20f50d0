"""The contract is what is committed, and every output keeps to it."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from extractor import extract
from extractor.errors import SOURCE_CODES, SourceError
from extractor.schema.json_schema import text

ORDER = """\
РОЗПОРЯДЖЕННЯ

15 березня 2022 р. № 31-р

Про огляд шкільних автобусів

1. Відділу освіти Лугинської селищної ради до 20.03.2022 оглянути 12 автобусів.

2. Контроль за виконанням розпорядження залишаю за собою.

Селищний голова Ірина КОВАЛЬ
"""


def test_the_committed_schema_is_the_models() -> None:
    committed = files("extractor.schema").joinpath("extraction.schema.json").read_text(encoding="utf-8")
    assert committed == text(), "the contract has changed: run `make schema` and say so in the changelog"


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(text()))


def test_an_extraction_validates_and_is_the_same_twice() -> None:
    first, second = (extract(ORDER.encode(), name="наказ.txt").model_dump_json() for _ in range(2))
    assert first == second
    Draft202012Validator(json.loads(text())).validate(json.loads(first))


def test_an_order_is_read() -> None:
    found = extract(ORDER.encode(), name="наказ.txt")
    assert (found.document.kind, found.document.number, found.document.date) == ("order", "31-р", "2022-03-15")
    first, second = found.measures
    assert (first.number, first.deadlines[0].end) == ("1", "2022-03-20")
    assert first.responsible[0].name == "Відділ освіти Лугинської селищної ради"
    assert (second.type, second.responsible) == ("control", [])
    assert [(f.value, f.of) for f in found.figures] == [(12, "автобусів")]
    assert found.figures[0].measure_id == first.id


def test_every_code_is_documented(pytestconfig: pytest.Config) -> None:
    page = (pytestconfig.rootpath / "docs" / "errors.md").read_text(encoding="utf-8")
    assert [code for code in SOURCE_CODES if f"`{code}`" not in page] == []


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown source code"):
        SourceError("oops", "no such code")
