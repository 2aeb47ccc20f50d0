"""Lists of what was done under a verb of their own: «За рік проведено: - 5 толок; - 3 виїзди»."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from extractor.assemble import ordering
from extractor.assemble.narrative_parties_lists import leads_in
from extractor.detect.actions_lexicon import occasions
from extractor.detect.actions_words import verb
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Measure
from extractor.schema.outline import Paragraph
from extractor.schema.span import Span
from extractor.text.offsets import Joined

_LABEL: Final = re.compile(r"\s*(?:[-•*–—·▪]|(?P<number>\d{1,2}[.)]))\s+")
_ENDS: Final = re.compile(r"(?:,?\s(?:з (?:них|яких)|[ву] тому числі|из (?:них|которых)|в том числе))?[\s;.,:]+\Z")
#: «…, з них:», «в тому числі:»: what follows divides the item.
_DIVIDED: Final = re.compile(r":\s*\Z")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
#: Items, in characters: shorter ones are labels, longer ones texts.
_SHORTEST: Final = 8
_LONGEST: Final = 600
#: How much of an item is looked at for what kind of act it is, in characters.
_HEAD: Final = 60
#: Verbs whose list names what was found or who was meant, not what was done, unless each item counts.
_FINDS: Final = re.compile(
    r"(?:встановл|виявл|визнач|визна|нагород|запро[шс]|зареєстр|установл|выявл|определ|призна|наград|приглас|зарегистр)\w*"
    r"\s*\Z",
    re.IGNORECASE,
)
#: A verb that its items say what for: «доручив керівникам забезпечити: - проведення огляду».
_CARRIES: Final = re.compile(
    r"(?<!\w)(?:забезпечити|забезпечувати|організувати|провести|здійснити|обеспечить|обеспечивать|организовать|провести|"
    r"осуществить)(?:\s(?:таке|наступне|следующее))?\s*\Z",
    re.IGNORECASE,
)
_HOLDS: Final = re.compile(r"(?:провед|організ|відбу|провод|организ|состоя)\w*\Z", re.IGNORECASE)


def spread(analysis: Analysis, told: Measure, actions: Sequence[Span]) -> list[Measure]:
    """A measure for each item of the list that the clause leads to; [] where it leads to none.

    The clause ends with its verb and a colon, and its objects are the items. `actions` are all of the document: an item
    that has one tells of it itself."""
    start, end = told.spans[0]
    found = _items(analysis, start, end)
    finds = _FINDS.search(analysis.plain, *told.spans[0]) is not None
    if finds and not all(analysis.plain[a].isdigit() for a, _ in found):
        return []
    if not found or any(s.start < found[-1][1] and s.end > found[0][0] for s in actions):
        return []
    return [_of_item(analysis, told, place) for place in found]


def only_leads(analysis: Analysis, start: int, end: int, predicate: int, actions: Sequence[Span]) -> bool:
    """Does the clause, its predicate at this offset, only lead to a list of which two items or more tell of actions
    («ухвалено низку рішень: - затверджено …; - виділено …»)?"""
    paragraphs = analysis.outline.paragraphs
    at = bisect_right(paragraphs, start, key=lambda p: p.start) - 1
    if at < 0 or analysis.plain[end : paragraphs[at].end].strip() != ":":
        return False
    if not leads_in(analysis.plain, predicate, paragraphs[at].end):
        return False
    listed = _points(analysis, islice(paragraphs, at + 1, None))
    return sum(any(p.start <= s.start < p.end for s in actions) for p in listed) > 1


def _of_item(analysis: Analysis, told: Measure, place: tuple[int, int]) -> Measure:
    spans = (told.spans[0], place)
    if _CARRIES.search(analysis.plain, *told.spans[0]):
        return replace(told, text=Joined(analysis.text, spans).text, spans=spans, rule="action.list")
    held = _HOLDS.search(analysis.plain, *told.spans[0]) is not None
    event = held and occasions().search(analysis.plain, place[0], min(place[1], place[0] + _HEAD)) is not None
    text = Joined(analysis.text, spans).text
    return replace(told, text=text, spans=spans, type="event" if event else "activity", rule="action.list")


def _items(analysis: Analysis, start: int, end: int) -> list[tuple[int, int]]:
    paragraphs = analysis.outline.paragraphs
    at = bisect_right(paragraphs, start, key=lambda p: p.start) - 1
    if at < 0 or analysis.plain[end : paragraphs[at].end].strip() != ":" or not _ends_with_verb(analysis, start, end):
        return []
    carries = _CARRIES.search(analysis.plain, start, end) is not None
    out: list[tuple[int, int]] = []
    listed = _points(analysis, islice(paragraphs, at + 1, None))
    if len(listed) < 2:
        return []
    for p in listed:
        place = _item(analysis, p)
        if place is None or (carries and not ordering.names_action(analysis.plain, *place)):
            return []
        out.append(place)
        if _DIVIDED.search(analysis.plain, p.start, p.end):
            break
    return out


def _ends_with_verb(analysis: Analysis, start: int, end: int) -> bool:
    if _CARRIES.search(analysis.plain, start, end):
        return True
    last = [m.group() for m in _WORD.finditer(analysis.plain, max(start, end - _HEAD), end)][-1:]
    known = verb(last[0].lower(), analysis.language) if last else None
    return known is not None and known.form in ("impersonal", "past", "passive")


def _points(analysis: Analysis, paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """The labelled paragraphs at the beginning of these; a list of dashes ends at a number, and the other way round."""
    out: list[Paragraph] = []
    numbered: bool | None = None
    for p in paragraphs:
        label = _LABEL.match(analysis.plain, p.start, p.end) if p.role == "point" else None
        if label is None or numbered not in (None, label["number"] is not None):
            break
        numbered = label["number"] is not None
        out.append(p)
    return out


def _item(analysis: Analysis, p: Paragraph) -> tuple[int, int] | None:
    """The words of an item; None where it is too short or too long, or begins with a verb of its own."""
    label = _LABEL.match(analysis.plain, p.start, p.end)
    start = label.end() if label else p.start
    ended = _ENDS.search(analysis.plain, start, p.end)
    end = ended.start() if ended else p.end
    word = _WORD.match(analysis.plain, start, end)
    own = verb(word.group().lower(), analysis.language) if word else None
    return None if own is not None or not _SHORTEST <= end - start <= _LONGEST else (start, end)
