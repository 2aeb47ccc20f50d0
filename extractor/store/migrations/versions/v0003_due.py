"""The last day of deadlines counted from the document's date, as the exports have had it; none of what recurs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from extractor.schema.due import due

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Reckon the days anew where they may differ."""
    connection = op.get_bind()
    terms = sa.table("deadlines", *map(sa.column, ("doc", "ord", "kind", "start", "end", "due", "offset", "anchor")))
    papers = sa.table("documents", sa.column("seq"), sa.column("date"))
    asked = sa.select(terms, papers.c.date).join_from(terms, papers, papers.c.seq == terms.c.doc)
    asked = asked.where(sa.or_(terms.c.offset.is_not(None), terms.c.due.is_not(None)))
    changed = []
    for row in connection.execute(asked.execution_options(stream_results=True)):
        last = due(row, row.date)
        if (new := last.isoformat() if last is not None else None) != row.due:
            changed.append({"of": row.doc, "at": row.ord, "new": new})
    if changed:
        change = sa.update(terms).where(terms.c.doc == sa.bindparam("of"), terms.c.ord == sa.bindparam("at"))
        connection.execute(change.values(due=sa.bindparam("new")), changed)
