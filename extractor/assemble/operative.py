"""Which points and paragraphs of a document order something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from extractor.detect.parties_points import is_infinitive
from extractor.schema.analysis import Analysis, Language
from extractor.text.morphology import parses

#: The word by which an act begins to order.
_ORDERS: Final = re.compile(
    r"п ?о ?с ?т ?а ?н ?о ?в ?л ?я ?[юєе]|н ?а ?к ?а ?з ?у ?ю|п ?р ?и ?к ?а ?з ?ы ?в ?а ?[юе]|в ?и ?р ?і ?ш ?и ?(?:в|л)|"
    r"р ?е ?ш ?и ?л|зобов'язую|обязываю|розпоряджаюсь|п ?о ?с ?т ?а ?н ?о ?в ?и ?(?:в|л)|вирішено|решено|ухвалили|ухвалив|доручаю|"
    r"о ?б ?я ?з ?ы ?в ?а ?[юе]|р ?а ?с ?п ?о ?р ?я ?ж ?а ?ю",
    re.IGNORECASE,
)
_INFINITIVE: Final = re.compile(
    r"(?<![\w-])[а-яіїєґё']{2,}(?:ти|тися|тись|ть|ться|чь|чься|сти|зти)(?![\w-])", re.IGNORECASE
)
_QUOTED: Final = re.compile(r"«[^«»]{0,400}»|\"[^\"]{0,400}\"")
#: Operative wordings without an infinitive of their own.
_WORDINGS: Final = re.compile(
    r"набира(?:є|ють) чинності|набува(?:є|ють) чинності|вступа(?:ет|ют) в силу|вводит?ь?ся (?:в|у) (?:дію|действие)|"
    r"втрати\w+ чинність|утрати\w+ силу|утративш\w+ силу|^\s*контроль .{0,200}(?:поклас|покла|залиша|здійсн|возл|оставл|осущ)|"
    r"подлежит (?:официальному )?(?:опубликован|размещен|обнародован)|підлягає (?:офіційному )?(?:опублікуван|оприлюднен|державній реєстрації)",
    re.IGNORECASE | re.DOTALL,
)
AMENDS: Final = re.compile(
    r"\b(?:доповнити|викласти|замінити|виключити|вилучити|дополнить|изложить|заменить|исключить|читати|читать)\b",
    re.IGNORECASE,
)
#: A finite verb before the infinitive: the sentence tells what somebody may or must, and orders nothing.
_TELLS: Final = re.compile(
    r"\b(?:може|можуть|має право|мають право|может|могут|вправе|имеет право|имеют право|дає змогу|дозволяє|позволяет|"
    r"необхідно|слід|следует|треба|нужно|щоб|чтобы|якщо|если)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Zone:
    """Indices of the points that may be measures, and paragraphs outside of them that order something."""

    points: tuple[int, ...]
    paragraphs: tuple[tuple[int, int], ...]


def zone(analysis: Analysis, *, is_act: bool) -> Zone | None:
    """The operative part of the document, or None where it orders nothing by points.

    After an ordering word every top point counts; without one only points that act. A paper that is no act needs
    two such points, and more of them than of others."""
    outline = analysis.outline
    start = _begin(analysis) if is_act else None
    own = [i for i, p in enumerate(outline.points) if p.part == 0]
    if start is not None:
        after = [i for i in own if outline.points[i].start >= start]
        own = after or own
    else:
        acting = [i for i in own if _is_top(analysis, i) and acts(analysis, *_range(analysis, i))]
        tops = [i for i in own if _is_top(analysis, i) and not is_heading(analysis, *_range(analysis, i))]
        nested = [i for i in own if not _is_top(analysis, i) and acts(analysis, *_range(analysis, i))]
        if not is_act and (len(acting) < 2 or 2 * len(acting) < len(tops)):
            return None
        if is_act:
            leads = {outline.points[i].parent for i in nested}
            own = [i for i in own if i in acting or i in nested or i in leads]
        elif not acting:
            return None
    paragraphs = _paragraphs(analysis, start, own) if is_act else []
    if not own and not paragraphs:
        return None
    return Zone(tuple(own), tuple(paragraphs))


def _begin(analysis: Analysis) -> int | None:
    """Where the ordering word ends."""
    for p in analysis.outline.paragraphs:
        if p.role in ("body", "point", "heading"):
            piece = analysis.plain[p.start : p.end]
            hit = None
            for hit in _ORDERS.finditer(piece):
                pass
            if hit is not None and len(piece) - hit.end() < 40:
                return p.end
    return None


def _is_top(analysis: Analysis, index: int) -> bool:
    parent = analysis.outline.points[index].parent
    return parent is None or is_heading(analysis, *_range(analysis, parent))


def _range(analysis: Analysis, index: int) -> tuple[int, int]:
    point = analysis.outline.points[index]
    return point.start, point.end


def _paragraphs(analysis: Analysis, start: int | None, own: list[int]) -> list[tuple[int, int]]:
    """Body paragraphs of the operative part that begin with an infinitive."""
    outline = analysis.outline
    lowest = start if start is not None else 0
    annexes = [p.start for p in outline.paragraphs if p.role == "annex"]
    highest = min([a for a in annexes if a > lowest], default=len(analysis.plain))
    inside = [(p.start, p.end) for p in outline.points]
    out = []
    for p in outline.paragraphs:
        if p.role != "body" or not lowest <= p.start < highest or any(a <= p.start < b for a, b in inside):
            continue
        first = first_infinitive(analysis, p.start, p.end)
        if first is not None and first[0] - p.start <= 2 and analysis.plain[first[0]].isupper():
            out.append((p.start, p.end))
        elif start is not None and not own and acts(analysis, p.start, p.end):
            out.append((p.start, p.end))
    return out


def acts(analysis: Analysis, start: int, end: int) -> bool:
    """Does this stretch order something: an infinitive as its first verb, or an operative wording?"""
    piece = analysis.plain[start:end]
    if _WORDINGS.search(piece):
        return True
    found = first_infinitive(analysis, start, end)
    if found is None:
        return False
    before = _QUOTED.sub(" ", analysis.plain[start : found[0]])
    return not _TELLS.search(before) and not _has_finite(before, analysis.language)


def is_heading(analysis: Analysis, start: int, end: int) -> bool:
    """A point that only names a section: short, no verb, no full stop at the end."""
    piece = analysis.plain[start:end].strip()
    return len(piece) < 150 and not piece.endswith((";", ":", ".")) and not acts(analysis, start, end)


def first_infinitive(analysis: Analysis, start: int, end: int) -> tuple[int, int] | None:
    """(start, end) of the first infinitive outside quotation marks."""
    quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(analysis.plain, start, end)]
    for hit in _INFINITIVE.finditer(analysis.plain, start, end):
        if any(a <= hit.start() < b for a, b in quoted):
            continue
        if is_infinitive(hit.group(), analysis.language):
            return hit.start(), hit.end()
    return None


_WORD: Final = re.compile(r"[а-яіїєґё']{3,}", re.IGNORECASE)


def _has_finite(plain: str, language: Language) -> bool:
    """Is there a finite verb in a lead of an ordering sentence (outside relative clauses)?"""
    lead = re.split(r", (?:як|що|котор|чт)", plain)[0]
    return any(
        parses(w.group().lower(), language)[0].tag.POS == "VERB" and w.group()[0].islower()
        for w in _WORD.finditer(lead)
    )
