"""The service's own tables, beside those of the store and in the same database: jobs, keys, users, sessions,
counters of requests.

Times are seconds since 1970 (UTC), as the database's host counts them; ids and names of files are made here, never
taken from a request.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

METADATA: Final = MetaData()
#: Where alembic notes how far these tables have come.
VERSION_TABLE: Final = "service_version"

#: One accepted request: what its files became is in `job_files` and, for what was found in them, `job_documents`.
jobs: Final = Table(
    "service_jobs",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("owner", String(80), nullable=False),
    Column("created", Float, nullable=False),
    Column("finished", Float),
    Column("state", String(16), nullable=False),
    Column("idempotency_key", String(255)),
    Column("fingerprint", String(64), nullable=False),
    Column("settings", Text, nullable=False),
    Index("service_jobs_once", "owner", "idempotency_key", unique=True),
    Index("service_jobs_created", "created"),
)

#: One file of a request. `stored` is its name in the folder of uploads; `attempts` is counted before each begin;
#: `claimed_by` is the process that has it in hand, until `lease`.
job_files: Final = Table(
    "service_job_files",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("job_id", String(32), ForeignKey("service_jobs.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text),
    Column("stored", String(80), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("claimed_by", String(32)),
    Column("lease", Float),
    Column("code", String(40)),
    Column("message", Text),
    Index("service_job_files_job", "job_id", "position", unique=True),
    Index("service_job_files_state", "state", "id"),
)

#: What was found in a file: one row of a plain document, several of an archive or a mail.
job_documents: Final = Table(
    "service_job_documents",
    METADATA,
    Column("file_id", Integer, ForeignKey("service_job_files.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text),
    Column("document_id", String(32)),
    Column("code", String(40)),
    Column("message", Text),
)

#: Files and bytes of an owner's jobs that are no longer kept.
sent: Final = Table(
    "service_sent",
    METADATA,
    Column("owner", String(80), primary_key=True),
    Column("files", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
)

#: Requests of a sender in the minute `begun` (counted from 1970) and in the one before; `key` is a sum of who it is.
rates: Final = Table(
    "service_rates",
    METADATA,
    Column("key", String(32), primary_key=True),
    Column("begun", BigInteger, nullable=False),
    Column("present", Integer, nullable=False),
    Column("before", Integer, nullable=False),
)

#: API keys. `digest` is the SHA-256 of the key: 256 random bits cannot be guessed, so a slow hash would add nothing.
keys: Final = Table(
    "service_keys",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scopes", String(80), nullable=False),
    Column("created", Float, nullable=False),
    Column("revoked", Float),
    Column("max_files", Integer),
    Column("max_bytes", BigInteger),
    Column("rate", Integer),
)

#: People who log in to the page. `password` is an argon2id hash: what people choose can be guessed, slowly.
users: Final = Table(
    "service_users",
    METADATA,
    Column("name", String(80), primary_key=True),
    Column("password", Text, nullable=False),
    Column("scopes", String(80), nullable=False),
    Column("created", Float, nullable=False),
    Column("disabled", Boolean, nullable=False, default=False),
)

#: Sessions of the page; the cookie's value is not kept, only its SHA-256.
sessions: Final = Table(
    "service_sessions",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("user", String(80), ForeignKey("service_users.name", ondelete="CASCADE"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False),
)
