"""OpenDocument texts (.odt, .ott, .fodt), read as they are displayed and printed.

Read with lxml and not with odfdo, which inflates every part uncounted and writes repeated cells out: here parts are
counted while they inflate, and repeats before they are made. Tracked deletions stand apart in the format and are left
out with hidden text; a text box stands after its paragraph, a header before the body, footers and notes after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lxml import etree

from extractor.errors import SourceError
from extractor.readers import office_pictures, office_xml
from extractor.readers.compose import CellCount, Composer
from extractor.readers.odt_body import Story
from extractor.readers.odt_lists import read_lists
from extractor.readers.odt_names import DRAW, MANIFEST, OFFICE, STYLE, TEXT
from extractor.readers.odt_styles import Styles, read_styles
from extractor.readers.office_zip import OfficeZip
from extractor.schema.document import BlockKind, Document, SourceFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "odt"
MEDIA_TYPES: Final = (
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.text-template",
    "application/vnd.oasis.opendocument.text-flat-xml",
)
EXTENSIONS: Final = ("odt", "ott", "fodt")

_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_SHOWN: Final = re.compile(r"[^\W_]")
#: A header that is no more than the page's number.
_PAGE_NUMBER: Final = re.compile(r"[\s\d–—-]*\Z")
_TYPE: Final = re.compile(rb"application/vnd\.oasis\.opendocument\.(text|spreadsheet)")
_HEAD: Final = 4096


def recognises(source: Source) -> bool:
    """A zip archive whose type is an OpenDocument text, or one XML of that type."""
    return kind_of(source.data) == "text"


def kind_of(data: bytes) -> str:
    """What an OpenDocument file of either form holds: "text" or "spreadsheet"; "" for everything else."""
    head = data[:_HEAD]
    if data.startswith(b"PK\x03\x04"):
        # The archive's first member is the type, stored as it is; careless programs deflate it.
        found = _TYPE.search(head)
        named = b"content.xml" in data and b"META-INF/manifest.xml" in data
        return found[1].decode() if found else "text" if named else ""
    found = _TYPE.search(head) if b"office:document" in head else None
    return found[1].decode() if found else ""


def read(source: Source, settings: Settings) -> Document:
    """The document as displayed. Raises SourceError: encrypted, corrupted, no_text, limit_*."""
    content, styles_root = parts(source.data, settings)
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise SourceError("corrupted", "the OpenDocument file has no text")
    roots = [root for root in (styles_root, content) if root is not None]
    styles = read_styles(roots)
    out = Composer(settings.max_characters)
    story = Story(out, styles, read_lists(roots), CellCount(settings.max_cells))
    masters = _page_styles(roots, body, styles)
    _margins(story, masters, "header")
    story.read(body)
    _margins(story, masters, "footer")
    for note in story.notes:
        story.read(note, "footnote")
    text = out.text
    if not _SHOWN.search(text):
        return office_pictures.read(_pictures(source.data, body, settings), source, settings, NAME, MEDIA_TYPES[0])
    facts = SourceFacts(source.name, source.sha256, MEDIA_TYPES[0], len(source.data), NAME)
    return Document(text=text, source=facts, blocks=tuple(out.blocks))


def parts(data: bytes, settings: Settings) -> tuple[etree._Element, etree._Element | None]:
    """The roots of content.xml and styles.xml of an OpenDocument file; a flat one is both in one.

    Raises SourceError: encrypted, corrupted, limit_*."""
    if not data.startswith(b"PK"):
        return office_xml.parse(data, "of flat XML", settings.max_xml_depth), None
    package = OfficeZip(data, settings)
    manifest = package.tree("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(f"{MANIFEST}encryption-data"), None) is not None:
        raise SourceError("encrypted", "the OpenDocument file is protected by a password: save it without one")
    content = package.tree("content.xml")
    if content is None:
        raise SourceError("corrupted", "the OpenDocument file has no content.xml")
    return content, package.tree("styles.xml")


def _pictures(data: bytes, body: etree._Element, settings: Settings) -> Iterator[bytes]:
    """The pictures in the text, in its order, each once; of a frame the first, the others stand in for it."""
    if not data.startswith(b"PK"):
        return
    package = OfficeZip(data, settings)
    seen: set[str] = set()
    for frame in body.iter(f"{DRAW}frame"):
        image = frame.find(f"{DRAW}image")
        name = image.get(_HREF, "") if image is not None else ""
        if name and name not in seen:
            seen.add(name)
            content = package.part(name.removeprefix("./"))
            if content is not None:
                yield content


def _page_styles(roots: list[etree._Element], body: etree._Element, styles: Styles) -> list[etree._Element]:
    """The page styles that the text uses, in the order of their first use."""
    masters = {m.get(f"{STYLE}name", ""): m for root in roots for m in root.iter(f"{STYLE}master-page")}
    used: dict[str, None] = {}
    for number, paragraph in enumerate(body.iter(f"{TEXT}p", f"{TEXT}h")):
        page = styles.paragraph(paragraph).page
        if page:
            used[page] = None
        elif number == 0:
            used["Standard" if "Standard" in masters else next(iter(masters), "")] = None
    return [masters[name] for name in used if name in masters]


def _margins(story: Story, masters: list[etree._Element], kind: BlockKind) -> None:
    """Headers or footers, each text once; bare page numbers left out."""
    seen: set[str] = set()
    for master in masters:
        for name in (kind, f"{kind}-first", f"{kind}-left"):
            root = master.find(f"{STYLE}{name}")
            if root is None or root.get(f"{STYLE}display", "true") != "true":
                continue
            shown = " ".join("".join(str(t) for t in root.itertext()).split())
            if shown not in seen and not _PAGE_NUMBER.match(shown):
                seen.add(shown)
                story.read(root, kind)
