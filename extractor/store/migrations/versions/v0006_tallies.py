"""What bodies answer for, counted: extractor/store/tallies.py."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_CODE: Final = sa.String(32).with_variant(sa.String(32, collation="C"), "postgresql")
_COUNT: Final = """
INSERT INTO tallies (body, documents, measures, open, due)
SELECT named.body, named.documents, coalesce(answered.measures, 0), coalesce(answered.open, 0), answered.due
FROM (
  SELECT body, count(*) AS documents
  FROM (SELECT body, doc FROM organisations UNION SELECT body, doc FROM parties) AS everywhere
  GROUP BY body
) AS named
LEFT JOIN (
  SELECT body, count(*) AS measures, sum(open) AS open, min(due) AS due
  FROM (
    SELECT parties.body, measures.doc, measures.id,
      CASE WHEN measures.status <> 'done' THEN 1 ELSE 0 END AS open,
      min(CASE WHEN measures.status <> 'done' THEN deadlines.due END) AS due
    FROM parties
    JOIN measures ON measures.doc = parties.doc AND measures.id = parties.measure
    LEFT JOIN deadlines ON deadlines.doc = measures.doc AND deadlines.measure = measures.id
    GROUP BY parties.body, measures.doc, measures.id, measures.status
  ) AS each
  GROUP BY body
) AS answered ON answered.body = named.body
"""


def count(connection: sa.Connection) -> None:
    """Count all bodies anew, while whoever saves, corrects or deletes waits."""
    lock(connection)
    connection.execute(sa.text("DELETE FROM tallies"))
    connection.execute(sa.text(_COUNT))


def lock(connection: sa.Connection) -> None:
    """Wait for the writers in flight, so that what they write is counted, and keep others out. Readers go on."""
    if connection.dialect.name == "postgresql":
        # Each writer begins with a row of this table, often with SELECT FOR UPDATE, which SHARE would let pass.
        connection.execute(sa.text("LOCK TABLE documents IN EXCLUSIVE MODE"))


def upgrade() -> None:
    """Make the table, and count what is there."""
    lock(op.get_bind())  # before any other table is, or a writer that waits for one would be waited for
    op.create_table(
        "tallies",
        sa.Column("body", _CODE, nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("measures", sa.Integer(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("due", _CODE, nullable=True),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name=op.f("fk_tallies_body")),
        sa.PrimaryKeyConstraint("body", name=op.f("pk_tallies")),
    )
    count(op.get_bind())
    # In the order in which bodies are listed, made by hand for its directions.
    op.execute(sa.text("CREATE INDEX ix_tallies_listed ON tallies (measures DESC, documents DESC, body)"))
