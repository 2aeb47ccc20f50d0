from __future__ import annotations

from typing import Any

import pytest

from extractor import layout, text
from extractor.data import load
from extractor.detect import places
from extractor.schema.document import Document, SourceFacts
from extractor.schema.facts import Organisation, Place
from extractor.schema.span import Span

KNOWLEDGE: list[dict[str, Any]] = load("places")["place"]


def spans(content: str, found: tuple[Span, ...] = ()) -> list[Span]:
    document = Document(content, SourceFacts(None, "", "text/plain", len(content), "text"))
    return places.detect(text.analyse(layout.parse(document)), found)


def names(content: str, found: tuple[Span, ...] = ()) -> list[str]:
    return [f"{s.value.name}|{s.value.type}" for s in spans(content, found) if isinstance(s.value, Place)]


@pytest.mark.parametrize("example", [e for k in KNOWLEDGE for e in k["examples"]])
def test_examples_of_the_data_file(example: dict[str, Any]) -> None:
    assert names(example["text"]) == example["names"]


@pytest.mark.parametrize("counterexample", [c for k in KNOWLEDGE for c in k["counterexamples"]])
def test_counterexamples_of_the_data_file(counterexample: str) -> None:
    assert names(counterexample) == []


CASES = [
    ("мешканці м. Києва", ["Київ|city"]),
    ("у місті Лозовій", ["Лозова|city"]),
    ("сіл Вишневого району", ["Вишневий район|raion"]),
    ("Вінницька обл., Тульчинський р-н", ["Вінницька область|oblast", "Тульчинський район|raion"]),
    (
        "громади Сумської, Одеської та Львівської областей",
        ["Сумська область|oblast", "Одеська область|oblast", "Львівська область|oblast"],
    ),
    ("в Южном и Северном районах", ["Южный район|raion", "Северный район|raion"]),
    ("делегація США та України", ["США|country", "Україна|country"]),
    ("губернатор С.Михайлівка виступив", []),
]


@pytest.mark.parametrize(("content", "expected"), CASES)
def test_cases_and_abbreviations(content: str, expected: list[str]) -> None:
    assert names(content) == expected


def test_a_place_inside_the_name_of_a_body_is_none() -> None:
    content = "Департамент освіти Сумської області у Сумській області"
    body = Span(0, 35, "organisation", "test", value=Organisation("Департамент освіти Сумської області"))
    assert [s.start for s in spans(content, (body,))] == [38]
