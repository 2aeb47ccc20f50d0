"""Questions about documents."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import fields
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select

from extractor.schema.contract import Extraction, Failure
from extractor.store import ledger, schema
from extractor.store.apply import Applied, applied
from extractor.store.change import parsed, unpacked
from extractor.store.cursors import pack, unpack
from extractor.store.filters import Filter, of_documents
from extractor.store.rows import Change, DocumentRow, Page, Sighting

#: Extractions held at once while many are read.
_BATCH: Final = 20
_D: Final = schema.documents.c
_CARD: Final = tuple(schema.documents.c[f.name] for f in fields(DocumentRow))
#: Asked for each file that comes: to make a statement takes the processor longer than to execute it.
_CARD_OF: Final = select(*_CARD).where(_D.id == bindparam("identity"))


def documents(connection: Connection, wanted: Filter, after: str | None, limit: int) -> Page[DocumentRow]:
    """See Store.documents."""
    query = select(*_CARD).where(*of_documents(wanted, connection.dialect.name))
    if after is not None:
        added, identity = unpack(after, str, str)
        query = query.where(or_(_D.added < added, and_(_D.added == added, _D.id < identity)))
    found = connection.execute(query.order_by(_D.added.desc(), _D.id.desc()).limit(limit + 1)).all()
    items = [DocumentRow(*row) for row in found[:limit]]
    return Page(items, pack(items[-1].added, items[-1].id) if len(found) > limit else None)


def document(connection: Connection, identity: str) -> DocumentRow | None:
    """See Store.document."""
    row = connection.execute(_CARD_OF, {"identity": identity}).one_or_none()
    return None if row is None else DocumentRow(*row)


def identify(connection: Connection, beginning: str) -> list[str]:
    """See Store.identify."""
    if not beginning.isalnum():
        return []
    query = select(_D.id).where(_D.id.like(f"{beginning.lower()}%")).order_by(_D.id).limit(10)
    return list(connection.execute(query).scalars())


def sightings(connection: Connection, identity: str) -> list[Sighting]:
    """See Store.sightings."""
    places = schema.sightings.c
    query = select(places.place, places.first, places.last).join_from(schema.sightings, schema.documents)
    return [
        Sighting(*row) for row in connection.execute(query.where(_D.id == identity).order_by(places.first, places.key))
    ]


def extraction(connection: Connection, identity: str, version: int | None, corrected: bool) -> Extraction | None:
    """See Store.extraction."""
    kept = schema.extractions
    number: ColumnElement[int] | int = _D.version if version is None else version
    query = select(kept.c.json, _D.seq, _D.corrections).join_from(kept, schema.documents).where(_D.id == identity)
    row = connection.execute(query.where(kept.c.version == number)).one_or_none()
    if row is None:
        return None
    return _made(connection, row, corrected).extraction


def texts(connection: Connection, documents: Collection[int]) -> dict[int, str]:
    """The texts of the newest extractions, by `seq` of the document. Nothing else of them is made: what was found takes
    most of the time."""
    kept = schema.extractions
    query = select(_D.seq, kept.c.json).join_from(kept, schema.documents).where(kept.c.version == _D.version)
    found = connection.execute(query.where(_D.seq.in_(documents)))
    return {row.seq: json.loads(unpacked(row.json))["text"] for row in found}


def states(connection: Connection, identity: str) -> dict[str, str]:
    """See Store.states."""
    kept = schema.extractions
    query = select(kept.c.json, _D.seq, _D.corrections).join_from(kept, schema.documents)
    row = connection.execute(query.where(_D.id == identity, kept.c.version == _D.version)).one_or_none()
    return {} if row is None else _made(connection, row, True).states


def _made(connection: Connection, row: Any, corrected: bool) -> Applied:
    return applied(parsed(row.json), ledger.kept(connection, row.seq) if corrected and row.corrections else ())


def failure(connection: Connection, identity: str) -> Failure | None:
    """See Store.failure."""
    found = connection.execute(select(_D.failure).where(_D.id == identity)).scalar()
    return None if found is None else Failure.model_validate_json(found)


def batch(connection: Connection, wanted: Filter, after: int, corrected: bool) -> tuple[list[Extraction], int | None]:
    """Some extractions behind a document, and where to go on; None at the end."""
    kept = schema.extractions
    query = (
        select(kept.c.json, _D.seq, _D.corrections)
        .join_from(kept, schema.documents)
        .where(kept.c.version == _D.version)
    )
    query = query.where(*of_documents(wanted, connection.dialect.name), _D.seq > after).order_by(_D.seq).limit(_BATCH)
    found = connection.execute(query).all()
    made = [_made(connection, row, corrected).extraction for row in found]
    return made, found[-1].seq if len(found) == _BATCH else None


def changes(connection: Connection, after: int, limit: int) -> list[Change]:
    """See Store.changes."""
    line = schema.outbox.c
    query = select(line.cursor, line.key, line.version, line.kind, line.document_id, line.payload, line.created)
    found = connection.execute(query.where(line.cursor > after).order_by(line.cursor).limit(limit))
    return [Change(r.cursor, r.key, r.version, r.kind, r.document_id, json.loads(r.payload), r.created) for r in found]
