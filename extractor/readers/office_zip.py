"""The zip archive of an office file, opened as something that came from a stranger."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from lxml import etree

from extractor.errors import SourceError

_CHUNK: Final = 1 << 20


@dataclass(slots=True)
class OfficeZip:
    """The parts of an office file; what is inflated is counted against `max_unpacked`.

    Every method raises SourceError: too_large, encrypted, corrupted."""

    data: bytes
    max_unpacked: int
    _zip: zipfile.ZipFile = field(init=False)
    _unpacked: int = 0

    def __post_init__(self) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(self.data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise SourceError("corrupted", "the office file is a damaged zip archive") from error

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, inflated under the limit; None where there is no such part."""
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & 1:
            raise SourceError("encrypted", "the file is protected by a password")
        pieces: list[bytes] = []
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_CHUNK):
                    self._unpacked += len(piece)
                    if self._unpacked > self.max_unpacked:
                        raise SourceError("too_large", f"the file unpacks to more than {self.max_unpacked:,} bytes")
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise SourceError("corrupted", f"the part {name} of the file is damaged") from error
        return b"".join(pieces)

    def xml(self, name: str) -> bytes | None:
        """The bytes of a part that is XML, free of a document type and so of entities; None where there is none."""
        content = self.part(name)
        if content is not None:
            refuse_doctype(content, name)
        return content

    def tree(self, name: str) -> etree._Element | None:
        """The root element of a part; None where there is no such part."""
        content = self.xml(name)
        return None if content is None else parse(content, name)


def refuse_doctype(content: bytes, name: str) -> None:
    """Raise SourceError corrupted where XML declares a document type, as no office program writes it."""
    # Without its zero bytes UTF-16 shows the mark too; well-formed XML has it nowhere else but in comments.
    if b"<!DOCTYPE" in (content.replace(b"\0", b"") if b"\0" in content[:64] else content):
        raise SourceError("corrupted", f"the part {name} of the file declares a document type, as no office file does")


def parse(content: bytes, name: str) -> etree._Element:
    """The root element of XML, without comments and processing instructions. The parser's own limits on depth (256)
    and on the length of one text (10 MB) hold. Raises SourceError corrupted."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError("corrupted", f"the part {name} of the file is no well-formed XML") from error
