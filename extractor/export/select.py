"""Extractions made smaller: what a filter leaves, and each document once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from extractor.export.options import document_id

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction


def narrowed(extraction: Extraction, measures: Collection[str]) -> Extraction:
    """The extraction with only these measures (ids) and without the figures of the others; the rest as it is."""
    kept = [m for m in extraction.measures if m.id in measures]
    gone = {m.id for m in extraction.measures} - set(measures)
    figures = [f for f in extraction.figures if f.measure_id not in gone]
    return extraction.model_copy(update={"measures": kept, "figures": figures})


def once(extractions: Iterable[Extraction]) -> Iterator[Extraction]:
    """Each document's first extraction; the same bytes in two files are one document."""
    seen: set[bytes] = set()
    for extraction in extractions:
        key = bytes.fromhex(document_id(extraction))
        if key not in seen:
            seen.add(key)
            yield extraction
