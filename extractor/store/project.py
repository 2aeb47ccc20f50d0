"""An Extraction as rows to query. Pure: what is not in it comes from nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from extractor.schema.due import due
from extractor.store import lemmas
from extractor.store.identity import Bodies, Body, body_id
from extractor.store.legible import legible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractor.schema.contract import Deadline, Extraction, Measure, Party, Span

Row = dict[str, Any]


@dataclass(slots=True)
class Rows:
    """The rows of one extraction, by table; those of documents are only the columns that it tells."""

    document: Row = field(default_factory=dict)
    bodies: dict[str, Row] = field(default_factory=dict)
    measures: list[Row] = field(default_factory=list)
    parties: list[Row] = field(default_factory=list)
    deadlines: list[Row] = field(default_factory=list)
    figures: list[Row] = field(default_factory=list)
    organisations: list[Row] = field(default_factory=list)
    citations: list[Row] = field(default_factory=list)


@lru_cache(maxsize=20_000)
def _known(name: str) -> tuple[str, str]:
    """The plain name and the lemmas of a body; remembered, as the same few act in most documents."""
    first, _ = lemmas.of_text(name, "uk")
    return lemmas.key(name), f" {' '.join(first)} "


def project(extraction: Extraction, states: Mapping[str, str] | None = None) -> Rows:
    """The rows of an extraction. `states`: what people said of items, by id: confirmed, edited or added."""
    rows, states, meant = Rows(), states or {}, Bodies(extraction)
    for number, organisation in enumerate(extraction.organisations):
        rows.organisations.append(
            {
                "id": organisation.id,
                "ord": number,
                "name": organisation.name,
                "canonical": organisation.canonical,
                "kind": organisation.kind,
                "acronym": organisation.acronym,
                "edrpou": organisation.codes.edrpou,
                "mentions": len(organisation.evidence),
                "body": _body(rows, meant.of(organisation), organisation.kind),
            }
        )
    _document(rows, extraction, meant)
    for number, measure in enumerate(extraction.measures):
        _measure(rows, measure, number, states.get(measure.id), extraction)
        for party in measure.responsible:
            _party(rows, party, "measure", measure.id, meant)
        for place, deadline in enumerate(measure.deadlines):
            _deadline(rows, deadline, measure.id, place, extraction.document.date)
    _figures(rows, extraction, states)
    for number, cited in enumerate(extraction.references):
        rows.citations.append(
            {
                "id": cited.id,
                "ord": number,
                "type": cited.type,
                "issuer": cited.issuer,
                "number": cited.number,
                "date": cited.date,
                "title": cited.title,
            }
        )
    return _cleaned(rows)


def _document(rows: Rows, extraction: Extraction, meant: Bodies) -> None:
    header, source = extraction.document, extraction.source
    parties = [*((p, "addressee") for p in header.addressees)]
    issuer = None
    if header.issuer is not None:
        issuer = _party(rows, header.issuer, "issuer", None, meant)
    if header.control is not None:
        parties.append((header.control, "control"))
    for party, place in parties:
        _party(rows, party, place, None, meant)
    scores = [m.confidence for m in extraction.measures]
    scores += [d.confidence for m in extraction.measures for d in m.deadlines]
    rows.document = {
        "kind": header.kind,
        "language": header.language,
        "number": header.number,
        "date": header.date,
        "issuer": header.issuer.name if header.issuer else None,
        "issuer_body": issuer,
        "title": header.title,
        "status": extraction.status,
        "media_type": source.media_type,
        "bytes": source.bytes,
        "pages": source.pages,
        "ocr": source.ocr,
        "filename": source.filename,
        "measures": len(extraction.measures),
        "confidence": min(scores, default=None),
    }


def _body(rows: Rows, body: Body, kind: str) -> str:
    identity = body.id
    if identity not in rows.bodies:
        plain, words = _known(body.name)
        above = None if body.authority is None else body_id(body.authority)
        row = {"id": identity, "name": body.name, "key": plain, "lemmas": words, "kind": kind}
        rows.bodies[identity] = {**row, "authority": above, "base": above and body_id(body.name)}
    return identity


def _party(rows: Rows, party: Party, place: str, measure: str | None, meant: Bodies) -> str:
    body = _body(rows, meant.acting(party), party.kind)
    rows.parties.append(
        {
            "ord": len(rows.parties),
            "place": place,
            "measure": measure,
            "kind": party.kind,
            "name": party.name,
            "role": party.role,
            "by_consent": party.by_consent,
            "organisation": party.organisation_id,
            "body": body,
        }
    )
    return body


def _measure(rows: Rows, measure: Measure, number: int, state: str | None, extraction: Extraction) -> None:
    first, other = lemmas.of_sentence(measure.text, extraction.document.language)
    span = _first(measure.evidence)
    rows.measures.append(
        {
            "id": measure.id,
            "ord": number,
            "number": measure.number,
            "type": measure.type,
            "status": measure.status,
            "text": measure.text,
            "lemmas": f" {' '.join([*first, *other])} ",
            "section": " / ".join(measure.section) or None,
            "confidence": measure.confidence,
            "state": state,
            "start": span.start if span else None,
            "end": span.end if span else None,
            "page": span.page if span else None,
        }
    )


def _first(evidence: list[Span]) -> Span | None:
    return evidence[0] if evidence else None


def _deadline(rows: Rows, deadline: Deadline, measure: str, number: int, document_date: str | None) -> None:
    last = due(deadline, document_date)
    rows.deadlines.append(
        {
            "ord": len(rows.deadlines),
            "measure": measure,
            "number": number,
            "text": deadline.text,
            "kind": deadline.kind,
            "start": deadline.start,
            "end": deadline.end,
            "due": last.isoformat() if last is not None else None,
            "recurrence": deadline.recurrence,
            "offset": deadline.offset,
            "anchor": deadline.anchor,
            "precision": deadline.precision,
            "confidence": deadline.confidence,
        }
    )


def _figures(rows: Rows, extraction: Extraction, states: Mapping[str, str]) -> None:
    for number, figure in enumerate(extraction.figures):
        rows.figures.append(
            {
                "id": figure.id,
                "ord": number,
                "value": figure.value,
                "max": figure.max,
                "comparator": figure.comparator,
                "unit": figure.unit.kind,
                "unit_code": figure.unit.code,
                "of": figure.of,
                "of_normal": figure.of_normal,
                "period_start": figure.period.start if figure.period else None,
                "period_end": figure.period.end if figure.period else None,
                "measure": figure.measure_id,
                "confidence": figure.confidence,
                "state": states.get(figure.id),
                "quote": " ".join(span.quote for span in figure.evidence),
            }
        )


def _cleaned(rows: Rows) -> Rows:
    tables = (rows.measures, rows.parties, rows.deadlines, rows.figures, rows.organisations, rows.citations)
    for row in (rows.document, *rows.bodies.values(), *(row for table in tables for row in table)):
        for name, value in row.items():
            if isinstance(value, str) and not value.isprintable():
                row[name] = legible(value)
    return rows
