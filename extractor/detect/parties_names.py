"""The name of a party as a card has it: in the nominative, without the bracket that only says who heads it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from extractor import data
from extractor.detect.parties_text import guarded, tidy
from extractor.detect.parties_words import start_of
from extractor.normalize import heads
from extractor.normalize.cases import best_group, nominative
from extractor.normalize.cases_names import name_run
from extractor.normalize.phrases import cut
from extractor.normalize.words import Case, readings

if TYPE_CHECKING:
    from extractor.schema.analysis import Language

#: What stands between the members of a list.
SEPARATOR: Final = re.compile(r"[;,\n]|(?<=\s)(?:а також|а также|та|і|й|и)(?=\s)")
#: Endings of surnames in the nominative, and such as towns and what is named by them have too.
_SURNAME: Final = re.compile(r"[А-ЯІЇЄҐЁ][а-яіїєґё'’-]+(?:енко|єнко|[чнцшл]ук|юк|вич)")
_LIKE_SURNAME: Final = re.compile(
    r"[А-ЯІЇЄҐЁ][а-яіїєґё'’-]+(?:[оеєі]в|[оеєі]ва|[иі]н|(?<!щ)(?<!чч)[иі]на|ський|ська|ский|ская)"
)
#: A woman's surname with initials, in the nominative, that could be a man's in the genitive.
_INITIALS: Final = r"[А-ЯІЇЄҐЁ]\.(?:\s?[А-ЯІЇЄҐЁ]\.)?"
_OF_WOMAN: Final = re.compile(r"[А-ЯІЇЄҐЁ][а-яіїєґё'’-]+(?:[оеєё]ва|[иіїы]на)")
#: A word with its capital.
CAPITALISED: Final = r"[А-ЯІЇЄҐЁ][а-яіїєґё'’-]+"
_WITH_INITIALS: Final = re.compile(
    rf"(?:(?P<before>{CAPITALISED})\s?{_INITIALS}|{_INITIALS}\s?(?P<behind>{CAPITALISED}))(?=\Z|\s[-–—]\s)"
)
#: One word with its capital, as the head of a unit is named in a bracket behind it («(Рубан)»).
_NAME: Final = re.compile(r"[А-ЯІЇЄҐЁ][а-яіїєґё'’-]{2,}")
#: Units that a bracket behind them says the head of, where one behind a school or a branch says its place.
_UNITS: Final = frozenset(
    "відділ сектор управління департамент комітет служба міністерство інспекція адміністрація отдел управление комитет "
    "министерство инспекция администрация".split()
)
_BRACKET: Final = re.compile(r"\(([^()]*)\)")


@cache
def _counts() -> re.Pattern[str]:
    return re.compile(rf"(?:{data.load('parties')['counts']['pattern']})\s+(?=[а-яіїєґ])", re.IGNORECASE)


def name_of(words: str, language: Language, case: Case) -> str:
    """The name of one party whose head is in `case`."""
    name = tidy(words)
    counted = _counts().match(name)
    if counted is not None:
        return nominative(name[counted.end() :], language, number="plur", case=None if case == "nom" else case)
    holder = _holder(name.partition("(")[0], language, case) if "(" in name else _SURNAME
    bare = tidy(_BRACKET.sub(lambda m: "" if _aside(m.group(1), language, holder) else m.group(), name))
    name = bare or name
    if name.endswith(".") and not re.search(r"[А-ЯІЇЄҐЁ]\.$|\b(?:обл|м|р-н|ін|др)\.$", name):
        name = name[:-1].rstrip()
    if case == "nom" and _may_stand(name, language):
        return name  # nothing governs «Лугова Н.П.», «Сорока О.П.»: no genitive of «Лугов», «Сорок»
    return _inside_too(nominative(name, language, case=None if case == "nom" else case), language, case)


def _inside_too(name: str, language: Language, case: Case) -> str:
    """The name with what a bracket at its end calls the body by put to the nominative too: «орган ради
    (адміністрації)» in the dative is one in both parts."""
    hit = _BRACKET.search(name)
    if hit is None or case == "nom" or hit.end() < len(name):
        return name
    group = best_group(cut(hit.group(1)), 0, language, case)
    if group is None or group.case != case or not heads.is_body(group.lemma, language):
        return name
    return f"{name[: hit.start(1)]}{nominative(hit.group(1), language, case=case)})"


def _may_stand(name: str, language: Language) -> bool:
    """Is it a surname with initials (and a post behind a dash) that may be in the nominative as it is printed?"""
    hit = _WITH_INITIALS.match(name)
    if hit is None:
        return False
    word = hit["before"] or hit["behind"]
    found = readings(word, language)
    noun = ("noun", "adjective")
    told = any(r.known and r.case == "nom" and not r.plural and r.pos in noun for r in found)
    likely = bool(found) and found[0].case == "nom" and not found[0].plural
    return told or _OF_WOMAN.fullmatch(word) is not None or likely


def name_of_all(words: str, language: Language, case: Case) -> str:
    """The name of several who are one party: each of them in the nominative."""
    mask = guarded(words)
    out, at, between = "", 0, ""
    for hit in SEPARATOR.finditer(words):
        following = words[hit.end() :].lstrip()
        if mask[hit.start()] or start_of(SEPARATOR.split(following)[0], language, case) not in ("party", "either"):
            continue
        out += between + name_of(words[at : hit.start()], language, case)
        between, at = (", " if hit.group() == "," else f" {hit.group()} "), hit.end()
    return out + between + name_of(words[at:], language, case)


def _aside(inside: str, language: Language, holder: re.Pattern[str]) -> bool:
    """Does a bracket only say who heads the body, a lone surname as `holder` has them, or how it is called further
    on?"""
    if inside.lower().startswith(("далі", "далее", "надалі")):
        return True
    pieces = cut(inside.strip())
    if not pieces:
        return True
    if name_run(pieces, 0, language) is not None or _surname(inside.strip(), language, holder):
        return True
    group = best_group(pieces, 0, language)
    return (
        group is not None
        and heads.is_official(group.lemma, language)
        and (not group.plural or group.case in ("dat", "ins"))
    )


def _surname(word: str, language: Language, holder: re.Pattern[str]) -> bool:
    """Is it a single surname: by its ending («(Литвиненко)»), or as `holder` has them; and no place, no thing?"""
    if _SURNAME.fullmatch(word) is None and holder.fullmatch(word) is None:
        return False
    found = readings(word, language)
    if any("Geox" in r.parse.tag.grammemes and r.known for r in found) and not any(r.name == "surname" for r in found):
        return False  # «Ростов», «Кременчук»
    return not any(r.known and r.pos == "noun" and r.case == "nom" and r.name is None and not r.animate for r in found)


def _holder(name: str, language: Language, case: Case) -> re.Pattern[str]:
    """How a lone surname in a bracket behind `name` looks: any word with its capital behind a unit or a post, such as
    end like surnames behind a quoted name, else only those whose ending says enough."""
    name = name.strip()
    group = best_group(cut(name), 0, language, case)
    if group is not None and (group.lemma in _UNITS or heads.is_official(group.lemma, language)):
        return _NAME
    return _LIKE_SURNAME if name.endswith(("»", '"', "”")) else _SURNAME
