"""What was found in documents, kept: several documents in one transaction, each with its line in the outbox.

One transaction for several, as a commit waits for the disk, and a statement costs the same for one row as for twenty.
Nothing of it is known to anybody before all of it is safe."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, Connection, Executable, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from extractor.store import schema
from extractor.store.apply import applied
from extractor.store.change import (
    Made,
    News,
    announce,
    card,
    locked,
    make,
    now,
    rewrite,
    write_rows,
)
from extractor.store.ledger import kept
from extractor.store.legible import legible
from extractor.store.prepared import Prepared, document_id
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
_T: Final = schema.tombstones.c
_BURIED: Final = select(_T.revision).where(_T.document_id == bindparam("of")).scalar_subquery()
_GO_ON: Final = (
    update(schema.documents)
    .where(_D.id.in_(_ASKED), _D.id == _T.document_id)
    .values(revision=_T.revision)
    .returning(schema.documents)
)


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
        return document_id(self.prepared.facts, self.seen_at)


def news(connection: Connection, batch: Sequence[Entry]) -> list[Prepared]:
    """Of which a save would write more than where the document was seen."""
    asked = {"asked": sorted({entry.identity for entry in batch})}
    known = {row.id: row.digest for row in connection.execute(_DIGESTS, asked)}
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
        if prepared.facts.failed:
            done[identity] = _fail(connection, row, prepared, told)
        elif identity not in done:
            if row.error_code is not None:
                rewrite(connection, [{"of": row.seq, **_NO_ERROR}])
            done[identity] = Saved(identity, row.version, row.revision, False)
    return done


def _own(connection: Connection, batch: Mapping[str, Entry], at: str) -> dict[str, Any]:
    """The documents' rows by id, made where there are none; locked. Most are new, so they are not asked for first."""
    rows: dict[str, Any] = {}
    while lacking := sorted(batch.keys() - rows.keys()):
        fresh = [_fresh(identity, batch[identity], at) for identity in lacking]
        made = {row.id: row for row in connection.execute(_make_new(connection.dialect.name), fresh)}
        if made and connection.dialect.name == "postgresql":
            # Who deleted it may have been waited for: the insertion has not seen what was left of it.
            made |= {row.id: row for row in connection.execute(_GO_ON, {"asked": sorted(made)})}
        rows |= made
        known = [identity for identity in lacking if identity not in made]
        if known:
            # One that is deleted while it is waited for is made anew.
            rows |= {row.id: row for row in connection.execute(_OWN, {"asked": known})}
    return rows


@cache
def _make_new(dialect: str) -> Executable:
    """A document is new, or is left as it is. One that was deleted goes on behind its last revision."""
    into = postgresql.insert(schema.documents) if dialect == "postgresql" else sqlite.insert(schema.documents)
    revision = func.coalesce(_BURIED, 0)
    return into.values(revision=revision).on_conflict_do_nothing().returning(schema.documents)


def _fresh(identity: str, entry: Entry, at: str) -> Row:
    facts = entry.prepared.facts
    return {
        "of": identity,
        "id": identity,
        "sha256": facts.sha256,
        "status": "failed",
        "filename": legible(facts.filename),
        "media_type": facts.media_type,
        "bytes": facts.bytes,
        "stored_file": legible(entry.stored_file),
        "ocr": False,
        "version": 0,
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
        row, facts = rows[identity], prepared.facts
        if facts.failed or prepared.mark == row.digest:
            continue
        version, revision = row.version + 1, row.revision + 1
        kept_.append(_version(row.seq, version, prepared, at))
        made[row.seq] = one = _made(connection, row, prepared)
        new = {"version": version, "digest": prepared.mark, "revision": revision, "updated": at}
        changed.append({**one.rows.document, **_NO_ERROR, **new, "of": row.seq})
        payload = card(one.rows, identity, facts.sha256, version)
        told.news.append(News(identity, revision, "document.extracted", payload))
        done[identity] = Saved(identity, version, revision, True)
    if done:
        connection.execute(_KEEP, kept_)
        write_rows(
            connection, made, told.counts, new={rows[identity].seq for identity in done if not rows[identity].version}
        )
        rewrite(connection, changed)
    return done


def _version(doc: int, version: int, prepared: Prepared, at: str) -> Row:
    return {
        "doc": doc,
        "version": version,
        "digest": prepared.mark,
        "schema_version": prepared.facts.schema_version,
        "producer": prepared.facts.producer,
        "status": prepared.facts.status,
        "json": prepared.packed,
        "added": at,
    }


def _made(connection: Connection, row: Any, prepared: Prepared) -> Made:
    """The rows, with what people said of the document."""
    said = kept(connection, row.seq) if row.corrections else []
    if not said:
        return prepared.made
    corrected = applied(prepared.extraction, said)
    return make(corrected.extraction, corrected.states)


def _fail(connection: Connection, row: Any, prepared: Prepared, told: _Told) -> Saved:
    """A document that was read before keeps what was found in it, and names the error."""
    found, mark = prepared.failure, prepared.mark
    error = {
        "error_code": found.error.code,
        "error_message": legible(found.error.message),
        "failure": prepared.json,
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
