"""The document's card: kind, number, date, place, title, issuer, addressees, signatories.

It reads the roles that layout gave: no role is guessed here. `evidence` has the spans of every field that was read,
«approval» among them, so that a head and a stamp that disagree can be shown side by side.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from extractor.detect import head_addressees, head_headline, head_issuer, head_people, head_requisites
from extractor.detect.head_bodies import printed
from extractor.detect.head_kind import kind as kind_of
from extractor.layout.zones_message import FIELD
from extractor.normalize.dates import find_dates
from extractor.schema.analysis import Analysis, DateContext
from extractor.schema.facts import DocumentKind, Head, Offsets
from extractor.settings import Weights

_AMENDED: Final = re.compile(
    r"\s*\(\s?(?:в|у|із|зі|с)\s(?:ред|змін|измен)[^()]*(?:\([^()]*\)[^()]*)*\)?\s*\Z", re.IGNORECASE
)
#: A title in quotation marks that ends the line with the kind: «Приказ №1 от 25.08.2017 г. «О питании»».
_ABOUT_BEHIND: Final = re.compile(r"\d[^«»\"]*[«\"](?P<title>(?:Про|Об?)\s[^«»\"]{4,400})[»\"][\s.]*\Z")
_DEBRIS: Final = re.compile(r"\A[©*•\s]+|\s+\Z")
#: «на 2021 рік», «за 2016 год», «у 2017 році», «на 2017-2019 годы».
_YEAR: Final = re.compile(
    r"\b(?:на|за|в|у|до)\s(?P<year>(?:19|20)\d\d)(?:\s?(?:-|та|и|і)\s?(?:19|20)\d\d)?\s?(?:р\b|рок|рік|год|г\b|гг\b|н\.р|навчальн|учебн)"
)
_BARE_YEAR: Final = re.compile(r"\b(?P<year>20\d\d)\s?(?:рок|рік|год|р\b|г\b)")
#: «з 16 по 22 серпня 2021 року», «с 3 по 9 мая 2021», «16-22 серпня 2021», «з 28 лютого по 6 березня 2022».
_PERIOD: Final = re.compile(
    r"\b(?:(?:з|із|від|с|со)\s)?(?P<first>\d{1,2})(?:\s(?P<month>[а-яіїєґ]{3,9}))?(?:\s(?P<year>20\d\d)(?:\s?\w{1,4}\.?)?)?"
    r"\s?(?:по|до|-)\s?(?P<last>\d{1,2}\s[а-яіїєґ]{3,9}\s20\d\d)",
    re.IGNORECASE,
)
_DOTTED_PERIOD: Final = re.compile(r"(?P<first>\d\d\.\d\d(?:\.20\d\d)?)\s?(?:по|до|-)\s?(?P<last>\d\d\.\d\d\.20\d\d)")
#: «на 2024/2025 учебный год»: from the first of September to the end of August.
#: A school year that something is for; one that it prepares for has not begun.
_SCHOOL_YEAR: Final = re.compile(
    r"(?<!\bдо )(?<!\bк )(?<!до нового )(?<!к новому )(?<!\d)"
    r"(?P<first>20\d\d)\s?[-/]\s?(?:20)?(?P<last>\d\d)\s?(?:навчальн|учебн|н\.\s?р\b|уч\.\s?г)",
    re.IGNORECASE,
)
_REFERS_TO_PAST: Final = frozenset(("plan", "report"))


def read(analysis: Analysis, weights: Weights = "all") -> Head:
    """The card. A field that the document does not give is None or empty; `confidence` is that of the kind.

    `weights` is the setting of that name."""
    kind, kind_span, score = kind_of(analysis, learned=weights == "all")
    requisites = head_requisites.read(analysis)
    if kind == "news" and requisites.date is None:
        requisites = replace(requisites, date=head_requisites.dateline(analysis))
    if kind == "letter" and requisites.date is None:
        requisites = replace(requisites, date=head_requisites.signed(analysis))
    title = _title(analysis)
    issuer = head_issuer.issuer(analysis, kind)
    addressees = head_addressees.addressees(analysis, kind)
    replies = head_requisites.replies(analysis, letter=kind == "letter")
    signatories = head_people.signatories(analysis)
    if kind == "news":
        signatories = [s for s in signatories if s.position and _ends_text(analysis, s.spans[-1][1])]
    if issuer is not None:
        signatories = [s for s in signatories if s.spans[-1] not in issuer.spans]
    drafter = head_people.drafted_by(analysis)
    contacts = head_people.contacts(analysis)
    approval = head_requisites.approval(analysis)
    evidence: list[tuple[str, Offsets]] = [
        ("kind", (kind_span,) if kind_span else ()),
        ("number", (requisites.number[1],) if requisites.number else ()),
        ("date", (requisites.date[1],) if requisites.date else ()),
        ("place", (requisites.place[1],) if requisites.place else ()),
        ("title", title[1] if title else ()),
        ("issuer", issuer.spans if issuer else ()),
        ("addressees", tuple(s for a in addressees for s in a.spans)),
        ("in_reply_to", tuple(span for _, span in replies)),
        ("signatories", tuple(span for s in signatories for span in s.spans)),
        ("drafted_by", (drafter[1],) if drafter else ()),
        ("contacts", tuple(sorted(span for values in contacts.values() for _, span in values))),
        ("approval", (approval[1],) if approval else ()),
    ]
    return Head(
        kind=kind,
        language=analysis.language,
        languages=analysis.languages,
        number=requisites.number[0] if requisites.number and kind != "news" else None,
        date=requisites.date[0] if requisites.date else None,
        place=requisites.place[0] if requisites.place else None,
        title=title[0] if title else None,
        issuer=issuer,
        addressees=tuple(addressees),
        in_reply_to=tuple(reply for reply, _ in replies),
        signatories=tuple(signatories),
        drafted_by=drafter[0] if drafter else None,
        emails=tuple(value for value, _ in contacts["emails"]),
        phones=tuple(value for value, _ in contacts["phones"]),
        urls=tuple(value for value, _ in contacts["urls"]),
        address=contacts["address"][0][0] if contacts["address"] else None,
        approval=approval[0] if approval else None,
        evidence=tuple((field, spans) for field, spans in evidence if spans),
        confidence=score,
    )


def date_context(card: Head, analysis: Analysis) -> DateContext:
    """What dates in the text are read against: a plan's or report's year is that of its title, else the date's."""
    named = [card.title or ""]
    named += [analysis.plain[p.start : p.end] for p in analysis.outline.paragraphs if p.role == "heading"][:6]
    year: int | None = None
    period: tuple[str, str] | None = None
    for line in named:
        plain = line.replace("–", "-").replace("—", "-")
        school = _school_year(plain) if card.kind in _REFERS_TO_PAST else None
        period = period or _period(plain) or school
        if school is not None:
            year = year or int(school[0][:4])
        elif year is None and (card.kind in _REFERS_TO_PAST or line is not named[0]):
            hit = _YEAR.search(plain) or (_BARE_YEAR.search(plain) if card.kind in _REFERS_TO_PAST else None)
            year = int(hit.group("year")) if hit else None
    if year is None:
        year = int(period[1][:4]) if period else int(card.date[:4]) if card.date else None
    return DateContext(document_date=card.date, year=year, period=period)


def _school_year(line: str) -> tuple[str, str] | None:
    """The days of the school year that a plan's or report's title names."""
    hit = _SCHOOL_YEAR.search(line)
    if hit is None or (int(hit["first"]) + 1) % 100 != int(hit["last"]):
        return None
    first = int(hit["first"])
    return f"{first}-09-01", f"{first + 1}-08-31"


def _ends_text(analysis: Analysis, offset: int) -> bool:
    """Does nothing but furniture stand below? A greeting is signed there; elsewhere names are quoted."""
    return all(p.end <= offset or p.role == "furniture" for p in analysis.outline.paragraphs)


def _title(analysis: Analysis) -> tuple[str, Offsets] | None:
    """The title: an act's «Про …» clause without its note of amendments, a headline, a plan's name."""
    paragraphs = analysis.outline.paragraphs
    headline = head_headline.read(analysis)
    if headline is not None:
        return printed(analysis, *headline.title), (headline.title,)
    hint = next(
        (h for h in analysis.outline.document.hints if h.field == "title" and h.end == h.start and h.value), None
    )
    spans: list[tuple[int, int]] = []
    above = None
    for p in paragraphs:
        if p.role == "title" and (not spans or (above is not None and above.role == "title")):
            field = FIELD.match(analysis.plain, p.start, p.end)
            spans.append((field.end() if field else p.start, p.end))
        elif spans:
            break
        above = p
    if not spans:
        named = next((p for p in paragraphs if p.role == "kind"), None)
        about = _ABOUT_BEHIND.search(analysis.plain, named.start, named.end) if named is not None else None
        if about is not None:
            return printed(analysis, *about.span("title")), (about.span("title"),)
        return (hint.value, ()) if hint and hint.value else None
    whole = " ".join(printed(analysis, a, b) for a, b in spans)
    tidy = _DEBRIS.sub("", _AMENDED.sub("", whole))
    return (tidy, tuple(spans)) if tidy else None


def _period(line: str) -> tuple[str, str] | None:
    """The days, inclusive, that a title names; None where it names none or they run backwards."""
    low = " ".join(line.split())
    dotted = _DOTTED_PERIOD.search(low)
    if dotted is not None:
        first, last = dotted.group("first"), dotted.group("last")
        start, end = _day(first if first.count(".") == 2 else first + last[5:]), _day(last)
    else:
        hit = _PERIOD.search(low)
        if hit is None:
            return None
        last = hit.group("last")
        _, month, year = last.split()
        end = _day(last)
        start = _day(f"{hit.group('first')} {hit.group('month') or month} {hit.group('year') or year}")
    return (start, end) if start and end and start <= end else None


def _day(text: str) -> str | None:
    found = find_dates(text, 0, len(text))
    return found[0][2].isoformat() if found else None


__all__ = ["DocumentKind", "date_context", "read"]
