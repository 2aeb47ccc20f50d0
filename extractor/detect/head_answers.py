"""How a letter begins that answers another, and how it speaks to those it goes to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor.data import load
from extractor.layout.zones_view import DATE, SERIES

#: The opening of a letter is read no further, in characters.
_OPENING: Final = 500
#: The number of what is answered stands no further behind its name; once the letter says what it was about, a number
#: is that of something else («На Ваш лист щодо наказу від … № …»).
_REACH: Final = 200
_SUBJECT: Final = re.compile(
    r"\b(?:щодо|стосовно|про|з приводу|з питан\w+|о|об|обо|по (?:вопросу|поводу)|касательно|относительно|"
    r"згідно|відповідно|на виконання|розглян\w+|согласно|в соответствии|во исполнение|рассмотр\w+)\s",
    re.IGNORECASE,
)
_NUMBER: Final = rf"(?:№|N)\s?(?P<number>{SERIES}[\w./@-]{{1,40}}(?:\s?[/-]\s?[\w./-]{{1,20}}){{0,4}})"
_DATED: Final = re.compile(
    rf"(?:\(?(?:вх|исх|вих|вхідн|реєстр)[а-яії]{{0,8}}\.?\s?)?(?:(?:від|от)\s(?P<date>{DATE})[\s,]{{0,3}}(?:за\s)?{_NUMBER}|"
    + _NUMBER.replace("number", "number_first")
    + rf"[\s,]{{0,3}}(?:від|от)\s(?P<date_behind>{DATE}))",
    re.IGNORECASE,
)
#: A number without a date, right behind what it is of: «На петицію №12-ЕП».
_ALONE: Final = re.compile(rf"\s?{_NUMBER}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answered:
    """The number and the printed date of a paper that is answered, and where they stand."""

    number: str
    date: str
    span: tuple[int, int]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load("letters")[name]["pattern"], re.IGNORECASE)


def answers(opening: str) -> bool:
    """Does the text begin as an answer does, and say that it informs: «На Ваш запит … повідомляємо»?"""
    said = opening[:_OPENING]
    hit = _pattern("answer").match(said)
    return hit is not None and _pattern("speaks").search(said, hit.end()) is not None


def speaks(line: str) -> bool:
    """Does somebody ask here, or inform, in the first person; wishes and thanks are neither."""
    return _pattern("speaks").search(line[:_OPENING]) is not None


def answered(plain: str, start: int, end: int) -> Answered | None:
    """The paper that text[start:end], the opening of a letter, answers: with its number and date."""
    hit = _pattern("answer").match(plain, start, min(end, start + _OPENING))
    if hit is None:
        return None
    found = _DATED.search(plain, hit.end() - 1, min(end, hit.end() + _REACH))
    if found is None or _SUBJECT.search(plain, hit.end(), found.start()):
        found = _ALONE.match(plain, hit.end(), end)
    if found is None:
        return None
    held = found.groupdict()
    number = held["number"] or held.get("number_first") or ""
    return Answered(number.strip(" .,"), held.get("date") or held.get("date_behind") or "", found.span())
