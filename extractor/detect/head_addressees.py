"""To whom a letter goes: officials, bodies and groups of its address block, in the nominative."""

from __future__ import annotations

import re
from typing import Final

from extractor.detect.head_bodies import OFFICIALS, kind_of_party, names_body, printed
from extractor.detect.head_requisites import Offsets
from extractor.detect.parties_lists import parties
from extractor.detect.parties_text import view
from extractor.detect.parties_words import start_of
from extractor.layout.zones_address import DATIVE, SENDER
from extractor.layout.zones_message import FIELD
from extractor.layout.zones_view import NAME_ALONE
from extractor.normalize.cases import nominative
from extractor.normalize.words import Case
from extractor.schema.analysis import Analysis
from extractor.schema.facts import DocumentKind, Party, PartyKind
from extractor.schema.outline import Paragraph

_WORD: Final = re.compile(r"[\w'-]+")
_SPACE: Final = re.compile(r"\s++")
#: A person's name in full, in the dative.
_FULL_NAME: Final = re.compile(
    r"(?:[А-ЯЁІЇЄҐ][\w'-]+\s){2}[А-ЯЁІЇЄҐ][\w']+(?:вичу|ічу|ичу|вні|чні|вне|чне)\s?\Z", re.IGNORECASE
)
#: A genitive that looks like a dative: «… / Ради міністрів», «… / України».
_CALLED_FOR: Final = re.compile(r"(?:україни|російської|российской)\b", re.IGNORECASE)
#: Officials of several kinds that share their noun.
_KINDS_OF: Final = re.compile(
    r"(?P<kinds>[\w'-]+(?:им|ым|ому)(?:(?:,\s|\s(?:та|і|й|и)\s)[\w'-]+(?:им|ым|ому))+)\s(?P<noun>[\w'-]+(?:ам|ям)\b.*)\Z",
    re.IGNORECASE,
)
#: A capital word in the dative plural: officials of one more kind may begin on the same line («Керівникам закладів
#: Головам громад»).
_PLURAL: Final = re.compile(r"(?:(?<=\s)|\A)[А-ЯІЇЄҐЁ][а-яіїєґё'-]+(?:ам|ям|им)(?=\s)")
#: What tells more of those named: «…, які мають укриття».
_RELATIVE: Final = re.compile(r"як|котор")
_TOLD: Final = re.compile(r",\s(?:як|котор)")
#: The two words behind a comma.
_COMMA: Final = re.compile(r"[,;]\s(?=(\S+)(?:\s(\S+))?)")
_OPENS_LETTER: Final = re.compile(
    r"(?:відкритий |открытое )?(?:лист|письмо)\s|звернення (?:[^«»]{0,80}? )?до\s|обращение (?:[^«»]{0,80}? )?к\s|до\s|"
    r"(?:шановн|уважаем)\w+\s",
    re.IGNORECASE,
)


def addressees(analysis: Analysis, kind: DocumentKind) -> list[Party]:
    """To whom a letter goes: its address block, or its headline in the dative."""
    blocks = [_value(analysis, p) for p in analysis.outline.paragraphs if p.role == "addressee"]
    if not blocks and kind == "letter":
        title = next((p for p in analysis.outline.paragraphs if p.role == "title"), None)
        blocks = [_addressed(analysis, title)] if title is not None else []
    out: list[Party] = []
    for lines in _one_each(analysis, _unsent(analysis, [b for b in blocks if b[0] < b[1]])):
        for name in _shared(analysis, lines) or _several(analysis, lines) or [_name(analysis, lines)]:
            if not _WORD.search(name):
                continue
            person = all(_is_name(analysis, *line) for line in lines)
            kind_of: PartyKind = "person" if person else kind_of_party(name)
            out.append(Party(kind_of, name, tuple(lines), rule="head.addressee"))
    return out


def _value(analysis: Analysis, p: Paragraph) -> Offsets:
    """The paragraph without the field's name that it opens with («Кому: …»)."""
    field = FIELD.match(analysis.plain, p.start, p.end)
    return (field.end() if field else p.start), p.end


def _unsent(analysis: Analysis, blocks: list[Offsets]) -> list[Offsets]:
    """The blocks without those on who sends it, under a name or behind one («Івану КОРЖУ депутата ради Петра ЛИСА»)."""
    out: list[Offsets] = []
    for start, end in blocks:
        for hit in _SPACE.finditer(analysis.plain, start, end):
            if SENDER.match(analysis.plain, hit.end(), end) and _is_name(analysis, start, hit.start()):
                return [*out, (start, hit.start())]
        out.append((start, end))
    return out


def _shared(analysis: Analysis, lines: list[Offsets]) -> list[str]:
    """«Міським, селищним, сільським головам»: each kind with the noun that they share; empty for anything else."""
    line = " ".join(printed(analysis, a, b) for a, b in lines)
    hit = _KINDS_OF.match(line)
    if hit is None:
        return []
    kinds = re.split(r",\s|\s(?:та|і|й|и)\s", hit["kinds"])
    return [nominative(f"{kind} {hit['noun']}".lower(), analysis.language, case="dat") for kind in kinds]


def _several(analysis: Analysis, lines: list[Offsets]) -> list[str]:
    """«Управління освіти обласних, Київської міської держадміністрацій»: several bodies in the nominative, each by its
    own name; empty for anything else."""
    joined = view(analysis.text, analysis.plain, lines)
    if "," not in joined.line or _dative_ending(joined.line) or DATIVE.match(joined.line):
        return []
    if start_of(joined.line.partition(",")[0], analysis.language, "nom") != "party":
        return []
    found = parties(joined, 0, len(joined.line), analysis.language, "nom")
    return [p.name for p in found] if len(found) > 1 and all(p.kind in ("organisation", "group") for p in found) else []


def _name(analysis: Analysis, lines: list[Offsets]) -> str:
    """One addressee in the nominative: what stands in the dative on a line of its own, a rank or a person's name, is
    read apart."""
    parts: list[tuple[str, Case | None]] = []
    for start, end in lines:
        case = "dat" if _is_name(analysis, start, end) else _case(analysis, start)
        for line in analysis.text[start:end].split("\n"):
            at = analysis.text.index(line, start)
            said = printed(analysis, at, at + len(line))
            plural = said[:1].islower() and said.split()[0].endswith("ій")  # «адміністрацій»: of whom, not to whom
            told = said[:1].islower() and any(_TOLD.search(p) for p, _ in parts) and not DATIVE.match(said)
            told = told or plural or bool(_CALLED_FOR.match(said) or _RELATIVE.match(said))
            begins = _dative_ending(said) and not told
            apart = not parts or case == "dat" or begins
            if apart:
                parts.append((said, case))
            else:
                parts[-1] = (f"{parts[-1][0]} {said}", parts[-1][1])
    out = [
        nominative(said.strip(" !.,:;") if case != "dat" else said, analysis.language, case=case)
        for said, case in parts
    ]
    return " ".join(p for p in out if p)


def _is_name(analysis: Analysis, start: int, end: int) -> bool:
    line = " ".join(analysis.plain[start:end].split())
    return bool(NAME_ALONE.match(line) or _FULL_NAME.match(line))


def _addressed(analysis: Analysis, title: Paragraph) -> tuple[int, int]:
    """The part of a headline that names whom it addresses; empty where it names none."""
    line = analysis.plain[title.start : title.end]
    opened = _OPENS_LETTER.match(line)
    dative = re.match(
        r"(?:[\w'-]+(?:ам|ям|им|их)\s)?[\w'-]+(?:ам|ям|ові|еві|єві|у|ю)(?![\w'-])",
        line[opened.end() :] if opened else line,
    )
    said = opened.group().casefold().strip() if opened else ""
    if not dative and not said.endswith(("до", "к")) and not said.startswith(("шановн", "уважаем")):
        return 0, 0
    return title.start + (opened.end() if opened else 0), title.end


def _one_each(analysis: Analysis, blocks: list[Offsets]) -> list[list[Offsets]]:
    """The lines of each addressee: a comma begins one more in the same case («Керівникам …, старостам …»), a line that
    is the rest of the one above («… / Тополинської обласної ради», «… / Бойку Р.С.») does not."""
    out: list[list[Offsets]] = []
    for start, end in blocks:
        goes_on = bool(out) and out[-1][-1][1] < start and _goes_on(analysis, out[-1], start, end)
        above = analysis.plain[out[-1][0][0] : out[-1][0][1]] if goes_on else ""
        for i, (a, b) in enumerate(_parted(analysis.plain[start:end], above)):
            if goes_on and not i:
                out[-1].append((start + a, start + b))
            else:
                out.append([(start + a, start + b)])
    return out


def _parted(line: str, above: str) -> list[Offsets]:
    """Where those named in a line stand in it; `above`: the first line of the addressee that it goes on with."""
    if _KINDS_OF.match(line):
        return [(0, len(line))]
    out: list[Offsets] = []
    at = 0
    for hit in _PLURAL.finditer(line) if _PLURAL.match(line) else ():
        if hit.start() > at and OFFICIALS.match(hit.group()):
            out.append((at, hit.start() - 1))
            at = hit.start()
    told = False  # a relative clause has opened: commas part its own words
    for hit in _COMMA.finditer(line) if _dative_ending(above or line) else ():
        told = told or _RELATIVE.match(hit.group(1)) is not None
        if hit.start() < at or (told and DATIVE.match(line, hit.end()) is None):
            continue
        if any(_dative_ending(w or "") for w in hit.groups()) and not _RELATIVE.match(hit.group(1)):
            told = False
            out.append((at, hit.start()))
            at = hit.end()
    return [*out, (at, len(line))]


def _goes_on(analysis: Analysis, above: list[Offsets], start: int, end: int) -> bool:
    """Is text[start:end] one more line of the addressee whose lines are `above`?"""
    between = analysis.text[above[-1][1] : start]
    if "\t" in between:
        between = "\n"
    if between.strip():
        return False
    line = analysis.plain[start:end]
    first = analysis.plain[above[0][0] : above[0][1]]
    named = _is_name(analysis, *above[-1])
    if _is_name(analysis, start, end):
        return not named
    if line[:1].islower():
        return True
    if between.count("\n") > 1 or named:
        return False
    if len(above) == 1 and all(_dative_ending(word) for word in first.split()) and not names_body(first):
        return not OFFICIALS.match(line.split()[-1]) and not DATIVE.match(line)
    return not _dative_ending(line) or _CALLED_FOR.match(line) is not None


def _dative_ending(phrase: str) -> bool:
    return bool(re.match(r"[\w'-]+(?:ам|ям|ові|еві|єві|ому|им|ым|у|ю|ій|і|[іи]ї|ии|бе|ме|де)\b", phrase))


def _case(analysis: Analysis, start: int) -> Case | None:
    before = analysis.plain[max(0, start - 20) : start].casefold().rstrip()
    return "gen" if before.endswith(("звернення до", " до")) else None
