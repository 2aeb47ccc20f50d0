"""Pages of pictures to Sheets, several at a time, within the limits."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from extractor.errors import SourceError
from extractor.readers import ocr, scan_page, scan_words
from extractor.readers.pdf_quality import plausible
from extractor.readers.pdf_sheet import Sheet
from extractor.readers.scan_page import Picture
from extractor.schema.document import Notice
from extractor.settings import Settings

#: Pages read at one time in a process, unless the settings say otherwise.
_THREADS: Final = 2
#: Of a document's time, when no further page is begun, and when those begun are given up. The rest is for the start of
#: a process before, and for finding facts after.
_BEGUN_BY: Final = 0.65
_DONE_BY: Final = 0.8
#: Dots per inch of pages drawn for recognition, and the fewest that large pages may come down to.
DPI: Final = 300
_FEWEST_DPI: Final = 150
#: A page is drawn with no more pixels than these: A3 at 300 dots per inch has 17 million.
_MOST_PIXELS: Final = 24_000_000


def threads(settings: Settings) -> int:
    """How many pages are read at one time."""
    return settings.ocr_threads if settings.ocr_threads > 0 else min(_THREADS, os.cpu_count() or 1)


def dpi_for(width: float, height: float, settings: Settings) -> float:
    """The dots per inch to draw a page of this size, in points, at. Raises SourceError limit_pixels."""
    area = max(width, 1.0) * max(height, 1.0) / 72**2
    if not area * _FEWEST_DPI**2 <= settings.max_pixels:
        inches = f"{width / 72:,.0f} by {height / 72:,.0f} inches"
        raise SourceError("limit_pixels", f"a page of {inches} has more than {settings.max_pixels:,} pixels to read")
    most = min(settings.max_pixels, max(_MOST_PIXELS, area * _FEWEST_DPI**2))
    return float(min(DPI, (most / area) ** 0.5))


def read(numbers: Sequence[int], draw: Callable[[int], Picture], settings: Settings) -> dict[int, Sheet | SourceError]:
    """The sheet of each page, or why it could not be read. `draw` is called in this thread, page by page.

    The first page of text tells the language that most of the document is in; the others are then read with that one
    first. Pages that the document's time does not suffice for are not read (timeout).
    Raises SourceError: missing_program, limit_ocr_pages."""
    if len(numbers) > settings.max_ocr_pages:
        pages = f"more than {settings.max_ocr_pages:,} pages need text recognition"
        raise SourceError("limit_ocr_pages", f"{pages}; the limit is that")
    ocr.require()
    now = time.monotonic()
    begun_by, done_by = now + _BEGUN_BY * settings.max_seconds, now + _DONE_BY * settings.max_seconds
    out: dict[int, Sheet | SourceError] = {}
    order: tuple[str, ...] = ocr.UKRAINIAN_FIRST
    rest = deque(numbers)
    language: bool | None = None
    while rest and language is None:
        number = rest.popleft()
        try:
            picture = draw(number)
            sheet = scan_page.read(picture, number, order, done_by)
            language = scan_words.russian(sheet.words)
            if language:
                order = ocr.RUSSIAN_FIRST
                sheet = scan_page.read(picture, number, order, done_by)
            out[number] = sheet
        except SourceError as error:
            out[number] = error
        if time.monotonic() > begun_by:
            break

    def begin(number: int, pool: ThreadPoolExecutor) -> Future[Sheet]:
        if time.monotonic() > begun_by:
            raise SourceError("timeout", ocr.TOO_LONG)
        return pool.submit(scan_page.read, draw(number), number, order, done_by)

    _read_rest(rest, begin, threads(settings), out)
    return out


def _read_rest(
    rest: deque[int],
    begin: Callable[[int, ThreadPoolExecutor], Future[Sheet]],
    count: int,
    out: dict[int, Sheet | SourceError],
) -> None:
    if not rest:
        return
    waiting: deque[tuple[int, Future[Sheet]]] = deque()
    with ThreadPoolExecutor(count, thread_name_prefix="vytiah-ocr") as pool:
        while rest or waiting:
            # No more pictures in memory than are being read.
            while rest and len(waiting) < count:
                number = rest.popleft()
                try:
                    waiting.append((number, begin(number, pool)))
                except SourceError as error:
                    out[number] = error
            if waiting:
                number, future = waiting.popleft()
                try:
                    out[number] = future.result()
                except SourceError as error:
                    out[number] = error


def readable(sheet: Sheet) -> bool:
    """Are the words that were recognised words? A photograph or a drawing gives a few signs at best."""
    letters = sum(c.isalnum() for w in sheet.words for c in w.text)
    if letters < 4:
        return False
    return scan_page.certainty(sheet.words) >= 0.5 and plausible([w.text for w in sheet.words]) >= 0.5


def notices(sheets: Sequence[Sheet], doubtful: Sequence[tuple[int, int, int]]) -> list[Notice]:
    """What is to be known of text that was recognised: which pages, and the places read with little certainty.

    doubtful: (page, start, end) of words in the text, in its order."""
    read_ = [s.number for s in sheets if s.recognised and s.words]
    out = []
    if read_:
        out.append(Notice("recognised", f"{listed(read_)}: read from a picture by text recognition"))
    if doubtful:
        pages = sorted({page for page, _, _ in doubtful})
        words = "1 word was" if len(doubtful) == 1 else f"{len(doubtful)} words were"
        message = f"{listed(pages)}: {words} read with little certainty; compare with the picture"
        out.append(Notice("low_confidence", message, tuple((start, end) for _, start, end in doubtful)))
    return out


def listed(numbers: Sequence[int]) -> str:
    """«page 3», «pages 1-4, 7»."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    shown = ", ".join("-".join(map(str, run)) for run in runs)
    return f"page{'s' if len(numbers) > 1 else ''} {shown}"
