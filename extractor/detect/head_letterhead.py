"""The issuer of an act or letter as its letterhead names it."""

from __future__ import annotations

import re
from typing import Final

from extractor.detect import head_bodies as bodies
from extractor.layout.zones_head import SITTING
from extractor.layout.zones_view import CARRIES_ON
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Party
from extractor.schema.outline import Paragraph

_PLACES: Final = re.compile(
    r"(?:україна|украина|российская федерация|[\w' -]+(?:область|район|край|округ|республика)|республика [\w' -]+)\Z",
    re.IGNORECASE,
)
#: What names no body without the council that it belongs to.
_OF_COUNCIL: Final = re.compile(
    r"(?:виконавчий комітет|исполнительный комитет|виконком|исполком|апарат|аппарат|секретаріат|секретариат|президія|"
    r"президиум|(?:\w+ )?постійна комісія|постоянная комиссия)\Z",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"(?:указ|розпорядження|распоряжение|наказ|приказ|рішення|решение|постанова|постановление)\s+(?=\D)", re.IGNORECASE
)
_STOP: Final = re.compile(r"\s*(?:№|N\s?\d|від\s|от\s|\d)")
_ADJECTIVES: Final = (
    ("ська", "ської"),
    ("цька", "цької"),
    ("зька", "зької"),
    ("ая", "ой"),
    ("яя", "ей"),
    ("а", "ої"),
    ("я", "ьої"),
    ("кий", "кого"),
    ("ый", "ого"),
    ("ой", "ого"),
    ("ій", "ього"),
    ("ий", "ого"),
    ("ое", "ого"),
    ("е", "ого"),
)
_COUNCILS: Final = {"рада": "ради", "дума": "думы", "совет": "совета", "собрание": "собрания", "збори": "зборів"}


def issuer(analysis: Analysis) -> Party | None:
    """The body of the letterhead: the part below its whole, the first of two equals."""
    lines = [p for p in analysis.outline.paragraphs if p.role == "letterhead"]
    named = next((p for p in analysis.outline.paragraphs if p.role == "kind"), None)
    found = [p for p in lines if bodies.names_body(bodies.line(analysis, p))]
    found = [p for p in found if not _PLACES.match(bodies.line(analysis, p))]
    above = [p for p in found if named is None or p.end <= named.start]
    if not above and named is not None:
        return _behind_kind(analysis, named, found)
    if not above:
        return None
    chosen = above[0]
    for p in above[1:]:
        if _is_part(bodies.line(analysis, p), bodies.line(analysis, chosen)):
            chosen = p
    party = bodies.party(analysis, chosen.start, _end(analysis, lines, chosen))
    at = above.index(chosen)
    if at and _OF_COUNCIL.match(party.name):
        council = bodies.party(analysis, above[at - 1].start, _end(analysis, lines, above[at - 1]))
        whole = _genitive(council.name)
        if whole is not None:
            return Party(
                party.kind, f"{party.name} {whole}", (*council.spans, *party.spans), rule="head.issuer.council"
            )
    return party


def _is_part(line: str, above: str) -> bool:
    """Is the body of this line a part of the body above it, or subject to it, and not its equal?"""
    low, high = bodies.rank(line), bodies.rank(above)
    return low > high or (low == high == bodies.PART and bodies.head_noun(line) != bodies.head_noun(above))


def _end(analysis: Analysis, lines: list[Paragraph], first: Paragraph) -> int:
    """Where the name that begins with the letterhead line `first` ends: «… / ДЛЯ СІМ'Ї», «… / Курганской области»."""
    end = first.end
    for p in lines:
        if p.start > end and not analysis.plain[end : p.start].strip() and CARRIES_ON.match(bodies.line(analysis, p)):
            end = p.end
    return end


def _genitive(council: str) -> str | None:
    """«Вербівська міська рада Тополинського району» → «Вербівської міської ради …»; None for another body."""
    out: list[str] = []
    words = council.split()
    for i, word in enumerate(words):
        if word.casefold() in _COUNCILS:
            return " ".join([*out, _COUNCILS[word.casefold()], *words[i + 1 :]])
        ending = next(((a, b) for a, b in _ADJECTIVES if word.endswith(a)), None)
        if ending is None:
            return None
        out.append(word[: -len(ending[0])] + ending[1])
    return None


def _behind_kind(analysis: Analysis, named: Paragraph, found: list[Paragraph]) -> Party | None:
    """«ПОСТАНОВЛЕНИЕ / АДМИНИСТРАЦИИ …», «ПРОТОКОЛ / засідання комісії …»: the genitive under or behind the word for
    the kind."""
    if found:
        start, end = found[0].start, _end(analysis, found, found[0])
        sitting = SITTING.match(analysis.plain, start, end)
        if sitting is not None:
            start = sitting.end()
        return bodies.party(analysis, start, end, genitive=True)
    line = bodies.line(analysis, named)
    hit = _BEHIND.match(line)
    if hit is None or not bodies.names_body(line[hit.end() :]):
        return None
    start = analysis.plain.find(line[hit.end() :].split()[0], named.start)
    stop = _STOP.search(analysis.plain, start, named.end)
    return bodies.party(analysis, start, stop.start() if stop else named.end, genitive=True)
