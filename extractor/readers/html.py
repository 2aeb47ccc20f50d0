"""Web pages and documents saved as HTML: the text without what the site puts around it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from extractor.data import load
from extractor.errors import SourceError
from extractor.readers import encoding, html_article, html_dates, html_tables
from extractor.readers.compose import CellCount, Composer
from extractor.readers.html_flow import Flow, Line
from extractor.readers.html_tree import parse
from extractor.readers.text import notices as text_notices
from extractor.schema.document import Document, Hint, SourceFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "html"
MEDIA_TYPES: Final = ("text/html", "application/xhtml+xml")
EXTENSIONS: Final = ("html", "htm", "xhtml")

_OPENS: Final = re.compile(
    # Possessive: each comment ends where it first can, or a hundred of them could be parted in ever so many ways.
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,4000}?-->\s*)*+"
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|h[1-6]|span|font|center|article|section)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP: Final = re.compile(
    # The last tag may go on beyond the beginning that is looked at.
    r"</?(?:html|head|body|div|p|table|tr|td|br|span|meta|title|h[1-6])\b[^>]*(?:>|\Z)",
    re.IGNORECASE,
)
_CHARSET: Final = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"\A\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,30})")
_SHOWN: Final = re.compile(r"[^\W_]")
_LABELS: Final = re.compile("|".join(re.escape(w) for w in load("html_furniture")["labels"]), re.IGNORECASE)
#: A label of furniture is no longer than this unless it is mostly links.
_LONGEST_LABEL: Final = 90
_HEAD: Final = 8192
#: Blocks after the headline among which the line with the date is looked for.
_NEAR: Final = 4


def recognises(source: Source) -> bool:
    """Begins with an element of HTML, or is named .html and has tags near its beginning."""
    head = source.data[:_HEAD]
    if b"<" not in head:
        return False
    text = encoding.decode(head[: len(head) // 4 * 4] if len(source.data) > _HEAD else head).text.lstrip("\ufeff")
    if _OPENS.match(text):
        return len(_MARKUP.findall(text)) >= 2 or "<!" in text
    return source.extension in EXTENSIONS and len(_MARKUP.findall(text)) >= 3


def read(source: Source, settings: Settings) -> Document:
    """The document with its tables; `hints` carry the headline, the day of publication and the site's name.

    Raises SourceError: corrupted, no_text, limit_cells, limit_characters."""
    decoded = encoding.decode(source.data, _charset(source.data))
    notices = text_notices(decoded)
    root = parse(decoded.text)
    body = root.find("body")
    body = root if body is None else body
    page = html_article.Page(body, html_article.site_title(root))
    page.measure()
    writer = _site(page, settings) if html_article.is_site(page) else _whole(page, settings)
    out = writer.out
    text = out.text
    if not _SHOWN.search(text):
        raise SourceError("no_text", "the page holds no letters or digits")
    facts = SourceFacts(source.name, source.sha256, MEDIA_TYPES[0], len(source.data), NAME, encoding=decoded.codec)
    hints = _hints(root, text, writer)
    return Document(text=text, source=facts, blocks=tuple(out.blocks), hints=hints, notices=notices)


def _whole(page: html_article.Page, settings: Settings) -> _Writer:
    """All of a bare document."""
    writer = _Writer(Composer(settings.max_characters), CellCount(settings.max_cells))
    Flow(writer).walk(page.body)
    return writer


def _site(page: html_article.Page, settings: Settings) -> _Writer:
    """The article of a site's page, its headline first; where nothing but links is left, the links."""
    html_article.drop_furniture(page)
    heading = html_article.headline(page)
    within = html_article.scope(page, heading)
    regions = frozenset(page.dropped)
    html_article.drop_beside(page, within, heading)
    for dropped in (page.dropped, regions):
        counted = CellCount(settings.max_cells)
        writer = _Writer(Composer(settings.max_characters), counted, True, heading, page.frames)
        if heading is None and page.title:
            writer.title = writer.out.paragraph(page.title, "heading")
        Flow(writer, dropped).walk(within)
        if writer.taken:
            break
    return writer


def _charset(data: bytes) -> str | None:
    hit = _CHARSET.search(data, 0, _HEAD) or _DECLARED.search(data, 0, 200)
    return hit[1].decode("ascii", "replace") if hit else None


@dataclass(slots=True)
class _Writer:
    """Writes the flow into a Composer; on a page of a site, without labels of furniture and their links."""

    out: Composer
    counted: CellCount
    site: bool = False
    heading: etree._Element | None = None
    frames: Collection[etree._Element] = ()
    title: tuple[int, int] | None = None
    taken: int = 0
    _after_label: bool = False

    def line(self, line: Line) -> None:
        """Write one block unless it is furniture."""
        if self.title is None and self._is_headline(line):
            self.title = self.out.paragraph(line.text, "heading", line.level) or self.title
            return
        if self.site and self._is_furniture(line):
            return
        if self.out.paragraph(line.text, line.kind, line.level):
            self.taken += 1

    def table(self, element: etree._Element, flow: Flow) -> bool:
        """Write a table of data; False for one that only places things."""
        rows = html_tables.rows_of(element)
        if element in self.frames or html_tables.is_layout(element, rows):
            return False
        caption = element.find("caption")
        if caption is not None:
            self.out.paragraph(html_tables.cell_text(caption, flow.dropped))
        cells = html_tables.grid(rows, flow.dropped, self.counted)
        self.out.table(cells, rows=len(rows))
        self.taken += 1
        self._after_label = False
        return True

    def _is_headline(self, line: Line) -> bool:
        if self.heading is None:
            return False
        shown = html_article.fold(html_article.text_content(self.heading))
        return line.element is self.heading or html_article.fold(line.text) == shown

    def _is_furniture(self, line: Line) -> bool:
        """A label («Читайте також») or a link under one; above the headline, anything short without a date."""
        size = len(line.text)
        linked = line.links > 0.6 * size
        shown = line.text.lstrip("-•»>*# ")
        if _LABELS.match(shown) and (linked or line.links or (size <= _LONGEST_LABEL and not self._goes_on(shown))):
            self._after_label = True
            return True
        if self._after_label and linked:
            return True
        self._after_label = False
        return bool(self.heading is not None and self.title is None and size < 60 and not html_dates.printed(line.text))

    @staticmethod
    def _goes_on(shown: str) -> bool:
        """Is the label the beginning of a sentence of the text («Рекомендуємо мешканцям …»)?"""
        hit = _LABELS.match(shown)
        rest = shown[hit.end() :] if hit else ""
        return len(rest.split()) > 3 and not rest.lstrip().startswith(":")


def _hints(root: etree._Element, text: str, writer: _Writer) -> tuple[Hint, ...]:
    found: list[Hint] = []
    if writer.title:
        start, end = writer.title
        found.append(Hint("title", start, end, text[start:end]))
    told = html_dates.from_markup(root)
    near = _printed_near(text, writer) if writer.site else None
    if near:
        found.append(Hint("published", near[1], near[2], near[0]))
    elif told:
        found.append(Hint("published", 0, 0, told))
    for element in root.iter("meta"):
        if (element.get("property") or "").lower() == "og:site_name" and (
            name := (element.get("content") or "").strip()
        ):
            found.append(Hint("site", 0, 0, name))
            break
    return tuple(found)


def _printed_near(text: str, writer: _Writer) -> tuple[str, int, int] | None:
    """A line that is a date, next to the headline: its ISO date and offsets."""
    if writer.title is None:
        return None
    blocks = writer.out.blocks
    at = next((i for i, b in enumerate(blocks) if b.start >= writer.title[1]), len(blocks))
    for block in (*blocks[at : at + _NEAR], *blocks[max(0, at - 3) : at]):
        if block.end - block.start > 80 or (block.start, block.end) == writer.title or block.table is not None:
            continue
        hit = html_dates.printed(text[block.start : block.end])
        if hit and hit[2] - hit[1] >= 0.5 * (block.end - block.start):
            return hit[0], block.start + hit[1], block.start + hit[2]
    return None
