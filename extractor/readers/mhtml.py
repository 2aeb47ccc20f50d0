"""Web pages saved in one file (.mht, .mhtml; RFC 2557): the page itself, read as HTML is."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from email.message import Message
from typing import TYPE_CHECKING, Final

from extractor.errors import SourceError
from extractor.readers import html, mail_mime
from extractor.schema.document import Document
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "mhtml"
MEDIA_TYPES: Final = ("multipart/related", "application/x-mimearchive")
EXTENSIONS: Final = ("mhtml", "mht")

_HEAD: Final = 8192
_FIELD: Final = re.compile(rb"\A\s*[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]")
_PAGE: Final = re.compile(rb"^content-type:\s*(?:multipart/related\b|text/html\b)", re.IGNORECASE | re.MULTILINE)
#: Who saves pages: browsers say so, or name the page's address; a mail has none of these.
_SAVED: Final = re.compile(
    rb"^(?:snapshot-content-location:|content-location:|from:\s*\"?<?saved by|x-mimeole:[^\r\n]*\r?\n)",
    re.IGNORECASE | re.MULTILINE,
)
_RECEIVED: Final = re.compile(rb"^(?:received|return-path|delivered-to|to):", re.IGNORECASE | re.MULTILINE)


def recognises(source: Source) -> bool:
    """MIME fields at the top that announce a page, not a mail that was sent to somebody."""
    head = source.data[:_HEAD]
    top = head.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    if not _FIELD.match(head) or b"mime-version:" not in top.lower() or not _PAGE.search(top):
        return False
    return not _RECEIVED.search(top) and (bool(_SAVED.search(head)) or source.extension in EXTENSIONS)


def read(source: Source, settings: Settings) -> Document:
    """The page's Document. Raises SourceError: corrupted, no_text, limit_cells, limit_characters, limit_depth."""
    try:
        page = _page(email.message_from_bytes(source.data, policy=email.policy.compat32))
    except RecursionError as error:
        raise SourceError("limit_depth", "the saved page's parts stand inside each other too deep") from error
    if page is None:
        raise SourceError("corrupted", "the saved page holds no HTML")
    content = mail_mime.decoded(page)
    if not content.strip():
        raise SourceError("no_text", "the saved page is empty")
    document = html.read(replace(source, data=content), settings)
    facts = replace(document.source, media_type=MEDIA_TYPES[0], bytes=len(source.data), reader=NAME)
    return replace(document, source=facts)


def _page(message: Message) -> Message | None:
    """The part that the archive is of: the one named as its start, else the first that is HTML."""
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    named = (part for part in parts if start and part.get("Content-ID") == start)
    return next(named, parts[0] if parts else None)
