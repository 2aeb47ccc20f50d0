"""A picture of a page to a Sheet of words and lines: set upright and level, its tables read cell by cell."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy
from PIL import Image

from extractor.readers import ocr, pdf_tables, scan_lines, scan_upright
from extractor.readers.ocr import Piece, Recognised
from extractor.readers.pdf_sheet import Sheet, Word
from extractor.readers.scan_words import mended

#: Tesseract's modes: find the blocks of a page; one block.
_PAGE, _BLOCK = 3, 6
#: Of the height from the lowest to the highest letter, that of the font.
_FONT: Final = 1.08
#: A page whose words are less certain than this, all together, may stand on its head.
_POOR: Final = 0.6
#: Pixels of ink that are a speck and no letter, at 300 dots per inch.
_SPECK: Final = 40
#: Inches: what is left of a cell's border stays out of its picture; white around it, for tesseract wants a margin.
_BORDER: Final = 0.013
_MARGIN: Final = 0.04
_MOST_CELLS: Final = 3_000
#: Sizes within this share of the page's usual one are that one, measured badly.
_SAME_SIZE: Final = 0.22


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a grey picture and its dots per inch."""

    image: Image.Image
    dpi: float


def read(picture: Picture, number: int, order: Sequence[str], until: float = math.inf) -> Sheet:
    """The words and lines of a page; without words where it is blank. `order`: tesseract's languages, the main first;
    `until`: when to give it up, by time.monotonic().

    Raises SourceError: missing_program, ocr_failed, timeout."""
    page = scan_upright.evened(picture.image)
    ink = scan_upright.ink_of(page)
    if ink.sum() < _SPECK:
        return _sheet(page, picture.dpi, number)
    turn = _turn(page, picture.dpi, until) if scan_upright.lies(ink) else 0
    sheet = _read(_turned(page, turn), picture.dpi, number, order, until)
    if not turn and certainty(sheet.words) < _POOR:
        turn = _turn(page, picture.dpi, until)
        if turn:
            again = _read(_turned(page, turn), picture.dpi, number, order, until)
            sheet, turn = (again, turn) if certainty(again.words) > certainty(sheet.words) else (sheet, 0)
    sheet.turn = turn
    return sheet


def certainty(words: Sequence[Word]) -> float:
    """The certainty of words, all together, by their letters; 1.0 of none."""
    letters = sum(len(w.text) for w in words)
    return sum(w.certainty * len(w.text) for w in words) / letters if letters else 1.0


def _turn(page: Image.Image, dpi: float, until: float) -> int:
    """Quarter turns clockwise that put the page upright. Half the dots tell it as well, in half the time."""
    half = page.resize((max(1, page.width // 2), max(1, page.height // 2)), Image.Resampling.BOX)
    return ocr.orientation(half, dpi / 2, until) or 0


def _turned(page: Image.Image, quarters: int) -> Image.Image:
    ways = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
    return page.transpose(ways[quarters]) if quarters else page


def _sheet(page: Image.Image, dpi: float, number: int) -> Sheet:
    return Sheet(number, page.width * 72 / dpi, page.height * 72 / dpi, 0, pictured=1.0, recognised=True)


def _read(page: Image.Image, dpi: float, number: int, order: Sequence[str], until: float) -> Sheet:
    """The sheet of a page that stands upright."""
    ink = scan_upright.ink_of(page)
    skew = scan_upright.skew_of(ink, dpi)
    if skew:
        page = scan_upright.straightened(page, skew)
        ink = scan_upright.ink_of(page)
    across, down = scan_lines.find(ink, dpi)
    sheet = _sheet(page, dpi, number)
    sheet.skew = skew
    scale = 72 / dpi
    sheet.across = [(r.place * scale, r.start * scale, r.end * scale) for r in across]
    sheet.down = [(r.place * scale, r.start * scale, r.end * scale) for r in down]
    grey: Any = numpy.array(page)
    scan_lines.erase(grey, across, down=False, margin=max(1, round(dpi / 150)))
    scan_lines.erase(grey, down, down=True, margin=max(1, round(dpi / 150)))
    pieces, places = _cells(sheet, grey, ink, dpi)
    if (grey < 128).sum() >= _SPECK:
        pieces.append(Piece(Image.fromarray(grey), _PAGE))
        places.append((0, 0))
    for (left, top), found in zip(places, ocr.recognise(pieces, dpi, order, until), strict=True):
        sheet.words.extend(_word(x, left, top, scale, number) for x in found)
    _even_sizes(sheet.words)
    mended(sheet.words)
    return sheet


def _cells(sheet: Sheet, grey: Any, ink: Any, dpi: float) -> tuple[list[Piece], list[tuple[int, int]]]:
    """Pictures of the tables' cells that hold ink, and where each stands; they are painted white in `grey`.

    Cell by cell tesseract reads faster and joins no line of one column with that of the next."""
    border, margin, scale = round(_BORDER * dpi), round(_MARGIN * dpi), dpi / 72
    pieces: list[Piece] = []
    places: list[tuple[int, int]] = []
    for cell in (c for grid in pdf_tables.drawn(sheet) for c in grid.cells):
        x0, top, x1, bottom = (round(x * scale) for x in cell.rect)
        inside = slice(top + border, bottom - border), slice(x0 + border, x1 - border)
        if bottom - top <= 2 * border + 8 or x1 - x0 <= 2 * border + 8 or len(pieces) >= _MOST_CELLS:
            continue
        if ink[inside].sum() >= _SPECK // 2:
            pieces.append(Piece(Image.fromarray(numpy.pad(grey[inside], margin, constant_values=255)), _BLOCK))
            places.append((x0 + border - margin, top + border - margin))
        grey[top:bottom, x0:x1] = 255
    return pieces, places


def _word(found: Recognised, left: int, top: int, scale: float, number: int) -> Word:
    base, size = (found.base + top) * scale, _FONT * found.height * scale
    return Word(
        found.text,
        (found.x0 + left) * scale,
        base - 0.75 * size,
        (found.x1 + left) * scale,
        base + 0.22 * size,
        base,
        size,
        page=number,
        certainty=found.certainty,
    )


def _even_sizes(words: Sequence[Word]) -> None:
    """Gives words of nearly the page's usual size just that, in place: a line without tall letters looks smaller."""
    if not words:
        return
    usual = statistics.median(w.size for w in words for _ in w.text)
    for word in words:
        if abs(word.size - usual) <= _SAME_SIZE * usual:
            word.size = usual
            word.top, word.bottom = word.base - 0.75 * usual, word.base + 0.22 * usual
