"""One page as words with boxes and rulings, whether they come from a PDF's text layer or from a picture.

Coordinates are points from the top left corner of the page turned so that most of its text is upright; `Sheet.shown`
turns a box back to the page as a viewer shows it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from extractor.readers.pdf_drawing import Rect


@dataclass(slots=True, eq=False)
class Word:
    """Characters that stand together; `base` is the base line, `size` the height of the font, `edges` each
    character's left side; `glued` says that a no-break space follows; `turned`, that it runs across the page's text;
    `certainty`, from 0 to 1, is below 1 for words that text recognition has read."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    bold: bool = False
    glued: bool = False
    turned: bool = False
    page: int = 0
    edges: tuple[float, ...] = ()
    certainty: float = 1.0

    def split(self, x: float) -> tuple[Word, Word] | None:
        """The word cut at a vertical line; None where one side would be empty."""
        at = sum(1 for edge in self.edges if edge < x - 0.5)
        if len(self.edges) != len(self.text) or not 0 < at < len(self.text):
            return None
        cut = max(self.x0, min(self.edges[at], self.x1))
        left = Word(self.text[:at], self.x0, self.top, min(cut, x), self.bottom, self.base, self.size, self.bold)
        right = Word(self.text[at:], cut, self.top, self.x1, self.bottom, self.base, self.size, self.bold, self.glued)
        left.page = right.page = self.page
        left.edges, right.edges = self.edges[:at], self.edges[at:]
        left.certainty = right.certainty = self.certainty
        return left, right


@dataclass(slots=True)
class Sheet:
    """One page: `words` in the order of the file, `across` rulings (y, x0, x1), `down` rulings (x, y0, y1),
    `drawn` whether anything at all is drawn on it, `pictured` the share that its largest picture
    covers and `pixels` those of the largest, `rubbish` whether the text layer is no text.
    `skew`: degrees against the clock that the page was turned by to make its lines level; `recognised`, whether its
    words were read from a picture."""

    number: int
    width: float
    height: float
    turn: int
    words: list[Word] = field(default_factory=list)
    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)
    drawn: bool = False
    pictured: float = 0.0
    pixels: int = 0
    rubbish: bool = False
    skew: float = 0.0
    recognised: bool = False

    def shown(self, word: Word) -> Rect:
        """The word's box on the page as shown."""
        x0, top, x1, bottom = word.x0, word.top, word.x1, word.bottom
        if self.skew:
            across, down = self._askew((x0 + x1) / 2, (top + bottom) / 2)
            x0, top, x1, bottom = x0 + across, top + down, x1 + across, bottom + down
        return turned_box((x0, top, x1, bottom), self.width, self.height, -self.turn % 4)

    def _askew(self, x: float, y: float) -> tuple[float, float]:
        """How far a point moves right and down when the page is turned back to lie as it did."""
        sine, cosine = math.sin(math.radians(self.skew)), math.cos(math.radians(self.skew))
        x, y = x - self.width / 2, y - self.height / 2
        return x * cosine - y * sine - x, x * sine + y * cosine - y

    @property
    def shown_size(self) -> tuple[float, float]:
        """Width and height of the page as shown."""
        return (self.height, self.width) if self.turn % 2 else (self.width, self.height)


def turned_box(rect: Rect, width: float, height: float, quarters: int) -> Rect:
    """A box on a page of this size after the page was turned clockwise."""
    x0, top, x1, bottom = rect
    if quarters == 1:
        return height - bottom, x0, height - top, x1
    if quarters == 2:
        return width - x1, height - bottom, width - x0, height - top
    if quarters == 3:
        return top, width - x1, bottom, width - x0
    return rect
