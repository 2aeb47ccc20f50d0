"""Zip archives, as Windows, macOS and archive programs of the region make them."""

from __future__ import annotations

import bz2
import lzma
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Final, cast

from extractor.errors import SourceError
from extractor.readers import archive_foreign, archive_names
from extractor.readers.archive import Member, same_name
from extractor.readers.archive_meter import Meter, Stream, ends_all

if TYPE_CHECKING:
    from extractor.readers import Source

EXTENSIONS: Final = ("zip",)
IS_DOCUMENT: Final = False

_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
#: Members by which a zip is an office document, an e-book or the like, and no archive of documents.
_OFFICE: Final = frozenset({"[Content_Types].xml", "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"})
#: So begin and end the names of an office document's parts, by which one whose directory is lost is told.
_PARTS: Final = ("_rels/", "docProps/", "word/", "xl/", "ppt/")
_PART_ENDS: Final = (".xml", ".rels")
_OPEN_DOCUMENT: Final = frozenset({"content.xml", "META-INF/manifest.xml"})
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    OverflowError,
)
#: More members than this no office file has, and no archive that is unpacked.
_MOST_TOLD: Final = 10_000
_UNICODE_PATH: Final = 0x7075
_MADE_BY_UNIX: Final = 3
_IN_UTF_8: Final = 0x800
_ENCRYPTED: Final = 0x1
#: Bytes of the records that end an archive (APPNOTE 4.3.14 to 4.3.16): the last one, and those of large archives.
_END: Final = b"PK\x05\x06"
_END_SIZE, _LOCATOR_SIZE, _WIDE_END_SIZE = 22, 20, 56


def _any(_path: str) -> bool:
    return True


def recognises(source: Source) -> bool:
    """A zip archive that is no office document."""
    if not source.data.startswith(_MAGIC):
        return False
    names = names_told(source.data)
    return holds_documents(names) and "mimetype" not in names


def holds_documents(names: frozenset[str]) -> bool:
    """Is a zip with these members an archive of documents, and not an office document itself?"""
    return not (names & _OFFICE or names >= _OPEN_DOCUMENT)


def unpack(source: Source, meter: Meter, wanted: Callable[[str], bool] = _any) -> Iterator[Member]:
    """The archive's files in the order of its directory, those whose path is `wanted`."""
    try:
        archive = opened(source.data, meter)
    except SourceError as error:
        if error.code == "corrupted":
            yield from archive_foreign.before_damage(source.data, meter)
        raise
    with archive:
        meter.member(len(archive.infolist()))
        infos = [i for i in archive.infolist() if not i.filename.endswith("/")]
        unsaid = [_raw(i) for i in infos if not i.flag_bits & _IN_UTF_8]
        codec = archive_names.codec(unsaid)
        shown = [archive_names.inner_path(_name(info, codec)) for info in infos]
        counts = Counter(shown)
        for info, path in zip(infos, shown, strict=True):
            if wanted(path) and not archive_names.is_debris(path):
                member = _member(archive, source.data, info, path, meter)
                yield replace(member, notices=(same_name(path),)) if counts[path] > 1 else member


def opened(data: bytes, meter: Meter) -> zipfile.ZipFile:
    """The archive, which holds no more members than are left; they are not counted yet.

    Raises SourceError: corrupted, limit_members."""
    meter.refuse(_count(data))
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (*_DAMAGE, NotImplementedError) as error:
        raise SourceError("corrupted", "the zip archive is damaged") from error
    meter.refuse(len(archive.infolist()))
    return archive


def content(archive: zipfile.ZipFile, data: bytes, info: zipfile.ZipInfo, meter: Meter) -> bytes:
    """A member's bytes. Raises SourceError: encrypted, unsupported_type, corrupted, limit_*."""
    if info.flag_bits & _ENCRYPTED:
        raise SourceError("encrypted", "it is protected by a password")
    if info.create_system == _MADE_BY_UNIX and stat.S_ISLNK(info.external_attr >> 16):
        raise SourceError("unsupported_type", "it is a link, and links are not followed")
    try:
        if info.compress_type == zipfile.ZIP_BZIP2:
            return meter.read(_bzip2(data, info))
        with archive.open(info) as stream:
            return meter.read(cast(Stream, stream))
    except NotImplementedError as error:
        raise SourceError("unsupported_type", "it is packed by a method that is not read") from error
    except (*_DAMAGE, RuntimeError) as error:
        raise SourceError("corrupted", "it is damaged") from error


def _member(archive: zipfile.ZipFile, data: bytes, info: zipfile.ZipInfo, path: str, meter: Meter) -> Member:
    try:
        return Member(path, content(archive, data, info, meter))
    except SourceError as error:
        if ends_all(error):
            raise
        return Member(path, error=error)


def _bzip2(data: bytes, info: zipfile.ZipInfo) -> Stream:
    """The member's stream, read in steps: zipfile's own unpacks all that one chunk holds, a gigabyte if so made."""
    name_length, extra_length = struct.unpack_from("<HH", data, info.header_offset + 26)
    start = info.header_offset + 30 + name_length + extra_length
    return bz2.BZ2File(BytesIO(data[start : start + info.compress_size]))


def _count(data: bytes) -> int:
    """How many members the directory holds, by its signatures: known before a million of them are parsed."""
    end = len(data) - _END_SIZE
    if end < 0 or not (data.startswith(_END, end) and data.endswith(b"\0\0")):
        # A comment follows the record.
        end = data.rfind(_END)
    if end < 0 or end + 16 > len(data):
        return 0
    (size,) = struct.unpack_from("<I", data, end + 12)
    wide = end - _LOCATOR_SIZE - _WIDE_END_SIZE
    if wide >= 0 and data.startswith(b"PK\x06\x07", end - _LOCATOR_SIZE):
        (size,) = struct.unpack_from("<Q", data, wide + 40)
        end = wide
    return data.count(b"PK\x01\x02", max(end - size, 0), end)


def names_told(data: bytes) -> frozenset[str]:
    """Names of the members; of a damaged archive the first one, of a damaged office file those that tell it."""
    if _count(data) > _MOST_TOLD:
        return frozenset()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (*_DAMAGE, NotImplementedError):
        length = int.from_bytes(data[26:28], "little")
        first = data[30 : 30 + length].decode("utf-8", "replace")
        is_part = first.startswith(_PARTS) and first.endswith(_PART_ENDS)
        return frozenset({first}) | (_OFFICE if is_part else frozenset())


def _raw(info: zipfile.ZipInfo) -> bytes:
    """The name's bytes as they stand in the directory; zipfile has read them as cp437."""
    return info.orig_filename.encode("cp437", "replace")


def _name(info: zipfile.ZipInfo, codec: str) -> str:
    if info.flag_bits & _IN_UTF_8:
        return info.filename
    raw = _raw(info)
    return _told_in_unicode(info.extra, raw) or archive_names.decoded(raw, codec)


def _told_in_unicode(extra: bytes, raw: bytes) -> str | None:
    """The name in the «Info-ZIP Unicode Path» field (APPNOTE 4.6.9), where its checksum is this name's."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        if kind == _UNICODE_PATH and len(field) > 5 and field[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return field[5:].decode("utf-8", "replace")
        at += 4 + size
    return None
