"""The line by which a letter greets those it goes to: «Шановний Іване Петровичу!», «Уважаемые руководители!»."""

from __future__ import annotations

import re
from typing import Final

_ESTEEMED: Final = r"(?:(?:високо|вельми|глибоко|высоко|глубоко|много)?(?:шановн|поважн|уважаем)[а-яіїє]{1,3})"
_NAMED: Final = r"[А-ЯІЇЄҐЁ][а-яіїєґё'-]{1,20}"
SALUTATION: Final = re.compile(rf"{_ESTEEMED}\s[^.!?:;]{{3,160}}[!,]\s?\Z", re.IGNORECASE)
#: To one person: by given name and patronymic, or as «пане голово».
_TO_ONE: Final = re.compile(
    rf"(?i:{_ESTEEMED})\s(?:(?i:пан[еі]|пані|господин|госпожа|товариш\w*|товарищ)\s)?(?:{_NAMED}\s[А-ЯІЇЄҐЁ][а-яіїєґё']*"
    r"(?:вичу|ічу|ичу|вно|вич|ич|вна|чна)|(?<=пан[еі]\s)[а-яіїєґ'-]+)(?:\s[а-яіїєґёА-ЯІЇЄҐЁ' -]{2,40})?\s?[!,]\s?\Z"
)
#: To officials of one kind, as circulars greet them.
_TO_OFFICIALS: Final = re.compile(
    rf"{_ESTEEMED}\s(?:[\w'-]+\s(?:та\s|і\s|й\s|и\s)?){{0,3}}?(?:колег|керівник|директор|начальник|голов|депутат|завідувач|ректор|"
    r"секретар|коллег|руководител|председател|глав|заведующ|министр|міністр)[а-яіїєґ]{0,4}\b",
    re.IGNORECASE,
)


def addressed(line: str) -> bool:
    """Does the line greet one person by name, or officials? «Шановні мешканці!» greets the public."""
    if SALUTATION.match(line) is None:
        return False
    return _TO_ONE.match(line) is not None or _TO_OFFICIALS.match(line) is not None
