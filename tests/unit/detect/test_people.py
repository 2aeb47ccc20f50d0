from __future__ import annotations

from typing import Any

import pytest

from extractor import layout, text
from extractor.data import load
from extractor.detect import people
from extractor.schema.document import Document, SourceFacts
from extractor.schema.facts import Person
from extractor.schema.span import Span

KNOWLEDGE: list[dict[str, Any]] = load("people")["person"]


def spans(content: str) -> list[Span]:
    document = Document(content, SourceFacts(None, "", "text/plain", len(content), "text"))
    return people.detect(text.analyse(layout.parse(document)), ())


def found(content: str) -> list[Person]:
    return [s.value for s in spans(content) if isinstance(s.value, Person)]


@pytest.mark.parametrize("example", [e for k in KNOWLEDGE for e in k["examples"]])
def test_examples_of_the_data_file(example: dict[str, str]) -> None:
    assert [(p.name, p.position) for p in found(example["text"])] == [(example["name"], example.get("position"))]


@pytest.mark.parametrize("counterexample", [c for k in KNOWLEDGE for c in k["counterexamples"]])
def test_counterexamples_of_the_data_file(counterexample: str) -> None:
    assert found(counterexample) == []


NAMES = [
    ("Нараду провела Оксана Левчук.", ["Левчук Оксана"]),
    ("Також Олена Петрівна вручила грамоти.", ["Олена Петрівна"]),
    ("у присутності Богдана Гнатюка та Ірини Савчук", ["Гнатюк Богдан", "Савчук Ірина"]),
    ("ДЕМЧЕНКО Василь Петрович — голова комісії", ["Демченко Василь Петрович"]),
    ("выступили Зайцев П.П., Орехова Н. В.", ["Зайцев П.П.", "Орехова Н.В."]),
    ("Глава района А.А. Белкин\n\nСмирнова Т.И.", ["Белкин А.А.", "Смирнова Т.И."]),
    ("Президент Мирон Янчевич", ["Янчевич Мирон"]),
    # two gaps or a line's end within a name; initials tell a surname from a city
    ("Звіт  подав Гнатюк  В.П. вчасно", ["Гнатюк В.П."]),
    ("отделу торговли (Орехова\nВ.И.) закупить муку", ["Орехова В.И."]),
    ("возложить на заместителя главы города Белкина А.Х.", ["Белкин А.Х."]),
    # behind a comma, too, a surname may show that it is no nominative
    ("за сприяння Івана Мельника, Петра Сидоренка", ["Мельник Іван", "Сидоренко Петро"]),
    ("за сприяння лікаря Олександра Балагурчика", ["Балагурчик Олександр"]),
]


@pytest.mark.parametrize(("content", "expected"), NAMES)
def test_names_in_the_nominative(content: str, expected: list[str]) -> None:
    assert [p.name for p in found(content)] == expected


def test_the_span_covers_the_name_alone() -> None:
    content = "Директор школи Ганна Бойчук"
    assert [content[s.start : s.end] for s in spans(content)] == ["Ганна Бойчук"]


def test_a_position_is_not_taken_over_from_the_name_before() -> None:
    read = found("Голова ради Іван Бойчук\n\nПетренко О.О.\n")
    assert [(p.name, p.position) for p in read] == [("Бойчук Іван", "Голова ради"), ("Петренко О.О.", None)]


@pytest.mark.parametrize(
    ("content", "position"),
    [
        ("Виконуючий обов'язки голови Іван Бойчук", "Виконуючий обов'язки голови"),
        ("Збори провела виконувач обов'язків директора ліцею Ганна Бойчук", "виконувач обов'язків директора ліцею"),
        ("Під час поїздки по Лугівському району народний депутат Іван Бойчук", "народний депутат"),
        ("Голова району Іван Бойчук", "Голова району"),
    ],
)
def test_where_a_position_begins(content: str, position: str) -> None:
    assert [p.position for p in found(content)] == [position]
