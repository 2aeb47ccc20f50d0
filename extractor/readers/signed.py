"""Signed files (.p7s, .p7m): the document inside is what is read, with what the signatures say of their signers."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from extractor.errors import SourceError
from extractor.readers import archive_names, signed_cms
from extractor.readers.archive import Member
from extractor.readers.archive_meter import Meter

if TYPE_CHECKING:
    from extractor.readers import Source

EXTENSIONS: Final = ("p7s", "p7m")
IS_DOCUMENT: Final = False

#: The object identifiers 1.2.840.113549.1.7.x, encoded: the content types of PKCS #7.
_OID: Final = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
#: The identifier stands after the tag and length of the outermost sequence.
_OID_WITHIN: Final = 24
_ARMOUR: Final = re.compile(rb"\s*-----BEGIN (?:PKCS7|CMS|PKCS #7 SIGNED DATA)-----([\w+/=\s]+)-----END ")
_BASE64: Final = re.compile(rb"\s*MI[A-Za-z0-9+/=\s]{60,}\Z")
_HEAD: Final = 4096


def recognises(source: Source) -> bool:
    """Begins as a message of PKCS #7, as bytes, in armour, or under its own name in base64."""
    head = source.data[:_HEAD]
    if head.startswith(b"\x30"):
        return _OID in head[:_OID_WITHIN]
    if _ARMOUR.match(source.data) if head.lstrip().startswith(b"-----BEGIN") else False:
        return True
    return source.extension in EXTENSIONS and _BASE64.match(source.data) is not None


def unpack(source: Source, meter: Meter) -> Iterator[Member]:
    """The signed document, with its signatures."""
    meter.member()
    signed = signed_cms.parse(_bare(source.data))
    if signed.content is None:
        raise SourceError("no_text", "a signature alone: the signed document is a file of its own")
    error = meter.whole(signed.content)
    yield Member(_own_name(source), b"" if error else signed.content, error, signatures=signed.signatures)


def _bare(data: bytes) -> bytes:
    """The message without armour and base64."""
    if data.startswith(b"\x30"):
        return data
    hit = _ARMOUR.match(data)
    try:
        return b64decode(hit[1] if hit else data)
    except (binascii.Error, ValueError) as error:
        raise SourceError("corrupted", "the signed file is damaged") from error


def _own_name(source: Source) -> str:
    """The document's name: that of the signed file without its extension."""
    name = archive_names.inner_path(source.name or "unnamed").rpartition("/")[2]
    stem, _, extension = name.rpartition(".")
    return stem if stem and extension.lower() in EXTENSIONS else name
