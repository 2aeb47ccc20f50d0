"""OLE files (the container of the old office formats): what is in one, and is it under a password?"""

from __future__ import annotations

import io
import struct
from typing import Final, Literal

import olefile

from extractor.errors import SourceError

SIGN: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Kind = Literal["text", "workbook", "message", "presentation", "encrypted", "other", ""]

#: Streams and storages of the root, by what a file that has one of them is; the first found decides.
_SIGNS: Final[tuple[tuple[str, Kind], ...]] = (
    ("encryptedpackage", "encrypted"),
    ("encryptioninfo", "encrypted"),
    ("worddocument", "text"),
    ("workbook", "workbook"),
    ("book", "workbook"),
    ("powerpoint document", "presentation"),
    ("__properties_version1.0", "message"),
    ("contents", "text"),
    ("matost", "text"),
)
#: What the directory of an encrypted file names, as it stands in the bytes.
_SECRET: Final = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))
#: Offset of the flags in the head of a WordDocument stream, and the flag of encryption ([MS-DOC] 2.5.2).
_FLAGS: Final = 0x0A
_ENCRYPTED: Final = 0x0100
#: What olefile raises for damaged files beside its own errors, which are OSError. It walks the directory by calling
#: itself, and damage may hang a storage's entries into one endless chain.
DAMAGE: Final = (
    OSError, LookupError, ValueError, TypeError, AttributeError, OverflowError, RecursionError, struct.error,
)  # fmt: skip


def kind_of(data: bytes) -> Kind:
    """What the root of an OLE file holds; "other" for anything else, "" for no OLE file.

    Raises SourceError corrupted where its directory cannot be read."""
    if not data.startswith(SIGN):
        return ""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = {str(entry[0]).lower() for entry in ole.listdir(streams=True, storages=True)}
    except DAMAGE as error:
        if all(sign in data for sign in _SECRET):
            return "encrypted"
        raise SourceError("corrupted", "the office file's directory is damaged") from error
    return next((kind for sign, kind in _SIGNS if sign in names), "other")


def stream(data: bytes, *names: str) -> bytes:
    """The bytes of the first stream of these names. Raises SourceError corrupted where there is none to read."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            name = next(name for name in names if ole.exists(name))
            return bytes(ole.openstream(name).read())
    except (StopIteration, *DAMAGE) as error:
        raise SourceError("corrupted", f"the office file's {names[0]} cannot be read") from error


def text_is_encrypted(data: bytes) -> bool:
    """Is the Word document of an OLE file under a password?"""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if not ole.exists("WordDocument"):
                return False
            head = ole.openstream("WordDocument").read(_FLAGS + 2)
    except DAMAGE:
        return False
    return len(head) == _FLAGS + 2 and bool(struct.unpack_from("<H", head, _FLAGS)[0] & _ENCRYPTED)
