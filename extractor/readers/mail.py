"""Mails (.eml, RFC 5322 and MIME): the body is the document, and what is attached are documents of their own
(readers/containers.py).

The text is the subject, as a heading, and the body; sender, recipients and date stand in `source.mail`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from extractor.readers import archive_names, mail_body, mail_mime, mhtml
from extractor.readers.archive import Member
from extractor.readers.archive_meter import Meter
from extractor.schema.document import Document
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "mail"
MEDIA_TYPES: Final = ("message/rfc822",)
EXTENSIONS: Final = ("eml",)
IS_DOCUMENT: Final = True

_HEAD: Final = 8192
_FIELD: Final = re.compile(rb"([!-9;-~]{1,80})[ \t]?:")
_KNOWN: Final = frozenset(
    b"from to cc subject date received return-path message-id mime-version content-type content-transfer-encoding"
    b" delivered-to reply-to sender x-mailer dkim-signature content-disposition".split()
)
#: Fields that only mail programs write: a memo typed «To: …, Subject: …» has none of them.
_TECHNICAL: Final = _KNOWN - frozenset(b"from to cc subject date sender".split())
#: Lines that the first block may have which are no fields: a mailbox's mark, a broken fold.
_STRAY: Final = 2


def recognises(source: Source) -> bool:
    """Begins with a mail's header: two known fields, one of them a mail program's own or the name .eml.

    A web page saved as one file begins so too, and is none."""
    found: set[bytes] = set()
    stray = 0
    for line in source.data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").splitlines():
        if not line:
            break
        hit = _FIELD.match(line)
        if hit:
            found.add(hit[1].lower())
        elif line[:1] not in b" \t":
            stray += 1
            if stray > _STRAY or (not found and not line.startswith((b"From ", b">From "))):
                return False
    told = len(found & _KNOWN) >= 2 and (bool(found & _TECHNICAL) or source.extension in EXTENSIONS)
    return told and not mhtml.recognises(source)


def read(source: Source, settings: Settings) -> Document:
    """The subject and the body. Raises SourceError: corrupted, no_text, limit_*."""
    mail = mail_mime.parse(source.data, settings)
    return mail_body.document(mail, source, settings, (NAME, MEDIA_TYPES[0]))


def unpack(source: Source, meter: Meter) -> Iterator[Member]:
    """What is attached, in order; pictures that the body shows may hold no text."""
    for part in mail_mime.parse(source.data, meter.settings).parts:
        meter.member()
        error = meter.whole(part.data) or part.error
        yield Member(archive_names.inner_path(part.name), b"" if error else part.data, error, part.decoration)
