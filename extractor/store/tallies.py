"""What bodies answer for, counted as documents come, change and go: who lists them need not count over all documents.

The counts are written where the outbox is, last in a transaction and on PostgreSQL under its lock: a body that most
documents name is one row, and two writers that each held some of such rows would wait for each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Executable, and_, bindparam, case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from extractor.store import schema
from extractor.store.project import Row, Rows

_P: Final = schema.parties.c
_M: Final = schema.measures.c
_T: Final = schema.deadlines.c
_ALL: Final = schema.tallies.c


class Tally(NamedTuple):
    """One body in some documents: how many name it, the measures that it answers for, those of them that are not done,
    and the earliest last day of one of these."""

    documents: int = 0
    measures: int = 0
    open: int = 0
    due: str | None = None


class _Change(NamedTuple):
    """What is added to the row of a body, below 0 where it is taken away. lost: a day that may have been its earliest,
    where none as early has come."""

    added: Tally
    lost: str | None


class Changes:
    """What a transaction changes of the counts."""

    def __init__(self) -> None:
        self.more: list[Mapping[str, Tally]] = []
        self.less: list[Mapping[str, Tally]] = []

    def write(self, connection: Connection) -> None:
        """Write them; the rows that they count are written already."""
        bodies = sorted({body for one in (*self.more, *self.less) for body in one})
        found = [(body, self._of(body)) for body in bodies]
        changes = {body: change for body, change in found if any(change.added) or change.lost is not None}
        rows = [{"body": body, **change.added._asdict()} for body, change in changes.items() if any(change.added)]
        if rows:
            connection.execute(_add(connection.dialect.name), rows)
        left = [{"of": body} for body, change in changes.items() if change.added.documents <= 0]
        if left:
            connection.execute(_FORGET, left)
        late = [{"of": body, "lost": change.lost} for body, change in changes.items() if change.lost is not None]
        if late:
            connection.execute(_RECKON, late)

    def _of(self, body: str) -> _Change:
        more = [one[body] for one in self.more if body in one]
        less = [one[body] for one in self.less if body in one]
        came = Counter(tally.due for tally in more if tally.due is not None)
        went = Counter(tally.due for tally in less if tally.due is not None)
        # What is among both stays as it was, or came and went with a document that stands twice in a transaction.
        due, lost = min(came - went, default=None), min(went - came, default=None)
        added = Tally(
            sum(t.documents for t in more) - sum(t.documents for t in less),
            sum(t.measures for t in more) - sum(t.measures for t in less),
            sum(t.open for t in more) - sum(t.open for t in less),
            due,
        )
        return _Change(added, lost if lost is not None and (due is None or lost < due) else None)


def of_rows(rows: Rows) -> dict[str, Tally]:
    """The bodies of one document."""
    return _counted(rows.organisations, rows.parties, rows.measures, rows.deadlines)


def of_documents(connection: Connection, docs: Collection[int]) -> list[dict[str, Tally]]:
    """The bodies of documents, by the rows that they have."""
    if not docs:
        return []
    found: list[dict[int, list[Any]]] = []
    for table, names in (
        (schema.organisations, ("body",)),
        (schema.parties, ("body", "measure")),
        (schema.measures, ("id", "status")),
        (schema.deadlines, ("measure", "due")),
    ):
        theirs: dict[int, list[Any]] = defaultdict(list)
        query = select(table.c.doc, *(table.c[name] for name in names)).where(table.c.doc.in_(docs))
        for row in connection.execute(query):
            theirs[row.doc].append(row._mapping)
        found.append(theirs)
    return [_counted(*(theirs[doc] for theirs in found)) for doc in docs]


def _counted(
    organisations: Iterable[Row], parties: Sequence[Row], measures: Iterable[Row], deadlines: Iterable[Row]
) -> dict[str, Tally]:
    status = {row["id"]: row["status"] for row in measures}
    due: dict[str, str] = {}
    for row in deadlines:
        if row["due"] is not None:
            due[row["measure"]] = min(row["due"], due.get(row["measure"], row["due"]))
    named = {row["body"]: set[str]() for row in (*organisations, *parties)}
    for row in parties:
        if row["measure"] in status:
            named[row["body"]].add(row["measure"])
    found = {}
    for body, theirs in named.items():
        pending = [measure for measure in theirs if status[measure] != "done"]
        first = min((due[measure] for measure in pending if measure in due), default=None)
        found[body] = Tally(1, len(theirs), len(pending), first)
    return found


@cache
def _add(dialect: str) -> Executable:
    into = postgresql.insert(schema.tallies) if dialect == "postgresql" else sqlite.insert(schema.tallies)
    new = into.excluded
    earlier = case((_ALL.due.is_(None), new.due), (new.due < _ALL.due, new.due), else_=_ALL.due)
    added = {name: _ALL[name] + new[name] for name in ("documents", "measures", "open")}
    return into.on_conflict_do_update(index_elements=[_ALL.body], set_={**added, "due": earlier})


_EARLIEST: Final = (
    select(func.min(_T.due))
    .select_from(schema.parties)
    .join(schema.measures, and_(_M.doc == _P.doc, _M.id == _P.measure))
    .join(schema.deadlines, and_(_T.doc == _M.doc, _T.measure == _M.id))
    .where(_P.body == bindparam("of"), _M.status != "done")
    .scalar_subquery()
)
#: Over all documents of the body, so only where its earliest day has gone.
_RECKON: Final = (
    update(schema.tallies).where(_ALL.body == bindparam("of"), _ALL.due >= bindparam("lost")).values(due=_EARLIEST)
)
_FORGET: Final = delete(schema.tallies).where(_ALL.body == bindparam("of"), _ALL.documents <= 0)
