"""Acts by their number, date and title: «постановою Кабінету Міністрів України від … № … «Про …»»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from extractor.detect import references_parts as parts
from extractor.schema.analysis import Language
from extractor.text.morphology import parses

_WIDEST_GAP: Final = 230
_BETWEEN: Final = re.compile(r"[ ]{0,8}\n?[ ]{0,4}[,(]?[ ]{0,4}\n?[ ]{0,4}")
_DOT: Final = re.compile(r"([\w']*)\s?\.")
_BREAK: Final = re.compile(
    r"[;:\t!?]|\n\s*\n|\n\s*(?:\d+[.)]|[-•])|"
    r"\b(?:що|котор\w+|як(?:ий|а|е|і|ого|ої|им|ою|их|ими|ому|ій)|коли|когда|якщо|если|де|где)\b",
    re.I,
)
_ABOUT_WORD: Final = re.compile(r"\s*(?:[а-яіїє]+\s+)?(?:про|об?|щодо|на|для)\s", re.I)
_WORD: Final = re.compile(r"(?<![\w-])[а-яіїєґ']{4,}(?![\w-])")
_TAIL: Final = re.compile(
    r"\(?(?:(?:зі|із|з)\s+змінами(?:\s+(?:та|і|й)\s+доповненнями)?|со?\s+изменениями(?:\s+и\s+дополнениями)?)(?!\s*,?\s*внес)\s*\)?"
    r"|\(?\s*(?:в\s+|у\s+)?(?:ред\s?\.|редакці\w+|редакци\w+)[^()]{0,120}\)"
    r"|(?i:\(\s*(?:офіційний\s+вісник|відомості\s+верховної|урядовий\s+кур|зп\s+україни|зібрання\s+постанов|собрание\s+законодательства|"
    r"ведомости|российская\s+газета|бюллетень|сз\s+рф)[^()]{0,400}\))|\(\s*\d[\dа-яіїє]*(?:[-/][\dа-яіїєa-z]+){1,3}\s*\)"
    r"|,?\s*(?:та\s+)?зареєстрован[^.;\n]{0,160}?за\s*№\s*[\d/-]+|,?\s*зарегистрирован[^.;\n]{0,160}?(?:за\s*)?(?:№|N)\s*[\d/-]+"
)
#: A quotation mark that opens: a straight one that stands before a comma or at the end closes a title around it.
_OPENING: Final = re.compile(r"«|\"(?![\s,.;:)»\"]|\Z)|\"(?=\s\w[^\"]*\s\")")
_MORE: Final = re.compile(
    r"[ \n]*\)?[ \n]*(?:,|;|(?<=[ \n])(?:та|і|й|и|а\s+також|а\s+также))[ \n]*"
    r"(?:(?:та|і|й|и|а\s+також|а\s+также)[ \n]+)?"
)
#: «Законів України «Про …» «Про …»»: the comma between two titles left out.
_NEXT_TITLE: Final = re.compile(r"(?<=[»\"])[ \n]{1,3}(?=[«\"][ ]?(?:Про|О|Об)\s)")
#: The two dictionaries do not share all names of the parts of speech.
VERBS: Final = frozenset(("VERB", "INFN", "GRND", "PRTS", "PRED"))
#: «рішення сільської ради: - від 07.02.2014 № 6 …; - від 03.03.2015 № 12 …»: the next item of a list of acts.
_ITEM: Final = re.compile(
    r"[ \n]*[:;,.]?[ ]*\n[ \n]*(?:(?:[-•*·]|\d{1,2}[.)]|[а-яіїє]\))[ ]*)?(?=(?:від|от)[ \n])", re.I
)
_SESSION: Final = re.compile(r"\s*(?:від|от)\s+(?=\d)", re.I)
_BARE_TITLE_END: Final = re.compile(
    r"\n|\t|;|[.](?=\s|\Z)|,?\s+(?:комісія|администрация|адміністрація|міська|селищна)\s+\w+(?:ила|ает|ила):?"
)
_BARE_ABOUT: Final = re.compile(r"(?:Про|Об|О|Щодо|Деякі питання)\s+[а-яіїєґА-ЯІЇЄҐ]")


@dataclass(slots=True)
class Act:
    """What was read of one act, its offsets, and those of its issuer."""

    start: int
    end: int
    number: str | None = None
    date: str | None = None
    title: str | None = None
    issuer: tuple[int, int] | None = None
    dated: bool = False

    @property
    def empty(self) -> bool:
        """Nothing identifies it."""
        return not (self.number or self.dated or self.title)


def read(plain: str, text: str, head: re.Match[str], language: Language) -> list[Act]:
    """The acts cited at a noun, a match in the lower-case view: none, one, or a list («від … №…, від … №…»)."""
    at = _first_part(plain, head.end(), head, language) or _first_item(plain, head, language)
    if at is None:
        return _without_year(plain, head, language)
    act = _parts(plain, text, head.start(), at)
    if act.empty:
        return []
    gap = plain[head.end() : at].partition(":")[0]
    if _ABOUT_WORD.match(gap) and not (act.number and act.dated):
        return []
    if gap.strip():
        act.issuer = (head.end(), head.end() + len(gap))
    return [act, *_rest(plain, text, act, head, language)]


def _first_item(plain: str, head: re.Match[str], language: Language) -> int | None:
    """Where the first act of a list under its noun begins: «постанови ради:» over «- від 07.02.2014 № 6 …»."""
    colon = plain.find(":", head.end(), head.end() + _WIDEST_GAP)
    item = _ITEM.match(plain, colon) if colon > 0 and _is_issuer(plain, head.end(), colon, head, language) else None
    day = parts.date_at(plain, item.end()) if item is not None else None
    return item.end() if item is not None and day is not None and parts.number_at(plain, day[1] + 1) else None


def _first_part(plain: str, start: int, head: re.Match[str], language: Language) -> int | None:
    """Where the first number, date or title of the act begins, if only its issuer stands before it."""
    stop = min(len(plain), start + _WIDEST_GAP)
    at = start
    while True:
        found = parts.PART.search(plain, at, stop)
        if found is None or not _is_issuer(plain, start, found.start(), head, language):
            return None
        if plain[found.start()] not in '«"':
            return found.start()
        inner = found.end() + (plain[found.end() : found.end() + 1] == " ")
        if parts.ABOUT.match(plain, inner) and plain[inner].isupper() | (plain[start : found.start()].strip() == ""):
            return found.start()
        if parts.DATE_AT.match(plain, found.start()):
            return found.start()
        name = parts.title_at(plain, found.start(), limit=160)
        if name is None:
            return None
        at = name.after


def _is_issuer(plain: str, start: int, end: int, head: re.Match[str], language: Language) -> bool:
    """Can plain[start:end] be the name of the body that issued an act?"""
    if _BREAK.search(plain, start, end) or head.re.search(head.string, start, end):
        return False
    if any(len(m[1]) > 3 for m in _DOT.finditer(plain, start, end)):
        return False
    gap = plain[start:end]
    return balanced(gap) and not has_verb(gap, language)


def balanced(gap: str) -> bool:
    """Does every quote that opens in the gap close in it?"""
    return gap.count("«") == gap.count("»") and gap.count('"') % 2 == 0


def has_verb(gap: str, language: Language) -> bool:
    """Is there a verb among the first words of the gap?"""
    return any(_is_verb(w, language) for w in _WORD.findall(gap)[:25])


def _is_verb(word: str, language: Language) -> bool:
    return str(parses(word, language)[0].tag.POS) in VERBS


def _parts(plain: str, text: str, start: int, at: int) -> Act:
    """Reads numbers, dates and titles from `at` on, each at most once, in whatever order."""
    act = Act(start, at)
    opened = False
    while True:
        lead = _BETWEEN.match(plain, act.end)
        here = lead.end() if lead and act.end > at else act.end
        opened = opened or "(" in plain[act.end : here]
        if not _take(plain, text, act, here):
            tail = _TAIL.match(plain, here) or _TAIL.match(
                plain, act.end + len(plain[act.end : here].split("(", maxsplit=1)[0])
            )
            if tail is None or act.empty:
                break
            act.end = tail.end()
    if opened and plain[act.end : act.end + 2].strip().startswith(")"):
        act.end = plain.index(")", act.end) + 1
    return act


def _take(plain: str, text: str, act: Act, here: int) -> bool:
    """Puts the part that begins at `here` to the act; False where there is none that it still lacks."""
    if not act.number and (number := parts.number_at(plain, here)):
        act.number, act.end = number
        return True
    if not act.dated and (day := parts.date_at(plain, here)):
        act.date, act.dated, act.end = parts.iso(day[0]), True, day[1]
        return True
    if act.dated and act.title and not act.number and (again := parts.date_at(plain, here)):
        number = parts.number_at(plain, again[1] + (plain[again[1] : again[1] + 1] == " "))
        if number and parts.iso(again[0]) == act.date:
            act.number, act.end = number
            return True
    if act.title is None and _OPENING.match(plain, here):
        quoted = parts.title_at(plain, here)
        if quoted and not parts.DATE_AT.match(plain, here):
            act.title = parts.words_of(text, quoted.start, quoted.end)
            act.end = quoted.after
            return True
    if act.title is None and act.number and act.dated and _BARE_ABOUT.match(plain, here):
        end = _BARE_TITLE_END.search(plain, here, here + parts.LONGEST_TITLE)
        stop = end.start() if end else min(len(plain), here + parts.LONGEST_TITLE)
        act.title, act.end = parts.words_of(text, here, stop), stop
        return True
    return False


def _rest(plain: str, text: str, first: Act, head: re.Match[str], language: Language) -> list[Act]:
    """Further acts of one list, which leaves out the noun."""
    out: list[Act] = []
    last = first
    while len(out) < 40:
        lead = _ITEM.match(plain, last.end) or _MORE.match(plain, last.end) or _NEXT_TITLE.match(plain, last.end)
        if lead is None:
            break
        at = lead.end()
        titled = plain[at : at + 1] in ("«", '"') and parts.ABOUT.match(plain, at + 1 + (plain[at + 1 : at + 2] == " "))
        dated = parts.date_at(plain, at) or parts.number_at(plain, at)
        begin, issuer = at, first.issuer
        if not titled and not (dated and (first.number or first.dated)):
            other = _other_issuer(plain, at, head, language) if first.number and first.dated else None
            if other is None:
                break
            at, issuer = other, (at, other)
        act = _parts(plain, text, begin, at)
        if not act.title and not (act.number and (act.dated or not first.dated)):
            break
        act.issuer = issuer
        out.append(act)
        last = act
    return out


def _other_issuer(plain: str, at: int, head: re.Match[str], language: Language) -> int | None:
    """«листів Міністерства А від … № … та Міністерства Б від … № …»: where the second's date begins."""
    if not plain[at : at + 1].isupper():
        return None
    part = _first_part(plain, at, head, language)
    if part is None or part - at > 160:
        return None
    act = _parts(plain, plain, at, part)
    return part if act.number and act.dated else None


def _without_year(plain: str, head: re.Match[str], language: Language) -> list[Act]:
    """«рішення Господарського суду від 6 жовтня»: dated, though no date can be given."""
    stop = min(len(plain), head.end() + 120)
    for found in _SESSION.finditer(plain, head.end(), stop):
        day = parts.DAY_MONTH_AT.match(plain, found.end())
        if day and _is_issuer(plain, head.end(), found.start(), head, language):
            issuer = (head.end(), found.start()) if plain[head.end() : found.start()].strip() else None
            return [Act(head.start(), day.end(), issuer=issuer, dated=True)]
    return []
