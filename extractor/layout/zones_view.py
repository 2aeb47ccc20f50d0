"""How the zone rules see a paragraph, and the shapes they share: names, dates, numbers, positions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor.data import load
from extractor.schema.document import Document
from extractor.schema.outline import Paragraph, ParagraphRole
from extractor.text import plain

_DATA: Final = load("head")
#: Zones are told by short paragraphs and by the beginnings of long ones.
SEEN: Final = 700

_U = "А-ЯЁІЇЄҐ"
_SURNAME = rf"[{_U}][\w']+(?:\s?-\s?[{_U}][\w']+)?"
_INITIALS = rf"[{_U}]\s?\.\s?(?:[{_U}]\s?\.\s?)?"
_PATRONYMIC = r"[А-ЯЁІЇЄҐ][\w']+(?:вич|вна|ївна|ич|ична|оглы|огли|кызы)"
#: A person's name as a signature has it: «І.П. Іваненко», «Іван ІВАНЕНКО», «Иванова Г.В.», «Іваненко Іван Петрович».
NAME: Final = (
    rf"(?:{_INITIALS}{_SURNAME}|[{_U}][а-яёіїєґ']+(?:-[{_U}][а-яёіїєґ']+)? [{_U}][{_U}']+(?:-[{_U}][{_U}']+)?|"
    rf"{_SURNAME} {_INITIALS.rstrip()}|{_SURNAME} [{_U}][\w']+ {_PATRONYMIC}|[{_U}][\w']+ {_PATRONYMIC} {_SURNAME})"
)
NAME_ALONE: Final = re.compile(rf"\(?{NAME}\s?[.,]?\s?\)?\Z")
NAME_LAST: Final = re.compile(rf"(?:\A|(?<=[\s:_/.)»\"-])){NAME}\s?\.?\s*\Z")
PHONE: Final = re.compile(r"(?:тел\.?\s?:?\s?)?[+(\d][\d\s().-]{3,18}\d\s*\Z")

MONTHS: Final = (
    r"(?:січн|лют|березн|квітн|травн|червн|липн|серпн|вересн|жовтн|листопад|грудн|январ|феврал|март|апрел|ма[яй]|июн|июл|"
    r"август|сентябр|октябр|ноябр|декабр)[а-яёіїє]*"
)
#: A day or a month still to be written in; a line of them across the page is none, and would be tried at each place.
_BLANK: Final = "_{1,40}"
DATE: Final = (
    rf"(?:[«\"]?\s?(?:\d{{1,2}}|{_BLANK})\s?[»\"]?\s?(?:[./]\s?(?:\d{{1,2}}|{_BLANK})\s?[./]|\s?(?:"
    + MONTHS
    + rf"|{_BLANK}),?)\s?\d{{2,4}}(?:\s?(?:року|роки|рік|года|год|р|г|p)\b\.?)?(?:\s\.)?)"
)
#: The letters of a series or an office in front of a number: «№ НР 15-2/44».
SERIES: Final = r"(?-i:[А-ЯІЇЄҐЁ]{1,4}\s(?=\d))?"
NUMBER: Final = rf"(?:№|N[оo°]?|Nº)\s?(?:{SERIES}[\w/]+(?:\s?[/-]\s?[\w.]+)*(?:\([а-яіїєґ]{{1,3}}\))?|_+|$)"
_SETTLED = r"(?:(?:м|г|с|смт|пгт|р\. ?п|рп|сел|д|ст|х|п)\s?\.|(?:смт|пгт)(?=\s))"
_TOWN = r"[А-ЯЁІЇЄҐ][\w'-]+(?:[ -]{1,3}[А-ЯЁІЇЄҐ][\w'-]+){0,2}"
_CITY = rf"(?:(?:{_SETTLED}|селище|село|місто|город)\s?)?{_TOWN}"
#: The line with an act's date, number and place, whole.
REQUISITE: Final = re.compile(
    rf"(?:(?:від|от|вiд)\s|(?:за|под)\s(?=№|N))?(?:{DATE}|{NUMBER})(?:[\s,|]*(?:(?:від|от|за|под)\s)?(?:{NUMBER}|{DATE}|(?>{_CITY}))){{0,6}}\s*\Z|"
    rf"(?:від|от)\s(?:{DATE})\s\d{{1,5}}(?:-[а-яіїєґ]{{1,3}}|/\d{{1,5}})?\s*\Z|"
    rf"\d{{1,5}}(?:-[а-яіїєґ]{{1,3}})?\s(?:від|от)\s(?:{DATE})\s*\Z|"
    rf"{_CITY}[\s,]+(?:{NUMBER}[\s,]+)?(?:(?:від|от)\s)?(?:{DATE})[\s,]*(?:{NUMBER})?\s*\Z|(?:(?:від|от)\s[«\"]?\s?)?_{{3,}}.{{0,60}}\Z"
)
#: A place alone: «м. Київ», «с. Калинове», «Москва, Кремль», «Республика Коми, пгт. Троицко-Печорск».
PLACE: Final = re.compile(
    rf"(?:[\w' -]{{2,40}},\s?){{0,3}}{_SETTLED}\s?{_TOWN}"
    r"(?:,? [\w']+(?:ої|ая|ой|а|го) (?:області|обл\.?|области|область|района|району|края))?\s*\Z"
)
#: A place in the line of date and number: «12.03.2024   смт Лугини   № 45», between the two without its mark as well.
PLACE_WITHIN: Final = re.compile(
    rf"(?:(?:від|от)\s)?(?:{DATE}|{NUMBER})(?:[\s,|]+(?:(?:від|от)\s)?(?:{DATE}|{NUMBER}))?[\s,|]+(?:(?P<marked>{_SETTLED}\s?{_TOWN})|(?P<bare>{_TOWN})[\s,|]+(?=(?:№|N)\s?\d))"
)
#: The date of a meeting with its place and the address there: «5.10.2021   м. Київ, вул. Лісова, 4».
DATED_PLACE: Final = re.compile(rf"(?:{DATE})[\s,|]+{_SETTLED}\s?{_TOWN}(?=[\s,])")
#: The second line of a body's name: a preposition or a genitive that the line above calls for.
CARRIES_ON: Final = re.compile(
    r"(?:для|з|із|та|і|и|по|с|у|в|при|щодо|на|до|імені|ім\.|имени|им\.)\s|[«\"][^«»\"]{2,100}(?:«[^«»]+)?[»\"]{1,2}\s*\Z|"
    r"[\w'-]+(?:ої|ой|ого|их|ых)(?:-[\w'-]+)?\s(?!.*[,:;])|"
    r"(?:україни|российской федерации|администрации|адміністрації|області|области|району|района|города|міста)\b",
    re.IGNORECASE,
)
GROUNDS: Final = re.compile(
    "(?:" + "|".join(w.replace("_", r"\s") for w in str(_DATA["grounds"]["words"]).split()) + r")\b", re.IGNORECASE
)
POSITION: Final = re.compile(
    r"\W*(?:" + "|".join(re.escape(w) for w in sorted(str(_DATA["positions"]["stems"]).split())) + ")", re.IGNORECASE
)
LABEL: Final = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})* ?[.)](?!\d)|[IVXІХ]{1,5} ?[.)]|[а-яіїєґ] ?\)|[-•*] )")
OPERATIVE: Final = tuple(
    (str(entry["kind"]), re.compile(str(entry["pattern"]), re.IGNORECASE)) for entry in _DATA["operative"]
)
_KINDS: Final = {word.replace("_", " "): kind for kind, words in _DATA["kinds"].items() for word in str(words).split()}
_NAMES_KIND: Final = re.compile(
    r"(?:" + "|".join(re.escape(w) for w in sorted(_KINDS, key=len, reverse=True)) + r")(?![^\W\d_])", re.IGNORECASE
)
#: What begins with such a word and names no kind: an agenda, appeals that are told of.
_NO_KIND: Final = re.compile(str(_DATA["no_kind"]["pattern"]), re.IGNORECASE)
#: Words of everyday that name a kind only where they are set in capitals.
_IN_CAPITALS: Final = frozenset(("інформація", "информация", "зведення", "сводка"))
_LATIN: Final = re.compile(r"[A-Za-z]")
#: An initial typed on the Latin keyboard: «M. Верба».
_INITIAL: Final = re.compile(r"(?<![\w.])[ABCEHIKMOPTX](?=\s?\.\s?(?:[А-ЯІЇЄҐЁ]|[ABCEHIKMOPTX]\s?\.\s?[А-ЯІЇЄҐЁ]))")
_TWINS: Final = str.maketrans("ABCEHIKMOPTX", "АВСЕНІКМОРТХ")
_VARIANTS: Final = (*((c, "'") for c in "’ʼ‘`"), *((c, "-") for c in "–—−"), *((c, '"') for c in "“”„"))
_SPACED: Final = re.compile(r"(?<!\w)(?:\w ){2,}\w(?!\w)")
_DRAFT: Final = re.compile(r"про[єе]кт\s(?=\S)", re.IGNORECASE)


@cache
def agenda_title() -> re.Pattern[str]:
    """The title that announces an agenda; it is sought in lower case."""
    return re.compile(load("agenda")["title"]["pattern"])


@dataclass(frozen=True, slots=True)
class View:
    """A paragraph as the rules see it: `line` is its plain text (at most SEEN characters) with white space made one
    space, `far` tells that a blank line stands above it, `whole` that `line` is all of it."""

    start: int
    end: int
    line: str
    far: bool
    whole: bool

    @property
    def short(self) -> bool:
        """Short enough for a line of a head or a signature."""
        return self.whole and len(self.line) <= 250

    @property
    def capitals(self) -> bool:
        """All letters capitals, more than an abbreviation."""
        line = self.line
        return line[:8] == line[:8].upper() and line == line.upper() and sum(c.isalpha() for c in line) > 3


def views(document: Document, paragraphs: Sequence[Paragraph]) -> list[View]:
    """One view a paragraph, in order."""
    text = document.text
    out: list[View] = []
    above = 0
    for p in paragraphs:
        line = levelled(" ".join(text[p.start : min(p.end, p.start + SEEN)].split()))
        far = bool(out) and text.count("\n", above, p.start) > 1
        out.append(View(p.start, p.end, line, far, p.end - p.start <= SEEN))
        above = p.end
    return out


def levelled(line: str) -> str:
    """The plain view of one line; much cheaper than levelling the whole text where a line needs nothing."""
    if len(line) <= 250 and _LATIN.search(line):
        return _INITIAL.sub(lambda m: m.group().translate(_TWINS), plain.level(line)[0])
    for typed, levelled in _VARIANTS:
        if typed in line:
            line = line.replace(typed, levelled)
    return line


def unspaced(line: str) -> str:
    """The line with spaced-out words put together: «Н А К А З» → «НАКАЗ»."""
    return _SPACED.sub(lambda m: m.group().replace(" ", ""), line)


def kind_of(line: str) -> tuple[str, str] | None:
    """(kind, rest of the line) where the line begins with the word for a kind of document; None elsewhere."""
    joined = _DRAFT.sub("", unspaced(line[:300]).lstrip('*«"( '))
    hit = None if _NO_KIND.match(joined) else _NAMES_KIND.match(joined)
    if hit is not None and (hit.group().isupper() or hit.group().casefold() not in _IN_CAPITALS):
        return _KINDS[hit.group().casefold()], joined[hit.end() :].strip()
    if len(line) <= 60 and joined.casefold().replace(" ", "").startswith(("законукраїни", "законроссийской")):
        return "law", ""
    return None


def operative(line: str) -> str | None:
    """The kind of act whose operative word ends this line; None where none does."""
    if not line.endswith(":"):
        return None
    joined = unspaced(line)
    return next((kind for kind, pattern in OPERATIVE if pattern.search(joined)), None)


Roles = list[ParagraphRole]
