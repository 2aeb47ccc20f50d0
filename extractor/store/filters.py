"""What is asked for, and the conditions of SQL that this makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement

from extractor.store import schema

_D: Final = schema.documents.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which documents, and which of their measures, figures, deadlines and organisations; every part narrows.

    text: words that stand in the document, in any form; "in quotes" together; -word: not; word*: beginning so.
    kind: of the document, one of several.
    issuer, responsible: words or a part of the name of the issuing and of a responsible body, or a body's id.
    due_before, due_after: ISO dates, inclusive, of a deadline.
    status: of a measure (planned, ongoing, done) or of the document (complete, partial, failed), one of several.
    language: of the document.
    since: changed at this time (ISO 8601, UTC) or later.
    ids: of documents.
    """

    text: str | None = None
    kind: tuple[str, ...] = ()
    issuer: str | None = None
    responsible: str | None = None
    due_before: str | None = None
    due_after: str | None = None
    status: tuple[str, ...] = ()
    language: str | None = None
    since: str | None = None
    ids: tuple[str, ...] | None = None


EVERYTHING = Filter()


def conditions(wanted: Filter, _dialect: str) -> list[ColumnElement[bool]]:
    """What a document's row must meet."""
    made: list[ColumnElement[bool]] = []
    if wanted.kind:
        made.append(_D.kind.in_(wanted.kind))
    if wanted.language:
        made.append(_D.language == wanted.language)
    if wanted.since:
        made.append(_D.updated >= wanted.since)
    if wanted.ids is not None:
        made.append(_D.id.in_(wanted.ids))
    return made
