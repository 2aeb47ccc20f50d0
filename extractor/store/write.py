"""What was found in documents, kept: several documents in one transaction, each with its line in the outbox.

One transaction for several, as a commit waits for the disk, and a statement costs the same for one row as for twenty.
Nothing of it is known to anybody before all of it is safe."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, Connection, Executable, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from extractor.schema.contract import Extraction, Failure
from extractor.store import schema
from extractor.store.apply import applied
from extractor.store.change import (
    Made,
    News,
    announce,
    card,
    insert_new,
    locked,
    make,
    now,
    packed,
    rewrite,
    write_rows,
)
from extractor.store.ledger import kept
from extractor.store.legible import legible
from extractor.store.project import Row
from extractor.store.rows import Saved
from extractor.store.tallies import Changes

_NO_ERROR: Final = {"error_code": None, "error_message": None, "failure": None}
_D: Final = schema.documents.c
_KEEP: Final = insert(schema.extractions)
_ASKED: Final[BindParameter[str]] = bindparam("asked", expanding=True)
_DIGESTS: Final = select(_D.id, _D.digest).where(_D.id.in_(_ASKED))
# Locked in one order, so that two writers of the same documents wait for each other and do not lock each other out.
_OWN: Final = select(schema.documents).where(_D.id.in_(_ASKED)).order_by(_D.id).with_for_update()
_BURIED: Final = select(schema.tombstones).where(schema.tombstones.c.document_id.in_(_ASKED))


class Prepared:
    """What a save writes, made before the database is held: others wait for it as short as can be.

    json: the JSON of `found`, where it is known."""

    def __init__(self, found: Extraction | Failure, *, json: str | None = None) -> None:
        self.found = found
        self.mark = digest(found)
        self._json = json

    @cached_property
    def made(self) -> Made:
        """The rows of an extraction as the program gave it."""
        if isinstance(self.found, Failure):
            raise TypeError("a failure has no rows")
        return make(self.found, {})

    @cached_property
    def packed(self) -> bytes:
        """The extraction as it is kept."""
        return packed(self._json or self.found.model_dump_json())

    def make(self) -> None:
        """Make it now."""
        if isinstance(self.found, Extraction):
            _ = self.made, self.packed


class _Told(NamedTuple):
    """What is announced when all is written."""

    news: list[News]
    counts: Changes


class Entry(NamedTuple):
    """A save: see Store.save."""

    prepared: Prepared
    seen_at: str | None = None
    stored_file: str | None = None

    @property
    def identity(self) -> str:
        """The document's id."""
        return document_id(self.prepared.found, self.seen_at)


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


def news(connection: Connection, batch: Sequence[Entry]) -> list[Prepared]:
    """Of which a save would write more than where the document was seen."""
    known = {row.id: row.digest for row in connection.execute(_DIGESTS, _asked({entry.identity for entry in batch}))}
    return [entry.prepared for entry in batch if known.get(entry.identity) != entry.prepared.mark]


def save(connection: Connection, prepared: Prepared, seen_at: str | None, stored_file: str | None) -> Saved:
    """Keep what was found. The same again changes nothing but the places where the document was seen."""
    return save_all(connection, [Entry(prepared, seen_at, stored_file)])[0]


def save_all(connection: Connection, batch: Sequence[Entry]) -> list[Saved]:
    """Several, in this order."""
    done: dict[int, Saved] = {}
    told = _Told([], Changes())
    rest = dict(enumerate(batch))
    while rest:
        # A document that comes twice is one after the other.
        turn: dict[str, int] = {}
        for number, entry in rest.items():
            turn.setdefault(entry.identity, number)
        saved = _turn(connection, {identity: rest.pop(number) for identity, number in turn.items()}, told)
        done.update((number, saved[identity]) for identity, number in turn.items())
    announce(connection, told.news, told.counts)
    return [done[number] for number in range(len(batch))]


def saw(connection: Connection, identity: str, place: str) -> bool:
    """See Store.saw."""
    row = locked(connection, identity)
    if row is not None:
        _seen(connection, [_sighting(row.seq, place, now())])
    return row is not None


def _turn(connection: Connection, batch: Mapping[str, Entry], told: _Told) -> dict[str, Saved]:
    """Different documents, by id."""
    at = now()
    rows = _own(connection, batch, at)
    places = [(rows[identity].seq, entry.seen_at) for identity, entry in batch.items()]
    _seen(connection, [_sighting(doc, place, at) for doc, place in places if place is not None])
    done = _extracted(connection, rows, batch, at, told)
    for identity, (prepared, _, stored_file) in batch.items():
        row = rows[identity]
        if stored_file is not None and stored_file != row.stored_file:
            rewrite(connection, [{"of": row.seq, "stored_file": legible(stored_file)}])
        if isinstance(prepared.found, Failure):
            done[identity] = _fail(connection, row, prepared.found, prepared.mark, told)
        elif identity not in done:
            if row.error_code is not None:
                rewrite(connection, [{"of": row.seq, **_NO_ERROR}])
            done[identity] = Saved(identity, row.version, row.revision, False)
    return done


def _asked(identities: Iterable[str]) -> dict[str, list[str]]:
    return {"asked": sorted(identities)}


def _own(connection: Connection, batch: Mapping[str, Entry], at: str) -> dict[str, Any]:
    """The documents' rows by id, made where there are none; locked."""
    rows = {row.id: row for row in connection.execute(_OWN, _asked(batch))}
    lacking = _asked(batch.keys() - rows.keys())
    if not lacking["asked"]:
        return rows
    buried = {row.document_id: row.revision for row in connection.execute(_BURIED, lacking)}
    fresh = [_fresh(identity, batch[identity], buried.get(identity, 0), at) for identity in lacking["asked"]]
    insert_new(connection, schema.documents, fresh)
    return rows | {row.id: row for row in connection.execute(_OWN, lacking)}


def _fresh(identity: str, entry: Entry, revision: int, at: str) -> Row:
    source = entry.prepared.found.source
    return {
        "id": identity,
        "sha256": source.sha256,
        "status": "failed",
        "filename": legible(source.filename),
        "media_type": source.media_type,
        "bytes": source.bytes,
        "ocr": False,
        "version": 0,
        "revision": revision,
        "measures": 0,
        "corrections": 0,
        "added": at,
        "updated": at,
    }


def _extracted(
    connection: Connection, rows: Mapping[str, Any], batch: Mapping[str, Entry], at: str, told: _Told
) -> dict[str, Saved]:
    """New versions, of those documents that have one."""
    kept_, made, changed, done = [], {}, [], {}
    for identity, (prepared, _, _) in batch.items():
        row, found = rows[identity], prepared.found
        if isinstance(found, Failure) or prepared.mark == row.digest:
            continue
        version, revision = row.version + 1, row.revision + 1
        kept_.append(_version(row.seq, version, prepared, found, at))
        made[row.seq] = one = _made(connection, row, prepared, found)
        new = {"version": version, "digest": prepared.mark, "revision": revision, "updated": at}
        changed.append({**one.rows.document, **_NO_ERROR, **new, "of": row.seq})
        payload = card(one.rows, identity, found.source.sha256, version)
        told.news.append(News(identity, revision, "document.extracted", payload))
        done[identity] = Saved(identity, version, revision, True)
    if done:
        connection.execute(_KEEP, kept_)
        write_rows(
            connection, made, told.counts, new={rows[identity].seq for identity in done if not rows[identity].version}
        )
        rewrite(connection, changed)
    return done


def _version(doc: int, version: int, prepared: Prepared, found: Extraction, at: str) -> Row:
    return {
        "doc": doc,
        "version": version,
        "digest": prepared.mark,
        "schema_version": found.schema_version,
        "producer": f"{found.producer.name} {found.producer.version}"[:64],
        "status": found.status,
        "json": prepared.packed,
        "added": at,
    }


def _made(connection: Connection, row: Any, prepared: Prepared, found: Extraction) -> Made:
    """The rows, with what people said of the document."""
    said = kept(connection, row.seq) if row.corrections else []
    if not said:
        return prepared.made
    corrected = applied(found, said)
    return make(corrected.extraction, corrected.states)


def _fail(connection: Connection, row: Any, found: Failure, mark: str, told: _Told) -> Saved:
    """A document that was read before keeps what was found in it, and names the error."""
    error = {
        "error_code": found.error.code,
        "error_message": legible(found.error.message),
        "failure": found.model_dump_json(),
    }
    if row.version or row.digest == mark:
        if row.version:
            rewrite(connection, [{"of": row.seq, **error}])
        return Saved(row.id, row.version, row.revision, False)
    revision = row.revision + 1
    rewrite(connection, [{"of": row.seq, **error, "digest": mark, "revision": revision, "updated": now()}])
    payload = {"id": row.id, "sha256": row.sha256, "status": "failed", "error": found.error.model_dump()}
    told.news.append(News(row.id, revision, "document.failed", payload))
    return Saved(row.id, 0, revision, True)


def _sighting(doc: int, place: str, at: str) -> Row:
    mark = hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return {"doc": doc, "key": mark, "place": legible(place), "first": at, "last": at}


def _seen(connection: Connection, rows: list[Row]) -> None:
    if rows:
        connection.execute(_see(connection.dialect.name), rows)


@cache
def _see(dialect: str) -> Executable:
    """A place is new, or was seen again."""
    places = schema.sightings
    into = postgresql.insert(places) if dialect == "postgresql" else sqlite.insert(places)
    return into.on_conflict_do_update(index_elements=[places.c.doc, places.c.key], set_={"last": into.excluded.last})
