"""Extractions kept in a database: SQLite by default, PostgreSQL in production, one code path.

>>> from extractor.store import Filter, open_store
>>> with open_store("vytiah.db") as store:               # doctest: +SKIP
...     saved = store.save(extraction, seen_at="archive/order.docx")
...     page = store.documents(Filter(kind=("order",)), limit=20)
"""

from __future__ import annotations

from extractor.store.correction import Corrected, Correction, Example, HistoryRow
from extractor.store.filters import Filter
from extractor.store.prepared import Prepared
from extractor.store.refusals import ConflictError, CorrectionError, CursorError, NoDocumentError, RefusedError
from extractor.store.rows import (
    Change,
    DeadlineRow,
    DocumentRow,
    Due,
    FigureRow,
    Hit,
    MeasureRow,
    OrganisationRow,
    Page,
    Paper,
    Responsible,
    Saved,
    Sighting,
    Snippet,
    Stats,
)
from extractor.store.store import Store, open_store
from extractor.store.write import Entry

__all__ = [
    "Change",
    "ConflictError",
    "Corrected",
    "Correction",
    "CorrectionError",
    "CursorError",
    "DeadlineRow",
    "DocumentRow",
    "Due",
    "Entry",
    "Example",
    "FigureRow",
    "Filter",
    "HistoryRow",
    "Hit",
    "MeasureRow",
    "NoDocumentError",
    "OrganisationRow",
    "Page",
    "Paper",
    "Prepared",
    "RefusedError",
    "Responsible",
    "Saved",
    "Sighting",
    "Snippet",
    "Stats",
    "Store",
    "open_store",
]
