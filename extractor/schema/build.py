"""Facts → Extraction: ids counted in reading order, quotes and boxes put to the offsets, things linked by place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from extractor.schema import contract as wire
from extractor.schema import facts as inner
from extractor.schema.document import ContainerFacts, Document, Notice, SignatureFacts

Offsets = inner.Offsets


def build(facts: inner.Facts, document: Document, producer: wire.Producer) -> wire.Extraction:
    """The Extraction of one document. Deterministic: the order of the facts and their offsets decide all ids."""
    return _Builder(facts, document).extraction(producer)


def container(facts: ContainerFacts | None) -> wire.Container | None:
    """The wire form of what a document was taken from."""
    if facts is None:
        return None
    return wire.Container(filename=facts.filename, sha256=facts.sha256, path=facts.path, depth=facts.depth)


def with_losses(extraction: wire.Extraction, lost: Sequence[Notice]) -> wire.Extraction:
    """The Extraction as that of an input which had parts that could not be read: partial, and warned of them."""
    told = [wire.Warning(code=n.code, message=n.message) for n in lost]
    return extraction.model_copy(update={"status": "partial", "warnings": [*extraction.warnings, *told]})


def _source(document: Document) -> wire.Source:
    source, mail = document.source, document.source.mail
    return wire.Source(
        filename=source.filename,
        sha256=source.sha256,
        media_type=source.media_type,
        bytes=source.bytes,
        pages=source.pages,
        reader=source.reader,
        ocr=source.ocr,
        encoding=source.encoding,
        container=container(source.container),
        mail=wire.Mail(sender=mail.sender, to=list(mail.to), cc=list(mail.cc), subject=mail.subject, date=mail.date)
        if mail
        else None,
        signatures=[_signature(s) for s in source.signatures],
    )


def _signature(facts: SignatureFacts) -> wire.Signature:
    return wire.Signature(
        signer=facts.signer,
        organisation=facts.organisation,
        edrpou=facts.edrpou,
        signed_at=facts.signed_at,
        stamped_at=facts.stamped_at,
        reason=facts.reason,
    )


class _Builder:
    """Holds the ids of one document's facts while its Extraction is put together."""

    def __init__(self, facts: inner.Facts, document: Document) -> None:
        self.facts = facts
        self.document = document
        self.organisations = _Index("o", [o.spans for o in facts.organisations])
        self.people = _Index("p", [p.spans for p in facts.people])
        self.figures = _Index("f", [f.spans for f in facts.figures])
        self.references = _Index("r", [r.spans for r in facts.references])
        self.places = _Index("l", [p.spans for p in facts.places])
        self.measures = _Index("m", [m.spans for m in facts.measures])
        self.names = {o.name.casefold(): f"o{i}" for i, o in reversed(list(enumerate(facts.organisations, 1)))}

    def extraction(self, producer: wire.Producer) -> wire.Extraction:
        facts = self.facts
        return wire.Extraction(
            status="partial" if self.document.partial else "complete",
            producer=producer,
            source=_source(self.document),
            text=self.document.text,
            document=self.header(facts.head),
            measures=[self.measure(m, f"m{i}") for i, m in enumerate(facts.measures, 1)],
            organisations=[self.organisation(o, f"o{i}") for i, o in enumerate(facts.organisations, 1)],
            figures=[self.figure(f, f"f{i}") for i, f in enumerate(facts.figures, 1)],
            references=[self.reference(r, f"r{i}") for i, r in enumerate(facts.references, 1)],
            people=[self.person(p, f"p{i}") for i, p in enumerate(facts.people, 1)],
            places=[self.place(p, f"l{i}") for i, p in enumerate(facts.places, 1)],
            warnings=[
                wire.Warning(code=w.code, message=w.message, evidence=self.spans(w.spans)) for w in facts.warnings
            ],
        )

    def spans(self, offsets: Iterable[tuple[int, int]]) -> list[wire.Span]:
        """Quotes with page and box; a span that crosses a page keeps the first page's box."""
        return [self.span(a, b) for a, b in offsets]

    def span(self, start: int, end: int) -> wire.Span:
        boxes = self.document.boxes_of(start, end)
        page = boxes[0].page if boxes else self.document.page_of(start)
        here = [b for b in boxes if b.page == page]
        bbox = None
        if here:
            bbox = (
                round(min(b.x0 for b in here), 2),
                round(min(b.top for b in here), 2),
                round(max(b.x1 for b in here), 2),
                round(max(b.bottom for b in here), 2),
            )
        return wire.Span(start=start, end=end, quote=self.document.text[start:end], page=page, bbox=bbox)

    def party(self, party: inner.Party) -> wire.Party:
        organisation = None
        if party.kind in ("organisation", "group"):
            organisation = self.names.get(party.name.casefold()) or self.organisations.best(party.spans)
        person = self.people.best(party.spans, share=0.01) if party.kind in ("person", "official") else None
        return wire.Party(
            kind=party.kind,
            name=party.name,
            organisation_id=organisation,
            person_id=person,
            role=party.role,
            by_consent=party.by_consent,
            evidence=self.spans(party.spans),
        )

    def header(self, head: inner.Head) -> wire.Header:
        return wire.Header(
            kind=head.kind,
            language="ru" if head.language == "ru" else "uk",
            languages=dict(head.languages),
            number=head.number,
            date=head.date,
            place=head.place,
            title=head.title,
            issuer=self.party(head.issuer) if head.issuer else None,
            addressees=[self.party(p) for p in head.addressees],
            in_reply_to=[wire.ReplyTo(number=n, date=d) for n, d in head.in_reply_to],
            signatories=[wire.Signatory(name=s.name, position=s.position) for s in head.signatories],
            drafted_by=wire.Drafter(name=head.drafted_by[0], phone=head.drafted_by[1]) if head.drafted_by else None,
            contacts=wire.Contacts(
                emails=list(head.emails), phones=list(head.phones), urls=list(head.urls), address=head.address
            ),
            approval=wire.Approval(by=head.approval[0], number=head.approval[1], date=head.approval[2])
            if head.approval
            else None,
            control=self.party(head.control) if head.control else None,
            confidence=head.confidence,
            evidence={field: self.spans(offsets) for field, offsets in head.evidence},
        )

    def measure(self, measure: inner.Measure, id_: str) -> wire.Measure:
        return wire.Measure(
            id=id_,
            number=measure.number,
            type=measure.type,
            status=measure.status,
            text=measure.text,
            section=list(measure.section),
            responsible=[self.party(p) for p in measure.responsible],
            deadlines=[self.deadline(d) for d in measure.deadlines],
            figure_ids=self.figures.within(measure.spans),
            reference_ids=self.references.within(measure.spans),
            place_ids=self.places.within(measure.spans),
            fulfils=wire.Fulfils(
                reference_id=f"r{measure.fulfils[0] + 1}" if measure.fulfils[0] >= 0 else None, item=measure.fulfils[1]
            )
            if measure.fulfils
            else None,
            confidence=measure.score,
            evidence=self.spans(measure.spans),
        )

    def deadline(self, deadline: inner.Deadline) -> wire.Deadline:
        return wire.Deadline(
            text=" ".join(self.document.text[a:b] for a, b in deadline.spans),
            kind=deadline.kind,
            start=deadline.start,
            end=deadline.end,
            recurrence=deadline.recurrence,
            offset=deadline.offset,
            anchor=deadline.anchor,
            precision=deadline.precision,
            confidence=deadline.score,
            evidence=self.spans(deadline.spans),
        )

    def figure(self, figure: inner.Figure, id_: str) -> wire.Figure:
        return wire.Figure(
            id=id_,
            value=figure.value,
            max=figure.maximum,
            comparator=figure.comparator,
            unit=wire.Unit(kind=figure.unit, code=figure.code),
            of=figure.of,
            of_normal=figure.of_normal,
            period=wire.Period(start=figure.period[0], end=figure.period[1]) if figure.period else None,
            measure_id=self.measures.best(figure.spans),
            confidence=figure.score,
            evidence=self.spans(figure.spans),
        )

    def organisation(self, organisation: inner.Organisation, id_: str) -> wire.Organisation:
        parent = self.names.get(organisation.parent.casefold()) if organisation.parent else None
        return wire.Organisation(
            id=id_,
            name=organisation.name,
            canonical=organisation.canonical,
            kind=organisation.kind,
            aliases=list(organisation.aliases),
            acronym=organisation.acronym,
            parent_id=parent if parent != id_ else None,
            evidence=self.spans(organisation.spans),
        )

    def reference(self, reference: inner.Reference, id_: str) -> wire.Reference:
        return wire.Reference(
            id=id_,
            type=reference.type,
            issuer=reference.issuer,
            number=reference.number,
            date=reference.date,
            title=reference.title,
            provisions=list(reference.provisions),
            evidence=self.spans(reference.spans),
        )

    def person(self, person: inner.Person, id_: str) -> wire.Person:
        organisation = self.names.get(person.organisation.casefold()) if person.organisation else None
        return wire.Person(
            id=id_,
            name=person.name,
            position=person.position,
            organisation_id=organisation,
            evidence=self.spans(person.spans),
        )

    def place(self, place: inner.Place, id_: str) -> wire.Place:
        return wire.Place(id=id_, name=place.name, type=place.type, evidence=self.spans(place.spans))


class _Index:
    """Ids of one kind of fact by where they stand."""

    def __init__(self, prefix: str, spans: Sequence[Offsets]) -> None:
        self.entries = sorted((a, b, f"{prefix}{i}", i) for i, offsets in enumerate(spans, 1) for a, b in offsets)

    def _overlaps(self, offsets: Offsets, fits: Callable[[int, int, int, int], bool]) -> list[tuple[int, int, str]]:
        return [
            (min(b, end) - max(a, start), order, id_)
            for start, end in offsets
            for a, b, id_, order in self.entries
            if a < end and b > start and fits(a, b, start, end)
        ]

    def within(self, offsets: Offsets) -> list[str]:
        """Ids of the things that stand inside one of these spans, in reading order."""
        inside = self._overlaps(offsets, lambda a, b, start, end: a >= start and b <= end)
        return [id_ for _, id_ in sorted({(order, id_) for _, order, id_ in inside})]

    def best(self, offsets: Offsets, share: float = 0.6) -> str | None:
        """The thing that covers most of these spans, if it covers at least `share` of them."""
        length = sum(b - a for a, b in offsets) or 1
        found = self._overlaps(offsets, lambda *_: True)
        if not found:
            return None
        size, _, id_ = max(found, key=lambda x: (x[0], -x[1]))
        return id_ if size >= share * length else None
