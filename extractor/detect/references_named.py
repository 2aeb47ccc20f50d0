"""Names of documents that stand without quotes: programmes, charters, regulations, conventions, codes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from extractor.data import load
from extractor.detect.references_acts import VERBS
from extractor.detect.references_parts import words_of
from extractor.schema.analysis import Language
from extractor.text.morphology import parses

_LONGEST: Final = 330
_STOP: Final = re.compile(
    r"[;:\t]|\n(?![ ]*[а-яіїєґ«\"][а-яіїєґ' -]*[а-яіїєґ])|"
    r"\s(?:[А-ЯІЇЄҐа-яіїєґ]\s){4}|\(|\.\s*(?:\n|$|\Z)|\.\s+(?=[А-ЯІЇЄҐ])|\s-\s(?!\d)|,\s*(?:як(?:ий|а|е|і|ого|ої|им|ою|их)|що|котор\w+|(?:а\s+)?також|"
    r"в\s+целях|з\s+метою|в\s+соответствии|відповідно|згідно|на\s+(?:підставі|основании)|[иі]\s+|"
    r"затв|утв|схвал|принят|постано|наказ|рішен|решен|розпор|распор|приказ|закон|указ|кодекс|"
    r"прийн|ухвал|підпис|подпис)|,\s*(?:(?:Типов|Примерн|Временн|Тимчасов)\w+\s)?(?:Полож|Устав|Статут|Порядк|Правил|Регламент|Инструкц|Інструкц|Програм|"
    r"Концепц|Стратег|Конституц|Методик)|\s(?:за|станом\s+на|по\s+состоянию\s+на)\s+(?:звітн|отчетн|перш|перв|друг|втор|трет|"
    r"четверт|[IVХІ]+\s|\d)|\s(?:(?:визнач|передбач|затвердж|розробл)(?!енн)|предусм|утвержд[её]н|разработанн)\w*"
)
_APPROVED: Final = re.compile(
    # Possessive, or a long run of spaces would be parted in every way.
    r"\s*+\(?,?\s*+(?:далі\s-\s[^)]{1,40}\)\s*+,?\s*+)?(?:яка?е?\s+|що\s+)?(?:затвердж|утвержд|схвален|одобрен|прийнят|принят)"
)
_YEARS: Final = re.compile(
    r"\s(?:на|до|в)\s+(?:період\s+(?:до\s+)?|период\s+(?:до\s+)?)?\d{4}(?:\s?[-,і]\s?\d{2,4})*(?:\s*(?:рік|роки|років|року|годы|годов|годах|год|года)\b|\s?(?:рр|гг|р|г)\b\.?)"
)
_ADJECTIVE: Final = re.compile(
    r"[А-ЯІЇЄҐа-яіїєґ'-]+(?:ої|ого|ій|ою|им|ому|ий|ый|ой|ая|ую|ых|их|ьої|а|у|ая|я|ым|ем)\s+\Z"
)
_NEXT: Final = re.compile(r"[ \n]+([а-яіїєґ][а-яіїєґ'-]*)")
_WORD: Final = re.compile(r"[\w'-]+")
#: A quoted part that belongs to a name: «КП «…»», «района «…»».
_OWNER: Final = re.compile(
    r"(?:\b(?:КП|КНП|КУ|КЗ|КО|ДП|ДУ|ГО|БО|БФ|ТОВ|ПП|АТ|СТОВ|ФГ|ООО|МУП|МКУ|МБУ|МБОУ|ОАО|АО|район\w*|образовани\w+|поселени\w+|округ\w*|"
    r"підприємств\w+|предприяти\w+|організаці\w+|организаци\w+|заклад\w*|установ\w*|учреждени\w*|товариств\w+|обществ\w+|"
    r"об'єднанн\w+|клуб\w*|центр\w*|лікарн\w+|больниц\w+|школ\w+|ліце\w+|гімназі\w+|університет\w*|фонд\w*|компані\w+|компани\w+))\s*\Z"
)
_COUNTRY: Final = (
    r"\s+(?:України|Украины|Российской\s+Федерации|РФ|Росі[їєя]\w*|Росси\w+|"
    r"(?:Республики|Республіки)\s+[А-ЯІЇЄ]\w+|[А-ЯІЇЄ]\w+\s+Республик[иі])"
)
_COUNTRY_AT: Final = re.compile(_COUNTRY)
_AND: Final = re.compile(r"(?:,|та|і|й|и)\s+\Z")


class Name(NamedTuple):
    """A document's name: where the mention stands, and the name in the nominative."""

    start: int
    end: int
    title: str
    body: int = 0
    years: bool = False
    approved: bool = False


def quote_is_part(plain: str, at: int) -> bool:
    """Is the quote that opens at `at` the name of a body inside a longer name?"""
    return _OWNER.search(plain, max(0, at - 40), at) is not None


def unquoted(plain: str, text: str, head: tuple[int, int], language: Language) -> Name | None:
    """The name that begins with the noun at `head` (and its adjectives) and runs to where its clause breaks."""
    start, after = _lead(plain, head[0], language), head[1]
    stop = _STOP.search(plain, after, after + _LONGEST)
    limit = stop.start() if stop else min(len(plain), after + _LONGEST)
    years = _YEARS.search(plain, after, limit)
    if years:
        end = years.end()
    elif stop is not None and _APPROVED.match(plain, stop.start()):
        end = limit
    else:
        comma = plain.find(",", after, limit)
        end = _before_verb(plain, after, comma if comma > 0 else limit, language)
    end = _balanced(plain, after, end)
    while end > after and plain[end - 1] in " \n,.":
        end -= 1
    if end <= after:
        return None
    title = f"{nominative(plain[start : head[1]], language)} {words_of(text, after, end)}"
    approved = _APPROVED.match(plain, end) is not None
    body = len(plain[after : years.start() if years else end].split())
    return Name(start, end, title, body, years is not None, approved)


def begins_a_name(plain: str, at: int, language: Language, *, years: bool) -> bool:
    """Does an attribute in the genitive follow the noun («Програма розвитку …»; with its years «по …» too)?"""
    found = _NEXT.match(plain, at)
    if found is None:
        return False
    word = found[1]
    if years and word in ("по", "з", "із", "щодо", "с"):
        return True
    tags = [str(p.tag) for p in parses(word, language)]
    return len(word) > 3 and any("gent" in t and t.startswith(("NOUN", "ADJF")) for t in tags)


def _balanced(plain: str, start: int, end: int) -> int:
    """`end`, or where a quote closes that did not open behind `start`, or opens and does not close."""
    open_at: list[int] = []
    for i in range(start, end):
        if plain[i] == "«":
            open_at.append(i)
        elif plain[i] == "»":
            if not open_at:
                return i
            open_at.pop()
    return open_at[0] if open_at else end


def _lead(plain: str, start: int, language: Language) -> int:
    """Where the capitalised adjective before the noun at `start` begins: «Державна», «Типового»."""
    line = max(plain.rfind("\n", 0, start), start - 60)
    best = at = start
    for _ in range(4):
        found = _ADJECTIVE.search(plain, max(0, line + 1), at)
        if found is None or not _is_adjective(found.group().strip().casefold(), language):
            break
        at = found.start()
        if plain[at].isupper():
            best = at
    return best


@lru_cache(maxsize=2000)
def _is_adjective(word: str, language: Language) -> bool:
    return any(str(p.tag.POS) in ("ADJF", "PRTF") for p in parses(word, language))


def _before_verb(plain: str, start: int, end: int, language: Language) -> int:
    """`end`, or the end of the last word before the first finite verb."""
    last = start
    for found in _WORD.finditer(plain, start, end):
        word = found.group()
        if word.islower() and len(word) > 3 and str(parses(word, language)[0].tag.POS) in VERBS:
            return last
        last = found.end()
    return end


def nominative(phrase: str, language: Language) -> str:
    """«Державної цільової програми» → «Державна цільова програма»: adjectives agree with the noun at the end."""
    *adjectives, noun = phrase.split()
    word, gender = _noun(noun.casefold(), language)
    out = [_agree(a.casefold(), gender, language) for a in adjectives]
    out.append(word)
    return " ".join([out[0][:1].upper() + out[0][1:], *out[1:]])


@lru_cache(maxsize=500)
def _noun(word: str, language: Language) -> tuple[str, str]:
    if word.startswith("правил"):
        return "правила", "plur"
    if word.startswith("рекомендац"):
        return ("рекомендації" if language == "uk" else "рекомендации"), "plur"
    readings = [p for p in parses(word, language) if p.tag.POS == "NOUN"]
    if not readings:
        return word, "masc"
    best = readings[0]
    return best.normal_form, str(best.tag.gender or "masc")


@lru_cache(maxsize=2000)
def _agree(word: str, gender: str, language: Language) -> str:
    for reading in parses(word, language):
        if reading.tag.POS in ("ADJF", "PRTF"):
            form = reading.inflect({"nomn", gender})
            return str(form.word) if form else word
    return word


@lru_cache(maxsize=1)
def _tails() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{t['pattern']})" for t in load("references")["code_tail"]))


def codes(plain: str, text: str, head: tuple[int, int], language: Language) -> list[Name]:
    """The codes named at the noun `head`: one, or several («Цивільного та Господарського кодексів»)."""
    capital = plain[head[0]].isupper()
    tail = _tails().match(plain, head[1])
    if tail and (capital or plain[head[0]] == "к"):
        noun = "Кодекс" + " " + words_of(text, head[1], tail.end())
        return [Name(head[0], tail.end(), noun)]
    country = _COUNTRY_AT.match(plain, head[1])
    end = country.end() if country else head[1]
    behind = f" {words_of(text, head[1], end)}" if country else ""
    out: list[Name] = []
    at = head[0]
    for _ in range(4):
        lead = _code_adjectives(plain, at, language)
        if lead is None:
            break
        start, words = lead
        out.insert(0, Name(start, end if not out else at, f"{words[:1].upper()}{words[1:]} кодекс{behind}"))
        more = _AND.search(plain, max(0, start - 6), start)
        if more is None:
            break
        at = more.start()
    return out


_BEFORE: Final = re.compile(r"(?:([А-ЯІЇЄҐа-яіїєґ'-]+)\s+)?([А-ЯІЇЄҐа-яіїєґ'-]+)\s*\Z")
_CODE_STEMS: Final = re.compile(
    r"бюджет|податк|налог|земел|лісов|лесн|водн|повітрян|воздуш|цивільн|граждан|сімейн|семейн|господар|кримінал|уголовн|"
    r"житлов|жилищ|трудов|таможен|митн|арбитраж|виборч|избират|градостроит|процесуал|процессуал|уголовно-|виконавч"
)


def _code_adjectives(plain: str, at: int, language: Language) -> tuple[int, str] | None:
    """The adjectives that end before `at`, in the masculine nominative, and where they begin."""
    found = _BEFORE.search(plain, max(0, at - 60), at)
    if found is None:
        return None
    second, first = found[2], found[1]
    if not _CODE_STEMS.match(second.casefold()):
        return None
    words = _agree(second.casefold(), "masc", language)
    if first and second.islower() and _CODE_STEMS.match(first.casefold()):
        return found.start(1), f"{_agree(first.casefold(), 'masc', language)} {words}"
    return found.start(2), words


def country_after(plain: str, at: int) -> int:
    """Where the name of a country that begins at `at` ends; `at` where there is none."""
    found = _COUNTRY_AT.match(plain, at)
    return found.end() if found else at
