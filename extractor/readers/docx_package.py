"""The zip container of an office file, opened as something that came from a stranger."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from lxml import etree

from extractor.errors import SourceError

_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
#: The strict variant of the standard has other namespace names for the same elements.
_STRICT: Final = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_CHUNK: Final = 1 << 20


@dataclass(slots=True)
class Package:
    """Parts of an office file by name, inflated on demand; what is inflated is counted against `max_unpacked`."""

    data: bytes
    max_unpacked: int
    _zip: zipfile.ZipFile = field(init=False)
    _unpacked: int = 0

    def __post_init__(self) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(self.data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise SourceError("corrupted", "the office file is a damaged zip archive") from error

    def names(self) -> frozenset[str]:
        """Names of all parts."""
        return frozenset(self._zip.namelist())

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None where there is none. Raises SourceError: too_large, encrypted, corrupted."""
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

    def tree(self, name: str) -> etree._Element | None:
        """The root element of an XML part, None where there is no such part; no entities, DTD or network."""
        data = self.part(name)
        if data is None:
            return None
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise SourceError("corrupted", f"the part {name} of the file is no well-formed XML") from error
        if _DOCTYPE.search(data, 0, 4096):
            raise SourceError(
                "corrupted", f"the part {name} of the file declares a document type, as no office file does"
            )
        return root

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationships of a part: id → (kind, the last word of its type; name of the part that is meant)."""
        folder, name = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for relation in root.iter(f"{_RELATIONS}Relationship"):
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External" or not target:
                continue
            meant = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = relation.get("Type", "").rpartition("/")[2]
            found[relation.get("Id", "")] = (kind, posixpath.normpath(meant))
        return found
