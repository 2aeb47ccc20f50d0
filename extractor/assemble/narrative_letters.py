"""Measures of letters besides what they report: the items of an act that they answer, and what they ask for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from extractor.assemble import addressed, narrative_directives, narrative_requests, trailers
from extractor.assemble.addressed import Addressed
from extractor.assemble.narrative_requests_words import pattern
from extractor.data import load
from extractor.layout.zones_address import SALUTATION
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Head, Measure
from extractor.schema.outline import ParagraphRole
from extractor.text.morphology import parses
from extractor.text.offsets import Joined

_READ: Final[frozenset[ParagraphRole]] = frozenset({"body", "point", "heading"})
_WORD: Final = re.compile(r"[а-яіїєґё'-]{3,}", re.IGNORECASE)
#: What somebody has to do, or may.
_DUTY: Final = re.compile(
    r"\b(?:зобов.язан\w+|повин(?:ен|на|не|ні)|ма(?:є|ють)\sправо|долж(?:ен|на|но|ны)|обязан\w*|вправе|необхідно|потрібно|"
    r"слід|треба|необходимо|следует|нужно)\b",
    re.IGNORECASE,
)
#: The words of an item are no longer; what goes on behind is looked at sentence by sentence.
_LABEL: Final = 400
#: So many paragraphs under what is asked may note its term and who answers for it.
_NOTES: Final = 2


@dataclass(frozen=True, slots=True)
class Item:
    """An item of an act that a letter answers: its label begins at `start`, its own words are text[begin:end]
    (empty where the letter gives none and reports at once)."""

    number: str
    start: int
    begin: int
    end: int


def measures(head: Head, analysis: Analysis) -> list[Measure]:
    """The items and the requests of a letter, in reading order; [] for other papers.

    An item's executors and terms are those of the act, which the letter does not name."""
    letter = addressed.of(head)
    if letter is None:
        return []
    answered = items(analysis)
    items_own = [_of_item(analysis, item) for item in answered if item.begin < item.end]
    closed = [(item.start, item.end) for item in answered] + requested(head, analysis)
    asked = requests(analysis, letter=letter)
    asked += narrative_directives.measures(analysis, closed, letter, asks=bool(asked))
    return sorted([*items_own, *_trailed(analysis, asked)], key=lambda m: m.spans[0])


def _trailed(analysis: Analysis, asked: Sequence[Measure]) -> list[Measure]:
    """What is asked with the term and those responsible that a note behind it names («Термін: до 15 травня»)."""
    out: list[Measure] = []
    paragraphs = [p for p in analysis.outline.paragraphs if p.role in _READ]
    starts = [p.start for p in paragraphs]
    begins = sorted(m.spans[0][0] for m in asked)
    for m in asked:
        end = m.spans[-1][1]
        k = bisect_right(starts, end) - 1
        at = bisect_right(begins, m.spans[0][0])
        stop = min(paragraphs[k].end, begins[at] if at < len(begins) else paragraphs[k].end)
        who, when = list(m.responsible), list(m.deadlines)
        for start, until in [(end, stop), *((p.start, p.end) for p in paragraphs[k + 1 : k + 1 + _NOTES])]:
            rest = analysis.plain[start:until]
            begin = start + len(rest) - len(rest.lstrip(" .;,"))
            note = trailers.read(analysis, begin, until, (), listed=False) if begin < until else None
            if note is not None and note.end > begin:
                break
            who = who or list(note.parties if note is not None else ())
            when = when or list(note.deadlines if note is not None else ())
        out.append(replace(m, responsible=tuple(who), deadlines=tuple(when)))
    return out


def requests(analysis: Analysis, *, public: bool = True, letter: Addressed | None = None) -> list[Measure]:
    """What the text asks for, in papers of any kind. Without `public` not what it asks of its readers («просимо
    жителів …»), which in news is no measure. `letter`: those whom the letter addresses."""
    found = narrative_requests.read(analysis, letter)
    return [m for r in found if public or not r.public for m in r.measures]


def requested(head: Head, analysis: Analysis) -> list[tuple[int, int]]:
    """The stretches of text that ask for something, whether or not a measure comes of it: nothing is reported there."""
    return [(r.start, r.end) for r in narrative_requests.read(analysis, addressed.of(head))]


def sends(analysis: Analysis, verb: int) -> bool:
    """Is the verb at this offset what the letter itself does: «Надсилаємо план …», and in its first paragraph
    «Управління направляє список …»? Further down somebody may well send something."""
    hit = pattern("sends").match(analysis.plain, verb)
    if hit is None:
        return False
    told = (p for p in analysis.outline.paragraphs if p.role in ("body", "point"))
    opening = next((p for p in told if SALUTATION.match(analysis.plain, p.start, p.end) is None), None)
    return bool(hit["ours"] or hit["informs"]) or (opening is not None and opening.start <= verb < opening.end)


def explains(head: Head, measure: Measure) -> bool:
    """Does the letter tell in it what the law wants of others than those addressed: «роботодавці зобов'язані …»?"""
    letter = addressed.of(head)
    if letter is None or _DUTY.search(measure.text) is None:
        return False
    named = [measure.text, *(p.name for p in measure.responsible)]
    return any(pattern("anybody").match(name) and not letter.includes(name) for name in named)


def fulfilled(analysis: Analysis, offset: int) -> str | None:
    """The item of an act («10», «3.2») that governs text[offset]: that of the last label before it."""
    labels = _labels(analysis)
    at = bisect_right([start for start, *_ in labels], offset) - 1
    return labels[at][1] if at >= 0 else None


def items(analysis: Analysis) -> list[Item]:
    """The items that the text answers, in reading order.

    Their own words are what follows the label and tells of no deed: an infinitive («Вжити заходів …») or a noun
    («Проведення …»), not «Проведено 5 нарад»."""
    out: list[Item] = []
    paragraphs = [p for p in analysis.outline.paragraphs if p.role in _READ]
    starts = [p.start for p in paragraphs]
    for start, number, after, answered in _labels(analysis):
        if not answered:
            continue
        at = bisect_right(starts, start) - 1
        begin, end = after, paragraphs[at].end
        if not analysis.plain[begin:end].strip() and at + 1 < len(paragraphs):
            begin, end = paragraphs[at + 1].start, paragraphs[at + 1].end
        stop = _own_words(analysis, begin, end)
        out.append(Item(number, start, begin, stop))
    return out


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((e["id"], re.compile(e["pattern"], re.IGNORECASE)) for e in load("letters")["item"])


def _labels(analysis: Analysis) -> list[tuple[int, str, int, bool]]:
    """(start, number, where the label ends, is it a label alone) of each, in reading order."""
    plain = analysis.plain
    out: list[tuple[int, str, int, bool]] = []
    for p in analysis.outline.paragraphs:
        if p.role not in _READ or plain[p.start] not in "ДдКкПпЩщСсОоНнВв":
            continue
        for name, label in _patterns():
            hit = label.match(plain, p.start, min(p.end, p.start + _LABEL))
            if hit is not None:
                out.append((p.start, " ".join(hit.group("number").split()), hit.end(), name == "answered"))
                break
    return out


def _own_words(analysis: Analysis, begin: int, end: int) -> int:
    """Where the item's own words end in text[begin:end]: before the first sentence that reports; `begin` if that is
    the first."""
    stop = begin
    for sentence in analysis.sentences:
        if sentence.end <= begin or sentence.start >= end:
            continue
        start = max(sentence.start, begin)
        finish = min(sentence.end, end)
        if not any(c.isalpha() for c in analysis.plain[start:finish]):
            continue
        if not _tasks(analysis, start, finish) and (stop > begin or _reports(analysis, start, finish)):
            break
        stop = finish
    return stop


def _tasks(analysis: Analysis, start: int, end: int) -> bool:
    """Does the sentence begin with an infinitive?"""
    first = narrative_requests.infinitive(analysis, start, end)
    return first is not None and not any(c.isalpha() for c in analysis.plain[start:first])


def _reports(analysis: Analysis, start: int, end: int) -> bool:
    """Has the sentence a predicate of its own, outside relative clauses: «проведено», «триває», «створена»?"""
    lead = re.split(r", (?:як|що|котор|чт)", analysis.plain[start:end])[0]
    for hit in _WORD.finditer(lead):
        best = parses(hit.group().lower(), analysis.language)[0]
        marks = best.tag.grammemes
        if {"impr", "Impe", "PRTS"} & marks or ("VERB" in marks and "infn" not in marks):
            return True
    return False


def _of_item(analysis: Analysis, item: Item) -> Measure:
    end = narrative_requests.end_of(analysis.plain, item.begin, item.end)
    return Measure(
        type="task",
        text=Joined(analysis.text, [(item.begin, end)]).text,
        spans=((item.begin, end),),
        number=item.number,
        rule="letter.item",
        score=0.95,
    )
