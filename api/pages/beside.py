"""What the page of a document shows of it at once: a part of its text or one of its pages, and the cards to that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from fastapi_problem.error import Problem
from pydantic import BaseModel, Field

from api.documents import drawn
from api.pages import marks, render
from api.pages.marks import Line, Mark
from api.pages.words import Words, number
from api.state import State
from extractor.schema.contract import Extraction, Figure, Measure, Reference
from extractor.store import DocumentRow, HistoryRow
from extractor.store.identity import Bodies

#: Media types of which pages can be drawn.
_DRAWN: Final = ("application/pdf", "image/")
#: Measures shown at once where a part of the text holds more.
_MOST: Final = 400
#: Header fields that a form changes.
EDITABLE: Final = ("kind", "number", "date", "title", "issuer", "place")


class Look(BaseModel):
    """What of a document is looked at. `drawn`: a page's picture is waited for; else its place asks for it, as one
    that was never drawn stands in line behind documents that are read."""

    view: Literal["text", "pages"] | None = None
    part: int = Field(1, ge=1, le=1_000_000)
    page: int = Field(1, ge=1, le=1_000_000)
    sort: Literal["confidence", "text"] = "confidence"
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A found thing on a page's picture, in points."""

    item: str
    kind: str
    quote: str
    first: bool
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page's picture and what lies on it; sizes in points."""

    address: str
    width: float
    height: float
    boxes: list[Box]


@dataclass(frozen=True, slots=True)
class Beside:
    """See beside()."""

    view: str
    sort: str
    drawable: bool
    part: int
    part_count: int
    page_number: int
    page_count: int
    start: int
    lines: list[Line]
    picture: Picture | None
    drawn: bool
    measures: list[Measure]
    figures: dict[str, Figure]
    figure_words: Callable[[Figure], str]
    acts: dict[str, str]
    states: dict[str, str]
    rejected: list[HistoryRow]
    body_pages: dict[str, str]

    def context(self) -> dict[str, Any]:
        """For the templates."""
        here: dict[str, str | None] = {"view": self.view if self.drawable else None}
        here["sort"] = self.sort if self.sort != "confidence" else None
        if self.view == "text":
            here["part"] = str(self.part) if self.part > 1 else None
        else:
            here["page"] = str(self.page_number) if self.page_number > 1 else None
        return {
            **{name: getattr(self, name) for name in self.__dataclass_fields__ if name != "start"},
            "from": self.start,
            "here": here,
            "editable": EDITABLE,
            "query_here": render.query(here) if any(here.values()) else "",
        }


def beside(service: State, row: DocumentRow, extraction: Extraction, look: Look, words: Words) -> Beside:
    """The view that is asked for, of a part or a page that there is."""
    marked = marks.marks(extraction)
    drawable = row.stored_file is not None and (row.media_type or "").startswith(_DRAWN)
    view = look.view or ("pages" if drawable and extraction.source.ocr else "text")
    view = view if drawable else "text"
    begins = marks.parts(extraction.text)
    part = min(look.part, len(begins))
    start, end = begins[part - 1], begins[part] if part < len(begins) else len(extraction.text)
    pages = max(extraction.source.pages or 1, 1)
    page = min(look.page, pages)
    text = view == "text"
    picture = _picture(service, row, marked, page, extraction) if look.drawn and not text else None
    measures = [m for m in extraction.measures if len(begins) == 1 or not text or _in(m, start, end)]
    if look.sort == "confidence":
        measures = sorted(measures, key=_least)
    return Beside(
        view=view,
        sort=look.sort,
        drawable=drawable,
        part=part,
        part_count=len(begins),
        page_number=page,
        page_count=pages,
        start=start,
        lines=marks.lines(extraction.text, marked, start, end) if text else [],
        picture=picture,
        drawn=look.drawn,
        measures=measures[:_MOST],
        figures={f.id: f for f in extraction.figures},
        figure_words=lambda figure: figure_words(figure, words),
        acts={act.id: act_words(act, words) for act in extraction.references},
        states=service.store.states(row.id) if row.corrections else {},
        rejected=_rejected(service, row),
        body_pages=Bodies(extraction).ids(),
    )


def _rejected(service: State, row: DocumentRow) -> list[HistoryRow]:
    """What people said is none, the latest first."""
    lines = service.store.history(row.id) if row.corrections else []
    return [line for line in reversed(lines) if line.action == "reject" and not line.withdrawn]


def _in(measure: Measure, start: int, end: int) -> bool:
    return not measure.evidence or any(s.start < end and s.end > start for s in measure.evidence)


def _least(measure: Measure) -> float:
    """The lowest probability of what a card says: what is to be looked at first."""
    return min([measure.confidence, *(d.confidence for d in measure.deadlines)])


def _picture(service: State, row: DocumentRow, marked: list[Mark], page: int, extraction: Extraction) -> Picture | None:
    try:
        size = drawn(service, row.id, page)[1]
    except Problem:
        return None
    boxes: list[Box] = []
    seen: set[str] = set()
    for mark in marks.boxes(marked, page):
        if mark.box is not None:
            x, y, right, bottom = mark.box
            words = extraction.text[mark.start : mark.end]
            boxes.append(Box(mark.item, mark.kind, words, mark.item not in seen, x, y, right - x, bottom - y))
            seen.add(mark.item)
    return Picture(f"/v1/documents/{row.id}/pages/{page}.png", size.width, size.height, boxes)


def figure_words(figure: Figure, words: Words) -> str:
    """A figure as people write it: «понад 400 сімей», «3,6 млн» as 3 600 000 UAH."""
    value = number(figure.value, words.language)
    if figure.max is not None:
        value += f"–{number(figure.max, words.language)}"
    sign = {"gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ ", "approx": "≈ "}.get(figure.comparator, "")
    unit = words.name("unit", figure.unit.code)
    return " ".join(p for p in (sign + value, unit, figure.of or "") if p)


def act_words(act: Reference, words: Words) -> str:
    """An act as a card names it in passing: «наказ № 305», «закон «Про місцеві державні адміністрації»»."""
    kind = words.name("reference_type", act.type)
    if act.number:
        return f"{kind} № {act.number}"
    return f"{kind} «{act.title}»" if act.title else " ".join(p for p in (kind, act.issuer) if p)


def replies(extraction: Extraction) -> list[str]:
    """«На № … від …» in words."""
    return [
        " ".join(p for p in (f"№ {r.number}" if r.number else "", render.day(r.date)) if p)
        for r in extraction.document.in_reply_to
    ]


def signatories(extraction: Extraction) -> list[str]:
    """Who signed, with the position where it is known."""
    return [f"{s.position} {s.name}" if s.position else s.name for s in extraction.document.signatories]
