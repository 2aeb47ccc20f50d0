"""Drawings inside drawings of a PDF: one that draws itself, or ten that each draw ten, fills a machine's memory as soon
as a page is opened. They are followed here by their names alone, before anything parses them."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from contextlib import suppress
from typing import Final

from extractor.errors import SourceError

_OBJECT: Final = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5}\s+obj\b")
_END: Final = re.compile(rb"stream(?:\r\n|\n|\r)?|endobj")
_FORM: Final = re.compile(rb"/Subtype\s*/Form\b")
_NAMED: Final = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(\d{1,9})\s+\d{1,5}\s+R\b")
_DRAWN: Final = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_RESOURCES: Final = (b"Resources", b"XObject")
#: More drawings than these, all together, are no page's.
_MOST: Final = 100_000
#: Bytes of a drawing's commands that are looked at.
_LONGEST: Final = 2**24

Numbers = dict[int, tuple[bytes, int]]


def check(data: bytes) -> None:
    """Raises SourceError corrupted where a drawing of the PDF draws itself, limit_members where one holds more
    than 100,000 others. Drawings whose names cannot be made out without parsing the file pass."""
    if _FORM.search(data) is None:
        return
    objects = _objects(data)
    forms = {number for number, (head, _) in objects.items() if _FORM.search(head)}
    anywhere: dict[bytes, set[int]] = {}
    for head, _ in objects.values():
        for name, target in _NAMED.findall(head):
            if int(target) in forms:
                anywhere.setdefault(name, set()).add(int(target))
    inside = {number: _inside(number, objects, forms, anywhere, data) for number in forms}
    _count({number: found for number, found in inside.items() if found}, inside)


def _objects(data: bytes) -> Numbers:
    """Each object's head, up to its stream, and where its stream begins (0 for none); the last of a number counts."""
    out: Numbers = {}
    for found in _OBJECT.finditer(data):
        end = _END.search(data, found.end())
        if end is not None:
            start = 0 if end.group() == b"endobj" else end.end()
            out[int(found[1])] = data[found.end() : end.start()], start
    return out


def _inside(
    number: int, objects: Numbers, forms: set[int], anywhere: dict[bytes, set[int]], data: bytes
) -> Counter[int]:
    """How often a form draws which other forms."""
    head, start = objects[number]
    drawn = Counter(_DRAWN.findall(_commands(data, start)))
    if not drawn:
        return Counter()
    own: dict[bytes, int] = {}
    heads = [head]
    for _ in range(3):  # resources may be named, and their drawings once more
        pairs = [pair for text in heads for pair in _NAMED.findall(text)]
        own |= {name: int(target) for name, target in pairs if int(target) in forms}
        heads = [objects[int(target)][0] for name, target in pairs if name in _RESOURCES and int(target) in objects]
    out: Counter[int] = Counter()
    for name, count in drawn.items():
        if name in own:
            out[own[name]] += count
        elif b"/Resources" not in head:  # the page's resources count then
            for target in anywhere.get(name, ()):
                out[target] += count
    return out


def _commands(data: bytes, start: int) -> bytes:
    """The commands of a stream, packed by zlib or plain."""
    if not start:
        return b""
    with suppress(zlib.error):
        return zlib.decompressobj().decompress(data[start : start + _LONGEST], _LONGEST)
    end = data.find(b"endstream", start, start + _LONGEST)
    return data[start : end if end > 0 else start + _LONGEST]


def _count(open_: dict[int, Counter[int]], inside: dict[int, Counter[int]]) -> None:
    """Counts every form with all that it draws, those that draw nothing first; what is left over goes in a circle."""
    size = {number: 1 for number in inside if number not in open_}
    while open_:
        ready = [number for number, found in open_.items() if all(x in size for x in found)]
        if not ready:
            raise SourceError("corrupted", "a drawing of the PDF draws itself")
        for number in ready:
            size[number] = 1 + sum(count * size[x] for x, count in open_.pop(number).items())
            if size[number] > _MOST:
                raise SourceError("limit_members", f"a drawing of the PDF holds more than {_MOST:,} others")
