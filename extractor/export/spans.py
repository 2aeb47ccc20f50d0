"""What annotators are given of an extraction: labelled spans that stand in the text as they quote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from extractor.export.options import TableName

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction, Span

#: The label of a span by what it is evidence of.
LABELS: Final[dict[TableName, str]] = {
    "documents": "header",
    "measures": "measure",
    "deadlines": "deadline",
    "parties": "party",
    "figures": "figure",
    "organisations": "organisation",
    "references": "reference",
    "people": "person",
    "places": "place",
    "warnings": "warning",
}


def is_quoted(extraction: Extraction, span: Span) -> bool:
    """Does the span hold something, and is that what the text has there? Files of others may say otherwise."""
    return span.start < span.end and extraction.text[span.start : span.end] == span.quote
