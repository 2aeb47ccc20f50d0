"""Mails as Outlook saves them (.msg): MS-OXMSG, properties of MAPI in an OLE compound file.

Read into the same parts as any mail; a message inside is handed on as the MIME message that says the same."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from extractor.errors import SourceError
from extractor.readers import archive_names, encoding, mail_body, msg_mime, msg_rtf, office_ole
from extractor.readers.archive import Member
from extractor.readers.archive_meter import Meter
from extractor.readers.characters import clean
from extractor.readers.mail_mime import Mail, Part, Piece
from extractor.schema.document import Document, MailFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "msg"
MEDIA_TYPES: Final = ("application/vnd.ms-outlook",)
EXTENSIONS: Final = ("msg",)
IS_DOCUMENT: Final = True

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROPERTIES: Final = "__properties_version1.0"
_ATTACHMENT: Final = "__attach_version1.0_#"
_RECIPIENT: Final = "__recip_version1.0_#"
#: Property tags of MS-OXPROPS.
_SUBJECT, _BODY, _RTF, _HTML = 0x0037, 0x1000, 0x1009, 0x1013
_SENDER, _SENDER_ADDRESS, _SENDER_SMTP, _TO, _CC = 0x0C1A, 0x0C1F, 0x5D01, 0x0E04, 0x0E03
_SENT, _DELIVERED, _CODE_PAGE, _INTERNET_CODE_PAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
_CONTENT, _LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _CONTENT_ID = 0x3701, 0x3707, 0x3704, 0x3001, 0x3712
#: Types of MS-OXCDATA 2.11.1 by their number in a stream's name.
_UNICODE, _ANSI, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
_UTF_8: Final = 65001
_PICTURES: Final = frozenset("png jpg jpeg gif bmp wmz emz".split())
#: olefile's number of a stream, not a storage.
_STREAM: Final = 2
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
#: Bytes before the entries of a property stream, and of an entry (MS-OXMSG 2.4).
_HEADER, _INNER_HEADER, _ATTACHED_HEADER, _ENTRY = 32, 24, 8, 16


def recognises(source: Source) -> bool:
    """An OLE file that holds the properties of a message."""
    if not source.data.startswith(_OLE) or _PROPERTIES.encode("utf-16-le") not in source.data:
        return False
    try:
        return bool(_opened(source.data).exists(_PROPERTIES))
    except (SourceError, *office_ole.DAMAGE):
        return False


def read(source: Source, settings: Settings) -> Document:
    """The subject and the body. Raises SourceError: corrupted, no_text, limit_*."""
    mail = _parse(source.data, settings)
    return mail_body.document(mail, source, settings, (NAME, MEDIA_TYPES[0]))


def unpack(source: Source, meter: Meter) -> Iterator[Member]:
    """What is attached, in order; pictures that the body shows may hold no text."""
    for part in _parse(source.data, meter.settings).parts:
        meter.member()
        error = meter.whole(part.data) or part.error
        yield Member(archive_names.inner_path(part.name), b"" if error else part.data, error, part.decoration)


def _opened(data: bytes) -> Any:
    """The compound file. Raises SourceError corrupted."""
    import olefile

    try:
        return olefile.OleFileIO(BytesIO(data))
    except office_ole.DAMAGE as error:
        raise SourceError("corrupted", "the Outlook file is damaged") from error


def _parse(data: bytes, settings: Settings) -> Mail:
    try:
        return _message(_Storage(_opened(data), (), _HEADER), settings, settings.max_depth)
    except office_ole.DAMAGE as error:
        raise SourceError("corrupted", "the Outlook file is damaged") from error


@dataclass(frozen=True, slots=True)
class _Storage:
    """A message, attachment or recipient in the compound file: its properties by their tags."""

    file: Any
    path: tuple[str, ...]
    header: int

    def stream(self, name: str) -> bytes | None:
        """A stream of the storage; None where it has none of this name."""
        where = [*self.path, name]
        if not self.file.exists(where) or self.file.get_type(where) != _STREAM:
            return None
        content: bytes = self.file.openstream(where).read()
        return content

    def value(self, tag: int, kind: str) -> bytes | None:
        """A property of variable length; `kind` is its type."""
        return self.stream(f"__substg1.0_{tag:04X}{kind}")

    def text(self, tag: int) -> str:
        """A property that is a string; "" where it is absent."""
        wide = self.value(tag, _UNICODE)
        if wide is not None:
            return clean(wide.decode("utf-16-le", "replace").rstrip("\0"))
        narrow = self.value(tag, _ANSI)
        return clean(encoding.decode(narrow.rstrip(b"\0"), self.code_page(_CODE_PAGE)).text) if narrow else ""

    def fixed(self, tag: int) -> bytes | None:
        """The eight bytes of a property of fixed length."""
        entries = (self.stream(_PROPERTIES) or b"")[self.header :]
        for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            if entries[at + 2 : at + 4] == struct.pack("<H", tag):
                return entries[at + 8 : at + 16]
        return None

    def code_page(self, tag: int) -> str | None:
        """The codec that a property names by its number in Windows."""
        found = self.fixed(tag)
        number = int.from_bytes(found[:4], "little") if found else 0
        name = "utf-8" if number == _UTF_8 else f"cp{number}"
        try:
            return codecs.lookup(name).name
        except LookupError:
            return None

    def time(self, tag: int) -> str | None:
        """A property that is a time, as ISO 8601 in UTC."""
        found = self.fixed(tag)
        ticks = int.from_bytes(found, "little") if found else 0
        try:
            return (_EPOCH + timedelta(microseconds=ticks // 10)).replace(microsecond=0).isoformat() if ticks else None
        except OverflowError:
            return None

    def inside(self, prefix: str) -> list[str]:
        """Names of the storages in this one that begin so, in order."""
        depth = len(self.path)
        found = (
            e[depth]
            for e in self.file.listdir(streams=False, storages=True)
            if tuple(e[:depth]) == self.path and len(e) == depth + 1
        )
        return sorted(name for name in found if name.startswith(prefix))


def _message(storage: _Storage, settings: Settings, depth: int) -> Mail:
    """The message of a storage; `depth` is how many may stand inside."""
    subject = " ".join(storage.text(_SUBJECT).split())
    facts = MailFacts(
        sender=_sender(storage),
        to=_names(storage.text(_TO)),
        cc=_names(storage.text(_CC)),
        subject=subject or None,
        date=storage.time(_SENT) or storage.time(_DELIVERED),
    )
    mail = Mail(facts, list(_body(storage)))
    if not mail.body:
        mail.parts += _formatted(storage)
    attached = storage.inside(_ATTACHMENT)
    if len(attached) > settings.max_members:
        raise SourceError("limit_members", f"the mail has more than {settings.max_members:,} attachments")
    for number, name in enumerate(attached, 1):
        inner = _Storage(storage.file, (*storage.path, name), _ATTACHED_HEADER)
        mail.parts += _attached(inner, settings, depth, number)
    return mail


def _body(storage: _Storage) -> Iterator[Piece]:
    page = storage.value(_HTML, _BINARY)
    if page:
        yield Piece("html", encoding.decode(page, storage.code_page(_INTERNET_CODE_PAGE)).text, 1)
    elif marked := storage.text(_HTML):
        yield Piece("html", marked, 1)
    if plain := storage.text(_BODY):
        yield Piece("plain", plain, 1)


def _formatted(storage: _Storage) -> Iterator[Part]:
    """The body of a mail that has it as compressed RTF alone, as a document of its own."""
    packed = storage.value(_RTF, _BINARY)
    if packed:
        formatted = msg_rtf.unpacked(packed)
        damaged = None if formatted else SourceError("corrupted", "it is damaged")
        yield Part("body.rtf", formatted or b"", damaged)


def _attached(storage: _Storage, settings: Settings, depth: int, number: int) -> list[Part]:
    """The attachment, and what could not be read of the message that it may be."""
    name = storage.text(_LONG_NAME) or storage.text(_SHORT_NAME) or storage.text(_SHOWN_NAME) or f"part-{number}"
    name = " ".join(name.split())
    data = storage.value(_CONTENT, _BINARY)
    if data is not None:
        shown = name.rpartition(".")[2].lower() in _PICTURES and bool(storage.text(_CONTENT_ID))
        return [Part(name, data, None, shown)]
    where = (*storage.path, f"__substg1.0_{_CONTENT:04X}{_OBJECT}")
    if not storage.file.exists([*where, _PROPERTIES]):
        return [Part(name, b"", SourceError("unsupported_type", "it is an object embedded in the mail, or a link"))]
    if depth <= 0:
        return [Part(name, b"", SourceError("limit_depth", "messages stand inside each other too deep"))]
    inner = _message(_Storage(storage.file, where, _INNER_HEADER), settings, depth - 1)
    named = name if name.lower().endswith((".msg", ".eml")) else f"{name}.eml"
    lost = (Part(f"{named}/{part.name}", b"", part.error) for part in inner.parts if part.error is not None)
    return [Part(named, msg_mime.written(inner)), *lost]


def _sender(storage: _Storage) -> str | None:
    name = " ".join(storage.text(_SENDER).split())
    address = "".join((storage.text(_SENDER_SMTP) or storage.text(_SENDER_ADDRESS)).split())
    if "@" not in address or address == name:
        return name or None
    return f"{name} <{address}>" if name else address


def _names(shown: str) -> tuple[str, ...]:
    return tuple(name for part in shown.split(";") if (name := " ".join(part.split())))
