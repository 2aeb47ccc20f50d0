"""Documents, extractions by version, the rows made of them, corrections, the outbox and full text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

revision = "0001"
down_revision = None

COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _code(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _bodies()
    _documents()
    _outbox()
    _tombstones()
    _citations()
    _corrections()
    _deadlines()
    _extractions()
    _figures()
    _measures()
    _organisations()
    _parties()
    _sightings()
    if op.get_context().dialect.name == "postgresql":
        _search_postgresql()
    else:
        _search_sqlite()


def _search_sqlite() -> None:
    # rowid is documents.seq. The lemmas are letters and digits only: the tokenizer has nothing to change.
    op.execute(
        "CREATE VIRTUAL TABLE search USING fts5(title, measures, body, more, tokenize='unicode61 remove_diacritics 0')"
    )


def _search_postgresql() -> None:
    op.execute(
        "CREATE TABLE search (doc BIGINT PRIMARY KEY REFERENCES documents (seq) ON DELETE CASCADE, "
        "vector TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_search_vector ON search USING gin (vector)")
    # For parts of names. Where the extension may not be made, the same questions are answered by reading all names.
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            op.execute("CREATE INDEX ix_bodies_key_trgm ON bodies USING gin (key gin_trgm_ops)")
    except DBAPIError as error:
        if error.connection_invalidated:
            raise


def _bodies() -> None:
    op.create_table(
        "bodies",
        sa.Column("id", _code(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("lemmas", sa.Text(), nullable=False),
        sa.Column("kind", _code(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bodies")),
    )


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("seq", COUNT, autoincrement=True, nullable=False),
        sa.Column("id", _code(32), nullable=False),
        sa.Column("sha256", _code(64), nullable=True),
        sa.Column("kind", _code(32), nullable=True),
        sa.Column("language", _code(8), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("date", _code(32), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issuer_body", _code(32), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("status", _code(16), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("ocr", sa.Boolean(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=True),
        sa.Column("stored_file", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", _code(64), nullable=True),
        sa.Column("measures", sa.Integer(), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("error_code", _code(32), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("added", _code(32), nullable=False),
        sa.Column("updated", _code(32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_documents")),
        sa.UniqueConstraint("id", name=op.f("uq_documents_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_documents_added_id", "documents", ["added", "id"], unique=False)
    op.create_index("ix_documents_date_id", "documents", ["date", "id"], unique=False)
    op.create_index(op.f("ix_documents_issuer_body"), "documents", ["issuer_body"], unique=False)
    op.create_index("ix_documents_kind_date", "documents", ["kind", "date"], unique=False)
    op.create_index("ix_documents_updated_id", "documents", ["updated", "id"], unique=False)


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("cursor", COUNT, autoincrement=True, nullable=False),
        sa.Column("key", _code(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", _code(32), nullable=False),
        sa.Column("document_id", _code(32), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created", _code(32), nullable=False),
        sa.PrimaryKeyConstraint("cursor", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_document_id", "outbox", ["document_id"], unique=False)


def _tombstones() -> None:
    op.create_table(
        "tombstones",
        sa.Column("document_id", _code(32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_tombstones")),
    )


def _citations() -> None:
    op.create_table(
        "citations",
        sa.Column("doc", COUNT, nullable=False),
        sa.Column("id", _code(32), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("type", _code(32), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("date", _code(32), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["doc"], ["documents.seq"], name=op.f("fk_citations_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", "id", name=op.f("pk_citations")),
    )
    op.create_index("ix_citations_number_date", "citations", ["number", "date"], unique=False)


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", COUNT, autoincrement=True, nullable=False),
        sa.Column("doc", COUNT, nullable=False),
        sa.Column("token", _code(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", _code(32), nullable=False),
        sa.Column("action", _code(16), nullable=False),
        sa.Column("item_kind", _code(16), nullable=False),
        sa.Column("item", _code(32), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["doc"], ["documents.seq"], name=op.f("fk_corrections_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        sa.UniqueConstraint("token", name=op.f("uq_corrections_token")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_corrections_doc_id", "corrections", ["doc", "id"], unique=False)


def _deadlines() -> None:
    op.create_table(
        "deadlines",
        sa.Column("doc", COUNT, nullable=False),
        sa.Column("ord", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("measure", _code(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", _code(16), nullable=False),
        sa.Column("start", _code(32), nullable=True),
        sa.Column("end", _code(32), nullable=True),
        sa.Column("due", _code(32), nullable=True),
        sa.Column("recurrence", sa.Text(), nullable=True),
        sa.Column("offset", _code(32), nullable=True),
        sa.Column("anchor", _code(32), nullable=True),
        sa.Column("precision", _code(16), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.seq"], name=op.f("fk_deadlines_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", "ord", name=op.f("pk_deadlines")),
    )
    op.create_index("ix_deadlines_due_doc", "deadlines", ["due", "doc"], unique=False)


def _extractions() -> None:
    op.create_table(
        "extractions",
        sa.Column("doc", COUNT, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", _code(64), nullable=False),
        sa.Column("schema_version", _code(16), nullable=False),
        sa.Column("producer", _code(64), nullable=False),
        sa.Column("status", _code(16), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.Column("added", _code(32), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.seq"], name=op.f("fk_extractions_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", "version", name=op.f("pk_extractions")),
    )


def _figures() -> None:
    op.create_table(
        "figures",
        sa.Column("doc", COUNT, nullable=False),
        sa.Column("id", _code(32), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("max", sa.Float(), nullable=True),
        sa.Column("comparator", _code(16), nullable=False),
        sa.Column("unit", _code(16), nullable=False),
        sa.Column("unit_code", _code(32), nullable=True),
        sa.Column("of", sa.Text(), nullable=True),
        sa.Column("of_normal", sa.Text(), nullable=True),
        sa.Column("period_start", _code(32), nullable=True),
        sa.Column("period_end", _code(32), nullable=True),
        sa.Column("measure", _code(32), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("state", _code(16), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.seq"], name=op.f("fk_figures_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", "id", name=op.f("pk_figures")),
    )
    op.create_index("ix_figures_unit_code", "figures", ["unit", "unit_code"], unique=False)


def _measures() -> None:
    op.create_table(
        "measures",
        sa.Column("doc", COUNT, nullable=False),
        sa.Column("id", _code(32), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("type", _code(32), nullable=False),
        sa.Column("status", _code(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lemmas", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("state", _code(16), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["doc"], ["documents.seq"], name=op.f("fk_measures_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", "id", name=op.f("pk_measures")),
    )
    op.create_index("ix_measures_status_type", "measures", ["status", "type"], unique=False)


def _organisations() -> None:
    op.create_table(
        "organisations",
        sa.Column("doc", COUNT, nullable=False),
        sa.Column("id", _code(32), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=True),
        sa.Column("kind", _code(32), nullable=False),
        sa.Column("acronym", sa.Text(), nullable=True),
        sa.Column("edrpou", _code(32), nullable=True),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("body", _code(32), nullable=False),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name=op.f("fk_organisations_body")),
        sa.ForeignKeyConstraint(["doc"], ["documents.seq"], name=op.f("fk_organisations_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", "id", name=op.f("pk_organisations")),
    )
    op.create_index("ix_organisations_body_doc", "organisations", ["body", "doc"], unique=False)


def _parties() -> None:
    op.create_table(
        "parties",
        sa.Column("doc", COUNT, nullable=False),
        sa.Column("ord", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", _code(16), nullable=False),
        sa.Column("measure", _code(32), nullable=True),
        sa.Column("kind", _code(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", _code(16), nullable=False),
        sa.Column("by_consent", sa.Boolean(), nullable=False),
        sa.Column("organisation", _code(32), nullable=True),
        sa.Column("body", _code(32), nullable=False),
        sa.ForeignKeyConstraint(["body"], ["bodies.id"], name=op.f("fk_parties_body")),
        sa.ForeignKeyConstraint(["doc"], ["documents.seq"], name=op.f("fk_parties_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", "ord", name=op.f("pk_parties")),
    )
    op.create_index("ix_parties_body_doc", "parties", ["body", "doc"], unique=False)


def _sightings() -> None:
    op.create_table(
        "sightings",
        sa.Column("doc", COUNT, nullable=False),
        sa.Column("key", _code(32), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("first", _code(32), nullable=False),
        sa.Column("last", _code(32), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.seq"], name=op.f("fk_sightings_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", "key", name=op.f("pk_sightings")),
    )
    op.create_index("ix_sightings_key", "sightings", ["key"], unique=False)
