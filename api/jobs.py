"""Jobs in the database: what was accepted, who has it in hand, what became of it.

A file is queued, running, and then done, failed or cancelled. A process that takes one writes its own id and a lease,
and counts the attempt before it begins; it renews the lease while it works. Where it dies the lease runs out and
another takes the file over, `max_attempts` times: then the file fails alone. docs/service.md says why this is no
library's.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, case, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from api.database import Database, now
from api.tables import job_documents, job_files, jobs, sent
from api.uploads import Upload
from extractor.errors import StoreError

#: States that a file or a job does not leave.
FINISHED: Final = ("done", "failed", "cancelled")
_WAITING: Final = ("queued", "running")
# Statements of every file, made once: to make one takes the processor as long as to execute it.
_F: Final = job_files.c
# Two comparisons, as `in_` is put together anew each time.
_WAITS: Final = or_(*(_F.state == state for state in _WAITING))
_COUNT_WAITING: Final = select(func.count()).where(_WAITS)
_IS_JOB: Final = select(jobs.c.id).where(jobs.c.id == bindparam("job"))
_ENDED: Final = select(jobs.c.id).where(jobs.c.id.in_(bindparam("asked", expanding=True)), jobs.c.state.in_(FINISHED))
_LOCK_JOB: Final = _IS_JOB.with_for_update()
_NEW_JOB: Final = insert(jobs)
_NEW_FILE: Final = insert(job_files)
_NEW_DOCUMENTS: Final = insert(job_documents)
_FORGET_DOCUMENTS: Final = delete(job_documents).where(
    job_documents.c.file_id == bindparam("file"), job_documents.c.position >= bindparam("from")
)
_END: Final = update(job_files).values(claimed_by=None, lease=None)
_END_OWN: Final = _END.where(_F.id == bindparam("file"), _F.state == "running", _F.claimed_by == bindparam("me"))
_OF_JOB: Final = select(_F.id).where(_F.job_id == bindparam("job"))
#: A job with no file left ends: as done where one is, else as failed where one has, else as cancelled.
_END_JOB: Final = (
    update(jobs)
    .where(jobs.c.id == bindparam("job"), ~_OF_JOB.where(_WAITS).exists())
    .values(
        state=case(
            *((_OF_JOB.where(_F.state == state).exists(), state) for state in ("done", "failed")), else_="cancelled"
        ),
        finished=bindparam("at"),
    )
)


class QueueFull(Exception):  # noqa: N818 - no fault, an answer
    """As many files wait as may."""


class KeyReused(Exception):  # noqa: N818 - no fault, an answer
    """The Idempotency-Key stands for another request."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A file that this process has in hand."""

    file_id: int
    job_id: str
    name: str | None
    stored: str
    sha256: str
    attempts: int
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document of a file: its id, or why it could not be read; `name` says where in the file it stood."""

    name: str | None
    document_id: str | None
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a job, and the documents found in it so far."""

    id: int
    name: str | None
    bytes: int
    sha256: str
    state: str
    attempts: int
    code: str | None
    message: str | None
    documents: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class JobView:
    """A job; times are seconds since 1970."""

    id: str
    owner: str
    state: str
    created: float
    finished: float | None
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A job on the disk: `claims` are those of its files that this process has in hand already; `again` where the
    Idempotency-Key had been used for the same request before."""

    job_id: str
    claims: tuple[Claim, ...]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: for whom, which files, how they are read, and the request's Idempotency-Key."""

    owner: str
    uploads: tuple[Upload, ...]
    settings: dict[str, Any]
    idempotency_key: str | None = None

    @property
    def fingerprint(self) -> str:
        """Two requests that ask for the same have the same one."""
        import hashlib

        told = json.dumps([[(u.name, u.sha256) for u in self.uploads], self.settings], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


class Jobs:
    """The jobs of a database, as one service process sees them."""

    def __init__(self, database: Database, *, max_queue: int, max_attempts: int, lease: float) -> None:
        self._database, self._max_queue = database, max_queue
        self._max_attempts, self._lease = max_attempts, lease
        self._me = secrets.token_hex(8)

    def accept(self, order: Order, claim: int = 0, *, job_id: str | None = None) -> Accepted:
        """A new job, on the disk when this returns; `claim` of its files are this process's at once.

        Raises QueueFull, KeyReused."""
        made = job_id or secrets.token_hex(16)
        try:
            return self._database.write(lambda c: self._accept(c, order, claim, made))
        except IntegrityError:
            # The same key came twice at once; the other was first, and is found now.
            return self._database.write(lambda c: self._accept(c, order, claim, made))

    def _accept(self, connection: Connection, order: Order, claim: int, made: str) -> Accepted:
        if connection.execute(_IS_JOB, {"job": made}).one_or_none() is not None:
            # Done a second time, as the database was lost on the way back from the first.
            return Accepted(made, tuple(self._held(connection, order, made)))
        if order.idempotency_key is not None:
            before = select(jobs.c.id, jobs.c.fingerprint).where(
                jobs.c.owner == order.owner, jobs.c.idempotency_key == order.idempotency_key
            )
            found = connection.execute(before).one_or_none()
            if found is not None:
                if found.fingerprint != order.fingerprint:
                    raise KeyReused
                return Accepted(found.id, (), again=True)
        if _waiting(connection) + len(order.uploads) > self._max_queue:
            raise QueueFull
        at = now(connection)
        job = {
            "id": made,
            "owner": order.owner,
            "created": at,
            "state": "queued",
            "idempotency_key": order.idempotency_key,
            "fingerprint": order.fingerprint,
            "settings": json.dumps(order.settings, sort_keys=True),
        }
        connection.execute(_NEW_JOB, job)
        claims = []
        for position, upload in enumerate(order.uploads):
            mine = position < claim
            row = {
                "job_id": made,
                "position": position,
                "name": upload.name,
                "stored": upload.stored,
                "sha256": upload.sha256,
                "bytes": upload.bytes,
                "state": "running" if mine else "queued",
                "attempts": 1 if mine else 0,
                "claimed_by": self._me if mine else None,
                "lease": at + self._lease if mine else None,
            }
            key = connection.execute(_NEW_FILE, row).inserted_primary_key
            if mine and key is not None:
                claims.append(Claim(key[0], made, upload.name, upload.stored, upload.sha256, 1, order.settings))
        return Accepted(made, tuple(claims))

    def _held(self, connection: Connection, order: Order, job_id: str) -> Iterable[Claim]:
        f = job_files.c
        for row in connection.execute(select(job_files).where(f.job_id == job_id, self._own()).order_by(f.position)):
            yield Claim(row.id, job_id, row.name, row.stored, row.sha256, row.attempts, order.settings)

    def any_free(self) -> bool:
        """Whether any file waits, or its process has died."""
        found = select(job_files.c.id).limit(1)
        return self._database.read(lambda c: c.scalar(found.where(_free(now(c))))) is not None

    def claim(self, count: int) -> list[Claim]:
        """At most `count` files that wait, or whose process has died; they are this process's from now on."""
        claims, spent = self._database.write(lambda c: self._claim(c, count))
        for file_id, job_id in spent:
            # Where that fails it is found again; the claims stand already.
            with suppress(StoreError):
                self._database.write(partial(self._give_up, file_id=file_id, job_id=job_id))
        return claims

    def _claim(self, connection: Connection, count: int) -> tuple[list[Claim], list[tuple[int, str]]]:
        """The claims, and files with their jobs that have been tried too often."""
        at, f = now(connection), job_files.c
        found = connection.execute(
            select(job_files, jobs.c.settings)
            .join(jobs, jobs.c.id == f.job_id)
            .where(_free(at))
            .order_by(f.id)
            .limit(count)
            # PostgreSQL: what another process is just taking is passed over. SQLite has one writer at a time.
            .with_for_update(skip_locked=True, of=job_files)
        ).all()
        claims, spent = [], []
        for row in found:
            if row.attempts >= self._max_attempts:
                spent.append((row.id, row.job_id))
                continue
            mine = {"state": "running", "attempts": row.attempts + 1, "claimed_by": self._me, "lease": at + self._lease}
            connection.execute(update(job_files).where(f.id == row.id).values(mine))
            settings = json.loads(row.settings)
            claims.append(Claim(row.id, row.job_id, row.name, row.stored, row.sha256, row.attempts + 1, settings))
        return claims, spent

    def _give_up(self, connection: Connection, file_id: int, job_id: str) -> None:
        """A file that has been tried too often fails, unless it is cancelled by now."""
        # The job before its file, as who cancels it takes them; `_claim` holds files already.
        self._lock_job(connection, job_id)
        died = {"state": "failed", "code": "worker_died", "message": "the service died on it each time"}
        spent = and_(_F.id == file_id, _F.attempts >= self._max_attempts, _free(now(connection)))
        if connection.execute(_END.where(spent), died).rowcount:
            _settle(connection, job_id)

    def renew(self, file_ids: Sequence[int]) -> set[int]:
        """Files that this process still works on; gives those that are no longer its own, to be let go."""

        def work(connection: Connection) -> set[int]:
            mine = and_(job_files.c.id.in_(file_ids), self._own())
            connection.execute(update(job_files).where(mine).values(lease=now(connection) + self._lease))
            return set(file_ids) - set(connection.scalars(select(job_files.c.id).where(mine)))

        return self._database.write(work) if file_ids else set()

    def _own(self) -> ColumnElement[bool]:
        return and_(job_files.c.state == "running", job_files.c.claimed_by == self._me)

    def note(self, file_id: int, position: int, outcomes: Sequence[Outcome]) -> None:
        """Documents found in a file that is still being read; those at `position` and behind are replaced."""
        self._database.write(lambda c: _put(c, file_id, position, outcomes))

    def finish(self, claim: Claim, outcomes: Sequence[Outcome], position: int = 0) -> bool:
        """The file is read: `outcomes` are the documents from `position` on. False where it was no longer this
        process's, and nothing is written."""
        return self._database.write(lambda c: self.finish_in(c, claim, outcomes, position))

    def finish_in(self, connection: Connection, claim: Claim, outcomes: Sequence[Outcome], position: int = 0) -> bool:
        """See `finish`; as a part of the caller's transaction, that of the document itself: one commit for both."""
        # The job before its file, as who cancels it takes them.
        self._lock_job(connection, claim.job_id)
        # One that was read, if there is one; else what failed the file itself; else the first of its parts.
        known = _known(connection, claim, position) if position else []
        first = min([*known, *outcomes], key=lambda o: (o.code is not None, o.name != claim.name), default=None)
        end: dict[str, str | None] = {"state": "done"}
        if first is None:
            end = {"state": "failed", "code": "no_text", "message": "nothing readable was found in the file"}
        elif first.code is not None:
            end = {"state": "failed", "code": first.code, "message": first.message}
        if not connection.execute(_END_OWN, {**end, "file": claim.file_id, "me": self._me}).rowcount:
            return False
        _put(connection, claim.file_id, position, outcomes)
        _settle(connection, claim.job_id)
        return True

    def _lock_job(self, connection: Connection, job_id: str) -> None:
        """Whoever ends a file of a job stands in line: the last must see that it is the last."""
        if self._database.shared:
            connection.execute(_LOCK_JOB, {"job": job_id})

    def release(self, claims: Iterable[Claim]) -> None:
        """Files that this process gives back unread, as it is being stopped: the attempt does not count."""
        ids = [c.file_id for c in claims]
        back = {"state": "queued", "claimed_by": None, "lease": None, "attempts": job_files.c.attempts - 1}
        mine = and_(job_files.c.id.in_(ids), self._own())
        if ids:
            self._database.write(lambda c: c.execute(update(job_files).where(mine).values(back)) and None)

    def reclaim(self) -> None:
        """Everything in hand is nobody's: for the start of the only process that there can be."""
        lost = update(job_files).where(job_files.c.state == "running").values(lease=0.0)
        self._database.write(lambda c: c.execute(lost) and None)

    def cancel(self, job_id: str) -> list[str] | None:
        """The job's files that have not ended are cancelled; gives the stored names of these. None where there is no
        such job."""

        def work(connection: Connection) -> list[str] | None:
            if connection.execute(_LOCK_JOB, {"job": job_id}).one_or_none() is None:
                return None
            waiting = and_(job_files.c.job_id == job_id, _WAITS)
            stored = list(connection.scalars(select(job_files.c.stored).where(waiting)))
            gone = {"state": "cancelled", "claimed_by": None, "lease": None}
            connection.execute(update(job_files).where(waiting).values(gone))
            _settle(connection, job_id)
            return stored

        return self._database.write(work)

    def job(self, job_id: str) -> JobView | None:
        """A job with its files and their documents."""
        return self._database.read(lambda c: _view(c, job_id))

    def ended(self, job_ids: Sequence[str]) -> list[str]:
        """Those of these jobs that have ended."""
        return self._database.read(lambda c: list(c.scalars(_ENDED, {"asked": job_ids})))

    def recent(self, owner: str | None, limit: int) -> list[JobView]:
        """The newest jobs, of one owner or of all."""

        def work(connection: Connection) -> list[JobView]:
            query = select(jobs.c.id).order_by(jobs.c.created.desc()).limit(limit)
            ids = connection.scalars(query if owner is None else query.where(jobs.c.owner == owner)).all()
            return [view for i in ids if (view := _view(connection, i)) is not None]

        return self._database.read(work)

    def waiting(self) -> int:
        """Files that wait or are being read."""
        return self._database.read(_waiting)

    def used(self, owner: str) -> tuple[int, int]:
        """Files and bytes that an owner has ever sent."""
        sums = select(func.count(), func.coalesce(func.sum(job_files.c.bytes), 0))
        query = sums.join_from(job_files, jobs, jobs.c.id == job_files.c.job_id).where(jobs.c.owner == owner)

        before = select(sent.c.files, sent.c.bytes).where(sent.c.owner == owner)

        def work(connection: Connection) -> tuple[int, int]:
            files, size = connection.execute(query).one()
            more = connection.execute(before).one_or_none()
            return (files, int(size)) if more is None else (files + more.files, int(size) + more.bytes)

        return self._database.read(work)


def _free(at: float) -> ColumnElement[bool]:
    f = job_files.c
    return or_(f.state == "queued", and_(f.state == "running", f.lease < at))


def _waiting(connection: Connection) -> int:
    return connection.scalar(_COUNT_WAITING) or 0


def _put(connection: Connection, file_id: int, position: int, outcomes: Sequence[Outcome]) -> None:
    connection.execute(_FORGET_DOCUMENTS, {"file": file_id, "from": position})
    rows = [
        {
            "file_id": file_id,
            "position": at,
            "name": o.name,
            "document_id": o.document_id,
            "code": o.code,
            "message": o.message,
        }
        for at, o in enumerate(outcomes, position)
    ]
    if rows:
        connection.execute(_NEW_DOCUMENTS, rows)


def _known(connection: Connection, claim: Claim, position: int) -> list[Outcome]:
    """Of the documents of a file before `position` the one that says how the file ended, as `finish_in` chooses."""
    d = job_documents.c
    mine = select(job_documents).where(d.file_id == claim.file_id, d.position < position)
    others = d.name.is_distinct_from(claim.name)
    found = connection.execute(mine.order_by(d.code.isnot(None), others, d.position).limit(1))
    return [Outcome(row.name, row.document_id, row.code, row.message) for row in found]


def _settle(connection: Connection, job_id: str) -> None:
    """The job ends where none of its files is left."""
    connection.execute(_END_JOB, {"job": job_id, "at": now(connection)})


def _view(connection: Connection, job_id: str) -> JobView | None:
    job = connection.execute(select(jobs).where(jobs.c.id == job_id)).one_or_none()
    if job is None:
        return None
    files = connection.execute(select(job_files).where(job_files.c.job_id == job_id).order_by(job_files.c.position))
    rows = files.all()
    found: dict[int, list[Outcome]] = {row.id: [] for row in rows}
    d = job_documents.c
    documents = select(job_documents).join(job_files, job_files.c.id == d.file_id).where(job_files.c.job_id == job_id)
    for row in connection.execute(documents.order_by(d.file_id, d.position)):
        found[row.file_id].append(Outcome(row.name, row.document_id, row.code, row.message))
    views = tuple(_file(row, found[row.id]) for row in rows)
    begun = job.state == "queued" and any(v.state != "queued" for v in views)
    return JobView(job.id, job.owner, "running" if begun else job.state, job.created, job.finished, views)


def _file(row: Row[Any], documents: Iterable[Outcome]) -> FileView:
    return FileView(
        row.id,
        row.name,
        row.bytes,
        row.sha256,
        row.state,
        row.attempts,
        row.code,
        row.message,
        tuple(documents),
    )
