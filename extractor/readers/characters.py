"""Characters that no reader lets into a canonical text, and those it puts in their place."""

from __future__ import annotations

import re
from typing import Final

#: Invisible characters: soft hyphen, zero-width spaces and joiners, marks of direction, byte order marks.
_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffa\ufffb"
)
_BREAKS: Final = "\u000b\u000c\u0085\u2028\u2029"
_CONTROLS: Final = [*range(0x09), *range(0x0E, 0x20), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0)]
_TABLE: Final = str.maketrans(
    {
        **dict.fromkeys(_INVISIBLE),
        **dict.fromkeys(map(chr, _CONTROLS)),
        **dict.fromkeys(_BREAKS, "\n"),
    }
)
_UNCLEAN: Final = re.compile(f"[{_INVISIBLE}{_BREAKS}\x00-\x08\x0e-\x1f\x7f-\x9f\r\u0306\u0308\ud800-\udfff]")
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
#: Letters typed in two parts, as some keyboards and PDF tools leave them; the composed letter is the same character.
_PARTS: Final = re.compile("[иИ]\u0306|[іІеЕ]\u0308")
_COMPOSED: Final = {
    "и\u0306": "й",
    "И\u0306": "Й",
    "і\u0308": "ї",
    "І\u0308": "Ї",
    "е\u0308": "ё",
    "Е\u0308": "Ё",
}
#: Code points of the fonts Symbol and Wingdings (U+F000…), by what they show.
_SYMBOLS: Final = {
    **dict.fromkeys((0x2D,), "-"),
    **dict.fromkeys((0xA7, 0x6E, 0xA8, 0x71), "▪"),
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xA3: "≤",
    0xB4: "×",
    0xFC: "✓",
    0xFE: "☑",
    0x6F: "☐",
}
_PRIVATE: Final = re.compile("[\uf000-\uf0ff]")


def clean(text: str) -> str:
    """`text` with plain line breaks and without invisible, control and surrogate characters."""
    if not _UNCLEAN.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    if "\u0306" in text or "\u0308" in text:
        text = _PARTS.sub(lambda m: _COMPOSED[m.group()], text)
    return _LONE_SURROGATE.sub("\ufffd", text)


def show_symbols(text: str) -> str:
    """`text` with the private code points of symbol fonts as the signs they show; an unknown one is a bullet."""
    if not _PRIVATE.search(text):
        return text
    return _PRIVATE.sub(lambda m: _SYMBOLS.get(ord(m.group()) - 0xF000, "•"), text)
