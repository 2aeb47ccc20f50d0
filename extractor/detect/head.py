"""The document's card: kind, number, date, place, title, issuer, addressees, signatories."""

from __future__ import annotations

from extractor.schema.analysis import Analysis, DateContext
from extractor.schema.facts import Head


def read(analysis: Analysis) -> Head:
    """The head of the document."""
    return Head(language=analysis.language, languages=analysis.languages)


def date_context(card: Head, analysis: Analysis) -> DateContext:
    """What dates in the text are read against."""
    return DateContext(document_date=card.date, year=int(card.date[:4]) if card.date else None)
