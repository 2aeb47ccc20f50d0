"""What the text stage adds to an outline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from extractor.schema.outline import Outline
from extractor.schema.parse import Parse

Language = Literal["uk", "ru"]


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a date without a year, or «поточного року», is read against.

    `document_date` is the act's own date or the day a news page was published (ISO); `year` the year that a plan
    or report is of; `period` the days that the title names («з 16 по 22 серпня 2021 року»), inclusive, ISO."""

    document_date: str | None = None
    year: int | None = None
    period: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a paragraph (index into Outline.paragraphs)."""

    start: int
    end: int
    language: Language
    paragraph: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name, position, place or amount that the tagger found: offsets, its label (text/tags.py lists them) and the
    least probability of its words' tags, 0 to 1."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """The outline with language and sentences.

    `plain` is a view of the canonical text of the same length, offset for offset: apostrophes are ', dashes -,
    curly quotes ", spaces plain, Latin letters inside Cyrillic words Cyrillic, line breaks within a paragraph a
    space. A line break parts paragraphs, a tab parts cells. Patterns run on it; evidence quotes `text`.
    `named` is what the tagger found in running text, in order, none overlapping; empty where it is off.
    In a very long text it was read up to `named_to` only.
    `told`: where each of its words starts and the log odds that the word tells of a measure; the accurate setting
    alone knows them. `parses` go with `sentences`, where stanza reads along."""

    outline: Outline
    plain: str
    language: Language
    languages: tuple[tuple[str, float], ...]
    sentences: tuple[Sentence, ...]
    homoglyphs: tuple[tuple[int, int], ...] = ()
    context: DateContext = field(default_factory=DateContext)
    named: tuple[Named, ...] = ()
    told: tuple[tuple[int, float], ...] = ()
    named_to: int | None = None
    parses: tuple[Parse, ...] = ()

    @property
    def text(self) -> str:
        """The canonical text."""
        return self.outline.document.text
