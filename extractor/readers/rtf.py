r"""Rich Text Format (.rtf), read as it is displayed and printed.

Numbers of lists are those that the saving program displayed (\listtext); deleted and hidden text is left out. A text
box stands after the paragraph that holds it, a header before the body, footers and notes after it; a table inside a
cell is lines of that cell. Nothing that the file points at is opened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from extractor.errors import SourceError
from extractor.readers.compose import Composer
from extractor.readers.rtf_parser import Parser
from extractor.readers.rtf_story import Story
from extractor.schema.document import BlockKind, Document, Notice, SourceFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "rtf"
MEDIA_TYPES: Final = ("application/rtf", "text/rtf")
EXTENSIONS: Final = ("rtf",)

_SHOWN: Final = re.compile(r"[^\W_]")
_PAGE_NUMBER: Final = re.compile(r"[\s\d–—-]*\Z")
_CONTROLS: Final = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f]")
_HEAD: Final = 20_000
#: Of the first bytes of an RTF file, which are ASCII by its standard, no more than this share is control characters.
_MOST_CONTROLS: Final = 0.02


def recognises(source: Source) -> bool:
    """Begins with RTF's own sign, perhaps after white space or a byte order mark."""
    return source.data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def read(source: Source, settings: Settings) -> Document:
    """The document as displayed. Raises SourceError: corrupted, no_text, limit_cells, limit_characters."""
    head = source.data[:_HEAD]
    if b"\\bin" not in head and len(_CONTROLS.findall(head)) > _MOST_CONTROLS * len(head):
        raise SourceError("corrupted", "the RTF file is full of bytes that are no text")
    parser = Parser(source.data, settings.max_cells)
    parser.read()
    out = Composer(settings.max_characters)
    _margins(parser.headers, out, "header")
    parser.body.write(out)
    _margins(parser.footers, out, "footer")
    for note in parser.notes:
        note.write(out, "footnote")
    text = out.text
    if not _SHOWN.search(text):
        raise SourceError("no_text", "the document holds no letters or digits; is it a scan?")
    facts = SourceFacts(source.name, source.sha256, MEDIA_TYPES[0], len(source.data), NAME, encoding=parser.codec)
    notices: tuple[Notice, ...] = ()
    if parser.undecodable:
        message = f"{parser.undecodable} characters could not be read as {parser.codec}; shown as \ufffd"
        notices = (Notice("undecodable", message),)
    return Document(text=text, source=facts, blocks=tuple(out.blocks), notices=notices)


def _margins(stories: list[Story], out: Composer, kind: BlockKind) -> None:
    """Headers or footers, each text once; bare page numbers left out."""
    seen: set[str] = set()
    for story in stories:
        shown = " ".join(" ".join(story.lines()).split())
        if shown not in seen and not _PAGE_NUMBER.match(shown):
            seen.add(shown)
            story.write(out, kind)
