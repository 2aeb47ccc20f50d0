"""bytes, name → Document. One module a format; the content decides which, the name only breaks ties."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol

from extractor.errors import SourceError
from extractor.readers import text
from extractor.schema.document import Document
from extractor.settings import DEFAULT, Settings


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one input with what is known of them before they are read."""

    data: bytes
    name: str | None
    sha256: str

    @property
    def extension(self) -> str:
        """The name's extension, lower case, without the dot; "" where there is none."""
        return self.name.rpartition(".")[2].lower() if self.name and "." in self.name else ""


class Reader(Protocol):
    """What a module of this package offers."""

    NAME: str
    MEDIA_TYPES: tuple[str, ...]
    EXTENSIONS: tuple[str, ...]

    def recognises(self, source: Source) -> bool:
        """Is this content of the reader's format? Looks at the bytes, cheaply."""

    def read(self, source: Source, settings: Settings) -> Document:
        """The Document; raises SourceError."""


#: The first reader that recognises the content reads it.
READERS: tuple[Reader, ...] = (text,)


def read(data: bytes, name: str | None = None, *, settings: Settings = DEFAULT) -> Document:
    """The Document in `data`. Raises SourceError: empty_file, too_large, unsupported_type, corrupted, no_text …"""
    if not data:
        raise SourceError("empty_file", "the file is empty")
    if len(data) > settings.max_bytes:
        raise SourceError("too_large", f"{len(data):,} bytes; the limit is {settings.max_bytes:,}")
    source = Source(data, name, hashlib.sha256(data).hexdigest())
    for reader in READERS:
        if reader.recognises(source):
            return reader.read(source, settings)
    raise SourceError("unsupported_type", "no reader knows this type of file")
