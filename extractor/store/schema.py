"""The tables, as SQLAlchemy Core knows them. The migrations make them; a test holds the two together.

Times are ISO 8601 in UTC with milliseconds (`2026-01-31T09:15:00.000Z`) and dates ISO 8601, both as text: they sort as
they stand, and are the same on every database. `doc` is `documents.seq`, which never leaves the database; the world
knows a document by `documents.id`. Full text stands apart, in extractor/store/search.py: each database has its own.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    func,
    literal_column,
)
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def code(length: int) -> TypeEngine[str]:
    """Text that sorts by its bytes everywhere: ids, dates, times, codes."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


#: SQLite counts rows only in a column of type INTEGER.
Count: Final = BigInteger().with_variant(Integer, "sqlite")


def _doc(*, primary: bool) -> Column[int]:
    return Column("doc", Count, ForeignKey("documents.seq", ondelete="CASCADE"), primary_key=primary, nullable=False)


documents = Table(
    "documents",
    metadata,
    Column("seq", Count, primary_key=True, autoincrement=True),
    Column("id", code(32), nullable=False, unique=True),
    Column("sha256", code(64)),
    Column("kind", code(32)),
    Column("language", code(8)),
    Column("number", Text),
    Column("date", code(32)),
    Column("issuer", Text),
    Column("issuer_body", code(32), index=True),
    Column("title", Text),
    Column("status", code(16), nullable=False),
    Column("media_type", Text),
    Column("bytes", BigInteger),
    Column("pages", Integer),
    Column("ocr", Boolean, nullable=False),
    Column("filename", Text),
    Column("stored_file", Text),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("digest", code(64)),
    Column("measures", Integer, nullable=False),
    Column("corrections", Integer, nullable=False),
    Column("confidence", Float),
    Column("error_code", code(32)),
    Column("error_message", Text),
    Column("failure", Text),
    Column("added", code(32), nullable=False),
    Column("updated", code(32), nullable=False),
    Index("ix_documents_added_id", "added", "id"),
    Index("ix_documents_updated_id", "updated", "id"),
    Index("ix_documents_date_id", "date", "id"),
    Index("ix_documents_kind_date", "kind", "date"),
    Index("ix_documents_number", "number"),
    Index("ix_documents_status_added_id", "status", "added", "id"),
    sqlite_autoincrement=True,
)

#: Where a document was seen: a path, or an archive's with the member's behind it. `key` is the hash of `place`.
sightings = Table(
    "sightings",
    metadata,
    _doc(primary=True),
    Column("key", code(32), primary_key=True),
    Column("place", Text, nullable=False),
    Column("first", code(32), nullable=False),
    Column("last", code(32), nullable=False),
    Index("ix_sightings_key", "key"),
)

#: Every version of what the program said. `json` is the Extraction's JSON, deflated by zlib.
extractions = Table(
    "extractions",
    metadata,
    _doc(primary=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("digest", code(64), nullable=False),
    Column("schema_version", code(16), nullable=False),
    Column("producer", code(64), nullable=False),
    Column("status", code(16), nullable=False),
    Column("json", LargeBinary, nullable=False),
    Column("added", code(32), nullable=False),
)

#: One body over all documents: `id` is made of `key`, the name in plain letters, and where that is a name of many of
#: the body it hangs on, `authority`; such a one has in `base` the id that its name alone would have. `lemmas` are its
#: words' lemmas. Who is one body: extractor/store/identity.py.
bodies = Table(
    "bodies",
    metadata,
    Column("id", code(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("lemmas", Text, nullable=False),
    Column("kind", code(32), nullable=False),
    Column("authority", code(32)),
    Column("base", code(32), index=True),
)

#: What a body answers for, over all documents, and nothing of one that none names: see extractor/store/tallies.py. An
#: index of (measures, documents, both falling, body), made by the migrations, gives the order in which they are listed.
tallies = Table(
    "tallies",
    metadata,
    Column("body", code(32), ForeignKey("bodies.id"), primary_key=True),
    Column("documents", Integer, nullable=False),
    Column("measures", Integer, nullable=False),
    Column("open", Integer, nullable=False),
    Column("due", code(32)),
)

measures = Table(
    "measures",
    metadata,
    _doc(primary=True),
    Column("id", code(32), primary_key=True),
    Column("ord", Integer, nullable=False),
    Column("number", Text),
    Column("type", code(32), nullable=False),
    Column("status", code(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("lemmas", Text, nullable=False),
    Column("section", Text),
    Column("confidence", Float, nullable=False),
    Column("state", code(16)),
    Column("start", Integer),
    Column("end", Integer),
    Column("page", Integer),
    Index("ix_measures_status_type", "status", "type"),
)

#: `place` says in what part the party acts: measure, issuer, addressee or control; `measure` only in the first.
parties = Table(
    "parties",
    metadata,
    _doc(primary=True),
    Column("ord", Integer, primary_key=True, autoincrement=False),
    Column("place", code(16), nullable=False),
    Column("measure", code(32)),
    Column("kind", code(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("role", code(16), nullable=False),
    Column("by_consent", Boolean, nullable=False),
    Column("organisation", code(32)),
    Column("body", code(32), ForeignKey("bodies.id"), nullable=False),
    Index("ix_parties_body_doc", "body", "doc"),
)

#: `number` counts those of one measure. `due` is the last day on which the deadline is kept; None where it has none:
#: recurring, permanent, or relative to a day that is not known.
deadlines = Table(
    "deadlines",
    metadata,
    _doc(primary=True),
    Column("ord", Integer, primary_key=True, autoincrement=False),
    Column("measure", code(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", code(16), nullable=False),
    Column("start", code(32)),
    Column("end", code(32)),
    Column("due", code(32)),
    Column("recurrence", Text),
    Column("offset", code(32)),
    Column("anchor", code(32)),
    Column("precision", code(16), nullable=False),
    Column("confidence", Float, nullable=False),
)
#: The last day, behind all others where there is none: deadlines are asked for in this order, and an index of this very
#: expression, made by the migrations, gives it.
LAST_DAY: Final = func.coalesce(deadlines.c.due, literal_column("'9999-99-99'"))

figures = Table(
    "figures",
    metadata,
    _doc(primary=True),
    Column("id", code(32), primary_key=True),
    Column("ord", Integer, nullable=False),
    Column("value", Float, nullable=False),
    Column("max", Float),
    Column("comparator", code(16), nullable=False),
    Column("unit", code(16), nullable=False),
    Column("unit_code", code(32)),
    Column("of", Text),
    Column("of_normal", Text),
    Column("period_start", code(32)),
    Column("period_end", code(32)),
    Column("measure", code(32)),
    Column("confidence", Float, nullable=False),
    Column("state", code(16)),
    Column("quote", Text, nullable=False),
    Index("ix_figures_unit_code", "unit", "unit_code"),
)

organisations = Table(
    "organisations",
    metadata,
    _doc(primary=True),
    Column("id", code(32), primary_key=True),
    Column("ord", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("canonical", Text),
    Column("kind", code(32), nullable=False),
    Column("acronym", Text),
    Column("edrpou", code(32)),
    Column("mentions", Integer, nullable=False),
    Column("body", code(32), ForeignKey("bodies.id"), nullable=False),
    Index("ix_organisations_body_doc", "body", "doc"),
)

#: Acts that documents cite.
citations = Table(
    "citations",
    metadata,
    _doc(primary=True),
    Column("id", code(32), primary_key=True),
    Column("ord", Integer, nullable=False),
    Column("type", code(32), nullable=False),
    Column("issuer", Text),
    Column("number", Text),
    Column("date", code(32)),
    Column("title", Text),
    Index("ix_citations_number_date", "number", "date"),
)

#: What people changed. `token` makes a repeated write of one correction one row.
corrections = Table(
    "corrections",
    metadata,
    Column("id", Count, primary_key=True, autoincrement=True),
    Column("doc", Count, ForeignKey("documents.seq", ondelete="CASCADE"), nullable=False),
    Column("token", code(32), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", code(32), nullable=False),
    Column("action", code(16), nullable=False),
    Column("item_kind", code(16), nullable=False),
    Column("item", code(32)),
    Column("field", Text),
    Column("old", Text),
    Column("new", Text),
    Column("anchor", Text, nullable=False),
    Column("note", Text),
    Index("ix_corrections_doc_id", "doc", "id"),
    sqlite_autoincrement=True,
)

#: What changed, in the order in which it was committed: written in the transaction that changed it.
outbox = Table(
    "outbox",
    metadata,
    Column("cursor", Count, primary_key=True, autoincrement=True),
    Column("key", code(64), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("kind", code(32), nullable=False),
    Column("document_id", code(32), nullable=False),
    Column("payload", Text, nullable=False),
    Column("created", code(32), nullable=False),
    Index("ix_outbox_document_id", "document_id"),
    sqlite_autoincrement=True,
)

#: The last revision of a deleted document, so that one that comes back goes on counting and no receiver ignores it.
tombstones = Table(
    "tombstones",
    metadata,
    Column("document_id", code(32), primary_key=True),
    Column("revision", Integer, nullable=False),
)

#: The rows made from an extraction, and made anew with each.
DERIVED: Final = (measures, parties, deadlines, figures, organisations, citations)
