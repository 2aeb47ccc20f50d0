"""Measures of acts: the operative points, each with its addressee, deadlines and type."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, cast

from extractor.assemble import leads, operative, ordering, trailers
from extractor.data import load
from extractor.detect import deadlines, parties
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Deadline, Head, Measure, MeasureType, Offsets, Party
from extractor.schema.outline import Point
from extractor.text.offsets import Joined

_TAIL: Final = re.compile(r"[\s.;,:]+\Z")
#: An abbreviation or an initial at the end keeps its full stop.
#: What is done for those named behind a term.
_GIVES: Final = re.compile(
    r"[\s,-]*(?:виплатити|видати|виділити|придбати|закупити|збільшити|підвищити|повернути|перерахувати|встановити|"
    r"нарахувати|выплатить|выдать|выделить|приобрести|закупить|увеличить|повысить|вернуть|перечислить|установить|"
    r"начислить)\b",
    re.IGNORECASE,
)
_SHORT: Final = re.compile(
    r"(?:\b[А-ЯІЇЄҐ]\.\s?[А-ЯІЇЄҐ]|\b(?:рр?|г|гг|грн|руб|коп|тис|тыс|млн|млрд|обл|шт|екз|экз|т\.\s?[дпч]))\Z",
    re.IGNORECASE,
)
#: Where the new wording of an amendment begins.
_NEW_WORDING: Final = re.compile(
    r"(?:словами|словом|словами і цифрами|цифрами|цифрою|знаком|редакції|редакции|змісту|содержания|абзацем|абзацами|"
    r"реченням|предложением|зміни|изменения|дополнения|пунктом|пунктами|рядком|строкой|таким|такого|текстом)"
    r"(?:\s+\d+)?\s*:?\s*(?=[\"«])"
)
_AMENDS: Final = re.compile(
    r"\b(?:доповнити|викласти|замінити|виключити|вилучити|дополнить|изложить|заменить|исключить|читати|читать)\b",
    re.IGNORECASE,
)
#: A name does not go on behind the end of a sentence.
_SENTENCE_END: Final = re.compile(r"[а-яіїєґ]{4,}\.\s+[А-ЯІЇЄҐ]")
#: An item of a list of acts, «від 07.02.2014 № 6 «Про …»»: what the point above is about.
_CITES: Final = re.compile(r"(?:від|от)\s{1,3}\S[^\n;]{4,30}\s№")
_ITEM: Final = re.compile(r"(?:до|к) п", re.IGNORECASE)
#: A lead-in whose items say when each part of the matter is due, and the dash before the time in such an item.
_TERMS: Final = re.compile(r"\b(?:строки|терміни|сроки|дати|даты|графік\w*|график\w*)\s?:\Z", re.IGNORECASE)
_LAST_DASH: Final = re.compile(r"\s-\s(?=[^-]*\Z|(?:\S+\s){1,6}\S*\Z)")
_CLOSING_QUOTE: Final = re.compile(r"[»\"][\s.;,]*\Z")
#: A point inside a new wording: «"21. Міністерству …».
_QUOTED_POINT: Final = re.compile(r"[\"«]?\s*(?:(?P<number>\d{1,3}(?:-\d)?)\s?[.)]\s*)?")


@dataclass(frozen=True, slots=True)
class _Inherited:
    """What a lead-in hands down to its sub-points."""

    parties: tuple[Party, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    type: MeasureType | None = None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One point or paragraph to be read, with what stands around it."""

    start: int
    end: int
    number: str | None = None
    trailer: trailers.Trailer | None = None
    above: _Inherited = _Inherited()
    section: tuple[str, ...] = ()
    objects: Offsets = ()


def measures(head: Head, analysis: Analysis) -> list[Measure]:
    """The measures of the operative points, in reading order.

    In a paper that is no act, points count only where most of them order something; annexed rules give none."""
    zone = operative.zone(analysis, head.kind)
    if zone is None:
        return []
    return _Reader(analysis, zone).run()


def read_whole(analysis: Analysis, found: Sequence[Measure]) -> list[tuple[int, int]]:
    """The stretches that these measures of points account for: their whole paragraphs, and the ordering words above."""
    begins = sorted(m.spans[0][0] for m in found)
    out: list[tuple[int, int]] = []
    for p in analysis.outline.paragraphs:
        at = bisect_left(begins, p.start)
        if at < len(begins) and begins[at] < p.end:
            out.append((p.start, p.end))
        elif at < len(begins) and ordering.orders(analysis.plain, p.start, p.end):
            out.append((p.end - 1, p.end))
    return out


class _Reader:
    """Reads the points of one document; holds what lead-ins hand down."""

    def __init__(self, analysis: Analysis, zone: operative.Zone) -> None:
        self.analysis = analysis
        self.zone = zone
        self.points = analysis.outline.points
        self.below = leads.children(self.points)
        self.handed: dict[int, _Inherited] = {}
        self.paragraphs = [(p.start, p.end) for p in analysis.outline.paragraphs if p.role in ("body", "point")]
        self.begins = [a for a, _ in self.paragraphs]
        self.starts = sorted(p.start for p in self.points)

    def run(self) -> list[Measure]:
        out = [m for i in self.zone.points if i not in self.zone.listed for m in self._of_point(i)]
        out += self._of_lists()
        loose = set(self.zone.paragraphs)
        for a, b in self.zone.paragraphs:
            out += self._of_text(_Stretch(a, b, trailer=self._trailer(a, b, loose, listed=False)))
        if any(m.type == "amendment" for m in out):
            out += self._assigned_in_wordings()
        return sorted(out, key=lambda m: m.spans[0])

    def _of_lists(self) -> list[Measure]:
        """The items of plans set as lists; a list of which most items name neither who nor when is no plan."""
        parts: dict[int, list[Measure]] = {}
        for i in sorted(self.zone.listed):
            parts.setdefault(self.points[i].part, []).extend(self._of_point(i))
        out: list[Measure] = []
        for found in parts.values():
            if 2 * sum(bool(m.responsible or m.deadlines) for m in found) > len(found) > 1:
                out += found
        return out

    def _of_point(self, index: int) -> list[Measure]:
        point = self.points[index]
        listed = index in self.zone.listed
        if _ITEM.match(point.label) or not self._counts(index, listed=listed):
            return []
        above = self.handed.get(point.parent, _Inherited()) if point.parent is not None else _Inherited()
        if leads.is_lead(self.analysis, self.points, self.below, index):
            self._hand_down(index, above)
            return []
        if index in self.below:
            self.handed[index] = replace(above, type=self._type_below(point, above))
        found = self._of_text(
            _Stretch(
                point.start,
                point.end,
                point.number,
                self._trailer(point.start, point.end, set(), listed=listed),
                above,
                self._sections(point),
                leads.objects(self.analysis, self.points, self.below, index),
            )
        )
        if listed:
            found = [replace(m, type="task", rule="plan.item") for m in found]
        if found and not found[0].deadlines and found[0].type != "approval":
            found[0] = replace(found[0], deadlines=self._times_of_items(index))
        self._pass_on(index, found[0].deadlines if found else ())
        return found

    def _times_of_items(self, index: int) -> tuple[Deadline, ...]:
        """The times of items that assign nothing themselves, where each of them has one («почати: у школах - з 9
        жовтня; у музеях - з 16 жовтня»); behind «у такі строки:» a bare day or month is one too."""
        items = self.below.get(index, ())
        plain = self.analysis.plain
        lead = plain[self.points[index].start : self.points[index].end].rstrip()
        if not items or not lead.endswith(":"):
            return ()
        if any(leads.assigns(self.analysis, self.points, self.below, i) for i in items):
            return ()
        out: list[Deadline] = []
        for i in items:
            start, end = self.points[i].start, self.points[i].end
            told = deadlines.in_text(plain, start, end, self.analysis.context, mode="act")
            dash = _LAST_DASH.search(plain, start, end)
            if not told and dash is not None and _TERMS.search(lead):
                told = deadlines.in_cell(plain, dash.end(), end, self.analysis.context)
            if not told:
                return ()
            out += told
        return tuple(out)

    def _counts(self, index: int, *, listed: bool) -> bool:
        """May the point be a measure or lead to some? Topics of an agenda and objects of the point above may not."""
        point = self.points[index]
        if listed:
            return True
        if _CITES.match(self.analysis.plain, point.start, point.end):
            return False
        if ordering.is_topic(self.analysis.plain, point.start, point.end):
            return ordering.acts(self.analysis, point.start, point.end)
        if point.parent is None:
            return True
        return leads.assigns(self.analysis, self.points, self.below, index)

    def _trailer(self, start: int, end: int, stops: set[tuple[int, int]], *, listed: bool) -> trailers.Trailer:
        """What the paragraphs behind a point, up to the next one, say about who and when."""
        following: list[tuple[int, int]] = []
        at = bisect_left(self.begins, end)
        for a, b in self.paragraphs[at : at + 4]:
            first = bisect_left(self.starts, a)
            if (a, b) in stops or (first < len(self.starts) and self.starts[first] < b):
                break
            following.append((a, b))
        return trailers.read(self.analysis, start, end, following, listed=listed)

    def _hand_down(self, index: int, above: _Inherited) -> None:
        point = self.points[index]
        plain = self.analysis.plain
        found, begin = parties.addressee(self.analysis, point.start, point.end)
        when = deadlines.in_text(plain, point.start, point.end, self.analysis.context, mode="act")
        recommends = any(
            type_of(plain[at : point.end].strip().lower()) == "recommendation" for at in (point.start, begin)
        )
        self.handed[index] = _Inherited(
            tuple(found) or above.parties,
            tuple(when) or above.deadlines,
            "recommendation" if recommends else above.type,
        )
        self._pass_on(index, tuple(when))

    def _type_below(self, point: Point, above: _Inherited) -> MeasureType | None:
        kind = type_of(self.analysis.plain[point.start : point.end].strip().lower())
        return "amendment" if kind == "amendment" else above.type

    def _pass_on(self, index: int, when: tuple[Deadline, ...]) -> None:
        """An item without a label that begins with a term («у місячний строк: …») sets it for the items after it."""
        point = self.points[index]
        if point.label or point.parent is None or not when or not when[0].spans:
            return
        if when[0].spans[0][0] <= point.start + 2 and (
            index in self.below or self.analysis.plain[point.start : point.end].rstrip().endswith(":")
        ):
            above = self.handed.get(point.parent, _Inherited())
            self.handed[point.parent] = replace(above, deadlines=when)

    def _sections(self, point: Point) -> tuple[str, ...]:
        out: list[str] = []
        at = point.parent
        while at is not None:
            above = self.points[at]
            if ordering.is_heading(self.analysis, above.start, above.end):
                title = Joined(self.analysis.text, [(above.start, above.end)]).text
                out.append(f"{above.label} {title}")
            at = above.parent
        return tuple(reversed(out))

    def _of_text(self, stretch: _Stretch) -> list[Measure]:
        analysis, plain = self.analysis, self.analysis.plain
        trailer = stretch.trailer or trailers.Trailer(stretch.end)
        start, end, above = stretch.start, trailer.end, stretch.above
        when = deadlines.in_text(plain, start, end, analysis.context, mode="act")
        kind = type_of(plain[start:end].strip().lower())
        beside: list[Party] = []
        if kind == "control":
            responsible, begin = parties.controllers(analysis, start, end), start
        else:
            responsible, begin = _told(analysis, start, end, when)
            beside = parties.partners(analysis, begin, end)
            begin = _after_terms(analysis, begin, end, when)
            kind = _kind(plain, (start, begin, end), kind, above.type)
        stop = _stop(plain, begin, end, kind)
        if stop <= begin:
            return []
        led = tuple(responsible) or trailer.parties or (above.parties if kind != "control" else ())
        leading = {p.name.casefold() for p in led}
        pieces = ((begin, stop), *stretch.objects)
        text = Joined(analysis.text, pieces).text
        measure = Measure(
            type=kind,
            text=_TAIL.sub("", text) if stretch.objects else text,
            spans=pieces,
            number=stretch.number,
            responsible=(*led, *(p for p in beside if p.name.casefold() not in leading)),
            deadlines=tuple(when) or trailer.deadlines or above.deadlines,
            section=stretch.section,
            rule="act.point" if stretch.number else "act.paragraph",
            score=0.95 if stretch.number else 0.8,
        )
        return [measure, *(self._assigned(stop, end) if kind == "amendment" else [])]

    def _assigned_in_wordings(self) -> list[Measure]:
        """Points inside a new wording that tell a named body to act."""
        out = []
        for p in self.analysis.outline.paragraphs:
            if p.role == "quote":
                out += self._assigned(p.start, p.end)
        return out

    def _assigned(self, start: int, end: int) -> list[Measure]:
        """What the new wording text[start:end] assigns to a body, if anything."""
        analysis, plain = self.analysis, self.analysis.plain
        while start < end and plain[start] in " :":
            start += 1
        label = _QUOTED_POINT.match(plain, start, end)
        begin = label.end() if label else start
        closing = _CLOSING_QUOTE.search(plain, begin, end)
        if closing is not None and _closes_nothing(plain[begin : closing.start()], closing.group()[0]):
            end = closing.start()
        found, action = _addressees(analysis, begin, end)
        if not any(p.kind == "organisation" for p in found) or ordering.tells(analysis, action, min(action + 12, end)):
            return []
        if ordering.infinitive(analysis, begin, end) is None:
            return []
        return self._of_text(_Stretch(begin, end, label.group("number") if label else None))


@cache
def _types() -> tuple[tuple[MeasureType, re.Pattern[str]], ...]:
    return tuple((cast(MeasureType, t["id"]), re.compile(t["pattern"])) for t in load("acts")["type"])


def type_of(plain: str) -> MeasureType:
    """The type of an operative point from its plain, lower-case text."""
    lead = " ".join(plain[:600].split())
    return next((kind for kind, pattern in _types() if pattern.search(lead)), "task")


def _closes_nothing(inside: str, mark: str) -> bool:
    """Was the quotation mark that stands behind `inside` opened before it?"""
    return inside.count("«") <= inside.count("»") if mark == "»" else inside.count('"') % 2 == 0


def _addressees(analysis: Analysis, start: int, end: int) -> tuple[list[Party], int]:
    """Whom a point tells to act, and where the action begins; «…, рекомендувати органам …» names more of them.

    What is no name (it holds the end of a sentence) is nobody."""
    found, begin = parties.addressee(analysis, start, end)
    if found and leads.addresses(analysis.plain, begin):
        more, later = parties.addressee(analysis, begin, end)
        if more:
            found, begin = [*found, *more], later
    if any(_SENTENCE_END.search(p.name) for p in found):
        return [], start
    return found, begin


def _told(analysis: Analysis, start: int, end: int, when: Sequence[Deadline]) -> tuple[list[Party], int]:
    """The same of a point that may begin with its term («До 1 квітня керівникам шкіл оновити …»)."""
    found, begin = _addressees(analysis, start, end)
    behind = start if found else _after_terms(analysis, start, end, when)
    if behind == start:
        return found, begin
    told, action = _addressees(analysis, behind, end)
    # «До 8 березня працівницям придбати подарунки»: behind a term, he who is given something is none who acts
    return (found, begin) if _GIVES.match(analysis.plain, action, end) else (told, action)


def _kind(plain: str, bounds: tuple[int, int, int], kind: MeasureType, above: MeasureType | None) -> MeasureType:
    """The type of a point whose action begins behind its addressee; a lead-in's type goes before «task»."""
    start, begin, end = bounds
    if kind in ("recommendation", "commencement"):
        return kind
    if begin > start:
        kind = type_of(plain[begin:end].strip().lower())
    return above if above is not None and kind in ("task", "amendment") else kind


def _after_terms(analysis: Analysis, begin: int, end: int, when: Sequence[Deadline]) -> int:
    """`begin` moved past deadlines that stand before the action, with the commas around them.

    A deadline whose words stand on both sides of the verb («двічі на тиждень проводити огляд по вівторках») is not
    passed: the action would be lost in it."""
    plain, moved = analysis.plain, True
    while moved:
        moved = False
        while begin < end and plain[begin] in " ,:-\n":
            begin += 1
        for deadline in when:
            for a, b in deadline.spans:
                if a <= begin + 1 and begin < b < end and ordering.infinitive(analysis, begin, b) is None:
                    begin, moved = b, True
    return begin


def _stop(plain: str, begin: int, end: int, kind: MeasureType) -> int:
    """Where the action's text ends: before the new wording of an amendment, else with the point."""
    if kind == "amendment":
        for hit in _NEW_WORDING.finditer(plain, begin, end):
            if not _AMENDS.search(plain, hit.end(), end):
                end = hit.end()
                break
    tail = _TAIL.search(plain, begin, end)
    if tail is None:
        return end
    keeps = plain[tail.start()] == "." and _SHORT.search(plain, max(begin, tail.start() - 8), tail.start())
    return tail.start() + 1 if keeps else tail.start()
