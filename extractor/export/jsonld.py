"""JSON-LD: documents, bodies, people and measures in the words of schema.org and of W3C's Organization Ontology.

The context stands in the file, so that no reader has to fetch one. Documents are `urn:uuid:` of their id, as they are
the same on every machine; what stands in one is a fragment of it, `urn:uuid:…#m1`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from uuid import UUID

from extractor.export.options import Options, document_id
from extractor.export.rows import amount
from extractor.schema.due import day, first_due

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction, Figure, Measure, Organisation, Party

NAME: Final = "jsonld"
MEDIA_TYPE: Final = "application/ld+json"
EXTENSION: Final = "jsonld"

CONTEXT: Final[dict[str, Any]] = {
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "datePublished": {"@id": "schema:datePublished", "@type": "xsd:date"},
    "startTime": {"@id": "schema:startTime", "@type": "xsd:date"},
    "endTime": {"@id": "schema:endTime", "@type": "xsd:date"},
    "actionStatus": {"@id": "schema:actionStatus", "@type": "@id"},
    "agent": {"@id": "schema:agent", "@type": "@id"},
    "isPartOf": {"@id": "schema:isPartOf", "@type": "@id"},
    "publisher": {"@id": "schema:publisher", "@type": "@id"},
    "recipient": {"@id": "schema:recipient", "@type": "@id"},
    "memberOf": {"@id": "org:memberOf", "@type": "@id"},
    "subOrganizationOf": {"@id": "org:subOrganizationOf", "@type": "@id"},
    "url": {"@id": "schema:url", "@type": "@id"},
    "quotation": "schema:text",
}
_STATUS: Final = {
    "planned": "schema:PotentialActionStatus",
    "ongoing": "schema:ActiveActionStatus",
    "done": "schema:CompletedActionStatus",
}
_BODIES: Final = {
    "state": "schema:GovernmentOrganization",
    "local_government": "schema:GovernmentOrganization",
    "ngo": "schema:NGO",
    "charity": "schema:NGO",
    "company": "schema:Corporation",
    "media": "schema:NewsMediaOrganization",
}


def write(extractions: Iterable[Extraction], stream: BinaryIO, options: Options) -> None:
    """One object with the context and an @graph of all nodes; one document in memory at a time."""
    stream.write(b'{"@context": ' + _json(CONTEXT) + b',\n"@graph": [')
    separator = b"\n"
    for extraction in extractions:
        for node in _Nodes(extraction, options).all():
            stream.write(separator + _json({k: v for k, v in node.items() if v not in (None, [])}))
            separator = b",\n"
    stream.write(b"\n]}\n")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


class _Nodes:
    """The nodes of one document."""

    def __init__(self, extraction: Extraction, options: Options) -> None:
        self.x, self.options = extraction, options
        self.id = UUID(document_id(extraction)).urn
        self.known = {o.id for o in extraction.organisations} | {p.id for p in extraction.people}
        self.others: dict[str, str] = {}

    def all(self) -> Iterator[dict[str, Any]]:
        """Each once."""
        measures = [self._measure(m) for m in self.x.measures]
        yield self._document()
        yield from (self._organisation(o) for o in self.x.organisations)
        for person in self.x.people:
            body = person.organisation_id
            yield {
                "id": f"{self.id}#{person.id}",
                "type": ["schema:Person"],
                "schema:name": person.name,
                "schema:jobTitle": person.position,
                "memberOf": f"{self.id}#{body}" if body in self.known else None,
            }
        yield from measures
        for name, id_ in self.others.items():
            yield {"id": id_, "type": ["org:Organization"], "schema:name": name}

    def _document(self) -> dict[str, Any]:
        head = self.x.document
        dated = day(head.date)
        return {
            "id": self.id,
            "type": ["schema:DigitalDocument"],
            "schema:name": head.title,
            "schema:additionalType": head.kind,
            "schema:identifier": head.number,
            "schema:inLanguage": head.language,
            "datePublished": dated.isoformat() if dated else None,
            "schema:encodingFormat": self.x.source.media_type,
            "schema:alternateName": self.x.source.filename,
            "schema:sha256": self.x.source.sha256,
            "publisher": self._party(head.issuer) if head.issuer else None,
            "recipient": [self._party(p) for p in head.addressees],
            "url": self.options.link(self.x, None),
        }

    def _organisation(self, body: Organisation) -> dict[str, Any]:
        parent = body.parent_id
        return {
            "id": f"{self.id}#{body.id}",
            "type": ["org:FormalOrganization", _BODIES.get(body.kind, "schema:Organization")],
            "schema:name": body.name,
            "schema:legalName": body.canonical,
            "schema:alternateName": [*body.aliases, *filter(None, [body.acronym])],
            "org:identifier": body.codes.edrpou,
            "subOrganizationOf": f"{self.id}#{parent}" if parent in self.known else None,
        }

    def _measure(self, measure: Measure) -> dict[str, Any]:
        starts = [d for d in (day(d.start) for d in measure.deadlines) if d]
        last = first_due(measure, self.x)
        figures = {f.id: f for f in self.x.figures}
        return {
            "id": f"{self.id}#{measure.id}",
            "type": ["schema:Action"],
            "schema:name": measure.text,
            "schema:additionalType": measure.type,
            "schema:identifier": measure.number,
            "actionStatus": _STATUS[measure.status],
            "agent": [self._party(p) for p in measure.responsible],
            "startTime": min(starts).isoformat() if starts else None,
            "endTime": last.isoformat() if last else None,
            "schema:description": [d.text for d in measure.deadlines],
            "schema:result": [_figure(figures[i]) for i in measure.figure_ids if i in figures],
            "quotation": [s.quote for s in measure.evidence],
            "isPartOf": self.id,
        }

    def _party(self, party: Party) -> str:
        """The node's id of a party; one that is no body or person of the document's becomes a node of its name."""
        for id_ in (party.organisation_id, party.person_id):
            if id_ in self.known:
                return f"{self.id}#{id_}"
        return self.others.setdefault(party.name, f"{self.id}#x{len(self.others) + 1}")


def _figure(figure: Figure) -> dict[str, Any]:
    money = figure.unit.kind == "money"
    node = {
        "type": ["schema:MonetaryAmount" if money else "schema:QuantitativeValue"],
        "schema:minValue" if figure.max is not None else "schema:value": amount(figure.value),
        "schema:maxValue": amount(figure.max),
        "schema:currency" if money else "schema:unitText": figure.unit.code or figure.of,
        "schema:name": figure.of,
    }
    return {k: v for k, v in node.items() if v is not None}
