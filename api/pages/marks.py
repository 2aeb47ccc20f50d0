"""What was found, as stretches of the text and boxes on the pages: the left side of the page of a document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from api.pages import shown
from extractor.schema.contract import Extraction, Span

#: Characters of a text shown at once. A browser lays out 20,000 with their marks at once; ten million it does not.
PART: Final = 20_000
#: Of two marks on the same stretch the first kind is the one shown, and the one that a click leads to.
_ORDER: Final = (
    "warning", "deadline", "figure", "party", "reference", "organisation", "person", "place", "header", "measure",
)  # fmt: skip
_RANK: Final = {kind: rank for rank, kind in enumerate(_ORDER)}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that an item rests on. `item` is unique in the document: m2, m2-party-0, header-date."""

    start: int
    end: int
    kind: str
    item: str
    page: int | None
    box: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Run:
    """Characters with the same marks on them. `items`, the innermost first; `first`: items that begin to be seen
    here; `leads`: whether it is the run from which the keyboard reaches the innermost item."""

    text: str
    kind: str | None
    items: tuple[str, ...]
    kinds: tuple[str, ...]
    first: tuple[str, ...]
    leads: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text, from this offset on."""

    start: int
    runs: list[Run]


def marks(extraction: Extraction) -> list[Mark]:
    """Every mark of a document, in order of the text."""
    found = [
        Mark(span.start, span.end, kind, item, span.page, span.bbox)
        for kind, item, spans in _items(extraction)
        for span in spans
        if span.end > span.start
    ]
    return sorted(found, key=lambda m: (m.start, -m.end, _RANK[m.kind]))


def _items(extraction: Extraction) -> Iterator[tuple[str, str, list[Span]]]:
    for field, spans in extraction.document.evidence.items():
        yield "header", f"header-{field}", spans
    for measure in extraction.measures:
        yield "measure", measure.id, measure.evidence
        for position, party in enumerate(measure.responsible):
            yield "party", f"{measure.id}-party-{position}", party.evidence
        for position, deadline in enumerate(measure.deadlines):
            yield "deadline", f"{measure.id}-deadline-{position}", deadline.evidence
    plain: tuple[tuple[str, Iterable[tuple[str, list[Span]]]], ...] = (
        ("figure", ((f.id, f.evidence) for f in extraction.figures)),
        ("organisation", ((o.id, o.evidence) for o in extraction.organisations)),
        ("reference", ((r.id, r.evidence) for r in extraction.references)),
        ("person", ((p.id, p.evidence) for p in extraction.people)),
        ("place", ((p.id, p.evidence) for p in extraction.places)),
        ("warning", ((f"warning-{n}", w.evidence) for n, w in enumerate(extraction.warnings))),
    )
    for kind, items in plain:
        for item, spans in items:
            yield kind, item, spans


def parts(text: str, size: int = PART) -> list[int]:
    """Where the parts of the text begin: at lines where there are any, at words else. Always begins with 0."""
    begins = [0]
    while len(text) - begins[-1] > size:
        begin = begins[-1]
        for separator in ("\n\n", "\n", " "):
            at = text.rfind(separator, begin + size // 2, begin + size)
            if at >= 0:
                begins.append(at + len(separator))
                break
        else:
            begins.append(begin + size)
    return begins


def part_of(begins: list[int], offset: int) -> int:
    """Which part holds this offset, counted from 0."""
    return max(bisect_right(begins, offset) - 1, 0)


def lines(text: str, marked: list[Mark], start: int, end: int) -> list[Line]:
    """The lines of `text[start:end]`, each cut into runs."""
    here = [m for m in marked if m.start < end and m.end > start]
    seen: set[str] = set()
    led: set[str] = set()
    cut = []
    for begin, stop in _line_bounds(text, start, end):
        on = [m for m in here if m.start < stop and m.end > begin]
        cut.append(Line(begin, [_run(text, a, b, on, seen, led) for a, b in _edges(on, begin, stop)]))
    return cut


def _line_bounds(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        at = text.find("\n", start, end)
        stop = end if at < 0 else at
        yield start, stop
        start = stop + 1


def _edges(on: list[Mark], begin: int, stop: int) -> Iterator[tuple[int, int]]:
    edges = {begin, stop}
    for mark in on:
        edges.update((max(mark.start, begin), min(mark.end, stop)))
    ordered = sorted(edges)
    return pairwise(ordered)


def _run(text: str, start: int, end: int, on: list[Mark], seen: set[str], led: set[str]) -> Run:
    over = [m for m in on if m.start <= start and m.end >= end]
    over.sort(key=lambda m: (m.end - m.start, _RANK[m.kind]))
    items = tuple(dict.fromkeys(m.item for m in over))
    first = tuple(i for i in items if i not in seen)
    seen.update(items)
    leads = bool(items) and items[0] not in led and not text[start:end].isspace()
    if leads:
        led.add(items[0])
    kinds = tuple(dict.fromkeys(m.kind for m in over))
    return Run(shown.text(text[start:end]), kinds[0] if kinds else None, items, kinds, first, leads)


def boxes(marked: list[Mark], page: int) -> list[Mark]:
    """The marks that have a box on this page, the large ones first, so that the small lie above them."""

    def area(mark: Mark) -> float:
        left, top, right, bottom = mark.box or (0.0, 0.0, 0.0, 0.0)
        return (right - left) * (bottom - top)

    return sorted((m for m in marked if m.page == page and m.box is not None), key=area, reverse=True)


def pages_with_boxes(marked: list[Mark]) -> list[int]:
    """Numbers of the pages that have a mark with a box."""
    return sorted({m.page for m in marked if m.page is not None and m.box is not None})
