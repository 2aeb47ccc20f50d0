"""Office files that hold pictures of pages and no text: scans put into a document, recognised as any scan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from extractor.errors import SourceError
from extractor.readers import image, pdf_layout, scan_pages
from extractor.readers.scan_page import Picture
from extractor.schema.document import Document, SourceFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source


def read(pictures: Iterable[bytes], source: Source, settings: Settings, name: str, media_type: str) -> Document:
    """The Document that the pictures show, each a page or several, in their order. `name`, `media_type`: of the reader
    that the office file is of.

    Raises SourceError: no_text where there is no picture of a page, or it shows none; corrupted, limit_pixels,
    limit_ocr_pages, limit_characters, limit_cells, missing_program, ocr_failed, timeout."""
    pages = _pages(pictures, settings) if settings.ocr else []
    if not pages:
        raise SourceError("no_text", "the document holds no letters or digits, and no picture of a page")

    def draw(number: int) -> Picture:
        data, at = pages[number - 1]
        with image.opened(data) as found:
            return image.frame(found, at, settings)

    found = scan_pages.read(range(1, len(pages) + 1), draw, settings)
    sheets, losses = image.sorted_out(found, len(pages))
    composer = pdf_layout.composed(sheets, settings)
    facts = SourceFacts(source.name, source.sha256, media_type, len(source.data), name, pages=len(pages), ocr=True)
    return Document(
        text=composer.text,
        source=facts,
        blocks=tuple(composer.blocks),
        notices=(*losses, *scan_pages.notices(sheets, composer.doubtful)),
        partial=bool(losses),
    )


def _pages(pictures: Iterable[bytes], settings: Settings) -> Sequence[tuple[bytes, int]]:
    """Each page as the picture that holds it and its number there, from 1; marks and icons are no pages."""
    out: list[tuple[bytes, int]] = []
    for data in pictures:
        if not image.is_picture(data):
            continue
        try:
            with image.opened(data) as found:
                count = 0 if image.is_icon(found) else image.frames(found, settings.max_ocr_pages)
        except SourceError as error:
            if error.code.startswith("limit_"):
                raise
            count = 1  # it is told of as a page that cannot be read
        out += [(data, number) for number in range(1, count + 1)]
    return out
