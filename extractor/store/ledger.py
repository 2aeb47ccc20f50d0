"""The corrections that a document has, ready to be applied."""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import Connection, select

from extractor.store import schema
from extractor.store.correction import Anchor, Kept

_C: Final = schema.corrections.c


def kept(connection: Connection, doc: int) -> list[Kept]:
    """The corrections of a document that hold, in the order in which they were made."""
    found = connection.execute(select(schema.corrections).where(_C.doc == doc).order_by(_C.id)).all()
    gone = withdrawn(found)
    return [_kept(row) for row in found if row.action != "withdraw" and row.id not in gone]


def withdrawn(found: Any) -> set[int]:
    """The numbers of the corrections that others of these rows take back."""
    return {json.loads(row.new)["withdraws"] for row in found if row.action == "withdraw"}


def _kept(row: Any) -> Kept:
    new = json.loads(row.new)
    spans = tuple((start, end) for start, end in new["spans"])
    return Kept(row.id, row.action, new["changes"], spans, Anchor.of(json.loads(row.anchor)))
