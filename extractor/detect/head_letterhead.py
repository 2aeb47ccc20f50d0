"""The issuer of an act or letter as its letterhead names it."""

from __future__ import annotations

import re
from typing import Final

from extractor.detect import head_bodies as bodies
from extractor.layout.zones_head import SITTING
from extractor.layout.zones_message import FIELD
from extractor.layout.zones_view import CARRIES_ON, NAME_ALONE
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
#: «Письмо Минкультуры России от 5 мая 2021 г. N 12»: whose letter it is.
_LETTER_OF: Final = re.compile(
    r"(?i:лист|письмо)\s+(?P<of>(?=[А-ЯІЇЄҐЁ])[^\d«»\"№:;]{3,150}?)\s+(?:(?:від|от)\s|№|N\s?\d)"
)
#: What only goes on with the name above, blank line or not: «… / З ПИТАНЬ ДЕРЖАВНОЇ СЛУЖБИ», «… / У СПРАВАХ ДІТЕЙ».
_REST: Final = re.compile(
    r"(?:з питань|із питань|у справах|в справах|по делам|по вопросам|з надзвичайних|по надзору)\s", re.IGNORECASE
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
    sender = next((h for p in lines if (h := FIELD.match(analysis.plain, p.start, p.end))), None)
    if sender is not None:
        return _sender(analysis, sender.end())
    named = next((p for p in analysis.outline.paragraphs if p.role == "kind"), None)
    found = [p for p in lines if bodies.names_body(bodies.line(analysis, p))]
    found = [p for p in found if not (_PLACES.match(line := bodies.line(analysis, p)) or _REST.match(line))]
    above = [p for p in found if named is None or p.end <= named.start]
    if not above and named is not None:
        return _behind_kind(analysis, named, found, lines)
    if not above:
        return None
    chosen = above[0]
    for p in above[1:]:
        if _is_part(bodies.line(analysis, p), bodies.line(analysis, chosen)):
            chosen = p
    party = _named(analysis, lines, chosen)
    at = above.index(chosen)
    if at and _OF_COUNCIL.match(party.name):
        council = _named(analysis, lines, above[at - 1])
        whole = _genitive(council.name)
        if whole is not None:
            return Party(
                party.kind, f"{party.name} {whole}", (*council.spans, *party.spans), rule="head.issuer.council"
            )
    return party


def _sender(analysis: Analysis, start: int) -> Party:
    """Who a message is from: the name in the field, without the electronic address."""
    line = analysis.plain[start : analysis.plain.find("\n", start) if "\n" in analysis.plain[start:] else None]
    end = start + len(re.split(r"\s*[<(\[]|\s*\S+@", line, maxsplit=1)[0].rstrip())
    party = bodies.party(analysis, [(start, end if end > start else start + len(line))])
    return party if party.kind != "group" else Party("person", party.name, party.spans, rule=party.rule)


def _is_part(line: str, above: str) -> bool:
    """Is the body of this line a part of the body above it, or subject to it, and not its equal?"""
    low, high = bodies.rank(line), bodies.rank(above)
    return low > high or (low == high == bodies.PART and bodies.head_noun(line) != bodies.head_noun(above))


def _named(analysis: Analysis, lines: list[Paragraph], first: Paragraph, *, genitive: bool = False) -> Party:
    """The body whose name begins with the letterhead line `first` and may go on below: «… / ДЛЯ СІМ'Ї»,
    «… / Курганской области», in a table with the other column's line between."""
    pieces = [(first.start, first.end)]
    for p in lines:
        between = analysis.plain[pieces[-1][1] : p.start] if p.start > first.start else "-"
        if (not between.strip() or "\t" in between) and CARRIES_ON.match(bodies.line(analysis, p)):
            pieces.append((p.start, p.end))
    return bodies.party(analysis, pieces, genitive=genitive)


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


def _behind_kind(analysis: Analysis, named: Paragraph, found: list[Paragraph], lines: list[Paragraph]) -> Party | None:
    """«ПОСТАНОВЛЕНИЕ / АДМИНИСТРАЦИИ …», «ПРОТОКОЛ / засідання комісії …»: the genitive under or behind the word for
    the kind."""
    if found:
        sitting = SITTING.match(analysis.plain, found[0].start, found[0].end)
        first = Paragraph(sitting.end(), found[0].end) if sitting else found[0]
        return _named(analysis, lines, first, genitive=True)
    sitting = SITTING.search(analysis.plain, named.start, named.end)
    line = bodies.line(analysis, named)
    letter = _LETTER_OF.match(analysis.plain, named.start, named.end)
    if letter is not None and not NAME_ALONE.match(letter["of"]):
        return bodies.party(analysis, [letter.span("of")], genitive=True)
    hit = _BEHIND.match(line)
    if sitting is not None and bodies.names_body(analysis.plain[sitting.end() : named.end]):
        start = sitting.end()
    elif hit is not None and bodies.names_body(line[hit.end() :]):
        start = analysis.plain.find(line[hit.end() :].split()[0], named.start)
    else:
        return None
    stop = _STOP.search(analysis.plain, start, named.end)
    first = Paragraph(start, stop.start() if stop else named.end)
    return _named(analysis, lines, first, genitive=True)
