"""Bytes of a text → characters: which of the region's encodings was it?

Byte order marks and valid UTF-8 settle most files. The rest is one byte a letter, where detectors made for long
texts fail on a line or two: here every candidate is tried and the reading that looks most like Ukrainian or
Russian wins, by letter pairs and by capitals standing where capitals stand. (A general detector was tried: on
lines of 20 to 50 characters it took KOI8-U for its Cyrillic neighbours in every third case.)
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

#: Candidates in order of preference: on a draw the earlier wins.
CANDIDATES: Final = ("cp1251", "koi8-u", "koi8-r", "cp866", "cp1125", "mac-cyrillic", "iso8859-5", "cp1252")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Letter pairs that running Ukrainian and Russian are full of, the most frequent first.
_PAIRS: Final = (
    "ст но на то ен ов ни ра ко ро во по не пр ан ал го та ер от ор ре ос ти ва де ка ли ло ла те ом ви за да ри ст"
    " ві ів ід ії ння ні ці ти ою ис ль ск об ся ми ит ки іс ть єт ує ає их ий ей ый ое ая ые ія ії ій ін ці бі до"
    " ве ма мо ме мі ну ня нн ог ав ам ас ат ег ед ел ем ес ет єн жа же зд зн ив из ил ин им ич їх ко кр ку лі лу"
    " ля нь об од ої ок ол он оп оц ою оч пе пі пл ро ру рі са се си сі со сл ск сп сь тв тр ту тя уд ук ул ум ун ур"
    " ус ча чи чн ша ші що шн ща ьк ьн юч ют яв як ят ях ії чо зо зі ді ги га гр гу би ба бо бу бр"
)
_COMMON: Final = frozenset(p[i : i + 2] for p in _PAIRS.split() for i in range(len(p) - 1))
#: Letters by how often they stand in either language; the rare ones are what wrong readings are full of.
_FREQUENT: Final = frozenset("оаиніетсрвлкмдупзягьбч")
_RARE: Final = frozenset("ъэёщфґцюєїыхжшй")
_LETTER: Final = re.compile("[А-Яа-яЁёІіЇїЄєҐґ]")
_UPPER_INSIDE: Final = re.compile("[а-яёіїєґ][А-ЯЁІЇЄҐ]")
#: A line of capitals is possible, but small letters read as such are likelier.
_UPPER_RUN: Final = re.compile("(?<=[А-ЯЁІЇЄҐ])[А-ЯЁІЇЄҐ]")
#: No word begins so: a «№» or a dash of another encoding.
_FALSE_START: Final = re.compile("(?<![А-Яа-яЁёІіЇїЄєҐґ'’-])[ьъыЬЪЫ]|[‘’“”][а-яіїєґ]")
#: Signs that an office types besides letters.
_PLAIN_SIGNS: Final = frozenset("«»„“”‘’–—…№§°·•\u00a0\u00ad")
_RUSSIAN_ONLY: Final = re.compile("[ыэъёЫЭЪЁ]")
_UKRAINIAN_ONLY: Final = re.compile("[іїєґІЇЄҐ]")
_LATIN: Final = re.compile("[A-Za-zÀ-ÖØ-öø-ÿ]")
#: A run of bytes worth judging: a word with a letter beyond ASCII.
_WORDS: Final = re.compile(rb"[^\x00-\x20]*[\x80-\xff][^\x00-\x20]*")
_SAMPLE: Final = 6000
#: So many Cyrillic letters in lines that are UTF-8 stand there by no chance.
_SURE: Final = 20
_HIGH: Final = re.compile(rb"[\x80-\xff]")
#: Of a file in several encodings so many lines are judged one by one, and so much of each.
_MOST_JUDGED: Final = 2_000
_LINE: Final = 120
#: A declared codec may score this much worse than the best: wrong ones score worse by 1 and more.
_TRUST: Final = 0.5


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, its codec by Python's name, and how many bytes could not be read (shown as U+FFFD). mixed: lines in
    UTF-8 stand between those in the codec."""

    text: str
    codec: str
    damaged: int = 0
    mixed: bool = False


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """`data` as text. `declared` is what the content says of itself (an HTML page's charset); it is believed where
    the bytes agree."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], codec)
    wide = _wide(data)
    if wide:
        return _lenient(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(data):
        return _lenient(data, "utf-8")
    return _of_files_put_together(data, declared) or _lenient(data, single_byte(data, declared))


def single_byte(data: bytes, declared: str | None = None) -> str:
    """The most likely one-byte codec of `data`."""
    words = _sample(data)
    scores: dict[str, float] = {}
    known = _known(declared)
    for codec in CANDIDATES if known is None or known in CANDIDATES else (known, *CANDIDATES):
        scores[codec] = likeness(words.decode(codec, "replace"))
    best = max(scores, key=lambda c: scores[c])
    if known is not None and scores[known] >= scores[best] - _TRUST:
        return known
    if best.startswith("koi8"):
        shown = words.decode("koi8-u", "replace")
        return "koi8-r" if _RUSSIAN_ONLY.search(shown) and not _UKRAINIAN_ONLY.search(shown) else best
    return best


def likeness(text: str) -> float:
    """How much `text` looks like words of the two languages, on average per character; higher is more."""
    if not text:
        return 0.0
    score = 0.0
    lower = text.lower()
    above = " "
    for shown, letter in zip(text, lower, strict=False):
        if letter in _FREQUENT:
            score += 0.6
        elif letter in _RARE:
            score -= 0.3
        elif _LETTER.match(letter):
            score += 0.2
        elif shown.isascii():
            pass
        elif shown in _PLAIN_SIGNS:
            score -= 0.1
        elif _LATIN.match(shown):
            score -= 0.4
        else:
            score -= 2.0
        if above + letter in _COMMON:
            score += 1.0
        above = letter
    score -= 2.0 * len(_FALSE_START.findall(text))
    score -= 1.5 * len(_UPPER_INSIDE.findall(text)) + 0.15 * len(_UPPER_RUN.findall(text))
    return score / len(text)


def _of_files_put_together(data: bytes, declared: str | None) -> Decoded | None:
    """Text some lines of which are UTF-8, as of files in several encodings put into one; None where that is not so.

    The others are read in the one-byte codec that they look like, and each of the first in its own where that one is
    no likely reading of it; short ones as the line before."""
    lines = data.splitlines(keepends=True)
    letters = [0 if line.isascii() else _utf8_letters(line) for line in lines]
    if sum(n or 0 for n in letters) < _SURE:
        return None
    others = [line for line, n in zip(lines, letters, strict=True) if n is None]
    codec = now = single_byte(b"".join(others), declared)
    pieces: list[str] = []
    judged = 0
    for line, n in zip(lines, letters, strict=True):
        if n is not None:
            pieces.append(line.decode("utf-8"))
            continue
        if judged < _MOST_JUDGED and len(_HIGH.findall(line)) >= _SURE:
            judged += 1
            now = _codec_of_line(line[:_LINE], codec)
        pieces.append(line.decode(now, "replace"))
    text = "".join(pieces)
    return Decoded(text, codec, text.count("\ufffd"), mixed=True)


def _codec_of_line(line: bytes, usual: str) -> str:
    own = single_byte(line)
    return own if likeness(line.decode(own, "replace")) > likeness(line.decode(usual, "replace")) + _TRUST else usual


def _utf8_letters(line: bytes) -> int | None:
    """How many Cyrillic letters a line of UTF-8 has; None where it is none."""
    try:
        return len(_LETTER.findall(line.decode("utf-8")))
    except UnicodeDecodeError:
        return None


def _lenient(data: bytes, codec: str) -> Decoded:
    text = data.decode(codec, "replace")
    return Decoded(text, codec, text.count("\ufffd"))


def _sample(data: bytes) -> bytes:
    taken: list[bytes] = []
    size = 0
    for hit in _WORDS.finditer(data):
        word = hit.group()[:60]
        taken.append(word)
        size += len(word)
        if size > _SAMPLE:
            break
    return b" ".join(taken)


def _wide(data: bytes) -> str | None:
    """The codec of UTF-16 without a mark; None where `data` is no such text."""
    size = min(len(data), 4000) // 2 * 2
    if size < 4 or (len(data) % 2 and len(data) < 4000):
        return None
    head = data[:size]
    for codec, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        # Cyrillic letters have the high byte 4, spaces and digits 0, quotes and dashes 0x20 or 0x21.
        if sum(high.count(b) for b in (0, 4, 0x20, 0x21)) < 0.97 * len(high) or high.count(4) + high.count(0) == 0:
            continue
        low = head[0::2] if codec == "utf-16-le" else head[1::2]
        if high.count(0) + high.count(4) > 0.7 * len(high) and low.count(0) <= 0.02 * len(low):
            return codec
    return None


def _mostly_utf8(data: bytes) -> bool:
    """Is `data` UTF-8 with a few damaged bytes?"""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    letters = sum(1 for c in text[:20_000] if c > "\x7f" and c != "\ufffd")
    return letters >= 10 and bad <= max(1, letters // 20)


def _known(declared: str | None) -> str | None:
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip().lower()).name
    except (LookupError, ValueError):
        return None
    try:
        b"\xe0".decode(name, "replace")
    except (LookupError, UnicodeError):
        return None
    return {"mac_cyrillic": "mac-cyrillic"}.get(name, name)
