"""PDF with a text layer: pypdfium2 gives characters and lines, the rest is geometry."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.errors import SourceError
from extractor.readers import pdf_aligned, pdf_furniture, pdf_page, pdf_quality, pdf_tables
from extractor.readers.pdf_hyphens import Hyphens
from extractor.readers.pdf_lines import WIDE, Line, Zone, lines_of, zones_of
from extractor.readers.pdf_page import Sheet, Word
from extractor.readers.pdf_paragraphs import MARKER, opens, paragraphs, runs_on, setting_of
from extractor.readers.pdf_tables import Grid
from extractor.readers.pdf_text import Composer, Item, Paragraph, TableItem
from extractor.schema.document import BlockKind, Document, Notice, Page, SourceFacts
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
    """The Document. Raises SourceError: encrypted, corrupted, too_large, no_text."""
    with _LOCK:
        sheets, damaged = _sheets(source.data, settings)
    facts = SourceFacts(source.name, source.sha256, MEDIA_TYPES[0], len(source.data), NAME, pages=len(sheets))
    if not any(s.words for s in sheets):
        if damaged and len(damaged) == len(sheets):
            raise SourceError("corrupted", "no page of the PDF can be read")
        raise SourceError("no_text", "the PDF holds no text: its pages are pictures or empty")
    for sheet in sheets:
        pdf_quality.decoded(sheet.words)
        pdf_quality.without_controls(sheet.words)
        sheet.rubbish = pdf_quality.is_rubbish(sheet.words)
    rubbish = [s.number for s in sheets if s.rubbish]
    composer = _composed(sheets, settings)
    pages = composer.pages()
    pictures = [s.number for s in sheets if not s.words and s.pictured >= _PICTURE]
    notices = (
        *_notice("rubbish_text_layer", "the text layer is not readable text", rubbish, pages),
        *_notice("no_text_layer", "there is a picture and no text", pictures, ()),
        *_notice("unreadable_page", "the page is damaged", damaged, ()),
    )
    return Document(
        text=composer.text,
        source=facts,
        blocks=tuple(composer.blocks),
        pages=pages,
        boxes=tuple(composer.boxes),
        notices=notices,
        partial=bool(notices),
    )


def _sheets(data: bytes, settings: Settings) -> tuple[list[Sheet], list[int]]:
    """All pages, and the numbers of those that cannot be read."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise SourceError("encrypted", "the PDF is protected by a password") from error
        raise SourceError("corrupted", "the PDF is damaged and cannot be opened") from error
    try:
        if len(document) > settings.max_pages:
            raise SourceError("too_large", f"{len(document):,} pages; the limit is {settings.max_pages:,}")
        sheets: list[Sheet] = []
        damaged: list[int] = []
        left = settings.max_characters
        for number in range(1, len(document) + 1):
            try:
                page = document[number - 1]
                try:
                    sheets.append(pdf_page.read(page, number, most=left))
                finally:
                    page.close()
            except pypdfium2.PdfiumError:
                sheets.append(Sheet(number, 0.0, 0.0, 0))
                damaged.append(number)
            left -= sum(len(w.text) for w in sheets[-1].words)
        return sheets, damaged
    finally:
        document.close()


def _notice(code: str, message: str, numbers: Sequence[int], pages: Sequence[Page]) -> Iterator[Notice]:
    if numbers:
        spans = tuple((p.start, p.end) for p in pages if p.number in numbers and p.end > p.start)
        listed = ", ".join(str(n) for n in numbers)
        yield Notice(code, f"page{'s' if len(numbers) > 1 else ''} {listed}: {message}", spans)


def _composed(sheets: Sequence[Sheet], settings: Settings) -> Composer:
    """Lines, tables, paragraphs, text."""
    tables: list[list[Grid]] = []
    lines: list[list[Line]] = []
    for sheet in sheets:
        grids, words = pdf_tables.find(sheet)
        tables.append(grids)
        lines.append(lines_of([w for w in words if not w.turned]))
        sheet.words = words
    if sum(len(g.cells) for grids in tables for g in grids) > settings.max_cells:
        raise SourceError("too_large", f"more than {settings.max_cells:,} table cells")
    furniture = pdf_furniture.find([(page, sheet.height) for page, sheet in zip(lines, sheets, strict=True)])
    body_size = _body_size(lines)
    pages = [
        _Layout(sheet, grids, page, furniture, body_size)
        for sheet, grids, page in zip(sheets, tables, lines, strict=True)
    ]
    _set_margins(pages)
    items = _items(pages)
    hyphens = Hyphens(_all_lines(lines, tables))
    composer = Composer(sheets, hyphens, settings.max_characters)
    composer.write(items)
    return composer


class _Layout:
    """One page's lines, sorted into zones, tables and furniture."""

    def __init__(
        self, sheet: Sheet, grids: list[Grid], lines: list[Line], furniture: dict[int, BlockKind], body_size: float
    ) -> None:
        self.sheet = sheet
        self.aside: list[Paragraph] = [Paragraph([x], furniture[id(x)]) for x in lines if id(x) in furniture]
        body = [x for x in lines if id(x) not in furniture]
        notes = _footnotes(body, body_size)
        if notes:
            self.aside.append(Paragraph(body[-notes:], "footnote"))
            body = body[:-notes]
        turned: list[Word] = [w for w in sheet.words if w.turned]
        if turned:
            self.aside.append(Paragraph([Line(turned)], "footer"))
        self.flow: list[Zone | Grid] = []
        for grid in grids:
            above = [x for x in body if x.base <= grid.rect[1] + 2]
            body = body[len(above) :]
            self._add(above)
            self.flow.append(grid)
        self._add(body)

    def _add(self, lines: list[Line]) -> None:
        for part in pdf_aligned.split(lines):
            if isinstance(part, Grid):
                self.flow.append(part)
            else:
                self.flow.extend(zones_of(part))

    @property
    def zones(self) -> list[Zone]:
        return [z for z in self.flow if isinstance(z, Zone)]


def _footnotes(lines: Sequence[Line], body_size: float) -> int:
    """How many lines at the page's end are footnotes: small print that opens with its mark."""
    count = 0
    while count < len(lines) - 1 and lines[-1 - count].size < 0.9 * body_size:
        count += 1
    while count and not _is_note(lines[-count]):
        count -= 1
    return count


def _is_note(line: Line) -> bool:
    first = line.words[0]
    mark = first.text.rstrip(")")
    raised = first.size < 0.85 * line.size or (len(line.words) > 1 and first.base < line.base - 0.15 * line.size)
    return mark.startswith("*") or (mark[:2].rstrip().isdigit() and raised)


def _body_size(pages: Iterable[Iterable[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def _set_margins(pages: Sequence[_Layout]) -> None:
    """Gives each zone its margins: a page's own, or, where it has few lines, those of all pages of its width."""
    widths: dict[int, list[Line]] = {}
    for page in pages:
        widths.setdefault(round(page.sheet.width / 10), []).extend(
            x for z in page.zones if not z.column for x in z.lines
        )
    for page in pages:
        own = [x for z in page.zones if not z.column for x in z.lines]
        whole = widths[round(page.sheet.width / 10)]
        for zone in page.zones:
            lines = zone.lines if zone.column else own if len(own) >= 8 else whole
            lefts, rights = sorted(x.x0 for x in lines), sorted(x.x1 for x in lines)
            odd = 0 if zone.column or len(lines) < 8 else max(1, len(lines) // 50)
            zone.left, zone.right = lefts[odd if lefts[odd] - lefts[0] < 40 else 0], rights[-1 - odd]


def _items(pages: Sequence[_Layout]) -> list[Item]:
    """Paragraphs and tables in reading order; what a page's end broke is put together again."""
    setting = setting_of(z for page in pages for z in page.zones)
    bold = _bold_share(pages)
    out: list[Item] = []
    last: Item | None = None
    grid: Grid | None = None
    waiting: list[Item] = []  # furniture, until the paragraph or table that the page's end breaks is whole
    for page in pages:
        here: list[Item] = []
        joined = False
        for index, part in enumerate(page.flow):
            if isinstance(part, Grid):
                goes_on = index == 0 and isinstance(last, TableItem) and grid is not None
                grid = pdf_tables.aligned(part, grid) if goes_on and grid else part
                here.append(TableItem(grid, page.sheet.number))
                continue
            found = paragraphs(part, setting)
            above = here[-1] if here else last
            open_end = not page.sheet.rubbish if index == 0 else part.flows
            if isinstance(above, Paragraph) and open_end and runs_on(above.lines, found[0], part):
                above.lines.extend(found.pop(0))
                joined = joined or index == 0
            here.extend(Paragraph(lines) for lines in found)
        broken_table = isinstance(last, TableItem) and bool(here) and isinstance(here[0], TableItem)
        rest = here[1:] if broken_table else here
        out.extend(here[: len(here) - len(rest)])
        waiting.extend(x for x in page.aside if x.kind == "header")
        if rest or not broken_table:
            out.extend(waiting)
            waiting = []
        out.extend(rest)
        waiting.extend(x for x in page.aside if x.kind != "header")
        if here:
            last = here[-1]
        if page.sheet.rubbish or not (here or joined):
            last = None
    out.extend(waiting)
    for item in out:
        if isinstance(item, Paragraph) and item.kind == "paragraph":
            item.kind = _kind(item.lines, bold)
    return out


def _bold_share(pages: Sequence[_Layout]) -> float:
    words = [w for page in pages for z in page.zones for x in z.lines for w in x.words]
    return sum(w.bold for w in words) / len(words) if words else 0.0


def _kind(lines: Sequence[Line], bold: float) -> BlockKind:
    if (
        bold < 0.4
        and len(lines) <= 4
        and all(x.bold and not x.gaps(WIDE) for x in lines)
        and lines[-1].text[-1] not in ".;,:"
    ):
        return "heading"
    if opens(lines[0]) and MARKER.match(lines[0].words[0].text):
        return "list_item"
    return "paragraph"


def _all_lines(lines: Iterable[Iterable[Line]], tables: Iterable[Iterable[Grid]]) -> Iterator[Line]:
    for page in lines:
        yield from page
    for grids in tables:
        for grid in grids:
            for cell in grid.cells:
                yield from lines_of([w for w in cell.words if not w.turned])
