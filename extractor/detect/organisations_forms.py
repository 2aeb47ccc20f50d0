"""From a grown name to its span: the normal form and the kind."""

from __future__ import annotations

import re
from typing import Final

from extractor.detect.organisations_bodies import PROPER_ENDING
from extractor.detect.organisations_lexicon import Head, lexicon, uninflected
from extractor.detect.organisations_name import Name
from extractor.detect.organisations_places import own_name
from extractor.detect.organisations_words import ROMAN, Line
from extractor.normalize import cases
from extractor.normalize.words import Case
from extractor.schema.analysis import Analysis, Language
from extractor.schema.facts import Organisation, OrganisationKind
from extractor.schema.span import Span
from extractor.text.morphology import parses

_CASES: Final[dict[str, Case]] = {
    "nomn": "nom", "gent": "gen", "datv": "dat", "accs": "acc", "ablt": "ins", "loct": "loc",
}  # fmt: skip

#: Adjectives in -ський of no place.
_COMMON: Final = (
    "громадськ",
    "господарськ",
    "учнівськ",
    "людськ",
    "лікарськ",
    "педагогіч",
    "детск",
    "женск",
    "учительськ",
)

_STATE_FUND: Final = re.compile(r"пенсійн|пенсионн|страхуван|страхован|державн|государственн|соціальн|социальн")

_LOCAL: Final = re.compile(
    r"(?:сільськ|селищн|міськ|районн|обласн|городск|сельск|областн)\w* (?:рад|совет)|виконавч|исполнительн"
)

_LOCAL_AREA: Final = re.compile(r"район|город|поселени|сельсовет|муниципальн|округ")

_SPACES: Final = re.compile(r"\s+")


def span(analysis: Analysis, line: Line, name: Name, rule: str) -> Span:
    """The mention as a span. Where something follows a quoted name («…» Зразківської ради), an alias is without it."""
    start, end = line.start[name.first], line.end[name.last - 1]
    full = normal(analysis, line, name, name.last)
    core = normal(analysis, line, name, name.core) if name.first < name.core < name.last else None
    value = Organisation(name=full, kind=_kind(name.head, full), aliases=(core,) if core else ())
    return Span(start, end, "organisation", rule, value=value)


def _kind(head: Head, name: str) -> OrganisationKind:
    """What kind of body it is: the head's, unless its other words tell better."""
    low = name.lower()
    if head.lemma == "фонд" and not low.startswith("благо"):
        return "state" if _STATE_FUND.search(low) else "ngo"
    if head.kind == "state" and head.unit and _LOCAL.search(low):
        return "local_government"
    if head.lemma == "администрация" and _LOCAL_AREA.search(low):
        return "local_government"
    return head.kind


def _span(start: int, end: int, name: str, kind: OrganisationKind, rule: str) -> Span:
    return Span(start, end, "organisation", rule, value=Organisation(name=name, kind=kind))


def spans(analysis: Analysis, line: Line, name: Name) -> list[Span]:
    """The mention, and one more for each sibling («Львівська та Рівненська ОДА»)."""
    rule = "organisations.acronym" if line.acronym(name.at) else "organisations.head"
    if not name.siblings:
        return [span(analysis, line, name, rule)]
    first = name.first if name.plural else name.first + 1
    shared = tidy(analysis.text[line.start[first] : line.end[name.last - 1]])
    shared = (
        cases.nominative(shared, line.language, number="sing", case=_case(name))
        if not line.acronym(name.at)
        else shared
    )
    out = [] if name.plural else [span(analysis, line, name, rule)]
    for i in name.siblings:
        full = f"{_adjective(line, i, name)} {shared}"
        out.append(_span(line.start[i], line.end[i], full, name.head.kind, "organisations.siblings"))
    return out


def _adjective(line: Line, i: int, name: Name) -> str:
    """Adjective `i` in the nominative singular, of the gender of the head."""
    lemma = name.head.lemma.lower()
    genders = [p.tag.gender for p in parses(lemma, line.language) if p.normal_form == lemma and "NOUN" in p.tag]
    noun = next((g for g in genders if g), "femn")
    for parse in parses(line.text[i].lower(), line.language):
        form = parse.inflect({"nomn", noun}) if "ADJF" in parse.tag else None
        if form is not None:
            return "-".join(part.capitalize() for part in form.word.split("-"))
    return line.text[i]


def _case(name: Name) -> Case | None:
    """The case that the name stands in; None where it may be the nominative."""
    fitting = [_CASES[case] for case in ("nomn", "gent", "datv", "ablt", "accs", "loct") if case in name.cases]
    return fitting[0] if fitting and fitting[0] != "nom" else None


def normal(analysis: Analysis, line: Line, name: Name, last: int) -> str:
    """The name up to token `last` in the nominative, capitals and quotation marks as printed; one that is printed
    in capitals throughout begins with one only. A name in a list has the word of the list before it."""
    if name.fixed is not None:
        tail = analysis.plain[line.end[name.at] : line.end[name.last - 1]] if name.last > name.at + 1 else ""
        return tidy(name.fixed + tail)
    printed = tidy(analysis.text[line.start[name.first] : line.end[last - 1]])
    case = None if line.acronym(name.at) and not name.modifiers else _case(name)
    if name.listed:
        return f"{name.head.lemma} {printed}"
    if line.acronym(name.first):
        first = line.text[name.first]
        rest = printed[len(first) :]
        if name.at > name.first and line.head(name.at) is not None:
            rest = f" {cases.nominative(rest.strip(), line.language, number='sing', case=_case(name))}"
        elif first in lexicon().legal and _institution(line, name.first + 1, last):
            rest = f" {cases.nominative(rest.strip(), line.language, number='sing', case='gen')}"
        return uninflected(first) + rest
    if line.shouting and name.head.needs != "nothing":
        printed = _quiet(printed, line.language)
    number: cases.Number = "keep" if name.plural or not name.slots else "sing"
    if name.first == name.at and name.quoted and not name.plural and printed[0].islower():
        # «в банке «Ясень»» is no «банка»: the head's own nominative is known
        rest = printed[len(line.text[name.at]) :]
        return name.head.lemma + rest
    return cases.nominative(printed, line.language, number=number, case=case)


def _institution(line: Line, i: int, last: int) -> bool:
    """Does a noun for institutions, in small letters, stand at `i` («МБОУ школы № 3», «МБОУ средней школы № 3»)?"""
    while i < last and line.text[i].islower() and line.word(i).adjective and line.head(i) is None:
        i += 1
    noun = line.head(i) if i < last and line.text[i].islower() else None
    return noun is not None and noun.needs == "proper"


def tidy(text: str) -> str:
    """One space between words, none inside quotation marks."""
    return _SPACES.sub(" ", text).replace("« ", "«").replace(" »", "»").strip()


def _quiet(text: str, language: Language) -> str:
    """Capitals throughout made a name's: the first letter of the whole, of adjectives of places and of quoted names."""
    words = [w.lower() if w.isupper() and not ROMAN.fullmatch(w) else w for w in text.split(" ")]
    for i, w in enumerate(words):
        bare = w.lstrip('«"(')
        common = lexicon().level_stems.match(bare) or bare.startswith(_COMMON)
        settlement = own_name(words, i, language)
        if i == 0 or w != bare or settlement or (PROPER_ENDING.search(bare) and "ческ" not in bare and not common):
            words[i] = w[: len(w) - len(bare)] + bare[:1].upper() + bare[1:]
    return " ".join(words)
