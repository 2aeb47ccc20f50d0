"""Outline → Analysis: the plain view, languages, sentences. Morphology is asked for word by word, when needed."""

from __future__ import annotations

from collections import Counter

from extractor.schema.analysis import Analysis, Language, Sentence
from extractor.schema.outline import Outline
from extractor.text import language, plain, sentences


def analyse(outline: Outline) -> Analysis:
    """The analysis of an outline; furniture and quoted wordings have sentences too, their roles tell them apart."""
    levelled, homoglyphs = plain.level(outline.document.text)
    levelled = plain.fold_breaks(levelled, [(p.start, p.end) for p in outline.paragraphs])
    main: Language = language.language_of(levelled)
    found: list[Sentence] = []
    shares: Counter[str] = Counter()
    for i, paragraph in enumerate(outline.paragraphs):
        spoken = language.language_of(levelled[paragraph.start : paragraph.end], main)
        shares[spoken] += paragraph.end - paragraph.start
        found.extend(Sentence(a, b, spoken, i) for a, b in sentences.split(levelled, paragraph.start, paragraph.end))
    total = sum(shares.values()) or 1
    languages = tuple((code, round(n / total, 3)) for code, n in sorted(shares.items(), key=lambda x: (-x[1], x[0])))
    return Analysis(
        outline=outline,
        plain=levelled,
        language=main,
        languages=languages,
        sentences=tuple(found),
        homoglyphs=homoglyphs,
    )
