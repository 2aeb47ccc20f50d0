"""An act's own date, number and place; what a letter answers; the stamp of approval."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from extractor.detect import head_answers
from extractor.layout.zones_head import NOISE
from extractor.layout.zones_page import published
from extractor.layout.zones_view import DATE, PLACE, PLACE_WITHIN, REQUISITE, SERIES
from extractor.normalize.dates import find_dates, parse_date
from extractor.schema.analysis import Analysis
from extractor.schema.outline import Paragraph

_NUMBER: Final = re.compile(
    rf"(?:№|\bN[оo°]?(?=[\s\d])|Nº)[\s|]{{0,4}}(?P<number>{SERIES}\w+(?:\s?[/.-]\s?\w+)*(?:\([а-яіїєґ]{{1,3}}\))?)"
)
#: A number without its sign, behind the date on the same line: «від 23 травня 2018 року        33».
_BARE_NUMBER: Final = re.compile(
    rf"(?:від|от)\s(?:{DATE})\s(?P<number>\d{{1,5}}(?:-[а-яіїєґ]{{1,3}}|/\d{{1,5}})?)\s*\Z", re.IGNORECASE
)
#: The same in front of the date: «Постановление 134 от 08.02.2016».
_NUMBER_FIRST: Final = re.compile(
    rf"(?:\w+\s)?(?P<number>\d{{1,5}}(?:-[а-яіїєґ]{{1,3}})?)\s(?:від|от)\s(?:{DATE})\s*\Z", re.IGNORECASE
)
#: A day and nothing else, and so long at most.
_DAY: Final = re.compile(DATE, re.IGNORECASE)
_DAY_ALONE: Final = 40
#: A date that is still to be filled in.
_BLANK: Final = re.compile(r"_{2,}.{0,40}(?:20|19)\d\d")
_NOTHING: Final = re.compile(r"[0_]+\Z")
#: «14 июня 2012 года», «« 29 » февраля 2016 г .»: quotation marks and stray spaces that a date parser need not know.
_QUOTED_DAY: Final = re.compile(r"[«\"]\s?(\d{1,2})\s?[»\"]")
_SPACED_DATE: Final = re.compile(r"(\d{1,2})\s?\.\s?(\d{1,2})\s?\.\s?(\d{4})")
_CATEGORY: Final = re.compile(r"категор(?:ия|ія)\s?:\s?(\d{1,2} \w+ \d{4})", re.IGNORECASE)
_AMENDED: Final = re.compile(
    r"\(?\s?(?:в ред|у ред|із змін|зі змін|с изм|принят|прийнят|одобрен|відомості)", re.IGNORECASE
)
#: The stamp of the ministry of justice, and its last line: «4 червня 2018 р. за № 671/32123».
_REGISTERED: Final = re.compile(r"зареєстровано|зарегистрирован[оаы]?(?!\w)", re.IGNORECASE)
_UNDER_NUMBER: Final = re.compile(
    r"\s*(?:від |от )?[«\"]?\d{1,2}[»\"]?[. ]\S+[. ]\d{4}\s?(?:р\.?|року|г\.?|года)?,?\s(?:за|под) (?:№|N)",
    re.IGNORECASE,
)
#: The last line of a stamp of registration where the date has a line of its own.
_UNDER: Final = re.compile(r"\s*(?:за|под)\s(?:№|N)", re.IGNORECASE)
#: So many lines may tell with whom it was registered, between the stamp's first line and its last.
_STAMP: Final = 2
_OWN_DATE: Final = re.compile(
    r"(?:рішення|розпорядження|наказ|протокол|лист|решение|распоряжение|приказ|постанова|постановление|письмо)\b[^«\"]{0,120}?"
    r"\s(?:від|от)\s(?P<date>\d{1,2}[.\s]\S+?[.\s]\d{4})",
    re.IGNORECASE,
)
#: How long a line of date, number and place may be.
_REQUISITE: Final = 120
_TOWN: Final = re.compile(r"[А-ЯІЇЄҐЁ][\w'-]+(?: ?- ?[\w'-]+)?(?:, [А-ЯІЇЄҐЁ][\w'-]+)?\Z")
_REPLIES: Final = re.compile(rf"(?:№|N)\s?(?P<number>{SERIES}[\w./-]+(?:\s?[/-]\s?[\w./-]+)*)(?P<rest>[^№]{{0,60}})")
#: White space around the marks inside a number.
_AROUND: Final = re.compile(r"\s*([/.-])\s*")
_TRAILING: Final = re.compile(r"\s(?:від|от)\s*\Z", re.IGNORECASE)
_APPROVER: Final = re.compile(
    r"(?:розпоряджен|рішен|наказ|постанов|указ|распоряжен|решени|приказ|протокол)\w*\s+"
    r"(?P<by>.+?)\s*(?:(?:від|от)\s|\d|№|N\s|[«\"]?_|\Z)",
    re.IGNORECASE,
)
#: A town, then the day, then a dash or a full stop before the report itself.
_DATELINE: Final = re.compile(
    rf"\s*\(?(?:(?:м|г|с|смт|пгт|місто|город|село|селище)\s?\.?\s)?[А-ЯІЇЄҐЁ][\w'-]+(?:[ -][А-ЯІЇЄҐЁ][\w'-]+){{0,2}}"
    rf"(?:\s?\([^()]{{2,40}}\))?[,.]\s(?P<date>{DATE})\)?(?:(?=\s*(?:[-/.(]|\Z))|(?<=\.)(?=\s+[А-ЯІЇЄҐЁ«]))"
)

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Requisites:
    """What the head says of date, number and place, each with where; None where it does not."""

    date: tuple[str, Offsets] | None = None
    number: tuple[str, Offsets] | None = None
    place: tuple[str, Offsets] | None = None


def read(analysis: Analysis) -> Requisites:
    """The act's own requisites; of a page, the day it was published. The stamp on an annex speaks for the act only
    where its head has no requisites at all."""
    lines = [p for p in analysis.outline.paragraphs if p.role == "requisite"]
    headed = _headline(analysis)
    if headed.date is not None:
        return headed
    if any(h.field == "published" for h in analysis.outline.document.hints):
        hint = next(h for h in analysis.outline.document.hints if h.field == "published")
        iso = hint.value or date_in(analysis.plain[hint.start : hint.end])
        if iso is not None:
            return Requisites(date=(iso, (hint.start, hint.end)))
    own = [p for p in lines if not _AMENDED.match(analysis.plain, p.start, p.end)]
    registered = _registered(analysis)
    own = [p for p in own if p not in registered]
    date = next((d for p in own if (d := _date(analysis, p))), None)
    number = next((n for p in own if (n := _number(analysis, p))), None)
    both = next((p for p in own if _whole(analysis, p)), None)
    if both is not None and not any(_number(analysis, p) for p in own if p.start < both.start):
        date, number = _date(analysis, both), _number(analysis, both)
    named = [p for p in analysis.outline.paragraphs if p.role == "kind"][:1]
    if named and (whole := _whole(analysis, named[0])) is not None:
        date, number = whole
    number = number or next((n for p in named if (n := _number(analysis, p))), None)
    if date is None and not any(_BLANK.search(analysis.plain, p.start, p.end) for p in own):
        date = next((d for p in named if (d := _date(analysis, p))), None)
    place = next(
        (w for p in own if not NOISE.match(analysis.plain, p.start, p.end) and (w := _place(analysis, p))), None
    )
    dated = [p for p in own if any(c.isdigit() or c == "_" for c in analysis.plain[p.start : p.end])]
    if not dated and number is None and date is None and any(p.role == "kind" for p in analysis.outline.paragraphs):
        stamp = stamps(analysis)[:1]
        date = next((d for block in stamp if (d := _date(analysis, block))), None)
        number = next((n for block in stamp if (n := _number(analysis, block))), None)
    if date is None and not dated:
        date = _category(analysis)
    return Requisites(date, number, place)


def _whole(analysis: Analysis, p: Paragraph) -> tuple[tuple[str, Offsets], tuple[str, Offsets]] | None:
    """The date and the number of a line that has both («Приказ … от 3 марта 2014 г. N 27», «20 червня № 19»): a date
    on a line of its own is that of a version or of the publication."""
    date, number = _date(analysis, p), _number(analysis, p)
    return (date, number) if date and number else None


def _registered(analysis: Analysis) -> list[Paragraph]:
    """The stamp of a ministry that registered the act: what says so, and the date and number under it."""
    out: list[Paragraph] = []
    since = _STAMP + 1
    above: Paragraph | None = None
    for p in analysis.outline.paragraphs:
        since += 1
        if p.role not in ("body", "point") and _REGISTERED.search(analysis.plain, p.start, p.end):
            out.append(p)
            since = 0
        elif since <= _STAMP and _UNDER_NUMBER.match(analysis.plain, p.start, p.end):
            out.append(p)
            since = _STAMP
        elif since <= _STAMP and above is not None and _UNDER.match(analysis.plain, p.start, p.end):
            out += [above, p]
            since = _STAMP
        above = p
    return out


def signed(analysis: Analysis) -> tuple[str, Offsets] | None:
    """The day alone on a line right under who signs, as letters without a letterhead are dated."""
    paragraphs = analysis.outline.paragraphs
    last = max((i for i, p in enumerate(paragraphs) if p.role == "signature"), default=-1)
    below = paragraphs[last + 1] if 0 <= last < len(paragraphs) - 1 else None
    if below is None or below.role not in ("body", "requisite") or below.end - below.start > _DAY_ALONE:
        return None
    hit = _DAY.fullmatch(analysis.plain, below.start, below.end)
    iso = date_in(hit.group()) if hit is not None else None
    return (iso, (below.start, below.end)) if iso is not None else None


def dateline(analysis: Analysis) -> tuple[str, Offsets] | None:
    """The day in the line that a news agency opens a report with: «ВЕРБІВКА, 5 травня 2021 року. …», «г. Заречье,
    14.02.2019 - …»; None where it gives no year."""
    for p in [p for p in analysis.outline.paragraphs if p.role in ("body", "title")][:3]:
        hit = _DATELINE.match(analysis.plain, p.start, p.end)
        if hit is not None:
            iso = date_in(hit.group("date"))
            return (iso, hit.span("date")) if iso else None
    return None


def _headline(analysis: Analysis) -> Requisites:
    """«Рішення … від 03.02.2021 № 5» as a page's headline: the act's own date, which goes before the page's."""
    title = next((p for p in analysis.outline.paragraphs if p.role == "title"), None)
    if title is None or any(p.role == "kind" for p in analysis.outline.paragraphs):
        return Requisites()
    hit = _OWN_DATE.match(" ".join(analysis.plain[title.start : title.end].split()))
    iso = date_in(hit.group("date")) if hit else None
    if iso is None:
        return Requisites()
    return Requisites(date=(iso, (title.start, title.end)), number=_number(analysis, title))


def date_in(text: str) -> str | None:
    """The ISO date in a line of a head; None where there is none or a blank or impossible one."""
    tidy = _SPACED_DATE.sub(r"\1.\2.\3", _QUOTED_DAY.sub(r"\1", " ".join(text.split())))
    found = find_dates(tidy, 0, len(tidy))
    return found[0][2].isoformat() if found else None


def stamps(analysis: Analysis) -> list[Paragraph]:
    """The approval and annex stamps, each as one stretch."""
    out: list[Paragraph] = []
    above = None
    for p in analysis.outline.paragraphs:
        if p.role == "annex":
            if above is not None and above.role == "annex":
                out[-1] = Paragraph(out[-1].start, p.end, "annex")
            else:
                out.append(p)
        above = p
    return out


def approval(analysis: Analysis) -> tuple[tuple[str | None, str | None, str | None], Offsets] | None:
    """(by, number, date) of the first «ЗАТВЕРДЖЕНО» stamp, with where it stands."""
    for stamp in stamps(analysis):
        line = " ".join(analysis.plain[stamp.start : stamp.end].split())
        if not re.match(r"\W*(?:затв|утв|схвал)", line, re.IGNORECASE):
            continue
        number, date, by = _number(analysis, stamp), _date(analysis, stamp), _APPROVER.search(line)
        if re.match(r"\W*(?:затверджую|утверждаю)", line, re.IGNORECASE):
            number = None
        value = (
            _TRAILING.sub("", by.group("by")).strip(" ,") if by else None,
            number[0] if number else None,
            date[0] if date else None,
        )
        return (value, (stamp.start, stamp.end)) if any(value) else None
    return None


def replies(analysis: Analysis, *, letter: bool = True) -> list[tuple[tuple[str, str | None], Offsets]]:
    """(number, date) of the papers that a letter answers."""
    out = []
    for p in analysis.outline.paragraphs:
        if p.role != "reply":
            continue
        for hit in _REPLIES.finditer(analysis.plain, p.start, p.end):
            out.append(((hit.group("number").strip(" ,."), date_in(hit.group("rest"))), hit.span()))
    return out or (_answered(analysis) if letter else [])


def _answered(analysis: Analysis) -> list[tuple[tuple[str, str | None], Offsets]]:
    """The paper that the first sentence of the text says it answers («На Ваш лист від 5 травня 2020 року № 12»)."""
    opening = next(
        (p for p in analysis.outline.paragraphs if p.role in ("body", "point") and p.end - p.start > 40), None
    )
    if opening is None:
        return []
    found = head_answers.answered(analysis.plain, opening.start, opening.end)
    return [] if found is None else [((found.number, date_in(found.date)), found.span)]


def _date(analysis: Analysis, p: Paragraph) -> tuple[str, Offsets] | None:
    line = " ".join(analysis.plain[p.start : p.end].split())
    web = published(line)
    if web is not None and web.group("time"):
        day = parse_date(web.group("date").replace(",", ""))
        return (day.isoformat(), (p.start, p.end)) if day else None
    iso = date_in(line)
    return (iso, (p.start, p.end)) if iso else None


def _number(analysis: Analysis, p: Paragraph) -> tuple[str, Offsets] | None:
    hit = _NUMBER.search(analysis.plain, p.start, p.end)
    if hit is None and p.role in ("requisite", "kind"):
        line = " ".join(analysis.plain[p.start : p.end].split())
        bare, before = (_BARE_NUMBER.match(line) if p.role == "requisite" else None), _NUMBER_FIRST.match(line)
        find = analysis.plain.rfind if bare is not None else analysis.plain.find
        bare = bare or before
        at = find(bare["number"], p.start, p.end) if bare is not None else -1
        return (bare["number"], (at, at + len(bare["number"]))) if bare is not None and at >= 0 else None
    if hit is None or _NOTHING.match(hit.group("number")):
        return None
    return " ".join(_AROUND.sub(r"\1", hit.group("number")).split()).strip("_"), hit.span("number")


def _place(analysis: Analysis, p: Paragraph) -> tuple[str, Offsets] | None:
    line = " ".join(analysis.plain[p.start : p.end].split())
    if PLACE.match(line[:100]) or (_TOWN.match(line) and not any(c.isdigit() for c in line)):
        return " ".join(analysis.text[p.start : p.end].split()), (p.start, p.end)
    city = re.match(r"(?:м|г)\s?\.\s?[А-ЯІЇЄҐЁ][\w'-]+", line)
    if city is not None:
        return city.group(), (p.start, p.end)
    if len(line) > _REQUISITE or REQUISITE.match(line) is None:
        return None
    within = PLACE_WITHIN.match(analysis.plain, p.start, p.end)
    if within is None:
        return None
    at = within.span("marked" if within["marked"] else "bare")
    return " ".join(analysis.text[slice(*at)].split()), at


def _category(analysis: Analysis) -> tuple[str, Offsets] | None:
    """The day in a wiki's category line, the only date that such a page has."""
    for p in analysis.outline.paragraphs:
        hit = _CATEGORY.match(analysis.plain, p.start, p.end) if p.role == "furniture" else None
        if hit is not None:
            day = parse_date(hit.group(1))
            return (day.isoformat(), hit.span(1)) if day else None
    return None
