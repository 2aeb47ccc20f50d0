"""Archives that only libarchive reads: 7z, RAR (both generations), tar packed by zstd, lzip or compress."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from ctypes import create_string_buffer
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from extractor.errors import SourceError
from extractor.readers import archive_names
from extractor.readers.archive import Member
from extractor.readers.archive_meter import Meter, ends_all

if TYPE_CHECKING:
    from extractor.readers import Source

EXTENSIONS: Final = ("7z", "rar", "zst", "tzst", "lz", "z")
IS_DOCUMENT: Final = False

#: First bytes → libarchive's name of the format: only the one that is there is let loose on the bytes.
_FORMATS: Final = {
    b"7z\xbc\xaf\x27\x1c": "7zip",
    b"Rar!\x1a\x07\x00": "rar",
    b"Rar!\x1a\x07\x01\x00": "rar5",
    b"\x28\xb5\x2f\xfd": "tar",
    b"LZIP": "tar",
    b"\x1f\x9d": "tar",
}
_SECRET: Final = re.compile("encrypt|crypto|passphrase|password", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Begins as one of these archives."""
    return _format(source.data) is not None


def libarchive() -> ModuleType:
    """The binding of the system's library. Raises SourceError missing_program where either is absent."""
    try:
        import libarchive as binding
    # What ctypes raises where there is no library, or a part of it.
    except (ImportError, OSError, AttributeError, TypeError) as error:
        message = "7z and RAR archives need the system's libarchive (Debian: libarchive13, newer ones libarchive13t64)"
        raise SourceError("missing_program", message) from error
    # It would print its warnings; what they tell of is seen in _Blocks.
    logging.getLogger("libarchive").setLevel(logging.CRITICAL)
    module: ModuleType = binding
    return module


def unpack(source: Source, meter: Meter) -> Iterator[Member]:
    """The archive's files in their order; what stands after a damage is lost with it."""
    yield from _files(source.data, _format(source.data), meter)


def before_damage(data: bytes, meter: Meter) -> Iterator[Member]:
    """The files of a zip archive whose directory is lost, as far as they can be told; none without libarchive."""
    try:
        yield from _files(data, "zip_streamable", meter)
    except SourceError as error:
        if ends_all(error):
            raise


def _files(data: bytes, form: str | None, meter: Meter) -> Iterator[Member]:
    binding = libarchive()
    try:
        with binding.memory_reader(data, format_name=form) as archive:
            for entry in archive:
                if not entry.isdir:
                    meter.member()
                    path = archive_names.inner_path(_name(entry))
                    if not archive_names.is_debris(path):
                        yield _member(entry, path, meter, binding.ArchiveError)
    except binding.ArchiveError as error:
        raise _told(error, "the archive is") from error


def _format(data: bytes) -> str | None:
    return next((name for magic, name in _FORMATS.items() if data.startswith(magic)), None)


def _member(entry: Any, path: str, meter: Meter, failure: type[Exception]) -> Member:
    if not entry.isfile:
        return Member(path, error=SourceError("unsupported_type", "it is a link or a device, which are not followed"))
    if _is_encrypted(entry):
        return Member(path, error=SourceError("encrypted", "it is protected by a password"))
    try:
        return Member(path, meter.read(_Blocks(entry)))
    except failure as error:
        return Member(path, error=_told(error, "it is"))
    except SourceError as error:
        if ends_all(error):
            raise
        return Member(path, error=error)


def _is_encrypted(entry: Any) -> bool:
    """The binding has no name for this; without it a stored member would be handed on as it is encrypted."""
    from libarchive import ffi

    asked = ffi.libarchive.archive_entry_is_encrypted
    asked.argtypes, asked.restype = [ffi.c_archive_entry_p], ffi.c_int
    return bool(asked(entry._entry_p))


def _told(error: Exception, subject: str) -> SourceError:
    """Libarchive tells what is the matter in words only."""
    if _SECRET.search(str(error)):
        return SourceError("encrypted", f"{subject} protected by a password")
    return SourceError("corrupted", f"{subject} damaged")


def _name(entry: Any) -> str:
    name = entry.pathname
    return archive_names.decoded(name) if isinstance(name, bytes) else name or "unnamed"


@dataclass(frozen=True, slots=True)
class _Blocks:
    """An entry's data as a stream. The binding's own goes on after a warning, such as of a checksum that is wrong."""

    entry: Any

    def read(self, size: int, /) -> bytes:
        from libarchive import ffi

        buffer = create_string_buffer(size)
        count: int = ffi.read_data(self.entry._archive_p, buffer, size)
        if count < 0:
            raise SourceError("corrupted", "it is damaged")
        return buffer.raw[:count]
