"""Tables that list measures."""

from __future__ import annotations

from extractor.schema.document import Document
from extractor.schema.outline import Paragraph, Plan


def find(document: Document, paragraphs: tuple[Paragraph, ...]) -> tuple[Plan, ...]:
    """The plans of the document, stitched over page breaks."""
    return ()
