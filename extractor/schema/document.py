"""What a reader hands on: canonical text and where everything in it stood.

Offsets are half-open and count Unicode code points of `Document.text`, which a reader writes once and nobody
changes. Boxes are in PDF points from the top left corner of the page.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "paragraph", "list_item", "table", "header", "footer", "footnote"]
HintField = Literal["title", "published", "site", "author"]


@dataclass(frozen=True, slots=True)
class Box:
    """Where text[start:end], a word or a part of a line, stands on a page (1-based)."""

    start: int
    end: int
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number (1-based), its share of the text, its size in points."""

    number: int
    start: int
    end: int
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; text[start:end] is all of it. A merged cell stands once, with its spans."""

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the reader saw it. In the canonical text its rows end with a line break and its cells are
    parted by tabs; a cell of several paragraphs has line breaks inside. Where a copy has put the cells down as lines,
    line breaks part them all."""

    start: int
    end: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that belongs together; `level` is the depth of a heading or list item, from 0."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that the format itself says of the document, e.g. an HTML page's headline.

    `start` and `end` quote it where it stands in the text; they are equal when it stands in the markup only, and
    `value` then carries it. `value` of "published" is an ISO date."""

    field: HintField
    start: int
    end: int
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning on its way to the output; codes are listed in docs/warnings.md."""

    code: str
    message: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ContainerFacts:
    """The archive, mail or signed container that a document was taken from.

    filename: the container's own name, with those of the containers around it. path: the member's inside it, parts
    joined by "/", safe to show, never a path of the file system. depth: how many containers stand around it, from 1."""

    filename: str | None
    sha256: str
    path: str
    depth: int


@dataclass(frozen=True, slots=True)
class MailFacts:
    """A mail's header fields as its program shows them; `date` is ISO 8601 with the sender's offset."""

    sender: str | None = None
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """What an electronic signature says of itself. Nothing here was verified; `reason` says why.

    edrpou: the code of the signer's organisation in the register of Ukraine. signed_at: ISO 8601, UTC, by the signer's
    own clock; stamped_at: by a time stamp authority."""

    signer: str | None
    organisation: str | None
    edrpou: str | None
    signed_at: str | None
    stamped_at: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """Facts of the input: `media_type` is what the content is, not what the name says."""

    filename: str | None
    sha256: str
    media_type: str
    bytes: int
    reader: str
    pages: int | None = None
    ocr: bool = False
    encoding: str | None = None
    container: ContainerFacts | None = None
    mail: MailFacts | None = None
    signatures: tuple[SignatureFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """Canonical text with its blocks (in reading order, not overlapping), pages and boxes (sorted by start)."""

    text: str
    source: SourceFacts
    blocks: tuple[Block, ...] = ()
    pages: tuple[Page, ...] = ()
    boxes: tuple[Box, ...] = ()
    hints: tuple[Hint, ...] = ()
    notices: tuple[Notice, ...] = ()
    partial: bool = False
    _box_starts: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "_box_starts", tuple(b.start for b in self.boxes))

    def page_of(self, offset: int) -> int | None:
        """The page (1-based) that the character at `offset` stands on; None where the format has no pages."""
        if not self.pages:
            return None
        i = bisect_left([p.end for p in self.pages], offset + 1)
        return self.pages[min(i, len(self.pages) - 1)].number

    def boxes_of(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes that overlap text[start:end], in reading order."""
        i = bisect_left(self._box_starts, start)
        while i > 0 and self.boxes[i - 1].end > start:
            i -= 1
        found = []
        while i < len(self.boxes) and self.boxes[i].start < end:
            if self.boxes[i].end > start:
                found.append(self.boxes[i])
            i += 1
        return tuple(found)
