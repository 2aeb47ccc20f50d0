"""Is a page's text layer text? Fonts with a wrong or missing table of characters give soup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.readers.pdf_sheet import Word

_LATIN_1: Final = re.compile(r"[\u0080-\u00ff]")
_CONTROL: Final = re.compile(r"[\u0080-\u009f]")
_CYRILLIC: Final = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ]")
#: Characters that no Ukrainian, Russian or English text is made of.
_ODD: Final = re.compile(r"[^\u0020-\u007e\u00a0-\u00bf\u00d7\u00f7А-Яа-яЁёІіЇїЄєҐґЎўЪъ\u2000-\u2bff\u0301\u00ad]")
_CID: Final = re.compile(r"\(cid:\d+\)")
_NUMBER: Final = re.compile(r"[\W\d_]+\Z")
_CYRILLIC_WORD: Final = re.compile(r"\W*[А-Яа-яЁёІіЇїЄєҐґ]+(?:[-'’ʼ`./][А-Яа-яЁёІіЇїЄєҐґ]+)*\W*\Z")
_LATIN_WORD: Final = re.compile(r"\W*[A-Za-z]+(?:[-'’.@/:_]+[A-Za-z0-9]+)*\W*\Z")
_VOWEL: Final = re.compile(r"[аеиіоуюяєїыэёaeiouyАЕИІОУЮЯЄЇЫЭЁAEIOUY]")
_STRANGE_INSIDE: Final = re.compile(
    r"[а-яіїєґ][А-ЯІЇЄҐ]|[ьъыЬЪЫ]{2}|[bcdfghjklmnpqrstvwxz]{6}|[бвгджзклмнпрстфхцчшщ]{6}"
)
_ENOUGH: Final = 15


def decoded(words: Sequence[Word]) -> bool:
    """Mends words in place where a font gives Windows Cyrillic as Latin-1 («Ïîñòàíîâà»); was there such a page?"""
    text = " ".join(w.text for w in words)
    soup = len(_LATIN_1.findall(text))
    if soup < 0.5 * max(1, len(text) - text.count(" ")) or soup <= 4 * len(_CYRILLIC.findall(text)):
        return False
    mended = [_windows(w.text) for w in words]
    if plausible(mended) < 0.7:
        return False
    for word, text in zip(words, mended, strict=True):
        word.text = text
    return True


def without_controls(words: Sequence[Word]) -> None:
    """Puts U+FFFD for codes that print nothing, in place."""
    for word in words:
        if not word.text.isascii() and _CONTROL.search(word.text):
            word.text = _CONTROL.sub("\ufffd", word.text)


def is_rubbish(words: Sequence[Word]) -> bool:
    """Is most of the page no text that can be read? A handful of words is not judged by their looks."""
    text = "".join(w.text for w in words)
    if not text:
        return False
    odd = len(_ODD.findall(text)) + sum(len(x) for x in _CID.findall(text))
    if odd > 0.3 * len(text):
        return True
    lettered = [w.text for w in words if not _NUMBER.match(w.text)]
    if len(words) >= _ENOUGH and len(lettered) < 0.1 * len(words) and not any(x.isdigit() for x in text):
        return True
    return len(lettered) >= _ENOUGH and plausible(lettered) < 0.55


def plausible(texts: Sequence[str]) -> float:
    """The share of texts, by their letters, that look like words or numbers."""
    good = total = 0
    for text in texts:
        if _NUMBER.match(text):
            continue
        total += len(text)
        if len(text) > 40 or _STRANGE_INSIDE.search(text):
            continue
        if _CYRILLIC_WORD.match(text) or _LATIN_WORD.match(text):
            good += len(text) * (len(text) <= 4 or _VOWEL.search(text) is not None)
        elif any(c.isdigit() for c in text) and sum(c.isalpha() for c in text) <= 8:
            good += len(text)
    return good / total if total else 1.0


def _windows(text: str) -> str:
    return "".join(_windows_letter(c) if "\u0080" <= c <= "\u00ff" and c not in "«»§°±·" else c for c in text)


def _windows_letter(character: str) -> str:
    return character.encode("latin-1").decode("cp1251", "replace")
