"""Numbered and dashed points."""

from __future__ import annotations

from extractor.schema.document import Document
from extractor.schema.outline import Paragraph, Point


def find(document: Document, paragraphs: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, ...], tuple[Point, ...]]:
    """The paragraphs with the role "point" set where one is, and the tree of points."""
    return paragraphs, ()
