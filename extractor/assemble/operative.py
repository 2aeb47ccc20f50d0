"""Which points and paragraphs of a document order something."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractor.assemble import ordering
from extractor.detect import parties
from extractor.schema.analysis import Analysis
from extractor.schema.facts import DocumentKind
from extractor.schema.outline import ParagraphRole

_ACTS: Final[frozenset[DocumentKind]] = frozenset({"order", "decision", "decree", "law", "protocol"})
_OPEN: Final[frozenset[ParagraphRole]] = frozenset({"body", "point", "heading"})
#: Where the minutes of a meeting stop to decide. «Порядок денний сесії оприлюднити» is a decision itself.
_PAUSE: Final = re.compile(
    r"(?:\d{1,2}\s?[.)]\s*)?(?:слухали|виступили|голосували|слушали|выступили|голосовали|повестка дня|"
    r"порядок денний(?!\s(?:[\w-]+\s){0,14}?(?:оприлюднити|затвердити|прийняти|доповнити|змінити|схвалити)\b)|"
    r"результати голосування|присутні|запрошені|заслухали)\b",
    re.IGNORECASE,
)
#: An honour whose bearers are named below it, line by line up to a full stop.
_HONOURS: Final = re.compile(
    r"\b(?:нагородити|наградить|присвоїти|присвоить|оголосити подяк|объявить благодарност|преміювати|премировать)"
    r"[^.:]{0,300}:",
    re.IGNORECASE,
)
_PLAN: Final = re.compile(r"\bплан\w*\b|\bзаход\w*\b|мероприяти", re.IGNORECASE)
_RULES: Final = re.compile(
    r"\b(?:положення|порядок|статут|регламент|склад|правила|положение|состав|устав)\b", re.IGNORECASE
)
#: So many characters tell how a paragraph ends, spaces behind it and all.
_LAST: Final = 40
#: So many decisions are read of one paper, the last ones; minutes of a session have some dozens.
_MOST: Final = 500
#: Without an ordering word so many points must tell somebody to act in a paper that is no act: advice names nobody.
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Zone:
    """Indices of the points that may be measures, and paragraphs outside of them that order something.

    `listed` are the points among them that stand in a plan set as a list: each is a measure by its place."""

    points: tuple[int, ...]
    paragraphs: tuple[tuple[int, int], ...]
    listed: frozenset[int] = frozenset()


def zone(analysis: Analysis, kind: DocumentKind) -> Zone | None:
    """The operative part of the document, or None where it orders nothing by points.

    After an ordering word every top point counts; of a law and of a paper that only quotes an act those that act.
    Without such a word points that act; a paper that is no act needs two that name whom they tell, and more of them
    than of others. Annexed rules give none, annexed plans do."""
    is_act = kind in _ACTS
    stretches = _stretches(analysis, is_act=is_act)
    points: list[int] = []
    paragraphs: list[tuple[int, int]] = []
    for start, end in stretches:
        inside = _counted(analysis, start, end)
        points += inside if is_act and kind != "law" else _acting(analysis, inside)
        if is_act:
            numbered = any(analysis.outline.points[i].number for i in inside)
            paragraphs += _paragraphs(analysis, start, end, alone=not numbered)
    if not points and not paragraphs:
        points = _by_wording(analysis, is_act=is_act)
        if is_act:
            paragraphs = _paragraphs(analysis, 0, _end(analysis, 0), alone=not points)
    listed = _listed(analysis, kind, points)
    points = sorted({*points, *listed})
    return Zone(tuple(points), tuple(paragraphs), frozenset(listed)) if points or paragraphs else None


def _stretches(analysis: Analysis, *, is_act: bool) -> list[tuple[int, int]]:
    """From each ordering word to the end of what it orders; other papers quote orders by their own words too."""
    begins = [
        p.end
        for p in analysis.outline.paragraphs
        if p.role in _OPEN and ordering.orders(analysis.plain, p.start, p.end, quoted=not is_act)
    ]
    ends = [*begins, len(analysis.plain)][1:]
    return [(a, min(b, _end(analysis, a))) for a, b in zip(begins[-_MOST:], ends[-_MOST:], strict=True)]


def _end(analysis: Analysis, start: int) -> int:
    """Where the operative part that begins at `start` ends: an annex, a signature below it, the next speaker."""
    paragraphs = analysis.outline.paragraphs
    some = False
    for i in range(bisect_left(paragraphs, start, key=lambda p: p.start), len(paragraphs)):
        p = paragraphs[i]
        if p.role == "annex" or (some and p.role == "signature"):
            return p.start
        if some and p.role in _OPEN and _PAUSE.match(analysis.plain, p.start, p.end):
            return p.start
        some = some or p.role in ("body", "point")
    return len(analysis.plain)


def _counted(analysis: Analysis, start: int, end: int) -> list[int]:
    """The points between two places, up to where their numbering begins anew: what follows there is an annex."""
    points = analysis.outline.points
    out: list[int] = []
    seen: set[int] = set()
    tops: dict[tuple[int | None, str], int] = {}
    for i, point in enumerate(points):
        if not start <= point.start < end:
            continue
        if point.number is not None and point.number.isdigit() and (point.parent is None or point.parent not in seen):
            style = point.label[-1:]
            last = tops.get((point.parent, style), 0)
            if int(point.number) == 1 < last:
                break
            tops[(point.parent, style)] = int(point.number)
        out.append(i)
        seen.add(i)
    return out


def _acting(analysis: Analysis, indices: Sequence[int]) -> list[int]:
    """Of these points those that act, mere lead-ins with those under them that act, and what these may carry."""
    points = analysis.outline.points
    kept: set[int] = set()
    for i in indices:
        point = points[i]
        above = point.parent
        if not ordering.acts(analysis, point.start, point.end):
            continue
        chain = []
        while above is not None and above not in kept:
            if not _leads_on(analysis, above):
                break
            chain.append(above)
            above = points[above].parent
        else:
            kept.update((i, *chain))
    for i in indices:
        start, end = points[i].start, points[i].end
        unlabelled_lead = points[i].label == "" and _ends_open(analysis, i)
        if points[i].parent in kept and (unlabelled_lead or ordering.names_action(analysis.plain, start, end)):
            kept.add(i)
    return sorted(kept)


def _ends_open(analysis: Analysis, index: int) -> bool:
    point = analysis.outline.points[index]
    return analysis.plain[point.start : point.end].rstrip().endswith(":")


def _leads_on(analysis: Analysis, index: int) -> bool:
    """May points under this one order something: is it a heading, an order itself, or a lead-in to whom it is told?"""
    point = analysis.outline.points[index]
    start, end = point.start, point.end
    if ordering.is_heading(analysis, start, end) or ordering.acts(analysis, start, end):
        return True
    return _ends_open(analysis, index) and not ordering.tells(analysis, start, end)


def _by_wording(analysis: Analysis, *, is_act: bool) -> list[int]:
    """The points of a paper without an ordering word, known by their own wording."""
    points = analysis.outline.points
    end = _end(analysis, 0)
    own = [i for i, p in enumerate(points) if p.part == 0 and p.start < end]
    if not is_act and analysis.outline.plans:
        return []
    acting = _acting(analysis, own)
    if is_act:
        return acting
    tops = [
        i for i in own if _is_top(analysis, i) and not ordering.is_heading(analysis, points[i].start, points[i].end)
    ]
    told = [i for i in tops if i in acting and parties.addressee(analysis, points[i].start, points[i].end)[0]]
    count = sum(i in acting for i in tops)
    return acting if len(told) >= _FEWEST and 2 * count >= len(tops) and 2 * len(told) >= count else []


def _is_top(analysis: Analysis, index: int) -> bool:
    points = analysis.outline.points
    parent = points[index].parent
    return parent is None or ordering.is_heading(analysis, points[parent].start, points[parent].end)


def _paragraphs(analysis: Analysis, start: int, end: int, *, alone: bool) -> list[tuple[int, int]]:
    """Body paragraphs between two places that order something without a number: they begin with an infinitive or
    close the act; where no point is numbered (`alone`), those that act in any way, with the lines that go on a
    sentence left open."""
    points = analysis.outline.points
    starts = [p.start for p in points]
    out: list[tuple[int, int]] = []
    honours = False
    for p in analysis.outline.paragraphs:
        above = bisect_right(starts, p.start) - 1
        if p.role != "body" or not start <= p.start < end or (above >= 0 and p.start < points[above].end):
            continue
        if (
            ordering.begins_with_infinitive(analysis, p.start, p.end)
            or ordering.closes(analysis.plain, p.start, p.end)
            or (alone and ordering.acts(analysis, p.start, p.end))
        ):
            out.append((p.start, p.end))
            honours = _HONOURS.search(analysis.plain, p.start, p.end) is not None
        elif alone and out and _left_open(analysis, *out[-1], p.start, honours=honours):
            out[-1] = (out[-1][0], p.end)
    return out


def _left_open(analysis: Analysis, start: int, end: int, following: int, *, honours: bool) -> bool:
    """Does what stands before `following` break off in a sentence, or (where it honours) among those it honours?"""
    if analysis.plain[end:following].strip():
        return False
    last = analysis.plain[max(start, end - _LAST) : end].rstrip()[-1:]
    return last.isalnum() or (honours and last != ".")


def _listed(analysis: Analysis, kind: DocumentKind, taken: Sequence[int]) -> list[int]:
    """The points of plans that are set as lists: in an annex whose title is a plan's, or in a plan itself."""
    points = analysis.outline.points
    if analysis.outline.plans:
        return []
    passed_over = {points[i].part for i in taken}
    if taken or kind != "plan":
        passed_over.add(0)
    parts: dict[int, list[int]] = {}
    for i, point in enumerate(points):
        if point.part not in passed_over:
            parts.setdefault(point.part, []).append(i)
    out: list[int] = []
    for part, own in sorted(parts.items()):
        if part > 0 and not _titled_as_plan(analysis, points[own[0]].start):
            continue
        out += [
            i
            for i in own
            if _is_top(analysis, i)
            and (
                ordering.acts(analysis, points[i].start, points[i].end)
                or ordering.names_action(analysis.plain, points[i].start, points[i].end)
            )
        ]
    return out


def _titled_as_plan(analysis: Analysis, first: int) -> bool:
    """Do the lines above an annex's first point call it a plan of measures?"""
    paragraphs = analysis.outline.paragraphs
    below = bisect_right(paragraphs, first, key=lambda p: p.end)
    lines: list[str] = []
    for p in reversed(paragraphs[max(0, below - 8) : below]):
        if p.role in ("point", "signature", "cell"):
            break
        lines.append(analysis.plain[p.start : p.end])
        if p.role == "annex":
            break
    title = " ".join(lines)
    return _PLAN.search(title) is not None and _RULES.search(title) is None
