"""Plain text in any encoding that an office of the region has used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from extractor.errors import SourceError
from extractor.readers import encoding, flattened, tabbed
from extractor.readers.characters import clean
from extractor.schema.document import Document, Notice, SourceFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "text"
MEDIA_TYPES: Final = ("text/plain",)
EXTENSIONS: Final = ("txt", "text")

#: Control characters that no typed text has (tab, line breaks, page breaks and the DOS end mark are fine).
_CONTROL: Final = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
_SHOWN: Final = re.compile(r"[^\W_]")
_SAMPLE: Final = 64 * 1024


def recognises(source: Source) -> bool:
    """Does the content read as text in one of the encodings? A few control characters are forgiven."""
    sample = source.data[:_SAMPLE]
    if sample.lstrip().startswith(b"<?xml"):
        return False
    text = encoding.decode(sample[: len(sample) // 4 * 4] if len(source.data) > _SAMPLE else sample).text
    strange = len(_CONTROL.findall(text)) + text.count("\ufffd")
    return strange <= len(text) // 50 and text.count("\0") <= len(text) // 4


def read(source: Source, settings: Settings) -> Document:
    """The text with plain line breaks, invisible characters dropped; tables typed with tabs and tables flattened to
    lines are table blocks, all else stays lines without blocks.

    Raises SourceError: no_text, limit_cells, limit_characters."""
    decoded = encoding.decode(source.data)
    text = clean(decoded.text)
    if not _SHOWN.search(text):
        raise SourceError("no_text", "the file holds no letters or digits")
    if len(text) > settings.max_characters:
        raise SourceError("limit_characters", f"the text is longer than {settings.max_characters:,} characters")
    notices: list[Notice] = []
    if "\0" in decoded.text:
        notices.append(Notice("nul_dropped", "NUL characters were left out: the file may be damaged"))
    if decoded.damaged:
        notices.append(
            Notice("undecodable", f"{decoded.damaged} characters could not be read as {decoded.codec}; shown as \ufffd")
        )
    typed = tabbed.find(text)
    blocks = tuple(sorted((*typed, *flattened.find(text, typed)), key=lambda b: b.start))
    if sum(len(b.table.cells) for b in blocks if b.table) > settings.max_cells:
        raise SourceError("limit_cells", f"the tables have more than {settings.max_cells:,} cells")
    facts = SourceFacts(source.name, source.sha256, MEDIA_TYPES[0], len(source.data), NAME, encoding=decoded.codec)
    return Document(text=text, source=facts, blocks=blocks, notices=tuple(notices), partial=False)
