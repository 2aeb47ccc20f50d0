"""Plain text in any encoding that an office of the region has used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from extractor.schema.document import Document, SourceFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "text"
MEDIA_TYPES: Final = ("text/plain",)
EXTENSIONS: Final = ("txt", "text")


def recognises(source: Source) -> bool:
    """Anything without NUL bytes may be text."""
    return b"\0" not in source.data[:4096]


def read(source: Source, settings: Settings) -> Document:
    """The text, line breaks as "\\n"."""
    content = source.data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    facts = SourceFacts(source.name, source.sha256, "text/plain", len(source.data), NAME, encoding="utf-8")
    return Document(text=content, source=facts)
