"""The last day of deadlines counted from the document's date, as the exports have had it; none of what recurs.

The reckoning is the one of the day when this step was made."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

#: Rows in memory at once.
_TOGETHER: Final = 1_000
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_OFFSET: Final = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?", re.ASCII)
_TERMS: Final = sa.table(
    "deadlines", *map(sa.column, ("doc", "ord", "kind", "start", "end", "due", "offset", "anchor"))
)
_PAPERS: Final = sa.table("documents", sa.column("seq"), sa.column("date"))


def upgrade() -> None:
    """Reckon the days anew where they may differ."""
    connection = op.get_bind()
    change = sa.update(_TERMS).where(_TERMS.c.doc == sa.bindparam("of"), _TERMS.c.ord == sa.bindparam("at"))
    change = change.values(due=sa.bindparam("new"))
    for rows in _parts(connection):
        reckoned = [(row, _due(row)) for row in rows]
        changed = [{"of": row.doc, "at": row.ord, "new": new} for row, new in reckoned if new != row.due]
        if changed:
            connection.execute(change, changed)


def _parts(connection: sa.Connection) -> Iterator[Sequence[Any]]:
    """The deadlines that may differ, with the dates of their documents."""
    last = (-1, -1)
    asked = sa.select(_TERMS, _PAPERS.c.date).join_from(_TERMS, _PAPERS, _PAPERS.c.seq == _TERMS.c.doc)
    asked = asked.where(sa.or_(_TERMS.c.offset.is_not(None), _TERMS.c.due.is_not(None)))
    asked = asked.order_by(_TERMS.c.doc, _TERMS.c.ord).limit(_TOGETHER)
    while True:
        doc, number = last
        behind = sa.or_(_TERMS.c.doc > doc, sa.and_(_TERMS.c.doc == doc, _TERMS.c.ord > number))
        rows = connection.execute(asked.where(behind)).all()
        if not rows:
            return
        yield rows
        last = (rows[-1].doc, rows[-1].ord)


def _due(row: Any) -> str | None:
    """The last day of a deadline."""
    if row.kind in ("recurring", "permanent"):
        return None
    said = _day(row.end) or (_day(row.start) if row.kind == "on" else None)
    begin = _day(row.date)
    if said is None and row.offset is not None and row.anchor in (None, "document_date") and begin is not None:
        said = _after(begin, row.offset)
    return None if said is None else said.isoformat()


def _day(text: str | None) -> date | None:
    if text is None or not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _after(begin: date, offset: str) -> date | None:
    found = _OFFSET.fullmatch(offset)
    if found is None or not any(found.groups()):
        return None
    years, months, weeks, days = (int(g or 0) for g in found.groups())
    month = begin.month - 1 + months + 12 * years
    year, month = begin.year + month // 12, month % 12 + 1
    try:
        reached = date(year, month, min(begin.day, monthrange(year, month)[1])) if year <= 9999 else None
        return reached and reached + timedelta(days=days + 7 * weeks)
    except OverflowError:
        return None
