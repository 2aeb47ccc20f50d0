"""Numbers in digits and in words → value, Ukrainian and Russian; see data/numbers.toml for the words.

Works on the plain view (ASCII apostrophe and hyphen, plain spaces) made lower case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor.data import load

#: A number in digits: thousands parted by spaces, or (twice or more) by points; a decimal comma or point.
DIGITS: Final = re.compile(
    r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?"
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
#: What a typist puts after digits for the ending of a cardinal: «10-ти», «2-х», «3-ома». An ordinal's endings
#: («3-ї», «5-й», «9-х класів») are not among them; «-х» is a cardinal's after 2, 3 and 4 only.
_ENDING: Final = re.compile(r"-?(?:ти|тьох|ма|ьма|ома|ьома|мя|ьох|рьох|вох|ох|оє|ое|еро|є)(?![\w'])|-и(?![\w'])")
_ENDING_2_4: Final = re.compile(r"-?(?:х|ёх|м|ьом|ум|om)(?![\w'])")
#: A scale in the singular counts once: «тисячу», «більше мільйона»; «десятки тисяч», «тисячі людей» count nothing.
_ONE_OF_A_SCALE: Final = re.compile(
    r"т[иы]сяч(?:а|у|[еє]ю|ей|і|и)|м(?:іль|илл)[йи]он[ауо]?м?|м(?:іль|илл)[яи]рд[ауо]?м?"
)
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Number:
    """text[start:end] reads as `value`. `scaled`: it has a word of scale (тис., млн); `spelled`: in words alone."""

    value: int | float
    start: int
    end: int
    scaled: bool = False
    spelled: bool = False


@cache
def _words() -> dict[str, tuple[int | float, bool]]:
    """Form → (value, is a scale)."""
    out: dict[str, tuple[int | float, bool]] = {}
    for entry in load("numbers")["word"]:
        value = entry.get("value") or entry["scale"]
        for form in entry["forms"].split():
            out[form] = (value, "scale" in entry)
    return out


def is_word(word: str) -> bool:
    """Is this (lower case) a word of number or of scale?"""
    return word in _words()


def parse(text: str) -> int | float | None:
    """The value of a whole number expression («1 886 880», «двадцять п'ять», «3 тис. 200»), else None."""
    text = text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").strip().lower()
    number = read(text, 0, len(text))
    return number.value if number and number.end == len(text.rstrip(". ")) + text.endswith(".") else None


def read(low: str, start: int, stop: int) -> Number | None:
    """The longest number that begins at `start` of the lower-case plain view and ends by `stop`."""
    if start >= stop:
        return None
    if low[start].isdigit():
        return _from_digits(low, start, stop)
    return _from_words(low, start, stop)


def plain_value(digits: str) -> int | float | None:
    """The value of a match of DIGITS; None where it has more digits than a float can tell apart."""
    digits = digits.replace(" ", "").replace(",", ".")
    if digits.count(".") > 1:
        whole, _, rest = digits.rpartition(".")
        digits = whole.replace(".", "") + (rest if len(rest) == 3 else f".{rest}")
    if len(digits) > _MOST_DIGITS:
        return None
    return float(digits) if "." in digits else int(digits)


def _from_digits(low: str, start: int, stop: int) -> Number | None:
    """«4 462,7 млн», «1млн. 671 тис.», «3 тис. 200», «10-ти»."""
    total: int | float = 0
    least = float("inf")
    at, end, scaled = start, start, False
    while True:
        hit = DIGITS.match(low, at, stop)
        value = plain_value(hit.group()) if hit else None
        if hit is None or value is None or value >= least:
            break
        after = _ending(low, hit.end(), stop, value)
        scale, scale_end = _scale(low, after, stop)
        if scale >= least or (scaled and scale == 1 and len(hit.group()) != 3):
            break
        total += value * scale
        end, least = (scale_end if scale > 1 else after), scale
        if scale == 1:
            break
        scaled = True
        at = _skip(low, end, stop)
    if end == start:
        return None
    return Number(tidy(total), start, end, scaled)


def _from_words(low: str, start: int, stop: int) -> Number | None:
    """«двадцять п'ять», «три тисячі двісті», «однієї тисячі»; a scale alone counts once: «тисячу»."""
    total: int | float = 0
    group: int | float = 0
    rank: int | float = float("inf")
    at, end, scaled, least = start, start, False, float("inf")
    while True:
        hit = _WORD.match(low, at, stop)
        found = _words().get(hit.group()) if hit else None
        if hit is None or found is None:
            break
        value, is_scale = found
        if is_scale and end == start and not _ONE_OF_A_SCALE.fullmatch(hit.group()):
            return None
        if is_scale:
            if value >= least or (group == 0 and end != start):
                break
            total += (group or 1) * value
            group, rank, least, scaled = 0, float("inf"), value, True
        else:
            size = 100 if value >= 100 else 10 if value >= 20 else 1
            if size >= rank or (10 <= value < 20 and rank <= 10):
                break
            group += value
            rank = size
        end = hit.end()
        at = _skip(low, end, stop) if low[end : end + 1] == " " else stop
    if end == start:
        return None
    if low[end : end + 1] == "." and low[start:end].endswith(("тис", "тыс", "млн", "млрд", "трлн")):
        end += 1
    return Number(tidy(total + group), start, end, scaled, spelled=True)


def _ending(low: str, at: int, stop: int, value: int | float) -> int:
    hit = _ENDING.match(low, at, stop) or (_ENDING_2_4.match(low, at, stop) if value % 10 in (2, 3, 4) else None)
    return hit.end() if hit else at


def _scale(low: str, at: int, stop: int) -> tuple[int | float, int]:
    """(scale, its end) of the word of scale at or one space after `at`; (1, at) where there is none."""
    begin = _skip(low, at, stop)
    hit = _WORD.match(low, begin, stop)
    found = _words().get(hit.group()) if hit else None
    if hit is None or found is None or not found[1]:
        return 1, at
    end = hit.end()
    if low[end : end + 1] == "." and hit.group() in ("тис", "тыс", "млн", "млрд", "трлн"):
        end += 1
    return found[0], end


def _skip(low: str, at: int, stop: int) -> int:
    while at < stop and low[at] == " ":
        at += 1
    return at


def tidy(value: int | float) -> int | float:
    """Decimal fractions times a scale, without the dust of binary floats; whole where it is whole."""
    if isinstance(value, int):
        return value
    rounded = float(f"{value:.14g}")
    return int(rounded) if rounded == int(rounded) else rounded


def rescaled(value: int | float, upper: str) -> int | float:
    """The lower end of «2-3 млн» (2) times the scale that only the upper end («3 млн») carries."""
    for word in upper.split():
        found = _words().get(word.rstrip("."))
        if found and found[1]:
            value = tidy(value * found[0])
    return value
