"""Mailboxes (.mbox, RFC 4155): each mail is a document of its own, with what is attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from extractor.readers.archive import Member
from extractor.readers.archive_meter import Meter

if TYPE_CHECKING:
    from extractor.readers import Source

EXTENSIONS: Final = ("mbox", "mbx")
IS_DOCUMENT: Final = False

#: The line above each mail: who sent it and when; a field of its header follows.
_MARK: Final = re.compile(rb"^From [^\r\n]{1,200} \d{4}[^\r\n]{0,40}\r?\n(?=[!-9;-~]{1,80}:|>?From )", re.MULTILINE)
_HEAD: Final = 4096
#: A line of a mail that began so was written with a mark before it.
_ESCAPED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)


def recognises(source: Source) -> bool:
    """Begins with a mailbox's mark, and holds a second one or has the name of a mailbox; a lone mail may begin so."""
    first = _MARK.match(source.data[:_HEAD])
    if first is None:
        return False
    return source.extension in EXTENSIONS or next(_marks(source.data, first.end()), None) is not None


def unpack(source: Source, meter: Meter) -> Iterator[Member]:
    """The mails in their order."""
    begin: int | None = None
    number = 0
    for start, after in (*_marks(source.data, 0), (len(source.data), 0)):
        if begin is not None:
            number += 1
            meter.member()
            mail = _ESCAPED.sub(rb"\1", source.data[begin:start].rstrip(b"\r\n") + b"\n")
            error = meter.whole(mail)
            yield Member(f"{number:05d}.eml", b"" if error else mail, error)
        begin = after


def _marks(data: bytes, begin: int) -> Iterator[tuple[int, int]]:
    """Where the marks between mails begin and end; an empty line stands before each but the first."""
    for hit in _MARK.finditer(data, begin):
        if hit.start() == 0 or data[max(hit.start() - 4, 0) : hit.start()].endswith((b"\n\n", b"\n\r\n")):
            yield hit.span()
