"""The plain view: a text of the same length with typists' variants levelled, so that offsets agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

#: All that typists put for an apostrophe (ASCII).
APOSTROPHES = "’ʼ`′‘´ʹ"
_DASHES = "‐‑‒–—―−"
_QUOTES = "“”„‟"
_SPACES = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u000b\u000c\u0085\u2028\u2029"
)
_LEVEL: Final = {
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_QUOTES, '"'),
    **dict.fromkeys(_SPACES, " "),
    "\r": " ",
}
#: Searched for, as str.translate looks every single character up.
_VARIANT: Final = re.compile(f"[{re.escape(''.join(_LEVEL))}]")
#: «,,Назва"»: two commas in place of the low opening quotation mark.
_COMMAS: Final = re.compile(r"(?<![\w,]),,(?=[^\W\d_])")
#: Latin letters that look like a Cyrillic one (upper and lower case differ: «B» is «В», «b» is nothing).
_TWINS: Final = str.maketrans("ABCEHIKMOPTXYaceiopxyïÏ", "АВСЕНІКМОРТХУасеіорхуїЇ")
_CYRILLIC = "А-Яа-яЁёІіЇїЄєҐґ"
_MIXED: Final = re.compile(rf"[{_CYRILLIC}]['-]?[A-Za-zïÏ]|[A-Za-zïÏ]['-]?[{_CYRILLIC}]")
_WORD: Final = re.compile(r"[\w']+")
#: A lone Latin letter between Cyrillic words: «освіти i науки», «c. Привітне».
_LONE: Final = re.compile(rf"(?<=[{_CYRILLIC},;»\")] )[icoaye](?=\.? ?[{_CYRILLIC}])|(?<![\w.])c(?=\. ?[А-ЯІЇЄҐ])")
_LATIN_ONLY: Final = re.compile(r"[bdfghjklmnqrstuvwzDFGJLNQRSUVWZ]")


def level(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The plain view of `text` and the offsets of words whose Latin letters were read as Cyrillic.

    Same length as `text`. Line breaks are kept; see `fold_breaks`."""
    plain = _COMMAS.sub(' "', _VARIANT.sub(lambda hit: _LEVEL[hit.group()], text))
    found: list[tuple[int, int]] = []
    out: list[str] = []
    done = 0
    for hit in _MIXED.finditer(plain):
        if hit.start() < done:
            continue
        left = hit.start()
        while left > done and (plain[left - 1].isalnum() or plain[left - 1] == "'"):
            left -= 1
        word = _WORD.match(plain, left)
        if word is None or word.end() <= hit.start():
            continue
        end = word.end()
        piece = word.group()
        if _LATIN_ONLY.search(piece) and "-" in hit.group():
            continue
        levelled = piece.translate(_TWINS) if not _LATIN_ONLY.search(piece) else piece
        if levelled != piece:
            out.append(plain[done:left])
            out.append(levelled)
            done = end
            found.append((left, end))
    out.append(plain[done:])
    plain = "".join(out)
    lone = [m.start() for m in _LONE.finditer(plain)]
    if lone:
        letters = list(plain)
        for i in lone:
            letters[i] = letters[i].translate(_TWINS)
            found.append((i, i + 1))
        plain = "".join(letters)
    return plain, tuple(sorted(found))


def fold_breaks(plain: str, ranges: Sequence[tuple[int, int]]) -> str:
    """`plain` with the line breaks and tabs inside each (start, end) range made spaces; same length."""
    out: list[str] = []
    done = 0
    for start, end in ranges:
        piece = plain[start:end]
        if "\n" in piece or "\t" in piece:
            out.append(plain[done:start])
            out.append(piece.replace("\n", " ").replace("\t", " "))
            done = end
    out.append(plain[done:])
    return "".join(out)
