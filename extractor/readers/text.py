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
_BEYOND_ASCII: Final = re.compile(r"[^\W\d_\x00-\x7f]")
#: So many letters beyond ASCII stand in no bytes that are UTF-8 by chance.
_SURE: Final = 10
_SAMPLE: Final = 64 * 1024
#: Formats that begin with a sign of four bytes or more: what is shorter is the rest of such a file, and no text.
_SHORTEST: Final = 4
_BINARY: Final = frozenset(
    "docx docm dotx dotm odt ott ods ots xlsx xlsm xltx xls xlt doc dot wps rtf pdf msg zip 7z rar gz tgz bz2 xz tar"
    " p7s p7m asice asics png jpg jpeg tif tiff bmp webp gif".split()
)


def recognises(source: Source) -> bool:
    """Does the content read as text in one of the encodings? A few control characters are forgiven."""
    sample = source.data[:_SAMPLE]
    if sample.lstrip().startswith(b"<?xml"):
        return False
    decoded = encoding.decode(sample[: len(sample) // 4 * 4] if len(source.data) > _SAMPLE else sample)
    text, codec = decoded.text, decoded.codec
    strange = len(_CONTROL.findall(text)) + text.count("\ufffd")
    if strange > len(text) // 50:
        # What is valid UTF-8 with letters beyond ASCII is text, whatever a terminal has left in it.
        sure = codec == "utf-8" and len(_BEYOND_ASCII.findall(text)) >= _SURE
        if not sure or strange > len(text) // 8:
            return False
    return text.count("\0") <= len(text) // 4


def read(source: Source, settings: Settings) -> Document:
    """The text with plain line breaks, invisible characters dropped; tables typed with tabs and tables flattened to
    lines are table blocks, all else stays lines without blocks.

    Raises SourceError: corrupted, no_text, limit_cells, limit_characters."""
    if len(source.data) < _SHORTEST and source.extension in _BINARY:
        raise SourceError("corrupted", f"of the .{source.extension} file only {len(source.data)} bytes are there")
    decoded = encoding.decode(source.data)
    text = clean(decoded.text)
    if not _SHOWN.search(text):
        raise SourceError("no_text", "the file holds no letters or digits")
    if len(text) > settings.max_characters:
        raise SourceError("limit_characters", f"the text is longer than {settings.max_characters:,} characters")
    found = notices(decoded)
    if "\0" in decoded.text:
        found = (Notice("nul_dropped", "NUL characters were left out: the file may be damaged"), *found)
    typed = tabbed.find(text)
    blocks = tuple(sorted((*typed, *flattened.find(text, typed)), key=lambda b: b.start))
    if sum(len(b.table.cells) for b in blocks if b.table) > settings.max_cells:
        raise SourceError("limit_cells", f"the tables have more than {settings.max_cells:,} cells")
    facts = SourceFacts(source.name, source.sha256, MEDIA_TYPES[0], len(source.data), NAME, encoding=decoded.codec)
    return Document(text=text, source=facts, blocks=blocks, notices=found, partial=False)


def notices(decoded: encoding.Decoded) -> tuple[Notice, ...]:
    """What decoding has to say of itself."""
    found: list[Notice] = []
    if decoded.mixed:
        message = f"some lines are in UTF-8 and others in {decoded.codec} or the like: letters may be read wrongly"
        found.append(Notice("mixed_encodings", message))
    if decoded.damaged:
        message = f"{decoded.damaged} characters could not be read as {decoded.codec}; shown as \ufffd"
        found.append(Notice("undecodable", message))
    return tuple(found)
