"""Word processor files: OOXML text documents (.docx, .docm, .dotx), read as they are displayed and printed.

Tracked changes are taken as accepted. A text box stands after the paragraph that holds it, a header before the body,
footers and notes after it; a table inside a cell is lines of that cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lxml import etree

from extractor.errors import SourceError
from extractor.readers import office_pictures
from extractor.readers.compose import CellCount, Composer
from extractor.readers.docx_body import Story
from extractor.readers.docx_numbering import W, read_numbering, read_styles
from extractor.readers.docx_package import Package
from extractor.schema.document import BlockKind, Document, SourceFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "docx"
MEDIA_TYPES: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.ms-word.document.macroEnabled.12",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
)
EXTENSIONS: Final = ("docx", "docm", "dotx", "dotm")

_R_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_R_EMBED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
#: A picture, as it is placed today and as it was before 2007.
_BLIP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_IMAGE_DATA: Final = "{urn:schemas-microsoft-com:vml}imagedata"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SHOWN: Final = re.compile(r"[^\W_]")
#: A header that is no more than the page's number.
_PAGE_NUMBER: Final = re.compile(r"[\s\d–—-]*\Z")


def recognises(source: Source) -> bool:
    """A zip archive that names a part of a word processor's folder."""
    return source.data.startswith(b"PK\x03\x04") and b"word/" in source.data


def read(source: Source, settings: Settings) -> Document:
    """The document as displayed. Raises SourceError: encrypted, corrupted, no_text, limit_*."""
    package = Package(source.data, settings)
    root = package.main()
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise SourceError("corrupted", "the office file has no document body")
    out = Composer(settings.max_characters)
    styles = package.related("styles")
    story = Story(
        out,
        read_numbering(package.related("numbering")),
        read_styles(styles),
        CellCount(settings.max_cells),
        _default_style(styles),
    )
    margins = {kind: _margin_parts(package, body, kind) for kind in ("header", "footer")}
    for part in margins["header"]:
        story.read(part, "header")
    story.read(body)
    for part in margins["footer"]:
        story.read(part, "footer")
    _notes(package, story)
    text = out.text
    if not _SHOWN.search(text):
        return office_pictures.read(_pictures(package, body), source, settings, NAME, MEDIA_TYPES[0])
    facts = SourceFacts(source.name, source.sha256, MEDIA_TYPES[0], len(source.data), NAME)
    return Document(text=text, source=facts, blocks=tuple(out.blocks))


def _pictures(package: Package, body: etree._Element) -> Iterator[bytes]:
    """The pictures in the text, in its order, each once; without those for programs that cannot show the usual ones."""
    seen: set[str] = set()
    for element in body.iter(_BLIP, _IMAGE_DATA):
        relation = element.get(_R_EMBED) or element.get(_R_ID) or ""
        if relation not in seen and next(element.iterancestors(_FALLBACK), None) is None:
            seen.add(relation)
            content = package.content(relation)
            if content is not None:
                yield content


def _default_style(root: etree._Element | None) -> str | None:
    if root is None:
        return None
    for style in root.iter(f"{W}style"):
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
            return str(style.get(f"{W}styleId", ""))
    return None


def _margin_parts(package: Package, body: etree._Element, kind: BlockKind) -> list[etree._Element]:
    """Headers or footers that a section uses, in order, each text once; bare page numbers left out."""
    found: list[etree._Element] = []
    seen: set[str] = set()
    for reference in body.iter(f"{W}{kind}Reference"):
        root = package.by_id(reference.get(_R_ID, ""))
        if root is None:
            continue
        shown = " ".join("".join(t.text or "" for t in root.iter(f"{W}t")).split())
        if shown not in seen and not _PAGE_NUMBER.match(shown):
            seen.add(shown)
            found.append(root)
    return found


def _notes(package: Package, story: Story) -> None:
    """The notes that the text refers to, in the order of reference."""
    wanted = list(dict.fromkeys(story.notes))
    for kind in ("footnote", "endnote"):
        root = package.related(f"{kind}s")
        if root is None:
            continue
        by_id = {e.get(f"{W}id", ""): e for e in root.iter(f"{W}{kind}")}
        for named, key in wanted:
            if named == kind and key in by_id:
                story.read(by_id[key], "footnote")
