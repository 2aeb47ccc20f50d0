"""The parts of a mention of an act: dates, numbers and titles as they are printed."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from extractor.normalize.dates import calendar_date, full_year, month_number

_MONTH: Final = (
    r"(?:січ|янв|лют|фев|берез|март|квіт|апр|трав|мая|май|черв|июн|лип|июл|серп|авг|верес|сент|жовт|окт|листоп|нояб|груд|дек)"
    r"[а-яіїє']*"
)
_S: Final = r"[ \n]{0,4}"
_YEAR_WORD: Final = rf"(?:{_S}(?:року|роки|рік|года|год|р|г|p)(?![а-яіїєґa-z])[ ]{{0,2}}\.?)?"
#: «12.03.2015 р.», «12 березня 2015 року», « « 29 » февраля 2016 г . », «29.02. 2016 года», «03/12/2019».
DATE: Final = (
    r"[«\"]?\s?(?<!\d)(?P<day>[0-3]?\d)\s?[»\"]?"
    rf"(?:\s?[./]\s?(?P<mm>[01]?\d)\s?[./]\s?(?P<yy>\d{{4}}|\d\d)(?!\d)|"
    rf"[ \n]{{1,4}}(?P<month>{_MONTH})[ \n]{{1,4}}(?P<year>\d{{4}})(?!\d))"
    rf"{_YEAR_WORD}"
)
DATE_AT: Final = re.compile(DATE, re.I)
#: A day and a month without a year: it says which act is meant, though it gives no date.
DAY_MONTH_AT: Final = re.compile(rf"(?<!\d)[0-3]?\d\s+{_MONTH}(?!\s+\d)", re.I)
_SIGN: Final = r"(?:№\s?№?|N[ºo°]?|No\.?)"
#: Letters behind a dash with spaces; «о», «к» and «п» only where no word follows («№ 15 - о внесении»).
_LETTERS: Final = r"(?:р|рп|од|ос)(?![а-яіїєґ.])|[окп](?=[^\S\n]*(?:[,;)«\"]|\n\s*(?![а-яіїєґ\s])|\Z))"
#: «3-2/VІІІ», «131 - ФЗ», «8- 16/VІІІ», «134-р», «02-16/198», «2849-VI», «33.01.01/2109-2019», «ПП-12».
_CODE: Final = (
    r"(?:[А-ЯІЇЄA-Z][А-ЯІЇЄA-Zа-яіїє]{0,3}\s?[-/]\s?)?\d[\dА-ЯІЇЄҐA-Zа-яіїєґa-z]*"
    rf"(?:(?:\s?/\s?(?=\d)|/|[-_]|[.](?=\d)|(?:\s-\s?|-\s)(?=[А-ЯІЇЄҐA-Z\d]{{1,5}}(?![а-яіїє])|{_LETTERS}))[\dА-ЯІЇЄҐA-Zа-яіїєґa-z]+)*"
)
NUMBER_AT: Final = re.compile(rf"{_SIGN}{_S}(?P<number>{_CODE})")
#: The rest of a date that a number follows, which needs no «від»: «03.05.2022 № 120», «3 травня 2022 року № 120».
DATE_BEFORE_NUMBER: Final = (
    rf"\d?(?:\.[01]\d\.\d{{4}}|[ ]{_MONTH}[ ]\d{{4}})(?:{_S}(?:року|года|р|г)[ ]{{0,2}}\.?)?[ \n]{{0,4}}[№N]"
)
#: Where a number, a date or a title can begin, after a noun and the name of the body that issued the act.
PART: Final = re.compile(
    rf"{_SIGN}{_S}(?=[\dА-ЯІЇЄA-Z])|\b(?:від|вiд|віл|від\.|от|за){_S}(?={DATE.replace('?P<', '?P<at_')})|"
    rf"(?<![\d.])(?=\d{DATE_BEFORE_NUMBER})|[«\"]",
    re.I,
)
_PREPOSITION: Final = re.compile(r"(?:від|вiд|віл|от|за|до)[ \n]{0,4}(?=[№N\d«\"])", re.I)
ABOUT: Final = re.compile(r"(?:Про|Об?|Щодо|Деякі|Питання|О\s*б)\s+[\w«\"]|Некоторые|Вопросы", re.I)
_SPACES: Final = re.compile(r"\s+")
#: What an unclosed title cannot run over.
_TITLE_STOP: Final = re.compile(
    r"\n\s*\n|;|\t|\.\s*(?:\n|$)|\.\s+(?=[А-ЯІЇЄҐ])|,\s+(?:в\s+целях|з\s+метою|Устав|Федеральн|Закон|постано|наказ|приказ)",
)
#: The end of a paragraph that a title does not run over: after a full stop, before a point or a word in capitals.
_BREAKS: Final = re.compile(r"\n\s*(?:\d+\s?[.)]|[А-ЯІЇЄҐ]{5}|(?:[А-ЯІЇЄҐа-яіїєґ]\s){4}|[-•])")
_CLAUSE_ENDS: Final = re.compile(r"\s*(?:[,.;:)]|\Z)")
_RUNS_ON: Final = re.compile(r"\s*(?:на|та|і|й|и|у|в|для|до|по|за|з|із|с)\s", re.I)
LONGEST_TITLE: Final = 700


class Title(NamedTuple):
    """A title in quotes: where its words stand, and where the mention goes on behind the closing quote."""

    start: int
    end: int
    after: int


def iso(found: re.Match[str]) -> str | None:
    """The ISO date of a match of DATE, None for an impossible one."""
    month = int(found["mm"]) if found["mm"] else month_number(found["month"])
    day = int(found["day"])
    read = calendar_date(full_year(found["yy"] or found["year"]), month, day) if month and day else None
    return read.isoformat() if read else None


def date_at(plain: str, at: int) -> tuple[re.Match[str], int] | None:
    """The date at `at`, with or without its preposition, and where it ends."""
    lead = _PREPOSITION.match(plain, at)
    found = DATE_AT.match(plain, lead.end() if lead else at)
    return (found, found.end()) if found else None


def number_at(plain: str, at: int) -> tuple[str, int] | None:
    """The number at `at` («до № …» too), its inner spaces dropped, and where it ends."""
    lead = _PREPOSITION.match(plain, at)
    found = NUMBER_AT.match(plain, lead.end() if lead else at)
    if found is None:
        return None
    return _SPACES.sub("", found["number"]).rstrip("-/."), found.end()


def words_of(text: str, start: int, end: int) -> str:
    """text[start:end] with its line breaks and runs of blanks as single spaces."""
    return _SPACES.sub(" ", text[start:end]).strip()


def title_at(plain: str, at: int, *, limit: int = LONGEST_TITLE) -> Title | None:
    """The title whose opening quote is plain[at]: to the quote that closes it, inner ones within.

    A missing closing quote is made up for: the title ends with its last inner one or at the sentence's end."""
    blank = plain.find("\n\n", at, at + limit)
    stop = blank if blank > 0 else min(len(plain), at + limit)
    depth, closed, i = 0, [0], at
    while i < stop:
        char = plain[i]
        if char == "«" or (char == '"' and _opens(plain, i, depth)):
            depth += 1
        elif char in '»"':
            depth -= 1
            if depth <= 0:
                return _trimmed(plain, at + 1, i, i + 1)
            closed.append(i)
        elif char == "\t" or (char == "\n" and _ends_before(plain, i)):
            break
        i += 1
    return _unclosed(plain, at + 1, i, closed)


def _ends_before(plain: str, i: int) -> bool:
    """Does a title that is still open at the paragraph's end plain[i] go no further?"""
    before = plain[max(0, i - 4) : i].rstrip()[-1:]
    return before in ".:;" or _BREAKS.match(plain, i) is not None or (before in '»"' and plain[i + 1 : i + 2].isupper())


def _opens(plain: str, i: int, depth: int) -> bool:
    """Does the straight quote plain[i] open, or close?"""
    if depth == 0:
        return True
    before, after = plain[i - 1], plain[i + 1 : i + 2]
    if before.isspace() != after.isspace():
        return before.isspace() and not after.isspace()
    return before in '(«"'


def _unclosed(plain: str, start: int, stop: int, closed: list[int]) -> Title | None:
    for inner in closed[1:]:
        if _CLAUSE_ENDS.match(plain, inner + 1) or (inner == closed[-1] and not _RUNS_ON.match(plain, inner + 1)):
            return _trimmed(plain, start, inner + 1, inner + 1)
    last = closed[-1]
    end = _TITLE_STOP.search(plain, max(start, last), stop)
    line = plain.find("\n", max(start, last), stop)
    finish = min(x for x in (end.start() if end else stop, line if line > 0 else stop, stop))
    return _trimmed(plain, start, finish, finish) if finish - start > 3 else None


def _trimmed(plain: str, start: int, end: int, after: int) -> Title | None:
    while start < end and plain[start].isspace():
        start += 1
    while end > start and plain[end - 1] in " \n\t.,":
        end -= 1
    return Title(start, end, after) if end - start > 1 else None
