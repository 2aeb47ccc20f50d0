"""Document → Outline: paragraphs with roles, numbered points, plans."""

from __future__ import annotations

from extractor.layout import paragraphs, plans, points, zones
from extractor.schema.document import Document
from extractor.schema.outline import Outline
from extractor.settings import Weights


def parse(document: Document, weights: Weights = "all") -> Outline:
    """The outline of a document. weights: with "free" the roles of lines are told by the rules alone."""
    found = zones.mark(document, paragraphs.find(document), trained=weights == "all")
    found, listed = points.find(document, found)
    return Outline(document=document, paragraphs=found, points=listed, plans=plans.find(document, found))
