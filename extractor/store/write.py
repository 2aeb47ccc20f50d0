"""What changes a document: one transaction each, with the outbox in it."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError
from sqlalchemy import Connection, Table, delete, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from extractor.schema.contract import SCHEMA_VERSION, Extraction, Failure
from extractor.store import lemmas, schema, search
from extractor.store.apply import applied
from extractor.store.ledger import kept
from extractor.store.legible import legible
from extractor.store.project import Row, Rows, project
from extractor.store.rows import Saved

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The advisory lock under which PostgreSQL numbers the outbox: else a lower cursor could be committed after a higher
#: one, and whoever asks for what came after that would never see it.
_OUTBOX_LOCK: Final = 0x767974_6F75
#: Level 6 of zlib makes the JSON of an Extraction a fifth to a tenth.
_LEVEL: Final = 6
_NO_ERROR: Final = {"error_code": None, "error_message": None, "failure": None}


def now() -> str:
    """The time, as the store writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def document_id(found: Extraction | Failure, seen_at: str | None) -> str:
    """The first 32 hex digits of the SHA-256 of the bytes; where they could not be read, of the place's name."""
    if found.source.sha256 is not None:
        return found.source.sha256[:32]
    place = legible(seen_at or found.source.filename or "")
    return hashlib.sha256(b"unread\0" + place.encode()).hexdigest()[:32]


def digest(found: Extraction | Failure) -> str:
    """The hash of what was found, without where: the same bytes under another name are nothing new."""
    source = found.source.model_copy(update={"filename": None, "container": None})
    return hashlib.sha256(found.model_copy(update={"source": source}).model_dump_json().encode()).hexdigest()


def packed(found: Extraction) -> bytes:
    """The JSON of an Extraction, deflated."""
    return zlib.compress(found.model_dump_json().encode(), _LEVEL)


def unpacked(data: bytes) -> str:
    """The JSON again, byte for byte."""
    return zlib.decompress(data).decode()


def parsed(data: bytes) -> Extraction:
    """The Extraction that was packed. One of an older minor version of the contract becomes one of today's: it lacks
    only fields that may be absent."""
    try:
        return Extraction.model_validate_json(unpacked(data))
    except ValidationError:
        whole = json.loads(unpacked(data))
        return Extraction.model_validate({**whole, "schema_version": SCHEMA_VERSION})


def insert_new(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Insert those rows that are not there yet, whoever else does the same now."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(postgresql.insert(table).on_conflict_do_nothing(), rows)
    else:
        connection.execute(sqlite.insert(table).on_conflict_do_nothing(), rows)


def locked(connection: Connection, identity: str) -> Any:
    """The row of a document, which nobody else changes until the transaction ends; None where there is none."""
    found = select(schema.documents).where(schema.documents.c.id == identity)
    return connection.execute(found.with_for_update()).one_or_none()


class Prepared:
    """What a save writes, made before the database is held: others wait for it as short as can be."""

    def __init__(self, found: Extraction | Failure) -> None:
        self.found = found
        self.mark = digest(found)

    @cached_property
    def made(self) -> Made:
        """The rows of an extraction as the program gave it."""
        if isinstance(self.found, Failure):
            raise TypeError("a failure has no rows")
        return make(self.found, {})

    @cached_property
    def json(self) -> bytes:
        """The extraction as it is kept."""
        if isinstance(self.found, Failure):
            raise TypeError("a failure is kept with its document")
        return packed(self.found)

    def make(self) -> None:
        """Make it now."""
        if not isinstance(self.found, Failure):
            _ = self.made, self.json


def is_new(connection: Connection, prepared: Prepared, identity: str) -> bool:
    """Whether a save would write more than where the document was seen."""
    kept_ = connection.execute(select(schema.documents.c.digest).where(schema.documents.c.id == identity)).scalar()
    return kept_ != prepared.mark


def save(connection: Connection, prepared: Prepared, seen_at: str | None, stored_file: str | None) -> Saved:
    """Keep what was found. The same again changes nothing but the places where the document was seen."""
    found, mark = prepared.found, prepared.mark
    identity, at = document_id(found, seen_at), now()
    row = _own(connection, found, identity, at)
    if seen_at is not None:
        _seen(connection, row.seq, seen_at, at)
    if stored_file is not None and stored_file != row.stored_file:
        _set(connection, row.seq, {"stored_file": legible(stored_file)})
    if isinstance(found, Failure):
        return _fail(connection, row, found, mark, at)
    if mark == row.digest:
        if row.error_code is not None:
            _set(connection, row.seq, dict(_NO_ERROR))
        return Saved(identity, row.version, row.revision, False)
    version = row.version + 1
    connection.execute(
        insert(schema.extractions).values(
            doc=row.seq,
            version=version,
            digest=mark,
            schema_version=found.schema_version,
            producer=f"{found.producer.name} {found.producer.version}"[:64],
            status=found.status,
            json=prepared.json,
            added=at,
        )
    )
    said = kept(connection, row.seq) if row.corrections else []
    made = prepared.made
    if said:
        corrected = applied(found, said)
        made = make(corrected.extraction, corrected.states)
    write_rows(connection, row.seq, made)
    new = {"version": version, "digest": mark, **_NO_ERROR}
    revision = raise_revision(connection, row, {**made.rows.document, **new}, at)
    told = card(made.rows, identity, found.source.sha256, version)
    announce(connection, identity, revision, "document.extracted", told)
    return Saved(identity, version, revision, True)


def _own(connection: Connection, found: Extraction | Failure, identity: str, at: str) -> Any:
    """The document's row, made where there is none; locked."""
    row = locked(connection, identity)
    if row is not None:
        return row
    buried = connection.execute(
        select(schema.tombstones.c.revision).where(schema.tombstones.c.document_id == identity)
    ).scalar()
    fresh = {
        "id": identity,
        "sha256": found.source.sha256,
        "status": "failed",
        "filename": legible(found.source.filename),
        "media_type": found.source.media_type,
        "bytes": found.source.bytes,
        "ocr": False,
        "version": 0,
        "revision": buried or 0,
        "measures": 0,
        "corrections": 0,
        "added": at,
        "updated": at,
    }
    insert_new(connection, schema.documents, [fresh])
    return locked(connection, identity)


def _fail(connection: Connection, row: Any, found: Failure, mark: str, at: str) -> Saved:
    """A document that was read before keeps what was found in it, and names the error."""
    error = {
        "error_code": found.error.code,
        "error_message": legible(found.error.message),
        "failure": found.model_dump_json(),
    }
    if row.version:
        _set(connection, row.seq, error)
        return Saved(row.id, row.version, row.revision, False)
    if row.digest == mark:
        return Saved(row.id, 0, row.revision, False)
    revision = raise_revision(connection, row, {**error, "digest": mark}, at)
    payload = {"id": row.id, "sha256": row.sha256, "status": "failed", "error": found.error.model_dump()}
    announce(connection, row.id, revision, "document.failed", payload)
    return Saved(row.id, 0, revision, True)


def _seen(connection: Connection, doc: int, place: str, at: str) -> None:
    shown = legible(place)
    mark = hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    insert_new(connection, schema.sightings, [{"doc": doc, "key": mark, "place": shown, "first": at, "last": at}])
    places = schema.sightings
    connection.execute(update(places).where(places.c.doc == doc, places.c.key == mark).values(last=at))


def saw(connection: Connection, identity: str, place: str) -> bool:
    """See Store.saw."""
    row = locked(connection, identity)
    if row is not None:
        _seen(connection, row.seq, place, now())
    return row is not None


def _set(connection: Connection, doc: int, values: Row) -> None:
    connection.execute(update(schema.documents).where(schema.documents.c.seq == doc).values(values))


def raise_revision(connection: Connection, row: Any, values: Row, at: str) -> int:
    """Write a document's new values and give its new revision."""
    revision = int(row.revision) + 1
    _set(connection, row.seq, {**values, "revision": revision, "updated": at})
    return revision


@dataclass(frozen=True, slots=True)
class Made:
    """The rows and the full text of an extraction."""

    rows: Rows
    indexed: lemmas.Indexed


def make(found: Extraction, states: Mapping[str, str]) -> Made:
    """The rows and the full text of an extraction, of which people said `states`."""
    return Made(project(found, states), lemmas.index(found))


def write_rows(connection: Connection, doc: int, made: Made) -> None:
    """Write them instead of those that the document had."""
    for table in schema.DERIVED:
        connection.execute(delete(table).where(table.c.doc == doc))
    # In one order, so that two writers of the same bodies wait for each other and do not lock each other out.
    bodies = made.rows.bodies
    insert_new(connection, schema.bodies, [bodies[identity] for identity in sorted(bodies)])
    for table in schema.DERIVED:
        rows: list[Row] = getattr(made.rows, table.name)
        if rows:
            connection.execute(insert(table), [{"doc": doc, **row} for row in rows])
    search.put(connection, doc, made.indexed)


def card(rows: Rows, identity: str, sha256: str | None, version: int) -> Row:
    """What the outbox says of a document: enough to know whether to ask for it."""
    told = ("kind", "language", "number", "date", "issuer", "title", "status", "filename", "measures")
    return {"id": identity, "sha256": sha256, "extraction_version": version, **{n: rows.document[n] for n in told}}


def announce(connection: Connection, identity: str, revision: int, kind: str, payload: Row) -> None:
    """A line of the outbox: the last that a transaction writes, as others wait for it until it is committed."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _OUTBOX_LOCK})
    connection.execute(
        insert(schema.outbox).values(
            key=f"{identity}:{revision}",
            version=revision,
            kind=kind,
            document_id=identity,
            payload=json.dumps(payload, ensure_ascii=False),
            created=now(),
        )
    )


def forget(connection: Connection, identity: str) -> bool:
    """Delete a document with all that hangs on it; whether there was one."""
    row = locked(connection, identity)
    if row is None:
        return False
    search.remove(connection, row.seq)
    connection.execute(delete(schema.documents).where(schema.documents.c.seq == row.seq))
    revision = int(row.revision) + 1
    connection.execute(delete(schema.tombstones).where(schema.tombstones.c.document_id == identity))
    connection.execute(insert(schema.tombstones).values(document_id=identity, revision=revision))
    announce(connection, identity, revision, "document.deleted", {"id": identity, "sha256": row.sha256})
    return True
