"""Strangers' characters made harmless to look at; HTML's own are escaped by the templates."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Characters that show nothing or turn the line around: controls, directions, and what no text may hold.
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


def name(value: str | None) -> str:
    """A name in one line: what cannot be seen stands as its number, so that no name can look like another."""
    return _HIDDEN.sub(lambda m: f"\\u{ord(m[0]):04x}", " ".join((value or "").replace("\t", "\\t").split("\n")))


def text(value: str) -> str:
    """A stretch of a document, as long as before: every offset stays. Controls get their pictures (␀, ␛), what turns
    the line around a placeholder."""
    return _HIDDEN.sub(_picture, value)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd" if unicodedata.category(match[0]) in ("Cc", "Cs") else "\u25cc"


def short(value: str, longest: int) -> str:
    """At most so many characters, cut between words where that is near."""
    if len(value) <= longest:
        return value
    cut = value[: longest - 1]
    head, _, tail = cut.rpartition(" ")
    return (head if head and len(tail) < 24 else cut).rstrip(" ,;:–-") + "…"
