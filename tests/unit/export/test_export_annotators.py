"""Label Studio tasks and spaCy's DocBin: every span keeps its characters."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import jsonschema
import pytest
import spacy
from spacy.tokens import DocBin
from unit.export.made import exported, golden, order

from extractor.export import labelstudio
from extractor.export.rows import evidence
from extractor.export.spans import LABELS, is_quoted
from extractor.schema.contract import Extraction, Span

#: What Label Studio takes for a task with predictions: https://labelstud.io/guide/predictions
TASKS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["data", "predictions"],
        "properties": {
            "data": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
            "predictions": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["result"],
                    "properties": {
                        "model_version": {"type": "string"},
                        "score": {"type": "number", "minimum": 0, "maximum": 1},
                        "result": {"type": "array", "items": {"oneOf": [{"$ref": "#/$defs/r"}, {"$ref": "#/$defs/l"}]}},
                    },
                },
            },
        },
    },
    "$defs": {
        "r": {
            "type": "object",
            "required": ["id", "from_name", "to_name", "type", "value"],
            "properties": {
                "id": {"type": "string"},
                "type": {"const": "labels"},
                "value": {
                    "type": "object",
                    "required": ["start", "end", "labels"],
                    "properties": {
                        "start": {"type": "integer", "minimum": 0},
                        "end": {"type": "integer", "minimum": 1},
                        "labels": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                    },
                },
            },
        },
        "l": {
            "type": "object",
            "required": ["from_id", "to_id", "type", "direction"],
            "properties": {"type": {"const": "relation"}, "direction": {"enum": ["left", "right", "bi"]}},
        },
    },
}


def test_tasks_are_as_label_studio_takes_them_and_fit_the_interface():
    tasks = json.loads(exported("labelstudio", golden()))
    jsonschema.validate(tasks, TASKS)
    view = ElementTree.fromstring(labelstudio.CONFIG)
    labels = {e.get("value") for e in view.iter("Label")}
    relations = {e.get("value") for e in view.iter("Relation")}
    names = {(e.get("name"), e.get("toName")) for e in view.iter("Labels")}
    for task in tasks:
        for result in task["predictions"][0]["result"]:
            if result["type"] == "labels":
                assert set(result["value"]["labels"]) <= labels
                assert (result["from_name"], result["to_name"]) in names
            else:
                assert set(result["labels"]) <= relations


def test_regions_quote_the_text_and_relations_join_regions():
    tasks = json.loads(exported("labelstudio", golden()))
    for task, x in zip(tasks, golden(), strict=True):
        results = task["predictions"][0]["result"]
        regions = {r["id"]: r["value"] for r in results if r["type"] == "labels"}
        assert len(regions) == sum(1 for _ in evidence(x))
        assert all(task["data"]["text"][v["start"] : v["end"]] == v["text"] for v in regions.values())
        links = [r for r in results if r["type"] == "relation"]
        assert all(r["from_id"] in regions and r["to_id"] in regions for r in links)
    assert any(r["type"] == "relation" and r["labels"] == ["responsible"] for r in results)


def test_spacy_keeps_text_spans_labels_and_ids():
    docs = list(DocBin().from_bytes(exported("spacy", golden())).get_docs(spacy.blank("xx").vocab))
    for doc, x in zip(docs, golden(), strict=True):
        assert doc.text == x.text
        assert doc.user_data["document_id"] == x.source.sha256[:32]
        wanted = [(t, s.start, s.end, LABELS[t].upper(), i) for t, i, s in evidence(x)]
        got = [(key, s.start_char, s.end_char, s.label_, s.id_) for key, group in doc.spans.items() for s in group]
        assert sorted(got) == sorted(wanted)


@pytest.mark.parametrize("text", ["", " ", "а б", "  а  б ", "а\n\nб\t", "слово", "😀 і ще", "а\u0301б"])
def test_spacy_cuts_tokens_where_spans_begin_and_end(text):
    x = order("слово")
    places = [(a, b) for a in range(len(text)) for b in range(a + 1, len(text) + 1)]
    spans = [Span(start=a, end=b, quote=text[a:b]) for a, b in places]
    measure = x.measures[0].model_copy(update={"evidence": spans, "deadlines": [], "responsible": []})
    x = Extraction.model_validate(x.model_dump() | {"text": text, "measures": [measure.model_dump()]})
    (doc,) = DocBin().from_bytes(exported("spacy", [x])).get_docs(spacy.blank("xx").vocab)
    assert doc.text == text
    assert [(s.start_char, s.end_char) for s in doc.spans.get("measures", [])] == places


def test_spans_that_the_text_does_not_have_are_left_out():
    x = order("слово")
    x = x.model_copy(update={"text": "інше"})
    assert not any(is_quoted(x, s) for _, _, s in evidence(x))
    assert json.loads(exported("labelstudio", [x]))[0]["predictions"][0]["result"] == []
    (doc,) = DocBin().from_bytes(exported("spacy", [x])).get_docs(spacy.blank("xx").vocab)
    assert doc.text == "інше"
    assert not any(doc.spans.values())


@pytest.mark.parametrize("name", ["labelstudio", "spacy"])
def test_the_same_extractions_give_the_same_bytes(name):
    assert exported(name, golden()) == exported(name, golden())
    assert exported(name, [])
