"""Compressed RTF (MS-OXRTFCP), in which Outlook keeps the body of some mails."""

from __future__ import annotations

import struct
from typing import Final

_HEADER: Final = struct.Struct("<II4sI")
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_WINDOW: Final = 4096
#: What the window holds before the first byte: the beginnings of all RTF.
_KNOWN: Final = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def unpacked(data: bytes) -> bytes | None:
    """The RTF; None where it is damaged. At most nine times as long as `data`."""
    if len(data) < _HEADER.size:
        return None
    _, size, kind, _ = _HEADER.unpack_from(data)
    if kind == _PLAIN:
        return data[_HEADER.size :][:size]
    return _inflated(data) if kind == _COMPRESSED else None


def _inflated(data: bytes) -> bytes:
    """LZ77 with a window of 4096 bytes: a byte of eight flags, then for each a byte as it is or a reference of two."""
    window = bytearray(_KNOWN.ljust(_WINDOW, b"\0"))
    at, end = len(_KNOWN), len(data)
    out = bytearray()
    i = _HEADER.size
    while i < end:
        flags = data[i]
        i += 1
        for bit in range(8):
            if flags >> bit & 1:
                if i + 2 > end:
                    return bytes(out)
                reference = data[i] << 8 | data[i + 1]
                i += 2
                start, length = reference >> 4, (reference & 15) + 2
                if start == at:
                    return bytes(out)
                copied = range(start, start + length)
            elif i < end:
                window[at] = data[i]
                i += 1
                copied = range(at, at + 1)
            else:
                return bytes(out)
            for place in copied:
                byte = window[place % _WINDOW]
                out.append(byte)
                window[at] = byte
                at = (at + 1) % _WINDOW
    return bytes(out)
