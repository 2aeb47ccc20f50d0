"""bytes, name → Document. One module a format; the content decides which, the name is only compared with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Final, Protocol

from extractor.errors import SourceError
from extractor.readers import (
    doc,
    docx,
    html,
    image,
    mail,
    mhtml,
    msg,
    odt,
    office_ole,
    pdf,
    rtf,
    sheet_ods,
    sheet_xls,
    sheet_xlsx,
    text,
)
from extractor.schema.document import Document, Notice
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
    """What a module of this package offers: constants, which is why their names are in capitals."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """The reader's name, as `source.reader` shows it."""

    @property
    def MEDIA_TYPES(self) -> tuple[str, ...]:  # noqa: N802 - a module's constant
        """Media types of what it reads, the usual one first."""

    @property
    def EXTENSIONS(self) -> tuple[str, ...]:  # noqa: N802 - a module's constant
        """File name extensions without the dot, the usual one first."""

    def recognises(self, source: Source) -> bool:
        """Is this content of the reader's format? Looks at the bytes, cheaply."""

    def read(self, source: Source, settings: Settings) -> Document:
        """The Document; raises SourceError."""


#: The first reader that recognises the content reads it.
READERS: Final[tuple[Reader, ...]] = (
    docx,
    odt,
    sheet_xlsx,
    sheet_ods,
    rtf,
    pdf,
    image,
    mhtml,
    mail,
    msg,
    doc,
    sheet_xls,
    html,
    text,
)

#: Extensions of types that no reader reads: a file named so that can be read is named wrongly.
_FOREIGN: Final = frozenset("ppt pptx zip rar 7z tar gz tgz p7s p7m asice asics gif xml".split())
_ARCHIVE: Final = "an archive: its documents are read one by one"
_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"GIF8", "a GIF image: convert it to PNG"),
    (b"\x78\x9f\x3e\x22", "a winmail.dat of Outlook (TNEF): save the mail as .msg, or have it sent as HTML"),
    (b"AT&TFORM", "a DjVu file: convert it to PDF"),
    (b"Rar!\x1a", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"SQLite format 3\0", "a database"),
)
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZIPPED: Final[tuple[tuple[bytes, str], ...]] = (
    (b"opendocument", "an OpenDocument file other than a text: convert it to .docx"),
    (b"xl/workbook", "a spreadsheet: convert it to .docx or PDF"),
    (b"ppt/presentation", "a presentation: convert it to PDF"),
    (b"epub", "an EPUB book"),
)


def read(data: bytes, name: str | None = None, *, settings: Settings = DEFAULT) -> Document:
    """The Document in `data`. Raises SourceError: empty_file, unsupported_type, encrypted, corrupted, no_text,
    limit_*. A name whose extension is another type's is warned of (type_mismatch)."""
    if not data:
        raise SourceError("empty_file", "the file is empty")
    if len(data) > settings.max_bytes:
        raise SourceError("limit_bytes", f"{len(data):,} bytes; the limit is {settings.max_bytes:,}")
    source = Source(data, legible(name) if name else name, hashlib.sha256(data).hexdigest())
    _refuse_foreign(source)
    for reader in READERS:
        if reader.recognises(source):
            return _compared(reader, source, reader.read(source, settings))
    if data.startswith(_ZIP):
        raise SourceError("unsupported_type", next((m for s, m in _ZIPPED if s in data), _ARCHIVE))
    raise SourceError("unsupported_type", "no reader knows this type of file")


def legible(name: str) -> str:
    """A file name as UTF-8 can write it: bytes that are no text, which the system hands on as lone surrogates, are
    shown as U+FFFD."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in name)


def _refuse_foreign(source: Source) -> None:
    """Raise for types that no reader reads and that their first bytes give away."""
    data = source.data
    kind = office_ole.kind_of(data)
    if kind == "encrypted":
        raise SourceError("encrypted", "the office file is protected by a password: save it without one")
    if kind == "presentation":
        raise SourceError("unsupported_type", "a presentation: convert it to PDF")
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise SourceError("unsupported_type", what)


def _compared(reader: Reader, source: Source, document: Document) -> Document:
    """The document, with a notice where the file's name says another type than its content is."""
    extension = source.extension
    if extension in reader.EXTENSIONS:
        return document
    if extension not in _FOREIGN and not any(extension in r.EXTENSIONS for r in READERS):
        return document
    message = f"the file is named .{extension}, its content is {document.source.media_type}"
    return replace(document, notices=(Notice("type_mismatch", message), *document.notices))
