"""Full text over lemmas, in the way of each database: FTS5 in SQLite, a tsvector in PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from extractor.store.lemmas import Indexed

#: Places left between the parts, so that no phrase reaches from one into the next.
_GAP: Final = 10
_PUT_VECTOR: Final = text("INSERT INTO search (doc, vector) VALUES (:doc, CAST(:vector AS tsvector))")
_PUT_WORDS: Final = text(
    "INSERT INTO search (rowid, title, measures, body, more) VALUES (:doc, :title, :measures, :body, :more)"
)


def put(connection: Connection, indexed: Mapping[int, Indexed], *, new: Collection[int] = ()) -> None:
    """The lemmas of documents, instead of those that they had; `new` ones had none."""
    remove(connection, [doc for doc in indexed if doc not in new])
    if connection.dialect.name == "postgresql":
        rows: list[dict[str, object]] = [{"doc": doc, "vector": vector(one)} for doc, one in indexed.items()]
        connection.execute(_PUT_VECTOR, rows)
        return
    rows = [
        {
            "doc": doc,
            "title": " ".join(one.title),
            "measures": " ".join(one.measures),
            "body": " ".join(one.body),
            "more": " ".join(one.more),
        }
        for doc, one in indexed.items()
    ]
    connection.execute(_PUT_WORDS, rows)


def remove(connection: Connection, docs: Sequence[int]) -> None:
    """Forget the lemmas of documents."""
    if docs:
        column = "doc" if connection.dialect.name == "postgresql" else "rowid"
        connection.execute(text(f"DELETE FROM search WHERE {column} = :doc"), [{"doc": doc} for doc in docs])


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
