"""Texts of strangers made harmless for the formats that they go into. JSON needs none of this."""

from __future__ import annotations

import re
from typing import Final

#: What XML 1.0 cannot hold and a calendar must not: control characters but TAB, LF and CR, lone surrogates, U+FFFE
#: and U+FFFF.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: What makes a spreadsheet take a text for a formula: OWASP's list, full-width forms with it.
_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
_BLANK: Final = " \u00a0\u2007\u202f\ufeff"


def legal(text: str) -> str:
    """The text with each character that XML or a calendar cannot hold replaced by U+FFFD, length unchanged."""
    return _ILLEGAL.sub("\ufffd", text)


def neutral(text: str) -> str:
    """The text as a CSV cell that no spreadsheet takes for a formula.

    A text that begins, blanks apart, as a formula may, or with an apostrophe, gets an apostrophe in front: taking
    one leading apostrophe off gives the text back, always. Characters as those of `legal`."""
    text = legal(text)
    return f"'{text}" if text.startswith("'") or text.lstrip(_BLANK).startswith(_FORMULA) else text


def original(cell: str) -> str:
    """What `neutral` was given, illegal characters apart."""
    return cell.removeprefix("'")


def line(text: str) -> str:
    """The text on one line, blanks joined, illegal characters replaced."""
    return " ".join(legal(text).split())
