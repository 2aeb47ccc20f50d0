"""Words of a mail's header: encoded words (RFC 2047), bytes that no standard allows there, addresses and dates."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

from extractor.readers import encoding
from extractor.readers.characters import clean

#: Characters of one header field that are read; more is no subject and no list of addresses.
_LONGEST: Final = 20_000
_FOLD: Final = re.compile(r"[\r\n]+[ \t]*")
_SPACES: Final = re.compile(r"\s+")


def decoded(value: str | None) -> str:
    """A header field as its reader sees it, on one line; "" where it is absent.

    `value` may carry bytes beyond ASCII as lone surrogates, as the standard library's parser hands them on."""
    raw = (value or "")[:_LONGEST]
    if "=?" not in raw:
        return _shown(raw)
    try:
        words = decode_header(_FOLD.sub(" ", raw))
    except (HeaderParseError, ValueError):
        return _shown(raw)
    return _shown("".join(_word(word, charset) for word, charset in words))


def addresses(value: str | None) -> tuple[str, ...]:
    """The persons of a From, To or Cc field, each «name <address>», or what of the two there is."""
    found: list[str] = []
    for said, address in getaddresses([(value or "")[:_LONGEST]]):
        name, where = decoded(said), decoded(address)
        if name or where:
            found.append(f"{name} <{where}>" if name and where else name or where)
    return tuple(found)


def date(value: str | None) -> str | None:
    """A Date field as ISO 8601 with the sender's offset; None where it is none."""
    try:
        return parsedate_to_datetime(decoded(value)).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def unescaped(value: str) -> str:
    """`value` with the bytes beyond ASCII that stand in it as lone surrogates read as what they look like."""
    try:
        value.encode()
    except UnicodeEncodeError:
        try:
            return encoding.decode(value.encode("utf-8", "surrogateescape")).text
        except UnicodeEncodeError:
            return value
    return value


def _word(word: bytes | str, charset: str | None) -> str:
    if isinstance(word, str):
        return word
    if charset is not None:
        return encoding.decode(word, charset).text
    # decode_header writes what stands between encoded words so.
    return word.decode("raw-unicode-escape", "replace") if b"\\u" in word else word.decode("latin-1")


def _shown(value: str) -> str:
    return _SPACES.sub(" ", clean(unescaped(value))).strip()
