"""The zip archive of an office file, opened as something that came from a stranger."""

from __future__ import annotations

import zipfile
from collections import Counter
from dataclasses import dataclass, field, replace

from lxml import etree

from extractor.errors import SourceError
from extractor.readers import archive_zip, office_xml
from extractor.readers.archive_meter import Meter
from extractor.settings import Settings


@dataclass(slots=True)
class OfficeZip:
    """The parts of an office file, inflated only when they are asked for, and counted.

    Every method raises SourceError: encrypted, corrupted, limit_members, limit_unpacked, limit_part, limit_ratio."""

    data: bytes
    settings: Settings
    _meter: Meter = field(init=False)
    _zip: zipfile.ZipFile = field(init=False)
    _doubled: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        limits = replace(self.settings, max_members=self.settings.max_office_members)
        self._meter = Meter(limits, len(self.data))
        self._zip = archive_zip.opened(self.data, self._meter)
        self._doubled = frozenset(name for name, count in Counter(self._zip.namelist()).items() if count > 1)

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, inflated under the limits; None where there is no such part."""
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            return None
        if name in self._doubled:
            # Programs differ in which of them they show.
            raise SourceError("corrupted", f"the file has several parts {name}")
        try:
            return archive_zip.content(self._zip, self.data, info, self._meter)
        except SourceError as error:
            if error.code == "encrypted":
                raise SourceError("encrypted", "the file is protected by a password") from error
            if error.code.startswith("limit_"):
                raise
            raise SourceError("corrupted", f"the part {name} of the file: {error.message}") from error

    def tree(self, name: str) -> etree._Element | None:
        """The root element of a part that is XML; None where there is no such part."""
        content = self.part(name)
        return None if content is None else office_xml.parse(content, name, self.settings.max_xml_depth)
