"""Measures of acts: the operative points, each with its addressee, deadlines and type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, cast

from extractor.assemble import operative
from extractor.data import load
from extractor.detect import deadlines, parties
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Deadline, DocumentKind, Head, Measure, MeasureType, Party
from extractor.schema.outline import Point
from extractor.schema.span import Span
from extractor.text.offsets import Joined

_ACTS: Final[frozenset[DocumentKind]] = frozenset({"order", "decision", "decree", "law", "protocol"})
_TAIL: Final = re.compile(r"[\s.;,:]+\Z")
#: Where the new wording of an amendment begins.
_NEW_WORDING: Final = re.compile(
    r"(?:словами|словом|словами і цифрами|цифрами|цифрою|знаком|редакції|редакции|змісту|содержания|абзацем|абзацами|"
    r"реченням|предложением|зміни|изменения|дополнения|пунктом|пунктами|рядком|строкой|таким|такого|текстом)"
    r"(?:\s+\d+)?\s*:?\s*(?=[\"«])"
)
_ITEM: Final = re.compile(r"(?:до|к) п", re.IGNORECASE)
_ADDRESSING: Final = re.compile(
    r"(?:рекомендувати|рекомендовать|доручити|поручить|зобов'язати|обязать|запропонувати|предложить|просити|просить)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Inherited:
    """What a lead-in hands down to its sub-points."""

    parties: tuple[Party, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    type: MeasureType | None = None


def measures(head: Head, analysis: Analysis, spans: Sequence[Span]) -> list[Measure]:
    """The measures of the operative points, in reading order.

    In a paper that is no act, points count only where most of them order something; annexed rules give none."""
    zone = operative.zone(analysis, is_act=head.kind in _ACTS)
    if zone is None:
        return []
    return _Reader(analysis, zone).run()


class _Reader:
    """Reads the points of one document; holds what lead-ins hand down."""

    def __init__(self, analysis: Analysis, zone: operative.Zone) -> None:
        self.analysis = analysis
        self.zone = zone
        self.points = analysis.outline.points
        self.children: dict[int, list[int]] = {}
        for i, point in enumerate(self.points):
            if point.parent is not None:
                self.children.setdefault(point.parent, []).append(i)
        self.handed: dict[int, _Inherited] = {}

    def run(self) -> list[Measure]:
        out = [m for i in self.zone.points for m in self._of_point(i)]
        out += [m for a, b in self.zone.paragraphs for m in self._of_text(a, b, None, _Inherited(), ())]
        return sorted(out, key=lambda m: m.spans[0])

    def _of_point(self, index: int) -> list[Measure]:
        point = self.points[index]
        if _ITEM.match(point.label):
            return []
        from_above = self.handed.get(point.parent, _Inherited()) if point.parent is not None else _Inherited()
        if self._leads(index):
            self.handed[index] = self._hand_down(point, from_above)
            return []
        if point.parent is not None and not operative.acts(self.analysis, point.start, point.end):
            return []
        if index in self.children:
            self.handed[index] = replace(from_above, type=self._type_below(point, from_above))
        found = self._of_text(point.start, point.end, point.number, from_above, self._sections(point))
        self._pass_on(index, found)
        return found

    def _leads(self, index: int) -> bool:
        """Is this point a mere lead-in: no action of its own, or an addressing verb, above points that act?"""
        point = self.points[index]
        below = self.children.get(index, [])
        plain = self.analysis.plain[point.start : point.end].strip()
        if not below or not any(operative.acts(self.analysis, self.points[i].start, self.points[i].end) for i in below):
            return not below and point.label != "" and operative.is_heading(self.analysis, point.start, point.end)
        verb = operative.first_infinitive(self.analysis, point.start, point.end)
        if verb is None:
            return not operative.acts(self.analysis, point.start, point.end)
        if not plain.endswith(":"):
            return False
        if _ADDRESSING.match(plain):
            return operative.first_infinitive(self.analysis, verb[1], point.end) is None
        return False

    def _hand_down(self, point: Point, above: _Inherited) -> _Inherited:
        found, _ = parties.addressee(self.analysis, point.start, point.end)
        when = deadlines.in_text(self.analysis.plain, point.start, point.end, self.analysis.context, mode="act")
        plain = self.analysis.plain[point.start : point.end].strip().lower()
        kind = type_of(plain) if _ADDRESSING.match(plain) else None
        return _Inherited(
            tuple(found) or above.parties,
            tuple(when) or above.deadlines,
            "recommendation" if kind == "recommendation" else above.type,
        )

    def _type_below(self, point: Point, above: _Inherited) -> MeasureType | None:
        kind = type_of(self.analysis.plain[point.start : point.end].strip().lower())
        return "amendment" if kind == "amendment" else above.type

    def _pass_on(self, index: int, found: list[Measure]) -> None:
        """An item without a label that begins with a term («у місячний строк: …») sets it for the items after it."""
        point = self.points[index]
        if point.label or point.parent is None or not found or not found[0].deadlines:
            return
        if found[0].deadlines[0].spans and found[0].deadlines[0].spans[0][0] <= point.start + 2:
            above = self.handed.get(point.parent, _Inherited())
            self.handed[point.parent] = replace(above, deadlines=found[0].deadlines)

    def _sections(self, point: Point) -> tuple[str, ...]:
        out: list[str] = []
        at = point.parent
        while at is not None:
            above = self.points[at]
            if operative.is_heading(self.analysis, above.start, above.end):
                title = Joined(self.analysis.text, [(above.start, above.end)]).text
                out.append(f"{above.label} {title}")
            at = above.parent
        return tuple(reversed(out))

    def _of_text(
        self, start: int, end: int, number: str | None, above: _Inherited, section: tuple[str, ...]
    ) -> list[Measure]:
        analysis = self.analysis
        plain = analysis.plain
        kind = type_of(plain[start:end].strip().lower())
        responsible: list[Party] = []
        begin = start
        when = deadlines.in_text(plain, start, end, analysis.context, mode="act")
        if kind == "control":
            responsible = parties.controllers(analysis, start, end)
        else:
            responsible, begin = parties.addressee(analysis, start, end)
            begin = _after_terms(plain, begin, end, when)
        if kind not in ("control", "recommendation", "commencement"):
            kind = type_of(plain[begin:end].strip().lower()) if begin > start else kind
            if kind in ("task", "amendment") and above.type is not None:
                kind = above.type
        stop = _stop(plain, begin, end, kind)
        if stop <= begin:
            return []
        joined = Joined(analysis.text, [(begin, stop)])
        return [
            Measure(
                type=kind,
                text=joined.text,
                spans=((begin, stop),),
                number=number,
                responsible=tuple(responsible) or (above.parties if kind != "control" else ()),
                deadlines=tuple(when) or above.deadlines,
                section=section,
                rule="act.point" if number else "act.paragraph",
                score=0.95 if number else 0.8,
            )
        ]


@cache
def _types() -> tuple[tuple[MeasureType, re.Pattern[str]], ...]:
    return tuple((cast(MeasureType, t["id"]), re.compile(t["pattern"])) for t in load("acts")["type"])


def type_of(plain: str) -> MeasureType:
    """The type of an operative point from its plain, lower-case text."""
    lead = plain[:600]
    return next((kind for kind, pattern in _types() if pattern.search(lead)), "task")


def _after_terms(plain: str, begin: int, end: int, when: Sequence[Deadline]) -> int:
    """`begin` moved past deadlines that stand before the action, with the commas around them."""
    moved = True
    while moved:
        moved = False
        while begin < end and plain[begin] in " ,:-\n":
            begin += 1
        for deadline in when:
            for a, b in deadline.spans:
                if a <= begin + 1 and begin < b < end:
                    begin, moved = b, True
    return begin


def _stop(plain: str, begin: int, end: int, kind: MeasureType) -> int:
    """Where the action's text ends: before the new wording of an amendment, else with the point."""
    if kind == "amendment":
        for hit in _NEW_WORDING.finditer(plain, begin, end):
            rest = plain[hit.end() : end]
            if not operative.AMENDS.search(rest):
                end = hit.end()
                break
    tail = _TAIL.search(plain, begin, end)
    return tail.start() if tail else end
