"""Outline → Analysis: the plain view, languages, sentences. Morphology is asked for word by word, when needed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from extractor.schema.analysis import Analysis, Language, Named, Sentence
from extractor.schema.outline import Outline
from extractor.settings import Nlp
from extractor.text import language, plain, sentences

#: A capital that does not begin a sentence, a foreign word, a quotation.
_NAME_LIKE = re.compile(r"[A-Za-z]{2}|(?<=[\w,«\"(–-] )[А-ЯЁЄІЇҐ]|[«\"(][А-ЯЁЄІЇҐ]|[А-ЯЁЄІЇҐ]{2}")
_WORD = re.compile(r"\S+")
#: Words before and after such a one that the fast setting reads with it; 3 and all of the sentence found the same.
_NEAR = 3


def analyse(outline: Outline, nlp: Nlp = "rules", stanza_dir: Path | None = None) -> Analysis:
    """The analysis of an outline; furniture and quoted wordings have sentences too, their roles tell them apart.

    `nlp` and `stanza_dir` are the settings of these names: which models read along."""
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
    named, told, end = _read_along(levelled, outline, found, nlp)
    analysis = Analysis(
        outline=outline,
        plain=levelled,
        language=main,
        languages=languages,
        sentences=tuple(found),
        homoglyphs=homoglyphs,
        named=named,
        told=told,
        named_to=end,
    )
    if nlp != "stanza":
        return analysis
    from extractor.text import parse_models, parse_stanza

    return replace(analysis, parses=parse_stanza.running_text(analysis, stanza_dir or parse_models.default_folder()))


def running(outline: Outline) -> list[tuple[int, int]]:
    """The paragraphs of running text as (start, end): what the tagger reads. Tables are left to the rules, as their
    columns say what is in them."""
    return [(p.start, p.end) for p in outline.paragraphs if p.role not in ("furniture", "cell")]


def _read_along(
    levelled: str, outline: Outline, found: Sequence[Sentence], nlp: Nlp
) -> tuple[tuple[Named, ...], tuple[tuple[int, float], ...], int | None]:
    if nlp == "rules":
        return (), (), None
    from extractor.text import tagger

    ranges = _near_names(levelled, outline, found) if nlp == "fast" else running(outline)
    return tagger.shipped().read(levelled, ranges, accurate=nlp != "fast")


def _near_names(levelled: str, outline: Outline, found: Sequence[Sentence]) -> list[tuple[int, int]]:
    """The words of running text that can be in a name, with the words around them, as (start, end): all that the fast
    setting reads. The rest, more than half of the text, holds nothing that detect/named.py would add."""
    read = {i for i, p in enumerate(outline.paragraphs) if p.role not in ("furniture", "cell")}
    out: list[tuple[int, int]] = []
    for sentence in found:
        words = [m.span() for m in _WORD.finditer(levelled, sentence.start, sentence.end)]
        if sentence.paragraph not in read or not words:
            continue
        starts = [start for start, _ in words]
        like = (
            bisect_right(starts, m.end() - 1) - 1 for m in _NAME_LIKE.finditer(levelled, starts[0] + 1, sentence.end)
        )
        near = {i + step for i in like for step in range(-_NEAR, _NEAR + 1)}
        for i in sorted(i for i in near if 0 <= i < len(words)):
            first = out.pop()[0] if i - 1 in near and i else starts[i]
            out.append((first, words[i][1]))
    return out
