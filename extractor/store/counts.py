"""Counts over all documents."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, select, text

from extractor.store import migrate, schema
from extractor.store.rows import Stats

_D: Final = schema.documents.c
_M: Final = schema.measures.c
_T: Final = schema.deadlines.c


def stats(connection: Connection, today: date) -> Stats:
    """See Store.stats."""
    pending = select(func.count(func.distinct(_T.doc * 1_000_000 + _M.ord))).select_from(schema.deadlines)
    pending = pending.join(schema.measures, and_(_M.doc == _T.doc, _M.id == _T.measure))
    return Stats(
        documents=_count(connection, schema.documents),
        by_status=_by(connection, _D.status),
        by_kind=_by(connection, _D.kind),
        by_language=_by(connection, _D.language),
        by_error=_by(connection, _D.error_code),
        extractions=_count(connection, schema.extractions),
        measures=_count(connection, schema.measures),
        by_measure_status=_by(connection, _M.status),
        deadlines=_count(connection, schema.deadlines),
        overdue=_one(connection, pending.where(_M.status != "done", _T.due < today.isoformat())),
        figures=_count(connection, schema.figures),
        bodies=_count(connection, schema.bodies),
        corrections=_count(connection, schema.corrections),
        changes=_count(connection, schema.outbox),
        due=due_by_month(connection),
        bytes=_bytes(connection),
        schema=migrate.current(connection) or "",
    )


def due_by_month(connection: Connection) -> dict[str, int]:
    """Deadlines of measures that are not done, by the month (2026-03) of their last day."""
    month = func.substr(_T.due, 1, 7)
    query = select(month, func.count()).select_from(schema.deadlines)
    query = query.join(schema.measures, and_(_M.doc == _T.doc, _M.id == _T.measure))
    query = query.where(_T.due.is_not(None), _M.status != "done").group_by(month).order_by(month)
    return {str(name): int(number) for name, number in connection.execute(query)}


def _by(connection: Connection, column: ColumnElement[Any]) -> dict[str, int]:
    query = select(column, func.count()).where(column.is_not(None)).group_by(column)
    found = ((str(name), int(number)) for name, number in connection.execute(query))
    return dict(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def _count(connection: Connection, table: FromClause) -> int:
    return _one(connection, select(func.count()).select_from(table))


def _one(connection: Connection, query: Any) -> int:
    return int(connection.execute(query).scalar_one())


def _bytes(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    return int(pages) * int(connection.execute(text("PRAGMA page_size")).scalar_one())
