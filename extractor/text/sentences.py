"""Sentences of a paragraph."""

from __future__ import annotations

import re
from typing import Final

#: Words that a full stop shortens, so that no sentence ends there.
_SHORT: Final = frozenset(
    "м р рр ст п пп пр вул просп буд кв тел ім гр грн руб коп тис млн млрд см мм км кг га т с смт обл р-н о а в "
    "ч ц д г гг св проф акад ред напр зам нач гл др пров бул пл ул пер стор табл рис абз підп ін т.д т.п н.е ст.ст "
    "заст нач інд оф корп тер ж.д куб кв.м од шт екз экз чел грн крб дол х "
    "г.о м.о с.п г.п р.п а.г п.г.т".split()
)
#: Of these, such as end a count or a sum: nothing with a capital follows but a new sentence.
_LAST_OF_SUM: Final = frozenset("грн руб коп чол чел шт екз экз".split())
#: Lengths behind a number; «м» is left out, as «школа № 5 м. Полтави» goes on with a town.
_MEASURED: Final = re.compile(r"\d\s?(?:мм|см|км)\Z")
#: «библиотека им. В. Лугового», «улица им. Садовой»: initials or a surname in the genitive; behind the pronoun
#: a sentence begins.
_IN_MEMORY: Final = re.compile(
    r"\.\s+(?:[А-ЯЁ]\.|(?!Снова|Нов|Втор|Одно|Одни|Друг|Весной|Зимой|Много|Такой|Какой|Женщин|Мужчин)"
    r"[А-ЯЁ][а-яё-]+(?:[еоё]ва|[иы]на|[ео]го|ой|ича|енко)(?![а-яё]))"
)
#: «м.р. Лужский»: a district is called by an adjective; before anything else the sentence ends.
_DISTRICT: Final = re.compile(r"\.\s+[А-ЯЁ][а-яё-]+ск(?:ий|ого|ому|им|ом)(?![а-яё])")
#: Words that a full stop shortens where what follows is such.
_GOES_ON: Final = {"им": _IN_MEMORY, "м.р": _DISTRICT}
_NEW: Final = re.compile(r"[.!?…»\")]+\s+[«\"(]?[А-ЯЁІЇЄҐ](?:[а-яёіїєґ']|\s)")
#: Tried once a run of full stops, not from each of them: a line of dots would take its length squared.
_BOUND: Final = re.compile(r"(?<![.!?…])([.!?…]++[»\")]*+)\s++(?=[«\"(\-–—]*+\s?[A-ZА-ЯЁІЇЄҐ0-9])")
#: A surname with its initials is not longer, in characters.
_NAME: Final = 60
#: «до 16 год. 15.06.2023», «о 9 год. 30 хв.»: an hour, and the day or the minutes behind it.
_HOUR: Final = re.compile(r"\d\s?год\Z", re.IGNORECASE)
_DAY: Final = re.compile(r"\.\s{1,3}\d{1,2}(?:\.\d\d(?!\d)|\s?хв(?!\w))")
_LAST_WORD: Final = re.compile(r"([\w'.-]+)\Z")
#: «Ю.В» of initials, and a capitalised word before them in the sentence, no acronym: a surname put first.
_INITIALS: Final = re.compile(r"(?:[A-ZА-ЯЁІЇЄҐ]\.)+[A-ZА-ЯЁІЇЄҐ]")
_SURNAME: Final = re.compile(r"\S\s+[А-ЯЁІЇЄҐ](?:[а-яёіїєґ'-]|[А-ЯЁІЇЄҐ'-]{4})[\w'-]*\s+\Z")
#: «6 кв. м»: of the words that «м» shortens only the metre stands there.
_AREA: Final = re.compile(r"(?:кв|куб)\.\s?м\Z", re.IGNORECASE)


def split(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """(start, end) of each sentence of plain[start:end], trimmed of white space."""
    out: list[tuple[int, int]] = []
    at = start
    for hit in _BOUND.finditer(plain, start, end):
        if hit.group(1).startswith(".") and _is_short(plain, at, hit.start()):
            continue
        out.append((at, hit.end(1)))
        at = hit.end()
    out.append((at, end))
    return [(a, b) for a, b in (_trim(plain, a, b) for a, b in out) if a < b]


def _is_short(plain: str, start: int, stop: int) -> bool:
    """Is the full stop at `stop` an abbreviation's, an initial's or a number's?"""
    word = _LAST_WORD.search(plain[max(start, stop - 20) : stop])
    if word is None:
        return False
    last = word.group(1)
    if len(last) == 1 and last.isupper():
        return True
    if _INITIALS.fullmatch(last):
        return _SURNAME.search(plain[max(start, stop - _NAME) : stop - len(last)]) is None
    before = plain[max(start, stop - 6) : stop]
    ends = last.lower() in _LAST_OF_SUM or _AREA.search(before) or _MEASURED.search(before)
    if ends and _NEW.match(plain, stop):
        return False
    if last.lower() in _SHORT:
        return True
    goes_on = _GOES_ON.get(last.lower())
    if goes_on is not None:
        return goes_on.match(plain, stop) is not None
    if last.lower() == "год" and _HOUR.search(plain[max(start, stop - 12) : stop]):
        return _DAY.match(plain, stop) is not None
    return last.isdigit() and word.start() + max(start, stop - 20) == start


def _trim(plain: str, start: int, end: int) -> tuple[int, int]:
    while start < end and plain[start].isspace():
        start += 1
    while end > start and plain[end - 1].isspace():
        end -= 1
    return start, end
