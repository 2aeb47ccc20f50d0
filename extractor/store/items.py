"""Questions about what stands in documents: measures, deadlines, figures, and bodies over all documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, Table, and_, case, func, or_, select, union

from extractor.store import schema
from extractor.store.cursors import pack, unpack
from extractor.store.filters import EVERYTHING, Filter, named, of_deadlines, of_documents, of_figures, of_measures
from extractor.store.rows import DeadlineRow, Due, FigureRow, MeasureRow, OrganisationRow, Page, Paper, Responsible

_D: Final = schema.documents.c
_M: Final = schema.measures.c
_P: Final = schema.parties.c
_T: Final = schema.deadlines.c
_F: Final = schema.figures.c
_B: Final = schema.bodies.c
_C: Final = schema.tallies.c
_ABOVE: Final = schema.bodies.alias("above")
_PAPER: Final = (_D.id, _D.kind, _D.number, _D.date, _D.issuer, _D.title)
_MEASURE: Final = (
    _M.doc, _M.id.label("item"), _M.number.label("item_number"), _M.type, _M.status, _M.text, _M.section,
    _M.confidence, _M.state, _M.start, _M.end, _M.page, _M.ord,
)  # fmt: skip


def measures(connection: Connection, wanted: Filter, after: str | None, limit: int) -> Page[MeasureRow]:
    """See Store.measures."""
    query = select(*_MEASURE, *_PAPER).join_from(schema.measures, schema.documents)
    query = query.where(*of_measures(wanted, connection.dialect.name))
    if after is not None:
        doc, number = unpack(after, int, int)
        query = query.where(or_(_M.doc < doc, and_(_M.doc == doc, _M.ord > number)))
    found = connection.execute(query.order_by(_M.doc.desc(), _M.ord).limit(limit + 1)).all()
    shown = found[:limit]
    rest = pack(shown[-1].doc, shown[-1].ord) if len(found) > limit else None
    return Page(_measures(connection, shown), rest)


def _measures(connection: Connection, found: Sequence[Any]) -> list[MeasureRow]:
    """Measures with their parties and deadlines, which are read at once for all."""
    docs = {row.doc for row in found}
    parties: dict[tuple[int, str], list[Responsible]] = defaultdict(list)
    query = select(_P.doc, _P.measure, _P.name, _P.body, _P.kind, _P.role, _P.by_consent).where(_P.doc.in_(docs))
    for row in connection.execute(query.where(_P.place == "measure").order_by(_P.doc, _P.ord)):
        parties[row.doc, row.measure].append(Responsible(*tuple(row)[2:]))
    deadlines: dict[tuple[int, str], list[Due]] = defaultdict(list)
    for row in connection.execute(_dues(select(_T.doc, _T.measure)).where(_T.doc.in_(docs)).order_by(_T.doc, _T.ord)):
        deadlines[row.doc, row.measure].append(Due(*tuple(row)[2:]))
    return [
        MeasureRow(
            document_id=row.id,
            id=row.item,
            number=row.item_number,
            type=row.type,
            status=row.status,
            text=row.text,
            section=row.section,
            confidence=row.confidence,
            state=row.state,
            start=row.start,
            end=row.end,
            page=row.page,
            responsible=tuple(parties[row.doc, row.item]),
            deadlines=tuple(deadlines[row.doc, row.item]),
            paper=Paper(row.id, row.kind, row.number, row.date, row.issuer, row.title),
        )
        for row in found
    ]


def _dues(query: Select[Any]) -> Select[Any]:
    return query.add_columns(
        _T.text, _T.kind, _T.start, _T.end, _T.due, _T.recurrence, _T.offset, _T.anchor, _T.precision, _T.confidence
    )


def deadlines(connection: Connection, wanted: Filter, after: str | None, limit: int) -> Page[DeadlineRow]:
    """See Store.deadlines."""
    due = schema.LAST_DAY
    query = _dues(select(_T.doc, _T.measure, _T.ord.label("place"), _T.number.label("number"), due.label("by")))
    query = query.select_from(schema.deadlines).join(
        schema.measures, and_(_M.doc == _T.doc, _M.id == _T.measure)
    ).join(schema.documents, _D.seq == _T.doc)  # fmt: skip
    query = query.where(*of_deadlines(wanted, connection.dialect.name))
    if after is not None:
        by, doc, place = unpack(after, str, int, int)
        later = or_(_T.doc > doc, and_(_T.doc == doc, _T.ord > place))
        query = query.where(or_(due > by, and_(due == by, later)))
    found = connection.execute(query.order_by(due, _T.doc, _T.ord).limit(limit + 1)).all()
    shown = found[:limit]
    theirs = select(*_MEASURE, *_PAPER).join_from(schema.measures, schema.documents)
    pairs = or_(*(and_(_M.doc == row.doc, _M.id == row.measure) for row in shown)) if shown else _M.doc.is_(None)
    rows = connection.execute(theirs.where(pairs)).all()
    made = {(row.doc, row.item): measure for row, measure in zip(rows, _measures(connection, rows), strict=True)}
    items = []
    for row in shown:
        measure = made[row.doc, row.measure]
        items.append(
            DeadlineRow(measure.document_id, f"{measure.id}/deadlines/{row.number}", Due(*tuple(row)[5:]), measure)
        )
    rest = pack(shown[-1].by, shown[-1].doc, shown[-1].place) if len(found) > limit else None
    return Page(items, rest)


def figures(connection: Connection, wanted: Filter, after: str | None, limit: int) -> Page[FigureRow]:
    """See Store.figures."""
    query = select(
        _F.doc, _F.ord, _F.id.label("item"), _F.value, _F.max, _F.comparator, _F.unit, _F.unit_code, _F.of,
        _F.of_normal, _F.period_start, _F.period_end, _F.measure, _F.confidence, _F.state, _F.quote, *_PAPER,
    ).join_from(schema.figures, schema.documents)  # fmt: skip
    query = query.where(*of_figures(wanted, connection.dialect.name))
    if after is not None:
        doc, number = unpack(after, int, int)
        query = query.where(or_(_F.doc < doc, and_(_F.doc == doc, _F.ord > number)))
    found: Sequence[Any] = connection.execute(query.order_by(_F.doc.desc(), _F.ord).limit(limit + 1)).all()
    items = []
    for row in found[:limit]:
        values: list[Any] = [row.id, *row[2:16], Paper(*row[16:])]
        items.append(FigureRow(*values))
    rest = pack(found[limit - 1].doc, found[limit - 1].ord) if len(found) > limit else None
    return Page(items, rest)


def organisations(connection: Connection, wanted: Filter, after: str | None, limit: int) -> Page[OrganisationRow]:
    """See Store.organisations."""
    if _told_alike(wanted):
        items = _listed(connection, wanted, after, limit + 1)
    else:
        items = _counted(connection, wanted, after, limit + 1)
    last = items[limit - 1] if len(items) > limit else None
    return Page(items[:limit], pack(last.measures, last.documents, last.id) if last else None)


def _told_alike(wanted: Filter) -> bool:
    """Do all documents and measures count, so that what is counted ahead holds?"""
    return replace(wanted, organisation=None, alone=False) == EVERYTHING


def _listed(connection: Connection, wanted: Filter, after: str | None, limit: int) -> list[OrganisationRow]:
    """The first of the bodies, by what is counted ahead."""
    query = select(_B.id, _B.name, _B.kind, _C.documents, _C.measures, _C.open, _C.due, _ABOVE.c.name.label("above"))
    query = query.select_from(schema.tallies).join(schema.bodies, _B.id == _C.body)
    query = query.outerjoin(_ABOVE, _ABOVE.c.id == _B.authority)
    if wanted.organisation:
        query = query.where(_C.body.in_(named(wanted.organisation, wanted.alone)))
    if after is not None:
        first, second, identity = unpack(after, int, int, str)
        fewer = or_(_C.documents < second, and_(_C.documents == second, _C.body > identity))
        # The first condition says no more than the second; it is what an index is entered by.
        query = query.where(_C.measures <= first, or_(_C.measures < first, fewer))
    query = query.order_by(_C.measures.desc(), _C.documents.desc(), _C.body).limit(limit)
    return [OrganisationRow(*row) for row in connection.execute(query)]


def _counted(connection: Connection, wanted: Filter, after: str | None, limit: int) -> list[OrganisationRow]:
    """The same of some documents and measures."""
    query = _bodies(wanted, connection.dialect.name)
    columns = query.selected_columns
    if after is not None:
        first, second, identity = unpack(after, int, int, str)
        fewer = or_(columns.documents < second, and_(columns.documents == second, columns.id > identity))
        query = query.where(or_(columns.measures < first, and_(columns.measures == first, fewer)))
    return _shown(connection, query, wanted, limit)


def organisation(connection: Connection, identity: str) -> OrganisationRow | None:
    """See Store.organisation."""
    for wanted in (Filter(organisation=identity, alone=True), Filter(organisation=identity)):
        found = _listed(connection, wanted, None, 2)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _shown(connection: Connection, query: Select[Any], wanted: Filter, limit: int) -> list[OrganisationRow]:
    """The first of the bodies. When something is due next is asked only of them: to ask it of all takes longer than
    to count what they answer for."""
    columns = query.selected_columns
    order = columns.measures.desc(), columns.documents.desc(), columns.id
    page = query.order_by(*order).limit(limit).subquery()
    due = select(func.min(_T.due)).select_from(schema.deadlines)
    due = due.join(schema.parties, and_(_P.doc == _T.doc, _P.measure == _T.measure))
    due = _answered_for(due, wanted, connection.dialect.name).where(_P.body == page.c.id, _M.status != "done")
    shown = select(
        page.c.id, page.c.name, page.c.kind, page.c.documents, page.c.measures, page.c.open,
        due.correlate(page).scalar_subquery(), page.c.authority,
    ).order_by(page.c.measures.desc(), page.c.documents.desc(), page.c.id)  # fmt: skip
    return [OrganisationRow(*row) for row in connection.execute(shown)]


def _bodies(wanted: Filter, dialect: str) -> Select[Any]:
    """Bodies that the documents name, with counts of what they answer for."""
    meant = [named(name, wanted.alone) for name in (wanted.organisation, wanted.responsible) if name]
    # What narrows the bodies themselves says by that what their documents and measures name.
    of_theirs = of_documents(replace(wanted, organisation=None), dialect)
    named_in = (_where(table, of_theirs, meant) for table in (schema.organisations, schema.parties))
    everywhere = union(*named_in).subquery()
    counted = select(everywhere.c.body, func.count().label("documents")).group_by(everywhere.c.body).subquery()
    theirs = select(_P.body, _M.doc, _M.id, case((_M.status != "done", 1), else_=0).label("open")).distinct()
    theirs = theirs.select_from(schema.parties).where(*(_P.body.in_(one) for one in meant))
    answers = _answered_for(theirs, wanted, dialect).subquery()
    answered = select(
        answers.c.body, func.count().label("measures"), func.sum(answers.c.open).label("open")
    ).group_by(answers.c.body).subquery()  # fmt: skip
    query = select(
        _B.id, _B.name, _B.kind, counted.c.documents, func.coalesce(answered.c.measures, 0).label("measures"),
        func.coalesce(answered.c.open, 0).label("open"), _ABOVE.c.name.label("authority"),
    ).select_from(schema.bodies).join(counted, counted.c.body == _B.id)  # fmt: skip
    return query.outerjoin(answered, answered.c.body == _B.id).outerjoin(_ABOVE, _ABOVE.c.id == _B.authority)


def _answered_for(query: Select[Any], wanted: Filter, dialect: str) -> Select[Any]:
    """With the measures that parties answer for, of those that are meant."""
    query = query.join(schema.measures, and_(_M.doc == _P.doc, _M.id == _P.measure))
    answering = of_measures(replace(wanted, organisation=None, responsible=None), dialect)
    return query.join(schema.documents, _D.seq == _P.doc).where(*answering) if answering else query


def _where(
    table: Table, of_documents: Sequence[ColumnElement[bool]], meant: Sequence[Select[Any] | CompoundSelect[Any]]
) -> Select[Any]:
    """Which documents a table has a body in: of those documents, and bodies, that are meant."""
    query = select(table.c.body, table.c.doc).where(*(table.c.body.in_(one) for one in meant))
    return query.where(table.c.doc.in_(select(_D.seq).where(*of_documents))) if of_documents else query
