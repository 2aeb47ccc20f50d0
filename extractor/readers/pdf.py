"""PDF: pypdfium2 gives characters and lines, the rest is geometry; pages without readable text are read as scans."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.errors import SourceError
from extractor.readers import pdf_forms, pdf_layout, pdf_page, pdf_quality, pdf_scans, pdf_streams, scan_pages
from extractor.readers.pdf_sheet import Sheet
from extractor.schema.document import Document, Notice, Page, SourceFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "pdf"
MEDIA_TYPES: Final = ("application/pdf",)
EXTENSIONS: Final = ("pdf",)
#: pdfium keeps global state: one document at a time in a process.
_LOCK: Final = threading.Lock()
_PICTURE: Final = 0.2


def recognises(source: Source) -> bool:
    """A PDF says so in its first kilobyte."""
    return b"%PDF-" in source.data[:1024] or source.data.startswith(b"%PDF")


def read(source: Source, settings: Settings) -> Document:
    """The Document. Raises SourceError: encrypted, corrupted, no_text, limit_pages, limit_characters, limit_cells,
    limit_part, limit_ratio, limit_unpacked, limit_members; of pages without text as well missing_program, ocr_failed,
    limit_pixels, limit_ocr_pages."""
    pdf_streams.check(source.data, settings)
    pdf_forms.check(source.data)
    with _LOCK, _opened(source.data) as document:
        sheets, failed = _sheets(document, settings)
        unread = pdf_scans.wanted(sheets)
        unable = None
        if unread and settings.ocr:
            try:
                failed |= pdf_scans.recognise(document, sheets, unread, settings)
            except SourceError as error:
                if error.code != "missing_program":
                    raise
                unable = error
    if not any(s.words for s in sheets):
        raise _why_nothing(sheets, failed, unable, settings)
    composer = pdf_layout.composed(sheets, settings)
    pages = composer.pages()
    losses = tuple(_losses(sheets, failed, unable, pages))
    facts = SourceFacts(source.name, source.sha256, MEDIA_TYPES[0], len(source.data), NAME, pages=len(sheets))
    return Document(
        text=composer.text,
        source=replace(facts, ocr=any(s.recognised and s.words for s in sheets)),
        blocks=tuple(composer.blocks),
        pages=pages,
        boxes=tuple(composer.boxes),
        notices=(*losses, *scan_pages.notices(sheets, composer.doubtful)),
        partial=bool(losses),
    )


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise SourceError("encrypted", "the PDF is protected by a password") from error
        raise SourceError("corrupted", "the PDF is damaged and cannot be opened") from error
    try:
        yield document
    finally:
        document.close()


def _sheets(document: pypdfium2.PdfDocument, settings: Settings) -> tuple[list[Sheet], dict[int, SourceError]]:
    """All pages, and those that cannot be read, with the reason."""
    if len(document) > settings.max_pages:
        raise SourceError("limit_pages", f"{len(document):,} pages; the limit is {settings.max_pages:,}")
    sheets: list[Sheet] = []
    failed: dict[int, SourceError] = {}
    left = settings.max_characters
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            try:
                sheet = pdf_page.read(page, number, most=left)
            finally:
                page.close()
        except pypdfium2.PdfiumError:
            sheet = Sheet(number, 0.0, 0.0, 0)
            failed[number] = SourceError("corrupted", "the page is damaged")
        pdf_quality.decoded(sheet.words)
        pdf_quality.without_controls(sheet.words)
        sheet.rubbish = pdf_quality.is_rubbish(sheet.words)
        sheets.append(sheet)
        left -= sum(len(w.text) for w in sheet.words)
    return sheets, failed


def _why_nothing(
    sheets: Sequence[Sheet], failed: Mapping[int, SourceError], unable: SourceError | None, settings: Settings
) -> SourceError:
    """Why a PDF gave no word at all."""
    if failed and len(failed) == len(sheets) and all(e.code == "corrupted" for e in failed.values()):
        return SourceError("corrupted", "no page of the PDF can be read")
    if unable is not None:
        return unable
    for error in failed.values():
        return error
    if settings.ocr:
        return SourceError("no_text", "the PDF holds no text, neither as letters nor in its pictures")
    return SourceError("no_text", "the PDF holds no text: its pages are pictures or empty")


def _losses(
    sheets: Sequence[Sheet], failed: Mapping[int, SourceError], unable: SourceError | None, pages: Sequence[Page]
) -> Iterator[Notice]:
    """What of the PDF is missing from the text."""
    more = f" ({unable.message})" if unable else ""
    rubbish = [s.number for s in sheets if s.rubbish and not s.recognised]
    pictures = [s.number for s in sheets if not s.words and s.pictured >= _PICTURE and not s.recognised]
    pictures = [number for number in pictures if number not in failed]
    yield from _notice("rubbish_text_layer", f"the text layer is not readable text{more}", rubbish, pages)
    yield from _notice("no_text_layer", f"there is a picture and no text{more}", pictures, ())
    reasons: dict[str, list[int]] = {}
    for number, error in sorted(failed.items()):
        reasons.setdefault(error.message, []).append(number)
    for message, numbers in reasons.items():
        yield from _notice("unreadable_page", message, numbers, ())


def _notice(code: str, message: str, numbers: Sequence[int], pages: Sequence[Page]) -> Iterator[Notice]:
    if numbers:
        spans = tuple((p.start, p.end) for p in pages if p.number in numbers and p.end > p.start)
        yield Notice(code, f"{scan_pages.listed(numbers)}: {message}", spans)
