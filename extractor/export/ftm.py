"""FollowTheMoney: entities a line, as investigators' tools take them: documents, bodies, people, and measures.

A measure is a Project, the nearest of the schemata: it has a goal, a status, days and an amount; who answers for it is
a ProjectParticipant with the role. A body that a registry or the document's context names in full is one entity over
all documents; any other is that of its document, as «відділ освіти» of two towns are two.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from extractor.export.options import ExportError, Options, document_id
from extractor.export.texts import line
from extractor.schema.due import day, first_due

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction, Measure, Organisation, Party

NAME: Final = "ftm"
MEDIA_TYPE: Final = "application/json+ftm"
EXTENSION: Final = "ftm.json"

_SCHEMATA: Final = {"state": "PublicBody", "local_government": "PublicBody", "company": "Company"}
#: Characters of a measure in its name; the whole text is its goal.
_TITLE: Final = 200


def write(extractions: Iterable[Extraction], stream: BinaryIO, options: Options) -> None:
    """A line an entity, those of a document together. Raises ExportError without followthemoney (`vytiah[ftm]`).

    A body of several documents comes with each: `ftm aggregate` joins them by id."""
    try:
        from followthemoney import model
    except ImportError as error:
        raise ExportError("FollowTheMoney entities need its library: pip install 'vytiah[ftm]'") from error
    for extraction in extractions:
        for entity in _Entities(model, extraction, options).all():
            text = json.dumps(entity.to_dict(), ensure_ascii=False, sort_keys=True)
            stream.write(text.encode() + b"\n")


class _Entities:
    """The entities of one document."""

    def __init__(self, model: Any, extraction: Extraction, options: Options) -> None:
        self.model, self.x, self.options = model, extraction, options
        self.prefix = f"vytiah-{document_id(extraction)}"
        self.bodies = {o.id: self._body_id(o) for o in extraction.organisations}
        self.people = {p.id: f"{self.prefix}-{p.id}" for p in extraction.people}
        self.others: dict[tuple[str, str], str] = {}

    def all(self) -> Iterator[Any]:
        """Each once."""
        yield self._document()
        for organisation in self.x.organisations:
            yield self._organisation(organisation)
        for person in self.x.people:
            yield self._entity("Person", self.people[person.id], name=person.name, position=person.position)
            if person.organisation_id in self.bodies:
                yield self._entity(
                    "Employment",
                    f"{self.prefix}-{person.id}-post",
                    employee=self.people[person.id],
                    employer=self.bodies[person.organisation_id],
                    role=person.position,
                    proof=self.prefix,
                )
        head = self.x.document
        named = [("issuer", head.issuer), *(("addressee", p) for p in head.addressees), ("control", head.control)]
        for n, (role, party) in enumerate(named):
            if party is not None:
                yield from self._edge("Documentation", f"{self.prefix}-d{n}", party, role, document=self.prefix)
        for measure in self.x.measures:
            yield from self._measure(measure)

    def _document(self) -> Any:
        x, head, source = self.x, self.x.document, self.x.source
        return self._entity(
            "Document",
            self.prefix,
            fileName=source.filename or source.sha256,
            title=head.title or (f"{head.kind} {head.number}" if head.number else head.kind),
            mimeType=source.media_type,
            fileSize=str(source.bytes),
            date=head.date,
            language={"uk": "ukr", "ru": "rus"}[head.language],
            author=[s.name for s in head.signatories],
            sourceUrl=self.options.link(x, None),
            bodyText=x.text,
            generator=f"{x.producer.name} {x.producer.version}",
        )

    def _organisation(self, body: Organisation) -> Any:
        return self._entity(
            _SCHEMATA.get(body.kind, "Organization"),
            self.bodies[body.id],
            name=body.canonical or body.name,
            alias=[body.name, *body.aliases] if body.canonical else body.aliases,
            abbreviation=body.acronym,
            registrationNumber=body.codes.edrpou,
            parent=self.bodies.get(body.parent_id or ""),
            proof=self.prefix,
        )

    def _measure(self, measure: Measure) -> Iterator[Any]:
        id_ = f"{self.prefix}-{measure.id}"
        money = [f for f in self.x.figures if f.id in measure.figure_ids and f.unit.kind == "money"]
        starts = [d for d in (day(d.start) for d in measure.deadlines) if d]
        last = first_due(measure, self.x)
        begins = min(starts, default=None)
        yield self._entity(
            "Project",
            id_,
            name=_shortened(line(measure.text)),
            goal=line(measure.text),
            projectId=measure.number,
            status=measure.status,
            startDate=begins.isoformat() if begins and (last is None or begins <= last) else None,
            endDate=last.isoformat() if last else None,
            keywords=[measure.type],
            amount=str(money[0].value) if len(money) == 1 else None,
            currency=money[0].unit.code if len(money) == 1 else None,
            notes=[d.text for d in measure.deadlines],
            proof=self.prefix,
        )
        for n, party in enumerate(measure.responsible, 1):
            yield from self._edge("ProjectParticipant", f"{id_}-{n}", party, party.role, project=id_)

    def _edge(self, schema: str, id_: str, party: Party, role: str, **ends: str) -> Iterator[Any]:
        """What links a party to a document or measure, after the party itself where it has no entity yet."""
        found = self.bodies.get(party.organisation_id or "") or self.people.get(party.person_id or "")
        key = (party.kind, party.name.casefold())
        if found is None and key not in self.others:
            self.others[key] = f"{self.prefix}-x{len(self.others) + 1}"
            kind = {"person": "Person", "organisation": "Organization"}.get(party.kind, "LegalEntity")
            yield self._entity(kind, self.others[key], name=party.name, proof=self.prefix)
        end = "entity" if schema == "Documentation" else "participant"
        yield self._entity(schema, id_, role=role, proof=self.prefix, **{end: found or self.others[key]}, **ends)

    def _body_id(self, body: Organisation) -> str:
        whole = body.codes.edrpou or (body.canonical and line(body.canonical).casefold())
        made = self.model.make_entity("Organization")
        made.make_id("vytiah", "edrpou" if body.codes.edrpou else "name", whole)
        return str(made.id) if whole else f"{self.prefix}-{body.id}"

    def _entity(self, schema: str, id_: str, **values: str | list[str] | None) -> Any:
        entity = self.model.make_entity(schema)
        entity.id = id_
        for name, value in values.items():
            for each in value if isinstance(value, list) else [value]:
                if each:
                    entity.add(name, each, quiet=True)
        return entity


def _shortened(text: str) -> str:
    return text if len(text) <= _TITLE else text[: _TITLE - 1].rstrip() + "…"
