"""Document → Outline: paragraphs with roles, numbered points, plans."""

from __future__ import annotations

from extractor.layout import paragraphs, plans, points, zones
from extractor.schema.document import Document
from extractor.schema.outline import Outline


def parse(document: Document) -> Outline:
    """The outline of a document."""
    found = zones.mark(document, paragraphs.find(document))
    found, listed = points.find(document, found)
    return Outline(document=document, paragraphs=found, points=listed, plans=plans.find(document, found))
