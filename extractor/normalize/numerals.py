"""Small numbers in words and Roman numerals, Ukrainian and Russian, in any case. Pure: a word that is none is None."""

from __future__ import annotations

from typing import Final

#: Beginnings of the words of each number with the endings that make them whole words.
_CARDINAL: Final[dict[str, int]] = {
    form: value
    for value, forms in {
        1: "один одна одне одну одного однієї одної одному одній одним однією одно одной одном",
        2: "два дві двох двом двома две двух двум двумя двоє",
        3: "три трьох трьом трьома трех трёх трем трём тремя троє",
        4: "чотири чотирьох чотирьом чотирма четыре четырех четырёх четырем",
        5: "п'ять п'яти п'ятьох пять пяти",
        6: "шість шести шістьох шесть",
        7: "сім семи сімох семь",
        8: "вісім восьми восьмох восемь",
        9: "дев'ять дев'яти дев'ятьох девять девяти",
        10: "десять десяти десятьох",
        11: "одинадцять одинадцяти одиннадцать одиннадцати",
        12: "дванадцять дванадцяти двенадцать двенадцати",
        13: "тринадцять тринадцяти тринадцать тринадцати",
        14: "чотирнадцять чотирнадцяти четырнадцать четырнадцати",
        15: "п'ятнадцять п'ятнадцяти пятнадцать пятнадцати",
        16: "шістнадцять шістнадцяти шестнадцать шестнадцати",
        17: "сімнадцять сімнадцяти семнадцать семнадцати",
        18: "вісімнадцять вісімнадцяти восемнадцать восемнадцати",
        19: "дев'ятнадцять дев'ятнадцяти девятнадцать девятнадцати",
        20: "двадцять двадцяти двадцать двадцати",
        30: "тридцять тридцяти тридцать тридцати",
        40: "сорок сорока",
        50: "п'ятдесят п'ятдесяти пятьдесят пятидесяти",
        60: "шістдесят шістдесяти шестьдесят шестидесяти",
        70: "сімдесят сімдесяти семьдесят семидесяти",
        80: "вісімдесят вісімдесяти восемьдесят восьмидесяти",
        90: "дев'яносто дев'яноста девяносто девяноста",
        100: "сто ста",
    }.items()
    for form in forms.split()
}
#: First parts of compounds: «двомісячний», «десятидневный».
_PREFIX: Final[dict[str, int]] = {"": 1, "одно": 1, "дво": 2, "двох": 2, "двух": 2} | {
    form: value
    for form, value in _CARDINAL.items()
    if form.endswith(("и", "ох", "ех", "ёх", "ьох", "сорока", "ста")) or form == "три"
}
_ORDINAL_STEMS: Final[tuple[tuple[str, int], ...]] = (
    ("перш", 1), ("перв", 1), ("друг", 2), ("втор", 2), ("трет", 3), ("четверт", 4), ("четвёрт", 4), ("п'ятнадцят", 15),
    ("пятнадцат", 15), ("п'ят", 5), ("пят", 5), ("шост", 6), ("шест", 6), ("сьом", 7), ("седьм", 7), ("восьм", 8),
    ("дев'ят", 9), ("девят", 9), ("десят", 10), ("двадцят", 20), ("двадцат", 20), ("тридцят", 30), ("тридцат", 30),
)  # fmt: skip
_ORDINAL_ENDINGS: Final = frozenset(
    "ий ій ого ього ому ьому им ім їм а я у ю ої ьої ій е є ое ье ая ья ую ью ой ей ьей ом ем ьем ый ьего ьему ьим і "
    "іх их ні ые".split()
)
#: Cyrillic letters that typists and scanners put for Roman ones; Ш and П are what a scanner makes of III and II.
_ROMAN_LEVEL: Final = str.maketrans("іу", "iv")
_ROMAN: Final[dict[str, int]] = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "iy": 4, "ш": 3, "п": 2}


def cardinal(words: str) -> int | None:
    """«трьох» → 3, «сорока п'яти» → 45, «сім» → 7; digits too."""
    total = 0
    parts = words.lower().split()
    for word in parts:
        value = int(word) if word.isascii() and word.isdigit() else _CARDINAL.get(word)
        if value is None or (total and (value >= 10 or total % 10)):
            return None
        total += value
    return total if parts else None


def compound(prefix: str) -> int | None:
    """The number that opens a compound adjective: «дво» → 2, «десяти» → 10, nothing → 1."""
    prefix = prefix.lower()
    return int(prefix) if prefix.isascii() and prefix.isdigit() else _PREFIX.get(prefix)


def ordinal(word: str) -> int | None:
    """«перше» → 1, «четвертого» → 4, «2» → 2; the first ten, 15, 20 and 30."""
    word = word.lower()
    if word.isascii() and word.isdigit():
        return int(word)
    for stem, value in _ORDINAL_STEMS:
        if word.startswith(stem) and word[len(stem) :] in _ORDINAL_ENDINGS:
            return value
    return None


def quarter(word: str) -> int | None:
    """A number from 1 to 4 as Roman (Latin or Cyrillic letters), digit or ordinal: «ІІІ» → 3, «четвертий» → 4."""
    low = word.lower()
    value = _ROMAN.get(low.translate(_ROMAN_LEVEL)) or ordinal(low)
    return value if value is not None and 1 <= value <= 4 else None
