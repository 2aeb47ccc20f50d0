"""What every change of a document is made of: its rows, its revision, its line in the outbox."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import Connection, Delete, Executable, Insert, Table, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from extractor.schema.older import extraction_of
from extractor.store import lemmas, schema, search, tallies
from extractor.store.project import Row, Rows, project

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from extractor.schema.contract import Extraction

#: The advisory lock under which PostgreSQL numbers the outbox: else a lower cursor could be committed after a higher
#: one, and whoever asks for what came after that would never see it.
_OUTBOX_LOCK: Final = 0x767974_6F75
#: zlib makes the JSON of an Extraction a fifth to a seventh of it; level 6 takes twice the time for an eighth less.
_LEVEL: Final = 3
# Made once: to make a statement takes the processor longer than to execute it.
_REWRITE: Final = update(schema.documents).where(schema.documents.c.seq == bindparam("of"))
_ANNOUNCE: Final = insert(schema.outbox)
_INSERT: Final[dict[str, Insert]] = {table.name: insert(table) for table in schema.DERIVED}
_DELETE: Final[tuple[Delete, ...]] = tuple(
    delete(table).where(table.c.doc == bindparam("of")) for table in schema.DERIVED
)


def now() -> str:
    """The time, as the store writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def packed(text_of_it: str) -> bytes:
    """The JSON of an Extraction, deflated."""
    return zlib.compress(text_of_it.encode(), _LEVEL)


def unpacked(data: bytes) -> str:
    """The JSON again, byte for byte."""
    return zlib.decompress(data).decode()


def parsed(data: bytes) -> Extraction:
    """The Extraction that was packed, by whichever version of the program."""
    return extraction_of(unpacked(data))


def insert_new(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Insert those rows that are not there yet, whoever else does the same now."""
    if rows:
        connection.execute(_insert_new(connection.dialect.name, table), rows)


@cache
def _insert_new(dialect: str, table: Table) -> Executable:
    into = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return into.on_conflict_do_nothing()


def locked(connection: Connection, identity: str) -> Any:
    """The row of a document, which nobody else changes until the transaction ends; None where there is none."""
    found = select(schema.documents).where(schema.documents.c.id == identity)
    return connection.execute(found.with_for_update()).one_or_none()


def rewrite(connection: Connection, rows: Sequence[Row]) -> None:
    """Write new values of documents; each row names the same columns, and its `seq` as `of`."""
    if rows:
        connection.execute(_REWRITE, rows)


def raise_revision(connection: Connection, row: Any, values: Row, at: str) -> int:
    """Write a document's new values and give its new revision."""
    revision = int(row.revision) + 1
    rewrite(connection, [{**values, "of": row.seq, "revision": revision, "updated": at}])
    return revision


@dataclass(frozen=True, slots=True)
class Made:
    """The rows and the full text of an extraction."""

    rows: Rows
    indexed: lemmas.Indexed


def make(found: Extraction, states: Mapping[str, str]) -> Made:
    """The rows and the full text of an extraction, of which people said `states`."""
    return Made(project(found, states), lemmas.index(found))


def write_rows(
    connection: Connection, made: Mapping[int, Made], counts: tallies.Changes, *, new: Collection[int] = ()
) -> None:
    """Write what was made of documents, by their `seq`, instead of the rows that they had; `new` ones had none.

    counts: what is to be announced of the bodies that they name."""
    known = [{"of": doc} for doc in made if doc not in new]
    counts.less.extend(tallies.of_documents(connection, [row["of"] for row in known]))
    counts.more.extend(tallies.of_rows(one.rows) for one in made.values())
    if known:
        for cleared in _DELETE:
            connection.execute(cleared, known)
    # In one order, so that two writers of the same bodies wait for each other and do not lock each other out.
    bodies = {identity: row for one in made.values() for identity, row in one.rows.bodies.items()}
    insert_new(connection, schema.bodies, [bodies[identity] for identity in sorted(bodies)])
    for name, statement in _INSERT.items():
        rows = [{"doc": doc, **row} for doc, one in made.items() for row in getattr(one.rows, name)]
        if rows:
            connection.execute(statement, rows)
    search.put(connection, {doc: one.indexed for doc, one in made.items()}, new=new)


def card(rows: Rows, identity: str, sha256: str | None, version: int) -> Row:
    """What the outbox says of a document: enough to know whether to ask for it."""
    told = ("kind", "language", "number", "date", "issuer", "title", "status", "filename", "measures")
    return {"id": identity, "sha256": sha256, "extraction_version": version, **{n: rows.document[n] for n in told}}


class News(NamedTuple):
    """A line of the outbox: what happened to a document, at which revision."""

    identity: str
    revision: int
    kind: str
    payload: Row


def announce(connection: Connection, told: Sequence[News], counts: tallies.Changes) -> None:
    """Lines of the outbox and counts of bodies: the last that a transaction writes, as others wait for it until it is
    committed."""
    if not told:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _OUTBOX_LOCK})
    counts.write(connection)
    lines = [
        {
            "key": f"{identity}:{revision}",
            "version": revision,
            "kind": kind,
            "document_id": identity,
            "payload": json.dumps(payload, ensure_ascii=False),
            "created": now(),
        }
        for identity, revision, kind, payload in told
    ]
    connection.execute(_ANNOUNCE, lines)


def forget(connection: Connection, identity: str) -> bool:
    """Delete a document with all that hangs on it; whether there was one."""
    row = locked(connection, identity)
    if row is None:
        return False
    counts = tallies.Changes()
    counts.less.extend(tallies.of_documents(connection, [row.seq]))
    search.remove(connection, [row.seq])
    connection.execute(delete(schema.documents).where(schema.documents.c.seq == row.seq))
    revision = int(row.revision) + 1
    connection.execute(delete(schema.tombstones).where(schema.tombstones.c.document_id == identity))
    connection.execute(insert(schema.tombstones).values(document_id=identity, revision=revision))
    gone = {"id": identity, "sha256": row.sha256}
    announce(connection, [News(identity, revision, "document.deleted", gone)], counts)
    return True
