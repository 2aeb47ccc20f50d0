"""Who is told of changes, and what waits to be told: extractor/feed/tables.py."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "feed_subscriptions",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("allow_private", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("paused", sa.Text()),
        sa.Column("resume", sa.Float()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("delivered", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.Float(), nullable=False),
        sa.Column("holder", sa.String(32)),
        sa.Column("lease", sa.Float()),
    )
    op.create_table(
        "feed_deliveries",
        sa.Column("id", COUNT, primary_key=True, autoincrement=True),
        sa.Column(
            "subscription",
            sa.String(16),
            sa.ForeignKey("feed_subscriptions.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.Float(), nullable=False),
        sa.Column("dead", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("error", sa.Text()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feed_deliveries_once", "feed_deliveries", ["subscription", "cursor"], unique=True)
    op.create_index("ix_feed_deliveries_due", "feed_deliveries", ["subscription", "dead", "due"])
