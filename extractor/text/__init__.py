"""Outline → Analysis: the plain view, languages, sentences. Morphology is asked for word by word, when needed."""

from __future__ import annotations

from collections import Counter
from typing import Final

from extractor.schema.analysis import Analysis, Language, Named, Sentence
from extractor.schema.outline import Outline
from extractor.settings import Nlp
from extractor.text import language, plain, sentences

_UNTAGGED: Final = ("furniture", "cell")


def analyse(outline: Outline, nlp: Nlp = "rules") -> Analysis:
    """The analysis of an outline; furniture and quoted wordings have sentences too, their roles tell them apart.

    `nlp` is the setting of that name: which models read along."""
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
        named=() if nlp == "rules" else _named(outline, levelled, nlp),
    )


def _named(outline: Outline, levelled: str, nlp: Nlp) -> tuple[Named, ...]:
    """What the tagger finds in running text. Tables are left to the rules: their columns say what is in them."""
    from extractor.text import tagger

    ranges = [(p.start, p.end) for p in outline.paragraphs if p.role not in _UNTAGGED]
    return tuple(tagger.shipped().tag(levelled, ranges, accurate=nlp != "fast"))
