"""Tar archives, plain or packed by gzip, bzip2 or xz, and single files packed so."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, cast

from extractor.errors import SourceError
from extractor.readers import archive_names
from extractor.readers.archive import Member
from extractor.readers.archive_meter import CHUNK, Meter, Stream

if TYPE_CHECKING:
    from extractor.readers import Source

EXTENSIONS: Final = ("tar", "gz", "tgz", "bz2", "tbz2", "xz", "txz")
IS_DOCUMENT: Final = False

_PACKED: Final = {b"\x1f\x8b\x08": "gz", b"BZh": "bz2", b"\xfd7zXZ\0": "xz"}
_MAGIC: Final = slice(257, 262)
_BLOCK: Final = 512
_DAMAGE: Final = (
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    UnicodeError,
)


@dataclass(slots=True)
class _Counted:
    """A stream whose bytes are counted as they are unpacked, those that tarfile skips as well."""

    stream: Stream
    meter: Meter

    def read(self, size: int, /) -> bytes:
        piece = self.stream.read(size)
        self.meter.count(len(piece))
        return piece


def recognises(source: Source) -> bool:
    """Begins as a packed stream, or has the mark of a tar archive."""
    return _packing(source.data) is not None or source.data[_MAGIC] == b"ustar"


def unpack(source: Source, meter: Meter) -> Iterator[Member]:
    """The archive's files in their order; of a single packed file, that file."""
    stream = io.BufferedReader(cast(io.RawIOBase, _unpacked(source.data)), CHUNK)
    try:
        is_tar = stream.peek(_BLOCK)[_MAGIC] == b"ustar"
        if is_tar:
            yield from _files(_Counted(cast(Stream, stream), meter), meter)
        else:
            meter.member()
            yield Member(_own_name(source), meter.read(cast(Stream, stream)))
    except _DAMAGE as error:
        raise SourceError("corrupted", "the archive is damaged") from error


def _packing(data: bytes) -> str | None:
    return next((kind for magic, kind in _PACKED.items() if data.startswith(magic)), None)


def _unpacked(data: bytes) -> IO[bytes]:
    raw = io.BytesIO(data)
    kind = _packing(data)
    if kind == "gz":
        return cast(IO[bytes], gzip.GzipFile(fileobj=raw))
    if kind == "bz2":
        return cast(IO[bytes], bz2.BZ2File(raw))
    if kind == "xz":
        return cast(IO[bytes], lzma.LZMAFile(raw))
    return raw


def _files(stream: _Counted, meter: Meter) -> Iterator[Member]:
    """Reads forward only, so that no header can send it back and round."""
    with tarfile.open(
        fileobj=cast(IO[bytes], stream), mode="r|", encoding="utf-8", errors="surrogateescape"
    ) as archive:
        for info in archive:
            if info.isdir():
                continue
            meter.member()
            path = archive_names.inner_path(archive_names.decoded(info.name.encode("utf-8", "surrogateescape")))
            if archive_names.is_debris(path):
                continue
            if not info.isreg() or info.issparse():
                what = "a link, and links are not followed" if info.issym() or info.islnk() else "no plain file"
                yield Member(path, error=SourceError("unsupported_type", f"it is {what}"))
            else:
                yield _file(archive, info, path, meter)


def _file(archive: tarfile.TarFile, info: tarfile.TarInfo, path: str, meter: Meter) -> Member:
    if info.size > meter.settings.max_part:
        return Member(path, error=SourceError("limit_part", f"it is longer than {meter.settings.max_part:,} bytes"))
    stream = archive.extractfile(info)
    return Member(path, stream.read() if stream else b"")


def _own_name(source: Source) -> str:
    """The packed file's name: that of the packing without its extension."""
    name = archive_names.inner_path(source.name or "unnamed").rpartition("/")[2]
    stem, _, extension = name.rpartition(".")
    return stem if stem and extension.lower() in EXTENSIONS else name
