"""An extraction laid out in the rows of tables.py: the one flattening that all tabular exports share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from extractor.export.options import TableName, document_id
from extractor.schema.due import day, due, first_due

if TYPE_CHECKING:
    from extractor.schema.contract import (
        Extraction,
        Figure,
        Measure,
        Organisation,
        Party,
        Person,
        Place,
        Reference,
        Span,
    )

    _Item = Figure | Organisation | Reference | Person | Place

#: What stands in a cell: texts are as the extraction has them; the formats make them harmless.
Value = str | int | float | bool | date | None
Row = tuple[Value, ...]

#: What parts the items of a list in one cell; an item's own is left as it is: the lists have tables of their own.
_SEPARATOR: Final = "; "
#: The largest whole number that every format holds exactly.
_WHOLE: Final = 2**53


def rows(extraction: Extraction, table: TableName) -> Iterator[Row]:
    """The extraction's rows in a table, one value a column of tables.TABLE[table], in reading order."""
    return _ROWS[table](extraction)


def amount(value: float | None) -> int | float | None:
    """The number, where a table can hold it: neither infinite nor beyond what a double reaches."""
    if value is None:
        return None
    try:
        return value if math.isfinite(float(value)) else None
    except OverflowError:
        return None


def figure_text(figure: Figure) -> str:
    """The figure for people, as printed: its evidence, and what is counted where that stands apart."""
    quote = _quote(figure.evidence) or ""
    return quote if not figure.of or figure.of.casefold() in quote.casefold() else f"{quote} {figure.of}".strip()


def _documents(x: Extraction) -> Iterator[Row]:
    head, source = x.document, x.source
    approval, drafter = head.approval, head.drafted_by
    yield (
        document_id(x),
        source.filename,
        head.kind,
        head.number,
        day(head.date),
        head.title,
        head.issuer.name if head.issuer else None,
        _names(head.addressees),
        _joined(f"{s.position} {s.name}" if s.position else s.name for s in head.signatories),
        (f"{drafter.name} {drafter.phone}" if drafter.phone else drafter.name) if drafter else None,
        head.control.name if head.control else None,
        head.place,
        approval.by if approval else None,
        approval.number if approval else None,
        day(approval.date) if approval else None,
        x.status,
        head.language,
        _whole(source.pages),
        source.ocr,
        len(x.measures),
        len(x.warnings),
        amount(head.confidence),
        source.container.filename if source.container else None,
        source.media_type,
        _whole(source.bytes),
        source.sha256,
        f"{x.producer.name} {x.producer.version}",
    )


def _measures(x: Extraction) -> Iterator[Row]:
    figures = {f.id: f for f in x.figures}
    references = {r.id: r for r in x.references}
    places = {p.id: p for p in x.places}
    head = x.document
    for m in x.measures:
        yield (
            document_id(x),
            m.id,
            head.kind,
            head.number,
            day(head.date),
            head.issuer.name if head.issuer else None,
            m.number,
            m.type,
            m.status,
            m.text,
            " / ".join(m.section) or None,
            _names(m.responsible),
            _joined(d.text for d in m.deadlines),
            first_due(m, x),
            _joined(d.recurrence for d in m.deadlines if d.recurrence),
            _joined(figure_text(figures[i]) for i in m.figure_ids if i in figures),
            _joined(_quote(references[i].evidence) for i in m.reference_ids if i in references),
            _joined(places[i].name for i in m.place_ids if i in places),
            m.fulfils.item if m.fulfils else None,
            amount(m.confidence),
            _page(m.evidence),
            _quote(m.evidence),
        )


def _deadlines(x: Extraction) -> Iterator[Row]:
    for m in x.measures:
        for n, d in enumerate(m.deadlines, 1):
            yield (
                document_id(x),
                m.id,
                n,
                d.text,
                d.kind,
                day(d.start),
                day(d.end),
                due(d, x.document.date),
                d.recurrence,
                d.offset,
                d.anchor,
                d.precision,
                m.text,
                m.status,
                _names(m.responsible),
                amount(d.confidence),
                _page(d.evidence),
                _quote(d.evidence),
            )


def all_parties(x: Extraction) -> Iterator[tuple[str, Measure | None, Party]]:
    """Every party, in the order of the parties table: (where it is named, the measure it answers for, party)."""
    head = x.document
    if head.issuer:
        yield "issuer", None, head.issuer
    for party in head.addressees:
        yield "addressee", None, party
    if head.control:
        yield "control", None, head.control
    for m in x.measures:
        for party in m.responsible:
            yield "responsible", m, party


def _parties(x: Extraction) -> Iterator[Row]:
    organisations, people = {o.id for o in x.organisations}, {p.id for p in x.people}
    for n, (where, measure, p) in enumerate(all_parties(x), 1):
        yield (
            document_id(x),
            n,
            where,
            measure.id if measure else None,
            p.name,
            p.kind,
            p.role,
            p.by_consent,
            p.organisation_id if p.organisation_id in organisations else None,
            p.person_id if p.person_id in people else None,
            _page(p.evidence),
            _quote(p.evidence),
        )


def _figures(x: Extraction) -> Iterator[Row]:
    measures = {m.id for m in x.measures}
    for f in x.figures:
        yield (
            document_id(x),
            f.id,
            amount(f.value),
            amount(f.max),
            f.comparator,
            f.unit.kind,
            f.unit.code,
            f.of,
            f.of_normal,
            day(f.period.start) if f.period else None,
            day(f.period.end) if f.period else None,
            f.measure_id if f.measure_id in measures else None,
            amount(f.confidence),
            _page(f.evidence),
            _quote(f.evidence),
        )


def _organisations(x: Extraction) -> Iterator[Row]:
    for o in x.organisations:
        yield (
            document_id(x),
            o.id,
            o.name,
            o.canonical,
            o.kind,
            o.acronym,
            _joined(o.aliases),
            o.codes.edrpou,
            o.codes.katottg_of_seat,
            o.codes.registry_id,
            o.parent_id,
            len(o.evidence),
            _page(o.evidence),
            _quote(o.evidence),
        )


def _references(x: Extraction) -> Iterator[Row]:
    for r in x.references:
        place = (_page(r.evidence), _quote(r.evidence))
        yield (document_id(x), r.id, r.type, r.issuer, r.number, day(r.date), r.title, _joined(r.provisions), *place)


def _people(x: Extraction) -> Iterator[Row]:
    organisations = {o.id for o in x.organisations}
    for p in x.people:
        body = p.organisation_id if p.organisation_id in organisations else None
        yield (document_id(x), p.id, p.name, p.position, body, _page(p.evidence), _quote(p.evidence))


def _places(x: Extraction) -> Iterator[Row]:
    for p in x.places:
        yield (document_id(x), p.id, p.name, p.type, p.katottg, _page(p.evidence), _quote(p.evidence))


def _warnings(x: Extraction) -> Iterator[Row]:
    for n, w in enumerate(x.warnings, 1):
        yield (document_id(x), n, w.code, w.message, _page(w.evidence), _quote(w.evidence))


def evidence(x: Extraction) -> Iterator[tuple[TableName, str, Span]]:
    """Every span of the extraction: (table, id of the item there, span), in the order of the evidence table.

    A deadline's id is that of its measure and its number, «m1/2»; a party's its number; of a field of the header
    its name."""
    for field, spans in x.document.evidence.items():
        yield from (("documents", field, s) for s in spans)
    for m in x.measures:
        yield from (("measures", m.id, s) for s in m.evidence)
        for n, d in enumerate(m.deadlines, 1):
            yield from (("deadlines", f"{m.id}/{n}", s) for s in d.evidence)
    for n, (_, _, party) in enumerate(all_parties(x), 1):
        yield from (("parties", str(n), s) for s in party.evidence)
    items: tuple[tuple[TableName, Sequence[_Item]], ...] = (
        ("figures", x.figures),
        ("organisations", x.organisations),
        ("references", x.references),
        ("people", x.people),
        ("places", x.places),
    )
    for table, found in items:
        for item in found:
            yield from ((table, item.id, s) for s in item.evidence)
    for n, w in enumerate(x.warnings, 1):
        yield from (("warnings", str(n), s) for s in w.evidence)


def _evidence(x: Extraction) -> Iterator[Row]:
    for n, (table, id_, s) in enumerate(evidence(x), 1):
        box = tuple(map(amount, s.bbox)) if s.bbox else (None,) * 4
        yield (document_id(x), n, table, id_, s.quote, _whole(s.page), _whole(s.start), _whole(s.end), *box)


_ROWS: Final[dict[TableName, Callable[[Extraction], Iterator[Row]]]] = {
    "documents": _documents,
    "measures": _measures,
    "deadlines": _deadlines,
    "parties": _parties,
    "figures": _figures,
    "organisations": _organisations,
    "references": _references,
    "people": _people,
    "places": _places,
    "warnings": _warnings,
    "evidence": _evidence,
}


def _joined(texts: Iterable[str | None]) -> str | None:
    return _SEPARATOR.join(t for t in texts if t) or None


def _names(parties: Iterable[Party]) -> str | None:
    return _joined(p.name for p in parties)


def _whole(value: int | None) -> int | None:
    return value if value is not None and abs(value) < _WHOLE else None


def _page(spans: Sequence[Span]) -> int | None:
    return _whole(spans[0].page) if spans else None


def _quote(spans: Sequence[Span]) -> str | None:
    return " … ".join(s.quote for s in spans) or None
