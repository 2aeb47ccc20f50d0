"""Roles of paragraphs: letterhead, title, addressee, signatures, annexes, furniture."""

from __future__ import annotations

from extractor.schema.document import Document
from extractor.schema.outline import Paragraph


def mark(document: Document, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs with their roles; those in table cells keep theirs."""
    return paragraphs
