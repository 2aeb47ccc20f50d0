"""Counters of requests, which processes that share a PostgreSQL share too.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """One table; on PostgreSQL not logged: counters of a minute need not outlast a crash, and cost no write to disk."""
    op.create_table(
        "service_rates",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("begun", sa.BigInteger, nullable=False),
        sa.Column("present", sa.Integer, nullable=False),
        sa.Column("before", sa.Integer, nullable=False),
        prefixes=["UNLOGGED"] if op.get_bind().dialect.name == "postgresql" else [],
    )
