"""A text of one line, ready for the readers of parties."""

from __future__ import annotations

from extractor.schema.analysis import Analysis, Language
from extractor.schema.document import Document
from extractor.schema.outline import Outline, Paragraph
from extractor.text.plain import level


def analysis_of(text: str, language: Language) -> Analysis:
    document = Document.__new__(Document)
    object.__setattr__(document, "text", text)
    outline = Outline(document, (Paragraph(0, len(text)),))
    return Analysis(outline=outline, plain=level(text)[0], language=language, languages=(), sentences=())
