"""What a batch has done: one SQLite file, so that a batch goes on where it stopped, whatever stopped it.

Two tables. `places`: each file, and each member of a container, with the size and time that it had and the SHA-256 of
its bytes. `documents`: each SHA-256 once, with what became of it; a mail may stand there twice, as the document that it
is and as the container of its attachments. Nothing is marked done before its result is safe, and
what is begun is marked before it begins: a document that takes the machine down is known by its attempts."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from extractor.errors import VytiahError

State = Literal["pending", "done", "empty", "failed"]
Kind = Literal["document", "container"]

#: Of the file's layout; a file of another is refused.
LAYOUT: Final = "1"
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS versions (
  id INTEGER PRIMARY KEY, program TEXT NOT NULL, models TEXT NOT NULL, settings TEXT NOT NULL,
  UNIQUE (program, models, settings));
CREATE TABLE IF NOT EXISTS documents (
  sha256 TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, attempts INTEGER NOT NULL,
  code TEXT, message TEXT, seconds REAL, version INTEGER REFERENCES versions, path, ordinal INTEGER NOT NULL,
  lost INTEGER NOT NULL, cover INTEGER NOT NULL, filed INTEGER NOT NULL, stored TEXT,
  round INTEGER NOT NULL, run INTEGER NOT NULL,
  PRIMARY KEY (sha256, kind)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS places (
  path, ordinal INTEGER NOT NULL, member TEXT, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
  sha256 TEXT, kind TEXT NOT NULL, code TEXT, message TEXT, PRIMARY KEY (path, ordinal)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where bytes were seen. ordinal: 0 for a file, from 1 for the members of a container, in its order.

    sha256 is None, and `code` and `message` say why, where there are no bytes to have one."""

    path: Path
    ordinal: int = 0
    member: str | None = None
    size: int = 0
    mtime: int = 0
    sha256: str | None = None
    kind: Kind = "document"
    code: str | None = None
    message: str | None = None

    @property
    def shown(self) -> str:
        """The path, and the member's behind it, for people."""
        return str(self.path) if self.member is None else f"{self.path}/{self.member}"


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a document, or of a container: then `lost` of its members failed.

    status "empty": a part that holds no text, which is no loss, such as a picture in a mail's footer.
    path, ordinal: the place that its result names. cover: the bytes, as a file, come apart too, as a mail with
    attachments does. version: row of `versions`. filed: a result file was written. stored: the store that has it.
    round: the pass over the archive that it was done in; run: the run."""

    sha256: str
    path: Path
    ordinal: int = 0
    kind: Kind = "document"
    status: State = "pending"
    attempts: int = 0
    code: str | None = None
    message: str | None = None
    seconds: float | None = None
    version: int | None = None
    lost: int = 0
    cover: bool = False
    filed: bool = False
    stored: str | None = None
    round: int = 0
    run: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """A place with what became of what stands there; for the index and the lists of failures."""

    place: Place
    record: Record | None


class ManifestError(VytiahError):
    """The manifest is no manifest of ours, or damaged. One line for people."""


class Manifest:
    """A manifest open for one batch; a context manager. `run` counts the runs, `round` the whole passes before this.

    Writes stand in `with manifest.writing():`, which commits all or nothing. sqlite3.Error rises where the disk
    fails."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
            self._db.execute("PRAGMA journal_mode = WAL")
            # A commit is on the disk when it returns: an attempt must be known after a power failure.
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.executescript(_TABLES)
            if self._meta("layout", LAYOUT) != LAYOUT:
                raise ManifestError(f"{path} was written by another version of the program")
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            raise ManifestError(f"{path} is damaged or no manifest: {error}") from error
        with self.writing():
            self.run = int(self._meta("run", "0")) + 1
            self.round = int(self._meta("round", "0"))
            self.listed = self._meta("listed", "0") == "1"
            self._set("run", self.run)

    def __enter__(self) -> Manifest:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def mark_listed(self, listed: bool) -> None:
        """Say whether the index and the lists of failures, which are made from this, are as new as it is."""
        if listed != self.listed:
            self._set("listed", int(listed))
            self.listed = listed

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            self.listed = self._meta("listed", "0") == "1"
            raise

    def end_round(self) -> None:
        """The archive has been passed through whole: what is done stays named as it is, whatever comes later."""
        self.round += 1
        self._set("round", self.round)

    def version(self, program: str, models: str, settings: str) -> int:
        """The row of this version of the program, its models and settings; made where it is new."""
        key = (program, models, settings)
        self._db.execute("INSERT OR IGNORE INTO versions (program, models, settings) VALUES (?, ?, ?)", key)
        where = "program = ? AND models = ? AND settings = ?"
        row = self._db.execute(f"SELECT id FROM versions WHERE {where}", key).fetchone()
        return int(row[0])

    def at(self, path: Path, ordinal: int = 0) -> Seen | None:
        """What is known of a place and of what stands there."""
        row = self._db.execute(f"{_SEEN} WHERE p.path = ? AND p.ordinal = ?", (_key(path), ordinal)).fetchone()
        return None if row is None else _seen(row, path)

    def record(self, sha256: str, kind: Kind = "document") -> Record | None:
        """What is known of a document or container."""
        row = self._db.execute(f"{_RECORD} WHERE sha256 = ? AND kind = ?", (sha256, kind)).fetchone()
        return None if row is None else _record(row)

    def records(self, sha256: str) -> tuple[Record | None, Record | None]:
        """What is known of bytes: as a document, and as a container."""
        rows = self._db.execute(f"{_RECORD} WHERE sha256 = ?", (sha256,)).fetchall()
        found = {record.kind: record for record in map(_record, rows)}
        return found.get("document"), found.get("container")

    def put_place(self, place: Place) -> None:
        """Write a place, over what was known of it."""
        self.mark_listed(False)
        values = (_key(place.path), place.ordinal, place.member, place.size, place.mtime)
        rest = (place.sha256, place.kind, place.code, place.message)
        self._db.execute(f"INSERT OR REPLACE INTO places VALUES ({', '.join('?' * 9)})", (*values, *rest))

    def drop_members(self, path: Path) -> None:
        """Forget the members of a file: it holds others now, or none."""
        self._db.execute("DELETE FROM places WHERE path = ? AND ordinal > 0", (_key(path),))

    def put(self, record: Record) -> None:
        """Write a document's record, over what was known of it."""
        self.mark_listed(False)
        r = record
        values = (r.sha256, r.kind, r.status, r.attempts, r.code, r.message, r.seconds, r.version)
        rest = (_key(r.path), r.ordinal, r.lost, int(r.cover), int(r.filed), r.stored, r.round, r.run)
        self._db.execute(f"INSERT OR REPLACE INTO documents VALUES ({', '.join('?' * 16)})", (*values, *rest))

    def take_back(self, *, besides: Collection[str]) -> None:
        """Count no attempt for what this run has begun and not ended, besides those of these SHA-256."""
        where = "status = 'pending' AND run = ? AND attempts > 0"
        begun = self._db.execute(f"SELECT sha256, kind FROM documents WHERE {where}", (self.run,)).fetchall()
        rows = [row for row in begun if row[0] not in besides]
        self._db.executemany("UPDATE documents SET attempts = attempts - 1 WHERE sha256 = ? AND kind = ?", rows)

    def drop(self, sha256: str, kind: Kind) -> None:
        """Forget what was known of a document or container."""
        self._db.execute("DELETE FROM documents WHERE sha256 = ? AND kind = ?", (sha256, kind))

    def seen(self, *, failed: bool = False) -> Iterator[Seen]:
        """Every place, or with `failed` those that hold nothing that could be read, in the order of paths; streamed."""
        where = f"WHERE {_FAILED}" if failed else ""
        cursor = self._db.cursor()
        for row in cursor.execute(f"{_SEEN} {where} ORDER BY p.path, p.ordinal"):
            yield _seen(row)

    def failed_members(self, path: Path) -> int:
        """How many members of a file failed."""
        query = f"SELECT count(*) {_JOINED} WHERE p.path = ? AND p.ordinal > 0 AND {_FAILED}"
        return int(self._db.execute(query, (_key(path),)).fetchone()[0])

    def _meta(self, key: str, default: str) -> str:
        self._db.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (key, default))
        return str(self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0])

    def _set(self, key: str, value: int) -> None:
        self._db.execute("UPDATE meta SET value = ? WHERE key = ?", (str(value), key))


_PLACE_COLUMNS: Final = "p.path, p.ordinal, p.member, p.size, p.mtime, p.sha256, p.kind, p.code, p.message"
_RECORD_COLUMNS: Final = (
    "d.sha256, d.kind, d.status, d.attempts, d.code, d.message, d.seconds, d.version, d.path, d.ordinal, d.lost, "
    "d.cover, d.filed, d.stored, d.round, d.run"
)
_JOINED: Final = "FROM places p LEFT JOIN documents d ON d.sha256 = p.sha256 AND d.kind = p.kind"
_SEEN: Final = f"SELECT {_PLACE_COLUMNS}, {_RECORD_COLUMNS} {_JOINED}"
_FAILED: Final = "(p.code IS NOT NULL OR d.status = 'failed')"
_RECORD: Final = f"SELECT {_RECORD_COLUMNS} FROM documents d"
#: A row of the database: whatever was put in.
_Row = tuple[Any, ...]


def _key(path: Path) -> str | bytes:
    """Text where the name is text, for who reads the file with a tool; else its bytes, which no text equals."""
    name = os.fsencode(path)
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name


def _seen(row: _Row, path: Path | None = None) -> Seen:
    """path: that of the place, where it is known: to make one takes as long as to ask for the row."""
    path = path or Path(os.fsdecode(row[0]))
    at = path if row[17] == row[0] else None
    return Seen(Place(path, *row[1:9]), None if row[9] is None else _record(row[9:], at))


def _record(row: _Row, at: Path | None = None) -> Record:
    sha256, kind, status, attempts, code, message, seconds, version, path, ordinal, *rest = row
    at = at or Path(os.fsdecode(path))
    lost, cover, filed, *last = rest
    facts = (kind, status, attempts, code, message, seconds, version, lost, bool(cover), bool(filed))
    return Record(sha256, at, ordinal, *facts, *last)
