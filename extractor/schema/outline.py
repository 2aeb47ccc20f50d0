"""The shape of a document: paragraphs with roles, numbered points, stitched plan tables, zones.

All offsets are into `Document.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.schema.document import Document

ParagraphRole = Literal[
    "body",  # running text, the default
    "letterhead",  # who issues, above the title of an act or letter
    "kind",  # РОЗПОРЯДЖЕННЯ, ПРИКАЗ …
    "requisite",  # the act's number, date and place
    "title",
    "addressee",
    "reply",  # На № … від …
    "heading",  # a section heading
    "point",  # a numbered or dashed point
    "signature",
    "drafter",
    "annex",  # ЗАТВЕРДЖЕНО … / Додаток …
    "cell",  # inside a table
    "quote",  # the new wording that an amendment brings in
    "furniture",  # menus, feeds, «Читайте також», running heads
]
ColumnRole = Literal[
    "number", "measure", "responsible", "deadline", "start", "end", "funding", "indicator", "goal", "status", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or table cell; its line breaks are mere wraps."""

    start: int
    end: int
    role: ParagraphRole = "body"


@dataclass(frozen=True, slots=True)
class Point:
    """A numbered or dashed point. `label` is as printed («2.1.», «а)», «-»), `number` without its closing mark and
    None for dashes; `start`..`end` is its own text after the label, without its sub-points. `parent` is an index
    into Outline.points; `part` counts the acts in the paper (0 the act itself, 1 its first annex, …)."""

    label: str
    number: str | None
    start: int
    end: int
    level: int = 0
    parent: int | None = None
    part: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a plan row's cell in one column; a row broken over a page has several pieces a column."""

    role: ColumnRole
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a plan, whole. `section` are the offsets of the headings above it, outermost first."""

    pieces: tuple[Piece, ...]
    section: tuple[tuple[int, int], ...] = ()

    def of(self, *roles: ColumnRole) -> tuple[Piece, ...]:
        """The pieces in columns of these roles, in reading order."""
        return tuple(p for p in self.pieces if p.role in roles)


@dataclass(frozen=True, slots=True)
class Plan:
    """Tables (one or several, stitched) that list measures; `probability` is that of the first being such a list with
    its measures in the column said, 1 where a head names the columns."""

    rows: tuple[Row, ...]
    headers: tuple[tuple[int, int], ...]
    columns: tuple[ColumnRole, ...]
    start: int
    end: int
    part: int = 0
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Outline:
    """The document with its shape. Paragraphs are sorted and do not overlap; table cells are among them."""

    document: Document
    paragraphs: tuple[Paragraph, ...]
    points: tuple[Point, ...] = ()
    plans: tuple[Plan, ...] = ()
