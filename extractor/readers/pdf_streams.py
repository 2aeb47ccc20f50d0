"""How much a PDF unpacks to, before anything parses it: a megabyte of compressed spaces fills a machine's memory."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final, Protocol

from extractor.errors import SourceError
from extractor.settings import Settings

_STREAM: Final = re.compile(rb"stream(?:\r\n|\n|\r)?")
_IMAGE: Final = re.compile(rb"/Subtype\s*/Image\b")
#: How far before its data a stream's dictionary is looked for.
_DICTIONARY: Final = 2_048
_STEP: Final = 2**16
#: zlib in zlib in zlib …: no honest stream is packed more than twice.
_DEEPEST: Final = 6


class Inflater(Protocol):
    """zlib's decompressor, whose type has no name of its own."""

    @property
    def eof(self) -> bool:
        """Has its stream ended?"""

    @property
    def unconsumed_tail(self) -> bytes:
        """The input that is left for want of room."""

    def decompress(self, data: bytes | memoryview, max_length: int, /) -> bytes:
        """At most so many bytes of output."""


def check(data: bytes, settings: Settings) -> None:
    """Raises SourceError: limit_part, limit_ratio, limit_unpacked, where the streams of a PDF unpack to too much.

    Streams are found by their keyword, for a dictionary may lie; what is not packed by zlib unpacks to little more
    than it is, or is a picture, whose pixels are counted before it is drawn."""
    total = 0
    allowed = max(settings.free_ratio, settings.max_ratio * len(data))
    for found in _STREAM.finditer(data):
        if found.start() >= 3 and data[found.start() - 3 : found.start()] == b"end":
            continue
        picture = _IMAGE.search(_dictionary(data, found.start())) is not None
        size = 0
        for step in _unpacked(data, found.end()):
            size += step
            if size > settings.max_part:
                raise SourceError("limit_part", f"a stream of the PDF unpacks to more than {settings.max_part:,} bytes")
            if picture:  # a white page unpacks to a thousand times its size
                continue
            total += step
            if total > allowed:
                raise SourceError("limit_ratio", f"the PDF unpacks to more than {settings.max_ratio} times its size")
            if total > settings.max_unpacked:
                raise SourceError("limit_unpacked", f"the PDF unpacks to more than {settings.max_unpacked:,} bytes")


def _dictionary(data: bytes, end: int) -> bytes:
    start = data.rfind(b" obj", max(0, end - _DICTIONARY), end)
    return data[max(0, start) : end]


def _unpacked(data: bytes, start: int) -> Iterator[int]:
    """How many bytes come out of a zlib stream, step by step, and out of one that it holds; nothing where it is none,
    and what came so far where it is damaged."""
    layers: list[Inflater | None] = [zlib.decompressobj()]
    view = memoryview(data)
    for at in range(start, len(data), _STEP):
        if layers[0] is None:
            return
        yield from _pushed(layers, view[at : at + _STEP], 0)


def _pushed(layers: list[Inflater | None], chunk: bytes | memoryview, at: int) -> Iterator[int]:
    """What comes of a chunk in this layer and in those below it; a layer that has ended or is no zlib becomes None."""
    layer = layers[at]
    while layer is not None and chunk:
        try:
            out = layer.decompress(chunk, _STEP)
        except zlib.error:
            layers[at] = None
            return
        chunk = layer.unconsumed_tail
        if out:
            yield len(out)
            if len(layers) == at + 1 and at + 1 < _DEEPEST:
                layers.append(zlib.decompressobj())
            if len(layers) > at + 1:
                yield from _pushed(layers, out, at + 1)
        if layer.eof:
            layers[at] = layer = None
