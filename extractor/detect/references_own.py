"""What is no reference: the document itself, its approval block, and what it approves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from extractor.detect import head_headline
from extractor.detect import references_parts as parts
from extractor.detect.references_acts import Act
from extractor.layout.zones_view import operative
from extractor.normalize.dates import lowered
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Reference, ReferenceType
from extractor.schema.span import Span

_APPROVES: Final = re.compile(
    r"\b(?:затвер(?:дити|дження|дженням|дженні|джую|джує|джуються|джується)|утвер(?:дить|ждени[еюя]|ждению|ждаю|ждает)|"
    r"схвал(?:ити|ення|енням|ює|юється)|одобр(?:ить|ени[еюя])|прийня(?:ти|ття)|приня(?:ть|ти[еюя])|погод(?:ити|ження)|"
    r"ввести\s+в\s+дію)((?:\s+[\w'-]+){0,7})\s+\Z",
    re.I,
)
_NOT_ITSELF: Final = re.compile(
    r"змін|доповн|изменен|дополн|звіт|отч[её]т|хід|ход|план|перел|переч|склад|прое?є?кт|порядк", re.I
)
_BLOCK: Final = re.compile(
    r"(?:^|\n|\t)[ ]*(?:ЗАТВЕРДЖЕН|УТВЕРЖД[ЕЁ]Н|Затверджен|Утвержд[её]н|СХВАЛЕН|Схвален|ПОГОДЖЕН|Погоджен|"
    r"Додаток|ДОДАТОК|"
    r"Приложени|ПРИЛОЖЕНИ|(?:Лист|ЛИСТ)\s+(?:согл|СОГЛ)|(?:Аркуш|АРКУШ)\s|к\s|до\s)[^;]{0,130}\Z"
)
_APPROVED: Final = re.compile(r"\W*(?:затверджен|утвержд[её]н|схвален|одобрен)", re.I)
_SIGNED_NUMBER: Final = re.compile(r"[№N]")
_REPLY: Final = re.compile(r"\s*(?:на|до)\b", re.I)
_LEAD: Final = re.compile(
    r"\s*(?:паспорт\s+)?(?:муниципальн|государственн|целев|районн|міськ|селищн|цільов|комплексн|обласн|областн|відомч|ведомств)\w+\s",
    re.I,
)
_FREE: Final = re.compile(r"[А-ЯІЇЄҐа-яіїєґ]{2,}")
_ABOUT: Final = re.compile(r"(?:про|об?|щодо)\s", re.I)
_PLACE: Final = re.compile(r"(?:від|от|року|года|г|р|м|с|смт|рп|пгт|місто|город)\b|[А-ЯІЇЄҐ][\w'-]+")
_YEARS: Final = re.compile(r"\s(?:на|до)\s(?:період\s|период\s)?(?:до\s)?\d{4}.*\Z", re.S)
_KEY: Final = re.compile(r"[^\W_]+")


def key(title: str) -> str:
    """A title with what tells it from another: its first eight words' first five letters."""
    return " ".join(w[:5] for w in _KEY.findall(title.casefold())[:8])


def numbers(analysis: Analysis, heads: re.Pattern[str]) -> dict[str, str | None]:
    """The numbers that stand alone with a date and a place in a line, as an act prints its own, with the dates."""
    found: dict[str, str | None] = {}
    paragraphs = analysis.outline.paragraphs
    for p in (*paragraphs[:40], *paragraphs[-25:]):
        if not _SIGNED_NUMBER.search(analysis.plain, p.start, p.end):
            continue
        for line in re.finditer(r"[^\n]+", analysis.text[p.start : p.end]):
            start = p.start + line.start()
            number = parts.NUMBER_AT.search(analysis.plain, start, p.start + line.end())
            headed = p.role == "title" and number is not None and head_headline.read(analysis) is not None
            if headed and number is not None and (date := parts.DATE_AT.search(analysis.plain, start, number.start())):
                found.setdefault(_code(number["number"]), parts.iso(date))
                continue
            if len(line.group()) > 90 or _REPLY.match(line.group()):
                continue
            if number is None or heads.search(lowered(analysis.plain), start, number.start()):
                continue
            if _BLOCK.search(analysis.plain, max(0, start - 160), start):
                continue
            day = parts.DATE_AT.search(analysis.plain, start, p.start + line.end())
            rest = analysis.plain[start : p.start + line.end()].replace(number.group(), " ")
            rest = rest.replace(day.group(), " ") if day else rest
            if not _FREE.search(_PLACE.sub(" ", rest)) and len(rest.split()) < 6:
                found.setdefault(_code(number["number"]), parts.iso(day) if day else None)
    return found


def approving_stamp(analysis: Analysis) -> tuple[int, int] | None:
    """The stretch of the approval stamp above a plan, rules or a report that stands alone: the act that it names is
    another document. None in an act, whose annexes are stamped with the act itself."""
    paragraphs = analysis.outline.paragraphs
    first = next((i for i, p in enumerate(paragraphs) if p.role != "furniture"), None)
    if first is None or paragraphs[first].role != "annex" or any(p.role == "kind" for p in paragraphs):
        return None
    start = end = paragraphs[first].start
    for p in paragraphs[first:]:
        if p.role != "annex":
            break
        end = p.end
    if not _APPROVED.match(analysis.plain, start) or any(
        operative(analysis.plain[p.start : p.end]) for p in paragraphs if p.end - p.start < 700
    ):
        return None
    return start, end


def _code(number: str) -> str:
    return re.sub(r"\s+", "", number).casefold()


@lru_cache(maxsize=4)
def _own_titles(early: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key(p)[:30] for p in early if _ABOUT.match(p))


def own_titles(analysis: Analysis) -> frozenset[str]:
    """The keys of the «Про …» clauses that stand as paragraphs of their own at the top: the document's title."""
    return _own_titles(tuple(analysis.plain[p.start : p.end] for p in analysis.outline.paragraphs[:25]))


def is_own(analysis: Analysis, mine: Mapping[str, str | None], act: Act, head: int, *, first: bool) -> bool:
    """Is this act the document itself, or the act that its approval block names?"""
    if act.number and act.dated and _code(act.number) in mine:
        date = mine[_code(act.number)] or analysis.context.document_date
        if date is None or date == act.date:
            return True
    plain = analysis.plain
    if act.title and not act.number and key(act.title)[:30] in own_titles(analysis):
        return True
    line = max(plain.rfind("\n", 0, head) + 1, plain.rfind("\t", 0, head) + 1, head - 300, 0)
    alone = act.number is None and act.title is None
    if first and alone and not plain[line:head].strip(" №0123456789.-"):
        return True
    following = plain[act.end : act.end + 12].split("\n")[0].split("\t")[0]
    if following.strip(" .)") or (act.number and act.title):
        return False
    return _BLOCK.search(plain, max(0, head - 150), head) is not None


def approves(plain: str, start: int) -> bool:
    """Does the document itself approve what is named at `start`?"""
    found = _APPROVES.search(plain, max(0, start - 110), start)
    return found is not None and not _NOT_ITSELF.search(found[1])


def is_heading(plain: str, head: re.Match[str], end: int) -> bool:
    """Is «МУНИЦИПАЛЬНАЯ ПРОГРАММА «…»» the heading of the document, a programme itself?"""
    if head.start() > 2500:
        return False
    line = plain.rfind("\n", 0, head.start()) + 1
    stop = plain.find("\n", end)
    rest = plain[end : stop if stop > 0 else len(plain)]
    lead = plain[line : head.start()]
    typical = plain[head.start() : head.end()].isupper() or _LEAD.match(lead) is not None
    return typical and len(rest) < 40 and len(lead.split()) < 4 and not re.search(r"[.,:;]", lead)


def complete(spans: list[Span]) -> None:
    """Gives «Закон № 265» what the full mention of the same act says («… від 06.07.1995 № 265/95-ВР»), and «Програма
    розвитку освіти» the years that its full name ends with."""
    full: dict[tuple[str, str], Reference] = {}
    for span in spans:
        value = span.value
        if isinstance(value, Reference) and value.number and value.date:
            for name in (value.number, re.split(r"[-/]", value.number)[0]):
                full.setdefault((value.type, name), value)
    for i, span in enumerate(spans):
        value = span.value
        if isinstance(value, Reference) and value.number and not value.date and not value.title:
            known = full.get((value.type, value.number))
            if known is not None:
                merged = replace(known, provisions=value.provisions, issuer=value.issuer or known.issuer)
                spans[i] = replace(span, value=merged)
    _complete_names(spans)


def _complete_names(spans: list[Span]) -> None:
    titles = {s.value.title for s in spans if isinstance(s.value, Reference) and s.value.title and not s.value.number}
    years = {t[: hit.start()].casefold(): t for t in titles if (hit := _YEARS.search(t))}
    for i, span in enumerate(spans):
        value = span.value
        if isinstance(value, Reference) and value.title and not value.number and value.title.casefold() in years:
            spans[i] = replace(span, value=replace(value, title=years[value.title.casefold()]))


def type_of_act(analysis: Analysis, heads: re.Pattern[str], types: Mapping[str, ReferenceType]) -> ReferenceType:
    """What the document itself is, by the first noun of an act that stands alone in a line."""
    for p in analysis.outline.paragraphs[:30]:
        if p.end - p.start > 60:
            continue
        found = heads.search(lowered(analysis.plain), p.start, p.end)
        if found and not analysis.plain[p.start : p.end].casefold().replace(found.group(), "").strip():
            kind = types[str(found.lastgroup)]
            return "decree" if kind == "resolution" and analysis.language == "ru" else kind
    return "other"
