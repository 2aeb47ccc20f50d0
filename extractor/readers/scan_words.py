"""Slips that text recognition makes in words of Cyrillic documents, put right where only one reading makes sense."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.readers.pdf_sheet import Word

#: Latin letters and the Cyrillic ones that are printed the same.
_SAME: Final = str.maketrans("aceiopxyABCEHIKMOPTXY", "асеіорхуАВСЕНІКМОРТХУ")
_BACK: Final = str.maketrans("асеіорхуАВСЕНІКМОРТХУ", "aceiopxyABCEHIKMOPTXY")
_CYRILLIC: Final = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ]")
_LATIN: Final = re.compile(r"[A-Za-z]")
_LIKE_CYRILLIC: Final = re.compile(r"[aceiopxyABCEHIKMOPTXY]+")
_LIKE_LATIN: Final = re.compile(r"[асеіорхуАВСЕНІКМОРТХУ]+")
#: What «№» is read as; «Не» is a word of its own.
_NUMERO: Final = re.compile(r"(?:N[eoоеº°]|М[еeoо]|Ле|Хо)(?=\d|\Z)")
_NUMBER: Final = re.compile(r"\d[\d/.-]*[А-Яа-яІіЇїЄєA-Za-z]{0,3}\W*\Z|[зп]/п\Z")
#: «від» before a date.
_FROM: Final = re.compile(r"[BbВв][iі][gdj]\Z")
_DATE: Final = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}\W*\Z")
_BAR: Final = re.compile(r"[|¦]+")


def mended(words: list[Word]) -> None:
    """Mends the words in place and drops those that are marks of no letter (a bar left of a line)."""
    kept: list[Word] = []
    cyrillic = sum(len(_CYRILLIC.findall(w.text)) for w in words)
    latin = sum(len(_LATIN.findall(w.text)) for w in words)
    for at, word in enumerate(words):
        if _BAR.fullmatch(word.text):
            continue
        following = words[at + 1].text if at + 1 < len(words) else ""
        word.text = numero(one_script(word.text, cyrillic=cyrillic >= latin), following)
        kept.append(word)
    for at, word in enumerate(kept):
        before = kept[at - 1].text if at else ""
        following = kept[at + 1].text if at + 1 < len(kept) else ""
        if cyrillic > 2 * latin and not (_LATIN.match(before) or _LATIN.match(following)):
            word.text = lone(word.text, following)
    words[:] = kept


def one_script(text: str, *, cyrillic: bool) -> str:
    """The word in one alphabet, where every letter of the other has a twin in it: «дo» is «до», «e-mаil» is «e-mail».

    `cyrillic`: most of the page is Cyrillic, which decides for a word that may be either, of one letter or two."""
    if not _LATIN.search(text):
        return text
    own, foreign = _CYRILLIC.findall(text), _LATIN.findall(text)
    if own and len(own) >= len(foreign) and _LIKE_CYRILLIC.fullmatch("".join(foreign)):
        return text.translate(_SAME)
    if own and len(own) < len(foreign) and _LIKE_LATIN.fullmatch("".join(own)):
        return text.translate(_BACK)
    if not own and cyrillic and len(foreign) == 1 and text in ("i", "a", "o", "y", "B", "I", "A", "O", "Y"):
        return text if text == "I" else text.translate(_SAME)
    return text


def lone(text: str, following: str) -> str:
    """A short Latin word among Cyrillic ones: «Ha» is «На» where each letter has a twin and not all are capitals, and
    «Big» before a date is «від»."""
    if _FROM.match(text) and _DATE.match(following):
        return "від"
    if 2 <= len(text) <= 4 and _LIKE_CYRILLIC.fullmatch(text.replace("H", "")) and not text.isupper():
        return text.translate(_SAME)
    return text


def numero(text: str, following: str) -> str:
    """«№» where it was read as letters and a number follows."""
    hit = _NUMERO.match(text)
    if hit and (hit.end() < len(text) or _NUMBER.match(following)):
        return "№" + text[hit.end() :]
    return text


def russian(words: Sequence[Word]) -> bool | None:
    """Is the text Russian rather than Ukrainian, by the letters that only one of them has? None where few tell."""
    text = "".join(w.text for w in words).lower()
    only_russian = sum(map(text.count, "ыэъё"))
    only_ukrainian = sum(map(text.count, "іїєґ"))
    if only_russian + only_ukrainian < 5:
        return None
    return only_russian > only_ukrainian
