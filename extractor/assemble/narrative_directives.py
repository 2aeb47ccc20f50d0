"""What a letter tells somebody to do without a word that asks: «Керівникам закладів провести …», «До 1 травня …»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from extractor.assemble import narrative_pieces, narrative_requests, ordering
from extractor.assemble.addressed import Addressed
from extractor.assemble.narrative_requests_words import pattern
from extractor.data import load
from extractor.detect import deadlines
from extractor.detect.parties_ends import is_infinitive
from extractor.detect.parties_lists import parties
from extractor.detect.parties_points import addressee
from extractor.detect.parties_text import view
from extractor.detect.parties_words import start_of
from extractor.layout.zones_view import GROUNDS
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Deadline, Measure, Party
from extractor.schema.outline import ParagraphRole
from extractor.text.morphology import parses
from extractor.text.offsets import Joined
from extractor.text.stretches import Stretches

_READ: Final[frozenset[ParagraphRole]] = frozenset({"body", "point", "heading"})
_WORD: Final = re.compile(r"[а-яіїєґё'-]{2,40}", re.IGNORECASE)
_LABEL: Final = re.compile(r"\s*(?:(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]|[а-яіїєґa-z]\)|[-•*▪])\s*")
#: What begins a clause that only tells more of a word: its verb is not the sentence's.
_SUBORDINATE: Final = re.compile(
    r",\s(?:що|щоб|як(?:ий|а|е|і|их|им|ими|ою|ої|ого|ому|у|ій)|котор\w+|что|чтобы|где|де)\b"
)
#: A sentence with a dash and no verb says what something is: «Зберегти тепло — справа кожного.»
_DASH: Final = re.compile(r"\s[-–—]\s")
#: The rule of a verb with nobody, no time and no grounds before it.
_BARE: Final = "letter.infinitive"
#: «Раді повідомити», «Будемо раді бачити»: a feeling, no council that is told to.
_GLAD: Final = re.compile(r"(?:ми |завжди |щиро |дуже |будемо )*раді\s+\Z", re.IGNORECASE)
#: The lead of a list («Керівникам закладів освіти:») and a sentence that orders are no longer, in characters.
_LEAD: Final = 400
_LONGEST: Final = 1200


@dataclass(frozen=True, slots=True)
class _Told:
    """What is ordered in text[start:end], and to whom. bare: nothing stands before its verb."""

    start: int
    end: int
    whom: tuple[Party, ...]
    bare: bool = False


def measures(analysis: Analysis, closed: Sequence[tuple[int, int]], letter: Addressed, *, asks: bool) -> list[Measure]:
    """The directives of a letter, in reading order; none that touches the stretches in `closed`.

    A verb with nobody and no time before it orders only in a letter that `asks` or orders otherwise: wishes, refusals
    and what a firm means to do are told so too. `letter`: those whom it addresses."""
    taken = Stretches(closed)
    found = [m for m in _all(analysis, letter) if not taken.touches(m.spans[0][0], m.spans[-1][1])]
    return found if asks or any(m.rule != _BARE for m in found) else []


@dataclass(frozen=True, slots=True)
class _List:
    """What leads to the items below: those they are for, and, where they are objects of its verb («забезпечити:»), its
    time."""

    whom: tuple[Party, ...]
    carries: bool = False
    when: tuple[Deadline, ...] = ()


def _all(analysis: Analysis, letter: Addressed) -> Iterator[Measure]:
    listed: _List | None = _List(())
    sentences: dict[int, list[tuple[int, int]]] = {}
    for s in analysis.sentences:
        sentences.setdefault(s.paragraph, []).append((s.start, s.end))
    for i, p in enumerate(analysis.outline.paragraphs):
        if p.role not in _READ:
            continue
        label = _LABEL.match(analysis.plain, p.start, p.end)
        number = label.group("number") if label is not None else None
        start = label.end() if label is not None else p.start
        if label is None and not analysis.plain[p.start].islower():
            listed = _List(())
        lead = _lead(analysis, start, p.end, letter)
        if lead is not None:
            listed = lead.items
            if lead.told is not None:
                yield _measure(analysis, lead.told, start, number)
        elif listed is not None:
            if listed.carries and label is not None and ordering.names_action(analysis.plain, start, p.end):
                yield _in_time(_measure(analysis, _Told(start, p.end, listed.whom), start, number), listed)
            for begin, end in sentences.get(i, ()):
                for since, found in _orders(analysis, max(begin, start), end, listed.whom):
                    yield _in_time(_measure(analysis, found, since, number), listed)


def _in_time(item: Measure, listed: _List) -> Measure:
    return item if item.deadlines else replace(item, deadlines=listed.when)


@dataclass(frozen=True, slots=True)
class _Lead:
    """A line before a list: what the line itself orders, and how its items are to be read; items None where nobody is
    told to do them: what somebody may or must by law, or objects of the order."""

    told: _Told | None = None
    items: _List | None = None


def _lead(analysis: Analysis, start: int, end: int, letter: Addressed) -> _Lead | None:
    """The list that text[start:end] leads to; None where it leads to none."""
    end = start + len(analysis.plain[start:end].rstrip()) - 1
    if end <= start or analysis.plain[end] != ":":
        return None
    if end - start > _LEAD or _predicate(analysis, start, end):
        return _Lead()
    verb = narrative_requests.infinitive(analysis, start, end)
    if verb is not None:
        told = _directive(analysis, start, end, ())
        if told is None or ordering.pattern("carrier").match(analysis.plain, verb, end) is None:
            return _Lead(told)
        when = deadlines.in_text(analysis.plain, start, end, analysis.context, mode="act")
        return _Lead(items=_List(told.whom, carries=True, when=tuple(when)))
    if GROUNDS.match(analysis.plain, start, end) is not None:
        return _Lead(items=_List(()))  # «У зв'язку з негодою терміново:»
    if pattern("anybody").match(analysis.plain, start, end) and not letter.includes(analysis.plain[start:end]):
        return _Lead()  # what the law wants of them: «Роботодавцям:»
    line = view(analysis.text, analysis.plain, [(start, end)])
    if start_of(line.line.partition(",")[0], analysis.language, "dat") not in ("party", "either"):
        return _Lead()
    whom = tuple(p for p in parties(line, 0, len(line.line), analysis.language, "dat") if p.role == "executor")
    return _Lead(items=_List(whom) if whom else None)


def _orders(analysis: Analysis, start: int, end: int, whom: tuple[Party, ...]) -> list[tuple[int, _Told]]:
    """What text[start:end] orders, with where each order begins: several where each part of it is an order."""
    if end - start > _LONGEST:
        return []
    parts = narrative_pieces.orders(analysis, start, end)
    several = [(a, _directive(analysis, a, b, whom)) for a, b in parts] if len(parts) > 1 else []
    if several and all(told is not None for _, told in several):
        return [(a, told) for a, told in several if told is not None]
    told = _directive(analysis, start, end, whom)
    return [(start, told)] if told is not None else []


def _directive(analysis: Analysis, start: int, end: int, whom: tuple[Party, ...]) -> _Told | None:
    """What text[start:end] orders, if it is a sentence with an infinitive and no other predicate.

    `whom` are those for whom the list is in which it stands."""
    plain = analysis.plain
    if end - start > _LONGEST or plain[start:end].rstrip().endswith(("?", ":", "!")):
        return None
    verb = narrative_requests.infinitive(analysis, start, end)
    if verb is None or _predicate(analysis, start, end) or _SUBORDINATE.search(plain, start, verb) is not None:
        return None
    if _GLAD.match(plain, start, verb):
        return None
    link = narrative_requests.LINK.match(plain, start, end)
    begin = link.end() if link is not None else start
    named, action = addressee(analysis, begin, end)
    told = tuple(p for p in named if p.role == "executor")
    if told and action <= verb:
        timed = action < verb and narrative_pieces.only_time(analysis, action, verb)
        return _Told(verb if timed else action, end, told)
    before = plain[begin:verb]
    fronted = narrative_requests.fronted(analysis, begin, verb)
    if _DASH.search(plain, start, end) or (before.strip(" ,") and not (fronted or _time(analysis, begin, verb))):
        return None
    return _Told(begin if fronted else verb, end, whom, bare=link is None and not before.strip(" ,") and not whom)


def _time(analysis: Analysis, start: int, end: int) -> bool:
    """Does nothing but a time or the grounds stand in text[start:end], before the verb?"""
    return GROUNDS.match(analysis.plain[start:end].strip()) is not None or narrative_pieces.only_time(
        analysis, start, end
    )


@cache
def _states() -> frozenset[str]:
    return frozenset(load("letters")["states"]["words"].split())


def _predicate(analysis: Analysis, start: int, end: int) -> bool:
    """Has text[start:end] a predicate other than infinitives («можна», «проведено», «триває»), outside the clauses that
    only tell more of a word?"""
    at = start
    for border in [*_SUBORDINATE.finditer(analysis.plain, start, end), None]:
        until = border.start() if border is not None else end
        if at < until and any(
            _is_predicate(w.group().lower(), analysis) for w in _WORD.finditer(analysis.plain, at, until)
        ):
            return True
        if border is not None:
            closed = analysis.plain.find(",", border.end(), end)
            at = max(at, closed if closed >= 0 else end)
    return False


def _is_predicate(word: str, analysis: Analysis) -> bool:
    if word in _states():
        return True
    marks = parses(word, analysis.language)[0].tag.grammemes
    if {"impr", "Impe", "PRTS", "PRED", "ADJS"} & marks:
        return True
    return "VERB" in marks and "infn" not in marks and not is_infinitive(word, analysis.language)


def _measure(analysis: Analysis, told: _Told, since: int, number: str | None) -> Measure:
    end = narrative_requests.end_of(analysis.plain, told.start, told.end)
    return Measure(
        type="reporting" if narrative_requests.reports(analysis, told.start, end) else "task",
        text=Joined(analysis.text, [(told.start, end)]).text,
        spans=((told.start, end),),
        number=number,
        responsible=told.whom,
        deadlines=tuple(narrative_requests.terms(analysis, since, end)),
        rule=_BARE if told.bare else "letter.directive",
        score=0.8,
    )
