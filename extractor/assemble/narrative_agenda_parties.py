"""Who is responsible for a line of an agenda: the line below it, a label, or the official whom it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from extractor.data import load
from extractor.detect import parties
from extractor.detect.parties_agents import phrase_end
from extractor.detect.parties_lists import parties as parties_of
from extractor.detect.parties_text import view
from extractor.normalize import heads
from extractor.normalize.cases import groups
from extractor.normalize.cases_names import name_run
from extractor.normalize.phrases import Piece, cut
from extractor.normalize.words import Case
from extractor.schema.analysis import Analysis, Language
from extractor.schema.facts import Party
from extractor.text.language import language_of
from extractor.text.offsets import Joined

_SURNAME_FIRST: Final = re.compile(
    r"[А-ЯІЇЄҐЁ][а-яіїєґё']+(?:-[А-ЯІЇЄҐЁ][а-яіїєґё']+)? [А-ЯІЇЄҐЁ]\.\s?(?:[А-ЯІЇЄҐЁ]\.?)?(?=[\s,;]|\Z)"
)
_ACRONYM: Final = re.compile(r"[А-ЯІЇЄҐ]{2,}[А-ЯІЇЄҐа-яіїєґ]*\b")
_LAST_BRACKET: Final = re.compile(r"\(([^()]+)\)[\s.;]*+\Z")
#: The verb of what is to come: «проведе», «візьме участь», «проведуть», «проведет».
_COMING: Final = re.compile(
    r"(?<!\w)(?:проведе|візьм|відвіда|привіта|вруч|очол|зустрін|провед[её]т|прим[еу]т|посет|вруч)\w*"
)
_LAST_PERSON: Final = re.compile(
    r"\.\s+(?P<who>[А-ЯІЇЄҐЁ][а-яіїєґё']+(?:-[А-ЯІЇЄҐЁ][а-яіїєґё']+)? [А-ЯІЇЄҐЁ]\.\s?(?:[А-ЯІЇЄҐЁ]\.\s?)?- [^.]{3,120})"
    r"\.?\s*(?:(?:об?\s)?\d{1,2}[.:]\d\d)?[\s.]*\Z"
)
#: A line is told by its first words.
_FIRST: Final = re.compile(r"[^,;:\n]{0,120}")


def looks_like(plain: str, language: Language) -> bool:
    """Does the line begin with a body, an official or a person in the nominative?"""
    hit = _FIRST.match(plain)
    return hit is not None and _begins(hit.group().strip(), language)


@lru_cache(maxsize=5_000)
def _begins(words: str, language: Language) -> bool:
    if _SURNAME_FIRST.match(words):
        return True
    pieces = cut(words)
    if not pieces:
        return False
    if pieces[0].kind == "initials" or name_run(pieces, 0, language) is not None:
        return True
    if _ACRONYM.match(words):
        return len(words.split()) <= 4
    found = [g for g in groups(pieces, 0, language) if g.case == "nom" and not g.substantive]
    return any(g.head is None or heads.is_party(g.lemma, language) or (g.animate and g.plural) for g in found)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(load("agenda")["responsible"]["pattern"], re.IGNORECASE)


@cache
def _label_inside() -> re.Pattern[str]:
    return re.compile(rf"(?:[.;,]\s+|\s*\(\s?)(?:{load('agenda')['responsible']['pattern']})", re.IGNORECASE)


def label(plain: str, start: int, end: int) -> int | None:
    """Where the names begin in a line that opens with «Відповідальний:»; None for other lines."""
    hit = _label().match(plain, start, end)
    return hit.end() if hit is not None and hit.end() < end else None


def tail(line: str, begin: int) -> tuple[int, int, int] | None:
    """(end of the action, start, end of the names) of a line that closes with «(відповідальний – …)», or with a person
    and his post as a sentence of their own: «Нарада. Гай О.П. – голова ради. 8.00.»."""
    hits = list(_label_inside().finditer(line, begin + 3))
    if not hits:
        last = _LAST_PERSON.search(line, begin + 3)
        return (last.start(), *last.span("who")) if last is not None else None
    hit = hits[-1]
    end = len(line.rstrip(" .;"))
    if "(" in hit.group() and line[end - 1] == ")":
        end -= 1
    return (hit.start(), hit.end(), end) if hit.end() < end else None


def bracketed(line: str, begin: int, joined: Joined, bodies: Mapping[int, int]) -> tuple[int, int, int] | None:
    """(end of the action, start, end of the name) of a line that closes with a body alone in brackets: «Вернісаж
    новинок (районна бібліотека)». `joined` tells where the line stands, `bodies` where bodies begin and end."""
    hit = _LAST_BRACKET.search(line, begin + 3)
    name = hit.group(1).strip() if hit is not None else ""
    if hit is None or not name:
        return None
    first = line.index(name, hit.start(1))
    places = joined.back(first, first + len(name))
    if len(places) != 1 or bodies.get(places[0][0]) != places[0][1]:
        return None
    return len(line[: hit.start()].rstrip()), first, first + len(name)


def listed(analysis: Analysis, places: Sequence[tuple[int, int]]) -> list[Party]:
    """The parties of a responsible line."""
    spoken = language_of(" ".join(analysis.plain[a:b] for a, b in places), analysis.language)
    return parties.in_pieces(analysis.text, analysis.plain, places, spoken)


def subject(analysis: Analysis, start: int, end: int) -> list[Party]:
    """Who is the subject of the line's own verb, at its beginning: «голова ради проведе прийом»."""
    hit = _COMING.search(analysis.plain, start, end)
    if hit is None:
        return []
    found = [p for p in parties.agents(analysis, start, end) if p.role == "executor" and p.spans]
    return [replace(p, rule="agenda.subject") for p in found if p.spans[0][0] < hit.start()]


@cache
def _held(kind: str) -> frozenset[str]:
    return frozenset(str(load("agenda")["held"][kind]).split())


def named(analysis: Analysis, start: int, end: int, bodies: Mapping[int, int]) -> list[Party]:
    """The official by whom the line is done («прийом громадян сільським головою»), or who holds the meeting that it
    names («нарада міського голови», «засідання комісії»). [] where it names nobody.

    `bodies`: where the names of bodies that the detectors found begin and end."""
    language = analysis.language
    pieces = cut(analysis.plain[start:end])
    words = [i for i, p in enumerate(pieces) if p.kind == "word"]
    words = [i for i in words if i < 2 or not _at_his(pieces, i - 2)]
    for before, at in pairwise(words):
        if _RELATIVE.fullmatch(pieces[before].text.lower()):  # «проєкт, який реалізується спілкою»: not who does it
            break
        if (
            at - before > (4 if _at_his(pieces, before) else 2)
            or pieces[at - 1].kind != "gap"
            or pieces[at - 1].text.count("\n")
        ):
            continue
        case = _case(pieces, before, at, language)
        if case is not None:
            first = start + pieces[at].start
            stop = start + pieces[phrase_end(pieces, at, case, language) - 1].end
            line = view(analysis.text, analysis.plain, [(first, max(stop, min(bodies.get(first, stop), end)))])
            found = parties_of(line, 0, len(line.line), language, case)
            return [replace(p, rule="agenda.named") for p in found if p.role == "executor"]
    return []


def _at_his(pieces: Sequence[Piece], at: int) -> bool:
    """Does «в» follow the meeting at pieces[at]: «нарада в голови»? Behind it stands who holds it."""
    following = pieces[at + 2].text if at + 2 < len(pieces) else ""
    return following in ("в", "у") and pieces[at].text.lower() in _held("official")


def _case(pieces: Sequence[Piece], before: int, at: int, language: Language) -> Case | None:
    """The case of the holder that begins at pieces[at], right after the word pieces[before]; None where none does."""
    word = pieces[before].text.lower()
    found = [g for g in groups(pieces, at, language) if not g.substantive and g.head is not None]
    if not found:
        return None
    if word in _held("body"):
        if any(g.case == "gen" and heads.is_body(g.lemma, language) and not g.plural for g in found):
            return "gen"
        return None
    if word in _held("official"):
        own = (g for g in found if g.case == "gen" and heads.is_official(g.lemma, language) and not g.plural)
        if any(own):
            return "gen"
    if word in _GOVERNING or not any(c.islower() for c in word):
        return None
    longest = max(g.end for g in found)
    by = [
        g for g in found if g.case == "ins" and g.end == longest and not g.plural and heads.is_party(g.lemma, language)
    ]
    return "ins" if by and not any(g.case == "nom" for g in found) else None


_RELATIVE: Final = re.compile(r"як(?:ий|а|е|і|ого|ої|их|им|ій|ою|ими|ому)|котор\w{2,3}")
#: Words after which an instrumental is no agent.
_GOVERNING: Final = frozenset(
    "з із зі зо с со між меж между над під под перед поза за разом вместе та і й и або или є був була бути стати быть "
    "стать обрано призначено обраний призначений назначен избран керівництвом руководством".split()
)
