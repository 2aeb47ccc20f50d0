"""Extractions kept in a database: SQLite by default, PostgreSQL in production, one code path.

>>> from extractor.store import Filter, open_store
>>> with open_store("vytiah.db") as store:               # doctest: +SKIP
...     saved = store.save(extraction, seen_at="archive/order.docx")
...     page = store.documents(Filter(kind=("order",)), limit=20)
"""

from __future__ import annotations

from extractor.store.filters import Filter
from extractor.store.rows import Change, DocumentRow, Page, Saved, Sighting
from extractor.store.store import Store, open_store

__all__ = ["Change", "DocumentRow", "Filter", "Page", "Saved", "Sighting", "Store", "open_store"]
