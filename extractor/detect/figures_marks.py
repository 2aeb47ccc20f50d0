"""Signs around a number: comparators before it, marks that make it no quantity, words of time after it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, get_args

from extractor.data import load
from extractor.schema.facts import Comparator

_LEFT = 60
#: Numbers of a list before this one: «статті 6, 13, 22», «пунктів 1-3 і 5».
#: Possessive throughout: a number's digits could else be shared out among the rounds in ever so many ways.
_LISTED: Final = re.compile(r"(?:\d[\d.]*+|[,;-]|(?<!\w)(?:і|та|и|або|или|й|до|по)(?!\w)| )++$")
_LAST_WORDS: Final = re.compile(r"[^\W\d_][\w'/]*(?:\.[\w'/]+)*[.:]{0,2}$|№№?$")
_CHANGE: Final = re.compile(
    r"(?:збільш|зменш|зрос|зріс|підвищ|зниз|зниж(?!к)|скоро[чт]|увелич|сниз|сниж|выр[оа]с|возр[ао]с|повыс|повыш|сокра[тщ]|"
    r"уменьш|довест|досяг|дості|дойд)\w*(?: \w+){0,5} $|(?<!\w)(?:від|з|із|от|с|со) [\w,.% ]{1,40}$"
)
#: Designations that are no quantities, whole: 18-00, 3-56, 10-26-26, 2.1.3, 12:30, 5/2021, 40х20, 0+900, 048.
_DESIGNATION: Final = re.compile(
    r"0\d+(?![.,]\d)|\d{10,}(?! ?(?:грн|руб))|\d+(?:[-/.:+]\d+){2,}(?:[-/]\w+)?|\d+(?:[:/+])\d+(?:[-/]\w+)?|"
    r"\d+ ?[xхX×*] ?\d+(?! ?(?:тис|млн))|\d{1,2}\.\d{2}\.\d{2,4}|\d{1,2}-00(?!\d)|"
    # An ordinal («35-х», «26-ого»), unless the letters are a cardinal's ending («10-ти», «2-х», «2-є»).
    r"\d+(?:[-/][а-яіїєґ]{1,4}){1,2}(?![а-яіїєґ])"
    r"(?<!-ти)(?<!-х)(?<!-ма)(?<!-ми)(?<!-мя)(?<!ох)(?<!ом)(?<!ома)(?<!-є)(?<!оє)(?<!ое)(?<!ро)"
)
_GLUED_BEFORE: Final = re.compile(r"[\w№#+*=@_/\\]$|\w[.,:']$|[^\W_]-$|(?:covid|[сc][оo]vid|ковід|ковид) ?- ?$")


@cache
def _joined(kind: str) -> str:
    """All patterns of one kind of knowledge as one alternative."""
    return "|".join(f"(?:{entry['pattern']})" for entry in load("figures")[kind])


@cache
def _comparators(where: str) -> tuple[re.Pattern[str], tuple[Comparator, ...]]:
    """Every comparator that stands `where`; group i of the pattern is the i-th value."""
    entries = [e for e in load("figures")["comparator"] if e["where"] == where]
    parts = "|".join(f"({e['pattern']})" for e in entries)
    shape = rf"(?<![\w'-])(?:{parts}) ?$" if where == "before" else rf"(?:{parts})(?!\w)"
    return re.compile(shape), tuple(known for e in entries for known in get_args(Comparator) if known == e["value"])


@cache
def _pattern(kind: str, shape: str) -> re.Pattern[str]:
    return re.compile(shape.format(_joined(kind)))


def comparator_before(low: str, start: int, floor: int) -> tuple[Comparator, int]:
    """The comparator that ends right before `start`, and where it begins; ("eq", start) where there is none."""
    pattern, values = _comparators("before")
    left = max(floor, start - _LEFT)
    hit = pattern.search(low[left:start])
    if hit is None or hit.lastindex is None:
        return "eq", start
    begin = left + hit.start()
    if hit.group().strip() == "до" and _CHANGE.search(low[left:begin]):
        return "eq", begin
    return values[hit.lastindex - 1], begin


def comparator_after(low: str, end: int, stop: int) -> tuple[Comparator, int]:
    """The comparator right after `end` («7 і більше»), and where it ends; ("eq", end) where there is none."""
    pattern, values = _comparators("after")
    hit = pattern.match(low, end, stop)
    return (values[hit.lastindex - 1], hit.end()) if hit and hit.lastindex else ("eq", end)


def is_marked(low: str, start: int, floor: int) -> bool:
    """Does a word before make the number a provision, an address, a number of something: «статті 6», «каб. 12»?"""
    left = low[max(floor, start - _LEFT) : start]
    left = _LISTED.sub("", left).rstrip()
    hit = _LAST_WORDS.search(left)
    if hit is None:
        return False
    return _pattern("mark", "{0}").fullmatch(hit.group()) is not None


def is_glued(low: str, start: int, floor: int) -> bool:
    """Is the number a part of a word, code, decimal or formula that begins before it?"""
    return bool(_GLUED_BEFORE.search(low[max(floor, start - 8) : start]))


def designation(low: str, start: int, stop: int) -> int | None:
    """The end of a designation («18-00», «40х20», «10-26-26») at `start`; None where there is none."""
    hit = _DESIGNATION.match(low, start, stop)
    return hit.end() if hit else None


def is_measureless(low: str, end: int, stop: int) -> bool:
    """Do the words after the number make it a time, an age, a frequency or an ordinal?"""
    at = end + 1 if low[end : end + 1] == "-" else end + len(low[end : end + 4]) - len(low[end : end + 4].lstrip(" "))
    return _pattern("measureless", r"(?:{0})(?![\w'])").match(low, at, stop) is not None


def names_quantity(low: str, start: int, floor: int) -> tuple[int, int] | None:
    """Where «кількість …», «налічується …» stands in low[floor:start], last one; None where it does not."""
    found = None
    for hit in _pattern("quantity", r"(?<!\w)(?:{0})").finditer(low, floor, start):
        found = hit.span()
    return found
