"""The orders that lists are asked for in: deadlines by their last day, documents by status and by number."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the indexes."""
    # Of an expression, the very same as in schema.LAST_DAY, and so made by hand.
    op.execute(sa.text("CREATE INDEX ix_deadlines_last_day ON deadlines (coalesce(due, '9999-99-99'), doc, ord)"))
    op.drop_index("ix_deadlines_due_doc", "deadlines")
    op.create_index("ix_documents_number", "documents", ["number"])
    op.create_index("ix_documents_status_added_id", "documents", ["status", "added", "id"])
