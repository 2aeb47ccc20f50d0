"""Pages of words and lines to a text with paragraphs, tables and furniture, in reading order: the geometry that PDFs
and scans share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extractor.errors import SourceError
from extractor.readers import pdf_aligned, pdf_furniture, pdf_tables
from extractor.readers.pdf_hyphens import Hyphens
from extractor.readers.pdf_lines import WIDE, Line, Zone, lines_of, zones_of
from extractor.readers.pdf_paragraphs import MARKER, opens, paragraphs, runs_on, setting_of
from extractor.readers.pdf_sheet import Sheet, Word
from extractor.readers.pdf_tables import Grid
from extractor.readers.pdf_text import Composer, Item, Paragraph, TableItem
from extractor.schema.document import BlockKind
from extractor.settings import Settings


def composed(sheets: Sequence[Sheet], settings: Settings) -> Composer:
    """Lines, tables, paragraphs, text of all pages in order. Raises SourceError: limit_cells, limit_characters."""
    tables: list[list[Grid]] = []
    lines: list[list[Line]] = []
    for sheet in sheets:
        grids, words = pdf_tables.find(sheet)
        tables.append(grids)
        lines.append(lines_of([w for w in words if not w.turned]))
        sheet.words = words
    if sum(len(g.cells) for grids in tables for g in grids) > settings.max_cells:
        raise SourceError("limit_cells", f"more than {settings.max_cells:,} table cells")
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
