"""The tagger as a component of spaCy."""

from __future__ import annotations

from typing import Any

import pytest
import spacy

pytestmark = pytest.mark.usefixtures("tiny_models")


@pytest.mark.parametrize("language", ["uk", "ru", "xx"])
def test_spacy_finds_the_factory_by_itself(language: str) -> None:
    nlp = spacy.blank(language)
    nlp.add_pipe("vytiah_tagger")
    doc = nlp("Тут відділ освіти і голова.")
    assert [(s.text, s.label_) for s in doc.spans["vytiah"]] == [("відділ освіти", "ORG"), ("голова", "JOB")]
    assert doc.spans["vytiah"].attrs["scores"] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("config", "label"), [({}, "PERS"), ({"accurate": False}, "LOC"), ({"accurate": True, "key": "names"}, "PERS")]
)
def test_its_settings(config: dict[str, Any], label: str) -> None:
    nlp = spacy.blank("uk")
    nlp.add_pipe("vytiah_tagger", config=config)
    doc = nlp("петренко")
    assert [s.label_ for s in doc.spans[config.get("key", "vytiah")]] == [label]


def test_a_name_that_ends_inside_a_token_takes_the_whole() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("vytiah_tagger")
    doc = nlp("відділ100 тут")
    assert [s.text for s in doc.spans["vytiah"]] == ["відділ100"]


@pytest.mark.parametrize("text", ["", " \n", "👍"])
def test_a_text_without_names_has_an_empty_group(text: str) -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("vytiah_tagger")
    doc = nlp(text)
    assert list(doc.spans["vytiah"]) == []


def test_the_group_outlives_saving() -> None:
    nlp = spacy.blank("uk")
    nlp.add_pipe("vytiah_tagger")
    doc = nlp("Тут відділ освіти")
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [(s.text, s.label_) for s in again.spans["vytiah"]] == [("відділ освіти", "ORG")]
