"""Finds places: by the word of their type before or behind the name, and countries by name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, cast

from extractor.data import load
from extractor.detect.references_named import nominative as agreeing
from extractor.normalize.cases import nominative
from extractor.normalize.words import readings
from extractor.schema.analysis import Analysis, Language
from extractor.schema.facts import Place, PlaceType
from extractor.schema.span import Span

_UP: Final = "А-ЯІЇЄҐЁ"
_LOW: Final = "а-яіїєґё"
_PART: Final = rf"[{_UP}][{_LOW}]*'?[{_LOW}]+"
#: «Київ», «Нова Каховка», «Драбове - Барятинське», «Ростов-на-Дону», «Кам'янець-Подільський», «ХЕРСОН».
_NAME: Final = (
    rf"(?:{_PART}(?:[ ]?-[ ]?(?:на-|де-)?{_PART})*(?:[ ]{_PART}(?:-{_PART})?)?|[{_UP}][{_UP}'-]{{3,}})(?![\w'-])"
)
_NAME_AT: Final = re.compile(_NAME)
_ONE_AT: Final = re.compile(rf"{_PART}(?:[ ]?-[ ]?(?:на-|де-)?{_PART})*(?![\w'-])")
_MORE: Final = re.compile(r"[ ]?(?:,[ ]?(?:(?:та|і|й|и)[ ])?|[ ](?:та|і|й|и)[ ])(?=[А-ЯІЇЄҐЁ][а-яіїєґё'])")
_ADJECTIVE_BEFORE: Final = re.compile(
    rf"(?<![\w'-])(?P<adjective>[{_UP}][{_LOW}'-]*(?:[сзц]ьк(?:а|ої|ій|у|ою|ий|ого|ому|им|их)|"
    r"[сц]к(?:ая|ой|ую|ий|ого|ому|им|ом|их)|[внмл](?:ої|ий|ого|ому|им|ый|ым|ом|ая|ой)))[ ,]\Z"
)
_ATTRIBUTE_OF: Final = re.compile(
    r"[ ](?:район|област|громад|сільськ|селищн|міськ|сельск|городск|р-н|обл|ТГ|ОТГ|край|края|округ)"
)
#: Endings of villages' names that stay as they are behind «с.» and «у селі»: «Вишневе», «Кетово».
_UNCHANGED: Final = ("е", "о")
_PLURAL: Final = ("ей", "ів", "ов", "ях", "ах")
_AND_BEFORE: Final = re.compile(r"(?:[ ](?:та|і|й|и)|,)[ ]\Z")
_YEAR_BEFORE: Final = re.compile(r"\d\s?\Z")
_HYPHEN: Final = re.compile(r"\s?-\s?")
#: Words that begin a body's or a street's name, never a place's.
_NO_NAME: Final = re.compile(
    r"(?:рад[аиіую]|район|област|вул|ул|департамент|управл|адміністр|администр|центр|комітет|комитет|положен|порядок|додат|"
    r"прилож|голов|глав|закон|постан|наказ|приказ|про|об|на|за|у|в|тел|протягом|також|отже|телефон|кабінет|верхов)",
    re.I,
)
_OWNER: Final = re.compile(r"(?:Президент|Закон|Кодекс|Уряд|Конституц|Герб|Прапор|Герой|Геро)\w*\s+\Z", re.I)


class _Found(NamedTuple):
    start: int
    end: int
    name: str
    type: PlaceType
    rule: str


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Types before a name; types behind an adjective; countries. Group names are those of the data file."""
    data = load("places")
    before = "|".join(f"(?P<{b['id']}_many>{b['many']})|(?P<{b['id']}>{b['pattern']})" for b in data["before"])
    behind = "|".join(f"(?P<{b['id']}>{b['pattern']})" for b in data["behind"])
    countries = "|".join(f"(?P<c{i}>{c['pattern']})" for i, c in enumerate(data["country"]))
    capitals = "".join(sorted({c["pattern"][0] for c in data["country"]} | set("УРПГБМВСЧЛЕЭФИТКЯШ")))
    initials = "окрсмтгОТМС"
    return (
        re.compile(rf"(?<![\w.'-])(?=[мМгГсСхХдДпПрР])(?i:{before})(?:(?<=\.)[ ]?|[ ])(?=[{_UP}])"),
        re.compile(rf"(?<=[а-яіїє][ ])(?=[{initials}])(?:{behind})(?![\w'-])"),
        re.compile(rf"(?<![\w'-])(?=[{capitals}])(?:{countries})(?![\w'-])"),
    )


def detect(analysis: Analysis, found: Sequence[Span]) -> list[Span]:
    """Spans labelled "place", each with its Place, in reading order; none inside a body's or person's name."""
    taken = sorted((s.start, s.end) for s in found if s.label in ("organisation", "person"))
    firsts = [a for a, _ in taken]
    out: list[Span] = []
    done = 0
    for place in sorted(_places(analysis), key=lambda p: (p.start, -p.end)):
        if place.start < done or _inside(taken, firsts, place):
            continue
        done = place.end
        out.append(Span(place.start, place.end, "place", f"places.{place.rule}", 0.9, Place(place.name, place.type)))
    return out


def _inside(taken: Sequence[tuple[int, int]], firsts: Sequence[int], place: _Found) -> bool:
    """Does the name of a body or a person cover the place?"""
    i = bisect_right(firsts, place.start)
    return any(end >= place.end for _, end in taken[max(0, i - 8) : i])


def _places(analysis: Analysis) -> Iterator[_Found]:
    plain = analysis.plain
    starts = [s.start for s in analysis.sentences]

    def language(at: int) -> Language:
        i = bisect_right(starts, at) - 1
        return analysis.sentences[i].language if i >= 0 else analysis.language

    before, behind, countries = _patterns()
    for found in before.finditer(plain):
        yield from _typed(plain, found, language(found.start()))
    for found in behind.finditer(plain):
        adjective = _ADJECTIVE_BEFORE.search(plain, max(0, found.start() - 40), found.start())
        plural = found[str(found.lastgroup)].endswith(_PLURAL)
        while adjective is not None:
            name = _with_noun(found, adjective, language(found.start()), plural=plural)
            if name:
                yield name
            start = adjective.start()
            more = _AND_BEFORE.search(plain, max(0, start - 6), start) if plural else None
            adjective = _ADJECTIVE_BEFORE.search(plain, max(0, start - 44), more.start() + 1) if more else None
    for found in countries.finditer(plain):
        if not _OWNER.search(plain, max(0, found.start() - 16), found.start()):
            entry = load("places")["country"][int(str(found.lastgroup)[1:])]
            name_of = entry.get(language(found.start())) or entry.get("uk") or entry["ru"]
            yield _Found(found.start(), found.end(), name_of, "country", "country")


def _typed(plain: str, found: re.Match[str], language: Language) -> Iterator[_Found]:
    """The name behind a type, or the names of a list behind a plural."""
    group = str(found.lastgroup)
    kind = cast("PlaceType", next(b["type"] for b in load("places")["before"] if group.startswith(b["id"])))
    if found.group()[1:2] == "." and (
        found.group()[0].isupper() or _YEAR_BEFORE.search(plain, max(0, found.start() - 3), found.start())
    ):
        return  # an initial; «2016 г. Администрация», «15 м. Висота»
    at, start = found.end(), found.start()
    for _ in range(30):
        name = _name_at(plain, at, language, village=kind != "city")
        if name is None:
            return
        end, words = name
        yield _Found(start, end, words, kind, group.removesuffix("_many"))
        more = _MORE.match(plain, end) if group.endswith("_many") else None
        if more is None:
            return
        at = start = more.end()


def _name_at(plain: str, at: int, language: Language, *, village: bool) -> tuple[int, str] | None:
    """Where the name at `at` ends, and the name in the nominative; a second word only behind an adjective."""
    found = _NAME_AT.match(plain, at)
    if found is None or _NO_NAME.fullmatch(found.group().partition(" ")[0]):
        return None
    words = found.group()
    if " " in words and not words.isupper():
        one = _ONE_AT.match(plain, at)
        single = one is not None and one.end() < found.end()
        if one is not None and single and not _is_attribute(one.group(), words[len(one.group()) :].strip(), language):
            found, words = one, one.group()
    words = _HYPHEN.sub("-", words)
    if words.isupper():
        words = "-".join(w.capitalize() for w in words.split("-"))
    if _ATTRIBUTE_OF.match(plain, found.end()):
        return None
    return found.end(), words if "-" in words or (village and words.endswith(_UNCHANGED)) else nominative(
        words, language
    )


def _is_attribute(first: str, second: str, language: Language) -> bool:
    """«Біла Церква», «Великий Хутір»: does the first word belong to the second?"""
    if second.casefold().endswith(
        ("ського", "ської", "цького", "цької", "ского", "ской", "ська", "ський", "ская", "ский")
    ):
        return False
    low = first.rsplit("-", maxsplit=1)[-1].strip().casefold()
    return any(r.pos == "adjective" for r in readings(low, language) if r.known)


def _with_noun(found: re.Match[str], before: re.Match[str], language: Language, *, plural: bool) -> _Found | None:
    """«Луганської області» → «Луганська область»; abbreviations written out."""
    group = str(found.lastgroup)
    kind = cast("PlaceType", next(b["type"] for b in load("places")["behind"] if b["id"] == group))
    noun, adjective = found[group], before["adjective"]
    if _NO_NAME.match(adjective) and len(adjective) < 9:
        return None
    start = before.start("adjective")
    end = before.end() - 1 if plural else found.end()
    if plural and group == "raion":
        return _Found(start, end, agreeing(f"{adjective} район", language), kind, group)
    if noun.startswith("обл.") or (plural and noun.startswith("област")):
        noun, adjective = ("область", _feminine(adjective, language))
    elif noun.startswith("р-н"):
        noun = "район" if adjective.endswith("й") else ("району" if language == "uk" else "района")
    if noun.endswith("ТГ") or noun == "область":
        return _Found(start, end, f"{_feminine(adjective, language)} {noun}", kind, group)
    return _Found(start, found.end(), nominative(f"{adjective} {noun}", language), kind, group)


def _feminine(adjective: str, language: Language) -> str:
    ending = "а" if language == "uk" else "ая"
    return re.sub(r"(?:ої|ій|у|ою|ая|ой|ую)\Z", ending, adjective)
