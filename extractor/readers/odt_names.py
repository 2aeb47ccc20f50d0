"""Names of OpenDocument's XML, as lxml writes them. Source: OASIS OpenDocument 1.3, part 3."""

from __future__ import annotations

from typing import Final

_URN: Final = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = f"{{{_URN}office:1.0}}"
TEXT: Final = f"{{{_URN}text:1.0}}"
TABLE: Final = f"{{{_URN}table:1.0}}"
STYLE: Final = f"{{{_URN}style:1.0}}"
DRAW: Final = f"{{{_URN}drawing:1.0}}"
MANIFEST: Final = f"{{{_URN}manifest:1.0}}"
#: LibreOffice's extensions; `num-list-format` says what ODF's prefixes and suffixes cannot.
LOEXT: Final = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"


def whole(value: str | None, default: int, most: int) -> int:
    """An attribute as a number from 0 to `most`; `default` where it is absent or none."""
    return min(int(value[:12]), most) if value and value.isdecimal() else default
