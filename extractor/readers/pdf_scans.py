"""Pages of a PDF whose text layer is missing, rubbish or a mere stamp over a picture: drawn, and read as a scan is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pypdfium2

from extractor.errors import SourceError
from extractor.readers import pdf_quality, scan_page, scan_pages
from extractor.readers.pdf_sheet import Sheet
from extractor.readers.scan_page import Picture
from extractor.settings import Settings

#: A picture over this share of a page may be the page itself, and fewer words than this a stamp on it: a registry's
#: number, «Документ підписано», a page number.
_PICTURED: Final = 0.5
_FEW_WORDS: Final = 40
#: Print is read with a certainty of 0.9 and more, rubbish drawn as such with 0.66.
_SURE: Final = 0.8


def wanted(sheets: Sequence[Sheet]) -> list[int]:
    """The numbers of the pages that need text recognition."""
    return [s.number for s in sheets if (not s.words and s.drawn) or s.rubbish or _is_stamped(s)]


def _is_stamped(sheet: Sheet) -> bool:
    return sheet.pictured >= _PICTURED and 0 < len(sheet.words) < _FEW_WORDS


def recognise(
    document: pypdfium2.PdfDocument, sheets: list[Sheet], numbers: Sequence[int], settings: Settings
) -> dict[int, SourceError]:
    """Puts what was read in place of the sheets of these pages; the pages that could not be read, and why.

    Raises SourceError: missing_program, limit_ocr_pages."""

    def draw(number: int) -> Picture:
        if sheets[number - 1].pixels > settings.max_pixels:
            raise SourceError("limit_pixels", f"a picture has more than {settings.max_pixels:,} pixels")
        return drawn(document, number, settings)

    failed: dict[int, SourceError] = {}
    for number, found in scan_pages.read(numbers, draw, settings).items():
        if isinstance(found, SourceError):
            failed[number] = found
            continue
        sheets[number - 1] = _better(sheets[number - 1], found)
    return failed


def drawn(document: pypdfium2.PdfDocument, number: int, settings: Settings) -> Picture:
    """The page (from 1) as a grey picture. Raises SourceError: corrupted, limit_pixels."""
    try:
        page = document[number - 1]
        try:
            width, height = page.get_size()
            dpi = scan_pages.dpi_for(width, height, settings)
            bitmap = page.render(scale=dpi / 72, grayscale=True)
            try:
                return Picture(bitmap.to_pil().convert("L"), dpi)
            finally:
                bitmap.close()
        finally:
            page.close()
    except (pypdfium2.PdfiumError, ValueError, MemoryError) as error:
        raise SourceError("corrupted", "the page cannot be drawn") from error


def _better(own: Sheet, found: Sheet) -> Sheet:
    """The sheet to go on with: what was recognised where it is text and more than the page's own."""
    if not scan_pages.readable(found):
        return own
    if own.rubbish:
        # A font whose table of characters is wrong may draw rubbish as well.
        return found if scan_page.certainty(found.words) >= _SURE and not pdf_quality.is_rubbish(found.words) else own
    if not own.words:
        return found
    known = {w.text.casefold() for w in found.words}
    missing = [w for w in own.words if w.text.casefold() not in known]
    if len(found.words) < len(own.words) + 5 or len(missing) > 0.5 * len(own.words) + 3:
        return own
    if own.turn == found.turn == 0:
        for word in missing:
            x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
            # What was read at that place is the same word, read worse.
            found.words = [w for w in found.words if not (w.x0 <= x <= w.x1 and w.top <= y <= w.bottom)]
        found.words.extend(missing)
    return found
