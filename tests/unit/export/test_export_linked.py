"""JSON, JSON Lines, JSON-LD by rdflib, FollowTheMoney by its own model."""

from __future__ import annotations

import json
import warnings
from uuid import UUID

import pytest
from unit.export.made import exported, golden, order

from extractor.export import EXPORTERS, ExportError, link_by_template, named, of_media_type
from extractor.schema.contract import Extraction

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the libraries' own imports
    from followthemoney import model
    from rdflib import RDF, Graph, Literal, Namespace, URIRef

SCHEMA = Namespace("https://schema.org/")
ORG = Namespace("http://www.w3.org/ns/org#")


def graph(data: bytes) -> Graph:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Graph().parse(data=data, format="json-ld")


def test_json_and_lines_give_the_extractions_back():
    read = [Extraction.model_validate(x) for x in json.loads(exported("json", golden()))]
    lines = [Extraction.model_validate_json(x) for x in exported("jsonl", golden()).splitlines()]
    assert read == lines == golden()
    assert json.loads(exported("json", [])) == []
    assert exported("jsonl", []) == b""


def test_jsonld_says_who_does_what_by_when():
    x = golden()[0]
    made = graph(exported("jsonld", golden(), link=link_by_template("https://r.example/{id}")))
    document = URIRef(UUID(x.source.sha256[:32]).urn)
    assert (document, RDF.type, SCHEMA.DigitalDocument) in made
    assert (document, SCHEMA.url, URIRef(f"https://r.example/{x.source.sha256[:32]}")) in made
    assert {str(m) for m in made.subjects(SCHEMA.isPartOf, document)} == {f"{document}#{m.id}" for m in x.measures}
    for measure in x.measures:
        node = URIRef(f"{document}#{measure.id}")
        assert (node, SCHEMA.name, Literal(measure.text)) in made
        names = {str(n) for agent in made.objects(node, SCHEMA.agent) for n in made.objects(agent, SCHEMA.name)}
        known = {o.id: o.name for o in x.organisations} | {p.id: p.name for p in x.people}
        wanted = {known.get(p.organisation_id or p.person_id or "", p.name) for p in measure.responsible}
        assert names == wanted
    assert set(made.subjects(RDF.type, ORG.FormalOrganization))
    dates = list(made.objects(None, SCHEMA.endTime))
    assert dates
    assert all(d.datatype == URIRef("http://www.w3.org/2001/XMLSchema#date") for d in dates)


def test_ftm_entities_are_valid_and_linked():
    lines = [json.loads(x) for x in exported("ftm", golden()).splitlines()]
    entities = {d["id"]: model.get_proxy(d) for d in lines}
    for line in lines:
        schema = model.get(line["schema"])
        schema.validate(line)
        entity = entities[line["id"]]
        for prop, value in entity.itervalues():
            assert prop.type.clean(value) == value, (prop, value)
            if prop.type.name == "entity":
                assert value in entities
    schemata = {e.schema.name for e in entities.values()}
    assert {"Document", "Project", "ProjectParticipant", "PublicBody", "Person"} <= schemata
    assert sum(e.schema.name == "Project" for e in entities.values()) == sum(len(x.measures) for x in golden())


def test_a_body_named_in_full_is_one_entity_over_documents_and_another_is_its_document_s():
    first, second = order("перший"), order("другий")
    bare = [x.organisations[0].model_copy(update={"name": "відділ освіти"}) for x in (first, second)]
    full = [b.model_copy(update={"canonical": "Відділ освіти Липовецької ради"}) for b in bare]

    def ids(bodies: list[object]) -> set[str]:
        documents = [x.model_copy(update={"organisations": [b]}) for x, b in zip((first, second), bodies, strict=True)]
        lines = [json.loads(x) for x in exported("ftm", documents).splitlines()]
        return {d["id"] for d in lines if d["schema"] == "Organization" and d["properties"]["name"][0][:1] in "вВ"}

    assert len(ids(list(bare))) == 2
    assert len(ids(list(full))) == 1


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda e: e.NAME)
def test_every_format_is_found_by_name_and_media_type_and_writes_nothing_twice_the_same(exporter):
    assert named(exporter.NAME) is exporter
    assert of_media_type(f"{exporter.MEDIA_TYPE}; charset=utf-8") is exporter
    assert exported(exporter.NAME, []) == exported(exporter.NAME, [])
    assert exported(exporter.NAME, [order()]) == exported(exporter.NAME, [order()])


def test_names_media_types_and_extensions_are_each_once():
    for field in ("NAME", "MEDIA_TYPE", "EXTENSION"):
        assert len({getattr(e, field) for e in EXPORTERS}) == len(EXPORTERS)


def test_an_unknown_format_is_an_error_that_lists_the_known():
    with pytest.raises(ExportError, match="known: json, jsonl, csv"):
        named("docx")
    assert of_media_type("application/msword") is None


@pytest.mark.parametrize(
    "template", ["javascript:alert(1)", "https://x/{id.__class__}", "https://x/{", "https://x/{0}"]
)
def test_a_link_that_might_do_harm_is_refused(template):
    with pytest.raises(ExportError):
        link_by_template(template)
