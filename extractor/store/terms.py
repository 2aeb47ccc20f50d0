"""Deadlines asked for by their kind: those that no day tells apart."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, func, literal_column
from sqlalchemy.sql.base import ReadOnlyColumnCollection

#: Where `schema.LAST_DAY` puts what has no last day; said in the same words, so that the same index finds it.
_NO_DAY: Final[ColumnElement[str]] = literal_column("'9999-99-99'")


def of_terms(kinds: tuple[str, ...], theirs: ReadOnlyColumnCollection[str, Any]) -> list[ColumnElement[bool]]:
    """What a deadline's row must meet to be of one of these kinds and to have no last day; nothing where no kind is
    asked for."""
    return [func.coalesce(theirs.due, _NO_DAY) == _NO_DAY, theirs.kind.in_(kinds)] if kinds else []
