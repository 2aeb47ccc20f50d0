"""Full text over lemmas, in the way of each database: FTS5 in SQLite, a tsvector in PostgreSQL."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

from extractor.store.lemmas import Indexed

#: Places left between the parts, so that no phrase reaches from one into the next.
_GAP: Final = 10


def put(connection: Connection, doc: int, indexed: Indexed) -> None:
    """The lemmas of a document, instead of those that it had."""
    remove(connection, doc)
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("INSERT INTO search (doc, vector) VALUES (:doc, CAST(:vector AS tsvector))"),
            {"doc": doc, "vector": vector(indexed)},
        )
        return
    connection.execute(
        text("INSERT INTO search (rowid, title, measures, body, more) VALUES (:doc, :title, :measures, :body, :more)"),
        {
            "doc": doc,
            "title": " ".join(indexed.title),
            "measures": " ".join(indexed.measures),
            "body": " ".join(indexed.body),
            "more": " ".join(indexed.more),
        },
    )


def remove(connection: Connection, doc: int) -> None:
    """Forget the lemmas of a document."""
    column = "doc" if connection.dialect.name == "postgresql" else "rowid"
    connection.execute(text(f"DELETE FROM search WHERE {column} = :doc"), {"doc": doc})


def vector(indexed: Indexed) -> str:
    """The lemmas as PostgreSQL writes a tsvector: places with weight A for titles, B for measures, C for the text."""
    places: dict[str, list[str]] = {}
    at = 1
    # The text comes first: measures repeat it, and places end at 16,383.
    for found, weight in ((indexed.title, "A"), (indexed.body, "C"), (indexed.measures, "B")):
        for word in found:
            here = places.setdefault(word, [])
            if at < 16_383 and len(here) < 255:
                here.append(f"{at}{weight}")
            at += 1
        at += _GAP
    for word in indexed.more:
        places.setdefault(word, [])
    return " ".join(f"'{word}'" + (":" + ",".join(where) if where else "") for word, where in places.items())
