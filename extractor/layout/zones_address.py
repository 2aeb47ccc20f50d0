"""To whom a letter goes: the lines that name them («Керівникам закладів»), and the one that greets them."""

from __future__ import annotations

import re
from typing import Final

#: To whom it goes: an official or a body in the dative begins a line.
DATIVE: Final = re.compile(
    r"[\w'-]+(?:ому|ьому)\s[\w'-]+(?:у|ю|ові|еві)\b|"
    r"(?:(?:в\.\s?о\.|т\.в\.о\.|перш\w+|заступник\w+)\s)?(?:[\w'-]+(?:ому|ьому|ым|им|ам|ям|им)\s){0,3}"
    r"(?:(?:голов|міністр|директор|начальник|керівник|президент|губернатор|ректор|прокурор|секретар|депутат|командир|"
    r"староста?|заступник|завідувач|спеціаліст|працівник|мешканц|жител|управляюч|керуюч)(?:у|ю|ам|ям|ові|еві|єві|і)|"
    r"(?:глав|министр|руководител|председател|заместител|заведующ|начальник|директор|учител|граждан)(?:у|ю|е|ам|ям|ему|им)|"
    r"(?:міністерств|департамент|управлінн|комітет|відділ|центр|фонд|суд|агентств|підприємств|товариств|закладу?|"
    r"министерств|управлени|комитет|отдел|правительств|учреждени|предприяти|обществ)(?:у|ю|ам|ям)|"
    r"(?:раді|службі|інспекції|прокуратурі|комісії|адміністрації|облдержадміністрації|райдержадміністрації|поліції|"
    r"думе|службе|комиссии|администрации|инспекции|прокуратуре|администрациям|адміністраціям|радам|службам))\b",
    re.IGNORECASE,
)
#: From whom it comes, in the genitive under those addressed: «депутата сільської ради / Петра ЛИСА».
SENDER: Final = re.compile(
    r"(?:(?:від|от)\s)?(?:(?:народного|обласного|міського|областного|городского)\s)?(?:депутата|громадян(?:ина|ки)|мешкан(?:ця|ки|ців)|"
    r"жител(?:я|ьки|ів|ей|ьницы)|гражданина|гражданки|заявни(?:ка|ці)|заявителя)\b",
    re.IGNORECASE,
)
#: Several are addressed: the first word of the line is a plural in the dative.
_CIRCULAR: Final = re.compile(r"[А-ЯІЇЄҐЁ][\w'-]+(?:ам|ям)\s")
#: The rest of an addressee on a line of its own is no longer than this.
_LONGEST_REST: Final = 80
_ESTEEMED: Final = r"(?:(?:високо|вельми|глибоко|высоко|глубоко|много)?(?:шановн|поважн|уважаем)[а-яіїє]{1,3})"
_NAMED: Final = r"[А-ЯІЇЄҐЁ][а-яіїєґё'-]{1,20}"
SALUTATION: Final = re.compile(rf"{_ESTEEMED}\s[^.!?:;]{{3,160}}[!,]\s?\Z", re.IGNORECASE)
#: To one person: by given name and patronymic, or as «пане голово».
_TO_ONE: Final = re.compile(
    rf"(?i:{_ESTEEMED})\s(?:(?i:пан[еі]|пані|господин|госпожа|товариш\w*|товарищ)\s)?(?:{_NAMED}\s[А-ЯІЇЄҐЁ][а-яіїєґё']*"
    r"(?:вичу|ічу|ичу|вно|вич|ич|вна|чна)|(?<=пан[еі]\s)[а-яіїєґ'-]+)(?:\s[а-яіїєґёА-ЯІЇЄҐЁ' -]{2,40})?\s?[!,]\s?\Z"
)
_BY_NAME: Final = re.compile(rf"(?:[А-ЯІЇЄҐЁа-яіїєґё]*(?i:шановн(?:ий|а)|уважаем(?:ый|ая)))\s{_NAMED}\s?[!,]\s?\Z")
#: To officials of one kind, as circulars greet them.
_TO_OFFICIALS: Final = re.compile(
    rf"{_ESTEEMED}\s(?:[\w'-]+\s(?:та\s|і\s|й\s|и\s)?){{0,3}}?(?:колег|керівник|директор|начальник|голов|депутат|завідувач|ректор|"
    r"секретар|коллег|руководител|председател|глав|заведующ|министр|міністр)[а-яіїєґ]{0,4}\b",
    re.IGNORECASE,
)


#: «Слава Україні, пане Президенте!», «Пане голово!»
_SIR: Final = re.compile(
    r"(?:[^.!?:;]{1,40}[\s,])?(?i:пан[еі])\s[А-ЯІЇЄҐа-яіїєґ'-]{2,24}[еоуює](?:\s[А-ЯІЇЄҐ][\w'-]{2,25})?\s?!\s?\Z"
)
#: «Доброго дня!», and no more.
_GREETS: Final = re.compile(
    r"(?:добр(?:ого|ий)\s(?:дня|ранку|вечора|день|вечір)|добрый\s(?:день|вечер)|здравствуйте|вітаю)\s?[!,.]\s?\Z",
    re.IGNORECASE,
)


def personal(line: str) -> bool:
    """Does the line greet one person, or just greet? It is no headline."""
    return any(p.match(line) for p in (_TO_ONE, _BY_NAME, _GREETS, _SIR))


def addressed(line: str) -> bool:
    """Does the line greet one person by name, or officials, or just greet? «Шановні мешканці!» greets the public."""
    if _GREETS.match(line) or _SIR.match(line):
        return True
    if SALUTATION.match(line) is None:
        return False
    return personal(line) or _TO_OFFICIALS.match(line) is not None


def is_addressed(line: str) -> bool:
    """Does the line name those to whom a circular goes («Руководителям учреждений»), and tell them nothing?"""
    if len(line) > 160 or line.endswith((".", ":", ";")):
        return False
    return bool(_CIRCULAR.match(line) and DATIVE.match(line))


def is_rest(line: str) -> bool:
    """Is the short line in small letters the rest of the one above it («органов управления / образованием»)?"""
    return line[:1].islower() and len(line) <= _LONGEST_REST and not line.endswith((".", ":", ";", ","))
