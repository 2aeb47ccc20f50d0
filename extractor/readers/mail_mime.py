"""The parts of a MIME message, as something that came from a stranger: what the body says, and what is attached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import Final, Literal

from extractor.errors import SourceError
from extractor.readers import encoding, mail_words
from extractor.schema.document import MailFacts
from extractor.settings import Settings

#: Most lines of a message: one of 50 MB in base64 has 700,000; millions of short ones are made to fill the memory.
_MOST_LINES: Final = 2_000_000
_BOUNDARY: Final = re.compile(rb"^--", re.MULTILINE)
#: Names for parts that have none, by their type.
_EXTENSIONS: Final = {
    "text/plain": "txt",
    "text/html": "html",
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/tiff": "tif",
    "message/rfc822": "eml",
    "application/rtf": "rtf",
    "application/msword": "doc",
}
#: Parts of a multipart message that hold a signature over it or a report for machines, and no document.
_MACHINES: Final = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "message/delivery-status",
        "message/disposition-notification",
        "text/rfc822-headers",
    }
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the body. Of the pieces that share a `group`, of one kind each, one is read: they say the same."""

    kind: Literal["plain", "html"]
    text: str
    group: int


@dataclass(frozen=True, slots=True)
class Part:
    """Something attached: its name as the mail gives it, and its bytes or why there are none.

    decoration: the body shows it, as a picture in a footer."""

    name: str
    data: bytes
    error: SourceError | None = None
    decoration: bool = False


@dataclass(slots=True)
class Mail:
    """A mail, whichever file it came in."""

    facts: MailFacts
    body: list[Piece] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Node:
    """A leaf of the message: related: it stands beside a page that shows it; first: it is that page."""

    message: Message
    group: int
    related: bool
    first: bool


def parse(data: bytes, settings: Settings) -> Mail:
    """The mail's header, body and parts. Raises SourceError: corrupted, limit_members, limit_depth."""
    if data.count(b"\n") > _MOST_LINES or sum(1 for _ in _BOUNDARY.finditer(data)) > 4 * settings.max_members:
        raise SourceError("limit_members", f"the mail has more than {settings.max_members:,} parts")
    try:
        root = BytesParser(policy=compat32).parsebytes(data.lstrip(b"\r\n"))
    except RecursionError as error:
        raise SourceError("limit_depth", "the mail's parts stand inside each other too deep") from error
    mail = Mail(_facts(_fields(root)))
    for i, node in enumerate(_leaves(root, settings.max_depth)):
        if i >= settings.max_members:
            raise SourceError("limit_members", f"the mail has more than {settings.max_members:,} parts")
        _sort(mail, node, i + 1)
    return mail


def _fields(message: Message) -> dict[str, str]:
    """The header's fields by name, lower case, the first of each; bytes beyond ASCII are lone surrogates."""
    found: dict[str, str] = {}
    for name, value in message.raw_items():
        found.setdefault(name.lower(), str(value))
    return found


def _facts(fields: dict[str, str]) -> MailFacts:
    return MailFacts(
        sender=next(iter(mail_words.addresses(fields.get("from"))), None),
        to=mail_words.addresses(fields.get("to")),
        cc=mail_words.addresses(fields.get("cc")),
        subject=mail_words.decoded(fields.get("subject")) or None,
        date=mail_words.date(fields.get("date")),
    )


def _leaves(root: Message, max_depth: int) -> Iterator[_Node]:
    """The parts that hold something, in order. `group` is the multipart/alternative around a part, 0 where none is."""
    stack = [(root, 0, 0, False, False)]
    while stack:
        message, depth, group, related, first = stack.pop()
        _mend(message)
        kind = message.get_content_type()
        # Asked of a leaf, the library would decode it by its charset, whatever that is.
        below = message.get_payload() if message.is_multipart() else None
        if not isinstance(below, list) or kind.startswith("message/"):
            yield _Node(message, group, related, first)
            continue
        if depth >= max_depth:
            raise SourceError("limit_depth", f"the mail's parts stand inside each other deeper than {max_depth}")
        inner = id(message) if kind == "multipart/alternative" else group
        beside = kind == "multipart/related"
        stack += [
            (part, depth + 1, inner, related or (beside and i > 0), beside and i == 0)
            for i, part in reversed(list(enumerate(below)))
            if isinstance(part, Message)
        ]


def _mend(message: Message) -> None:
    """Give a part's own header lines as text, without NUL: the parser would lose bytes beyond ASCII, and stumble."""
    for name, value in message.raw_items():
        shown = mail_words.unescaped(str(value)).replace("\0", "")
        if name.lower() in ("content-type", "content-disposition") and shown != value:
            message.replace_header(name, shown)


def _sort(mail: Mail, node: _Node, number: int) -> None:
    """Put a leaf where it belongs: to the body or to the parts."""
    message, kind = node.message, node.message.get_content_type()
    name = _name(message)
    attached = message.get_content_disposition() == "attachment" or name is not None
    if kind in ("text/plain", "text/html") and not attached and (not node.related or node.first):
        piece: Literal["plain", "html"] = "html" if kind == "text/html" else "plain"
        mail.body.append(Piece(piece, _text(message), node.group))
    elif (kind in _MACHINES and name is None) or (node.related and kind.startswith("text/")):
        return
    else:
        shown = name or f"part-{number}.{_EXTENSIONS.get(kind, 'bin')}"
        decoration = kind.startswith("image/") and (node.related or "content-id" in _fields(message))
        mail.parts.append(_part(message, shown, decoration=decoration))


def _name(message: Message) -> str | None:
    try:
        return mail_words.decoded(message.get_filename()) or None
    except (LookupError, ValueError, TypeError, AttributeError):
        return None


def _part(message: Message, name: str, *, decoration: bool) -> Part:
    try:
        below = message.get_payload() if message.is_multipart() else None
        if isinstance(below, list):
            inner = below[0] if below else message
            return Part(name, inner.as_bytes(policy=compat32) if isinstance(inner, Message) else b"")
        return Part(name, decoded(message), None, decoration)
    except RecursionError:
        return Part(name, b"", SourceError("limit_depth", "its parts stand inside each other too deep"))
    except (ValueError, LookupError, TypeError, AttributeError):
        return Part(name, b"", SourceError("corrupted", "it is damaged"))


def decoded(message: Message) -> bytes:
    """The content of a leaf, without its transfer encoding."""
    try:
        payload = message.get_payload(decode=True)
    except (UnicodeError, TypeError):
        # The library stumbles over a charset (idna, undefined, one in pieces) that the bytes do not need.
        del message["content-type"]
        payload = message.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(message: Message) -> str:
    """A part of the body as text. A charset that cannot be, or that the bytes belie, is not believed."""
    try:
        charset = message.get_content_charset()
    except (LookupError, ValueError, TypeError):
        charset = None
    return encoding.decode(decoded(message), charset).text
