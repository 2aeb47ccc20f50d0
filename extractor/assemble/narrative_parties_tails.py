"""How far the name of an official, a group or a body without a capital goes on behind its head."""

from __future__ import annotations

import re
from typing import Final

from extractor.assemble.narrative_parties_places import Places, adjective_of_next, cases_in
from extractor.assemble.narrative_parties_words import ALL, AND, Line, describing, head_of, in_genitive, words
from extractor.detect.actions_words import verb
from extractor.normalize.words import Case, readings
from extractor.schema.facts import Organisation, Person
from extractor.schema.span import Span

#: Prepositions that belong to a name, with the words that follow (None: any).
_IN_NAMES: Final[dict[str, re.Pattern[str] | None]] = {
    "у": re.compile(r"справах"),
    "в": re.compile(r"справах|делам"),
    "з": re.compile(
        r"ювенальн|благоустр|питан|прав|надан|обслугов|соціальн|розвитк|організац|"
        r"виховн|охорон|надзвич|дотриман|запобіган"
    ),
    "із": re.compile(r"питан|прав|надан|соціальн|захист|організац|забезпеч"),
    "по": re.compile(r"дел|вопрос|борьб|работ|прав|распредел|противодейств|роботі|организац|связям|надзору"),
    "для": None,
    "від": None, "от": None,
    "при": re.compile(r"прези|презид|кабінет|кабинет|верхов|губерн|прав"),
    "імені": None, "ім": None, "имени": None, "им": None, "м": None, "г": None,
}  # fmt: skip
_ROMAN: Final = re.compile(r"[IVXІХ]+")
#: «10-11 класів», «4-го мікрорайону»: what a number before it tells from others of its kind.
_COUNTED_OFF: Final = re.compile(r"клас|курс|мікрорайон|микрорайон|округ|участ|дільниц|відділ|созыв|скликан|груп|отряд")
_ORDINAL: Final = re.compile(r"\d{1,3}(?:-\d{1,3})?(?:-(?:[а-яіїє]{1,3}|[А-ЯІЇЄ]))?")
#: Adverbs inside the name of a unit: «відділення соціальної допомоги вдома КЗ …».
_ADVERBS: Final = frozenset(("вдома",))
TIME: Final = frozenset(
    "року років тижня місяця дня кварталу півріччя цього минулого поточного наступного года лет недели месяца этого "
    "прошлого текущего следующего того".split()
)
POSSESSIVE: Final = frozenset("його її їх їхній його її их его ее её их свій".split())


def tail(
    line: Line, at: int, cases: frozenset[Case], found: Places, *, official: bool, group: bool
) -> tuple[int, tuple[int, ...], tuple[int, ...], Person | None]:
    """(index after the attributes of a head, where its bodies are parted by «та», where bodies stand, who holds it).

    `official` says that the head is one person, `group` that it is people."""
    end = at
    parts: list[int] = []
    bodies: list[int] = []
    while end < len(line.pieces):
        piece = line.pieces[end]
        step = _holder(line, end, found) if official else None
        if step is not None:
            span = found.people[piece.start][0]
            return line.at(span.end), (), tuple(bodies), span.value if isinstance(span.value, Person) else None
        more = _attribute(line, end, found)
        if more is not None and _apart(line, end, official=official, group=group):
            break
        if more is not None:
            if piece.start in found.bodies:
                bodies.append(end)
            end = more
            continue
        if (piece.kind == "comma" or piece.text.lower() in AND) and end > at:
            more = _joined(line, end, cases, found)
            if more is not None:
                parts.append(end)
                if line.pieces[end + 1].start in found.bodies:
                    bodies.append(end + 1)
                end = more
                continue
        break
    if official and "nom" in cases:
        end = _name_behind(line, end)
    return end, tuple(parts), tuple(bodies), None


def _apart(line: Line, i: int, *, official: bool, group: bool) -> bool:
    """Does «для», «від» not belong to the name: «координатор для зв'язку», «відділ від …»?"""
    low = line.low(i)
    if low == "для":
        return official or group
    return low in ("від", "от") and not ((official or group) and line.pieces[i + 1].text[0].isupper())


def _name_behind(line: Line, i: int) -> int:
    """Index after a name that no detector found behind a post: «президент Кыргызстана Алмазбек Атамбаев»."""
    two = line.pieces[i : i + 2]
    if len(two) < 2 or two[1].start - two[0].end != 1 or not two[1].text[0].isupper() or two[1].kind != "word":
        return _given_behind(line, i)
    if _ROMAN.fullmatch(two[1].text):
        return _given_behind(line, i)
    capital = all(p.kind == "word" and p.text[0].isupper() and not p.text.isupper() for p in two)
    return i + 2 if capital and not any(head_of(p.text, line.language) for p in two) else i


def _given_behind(line: Line, i: int) -> int:
    """Index after the one name of a ruler or a cleric: «король Харальд V», «патриарх Кирилл»."""
    if i >= len(line.pieces) or line.pieces[i].kind != "word" or not line.pieces[i].text[0].isupper():
        return i
    if not any(r.name == "given" and r.known and r.case == "nom" for r in readings(line.pieces[i].text, line.language)):
        return i
    after = line.pieces[i + 1].text if i + 1 < len(line.pieces) else ""
    return i + 2 if _ROMAN.fullmatch(after) else i + 1


def _holder(line: Line, i: int, found: Places) -> int | None:
    """Does a person's name, without a post of its own, stand here?"""
    if line.pieces[i].start not in found.people:
        return None
    span, name = found.people[line.pieces[i].start]
    return span.end if name == line.pieces[i].start else None


def _attribute(line: Line, i: int, found: Places) -> int | None:
    """Index after the attribute that begins at piece i, if one does: a genitive, a quoted name, «з питань …»."""
    piece = line.pieces[i]
    if piece.start in found.bodies:
        last = max(line.at(found.bodies[piece.start].end), i + 1)
        return last if "gen" in cases_in(line, i, last)[0] else None
    if piece.start in found.people:
        return None
    if piece.kind == "frozen":
        ordinal = _last_ordinal(line, i)
        if ordinal is not None and _told_by_number(line, ordinal + 1):
            return ordinal + 2
        named = piece.text[0] in '«"“№' or (piece.text[0].isdigit() and line.low(i - 1) == "№")
        return i + 1 if named else None
    if piece.kind != "word":
        return None
    low = piece.text.lower()
    if low in _IN_NAMES:
        return _in_name(line, i)
    if low in _ADVERBS:
        return i + 1 if i + 1 < len(line.pieces) and _attribute(line, i + 1, found) is not None else None
    return i + 1 if _genitive(line, i) else None


def _last_ordinal(line: Line, i: int) -> int | None:
    """The last of the ordinals that «та» and commas join from piece i on («6-го та 8-го класів»); None at none."""
    last: int | None = None
    while i < len(line.pieces) and _ORDINAL.fullmatch(line.pieces[i].text):
        last = i
        joint = line.pieces[i + 1] if i + 1 < len(line.pieces) else None
        if joint is None or (joint.text != "," and joint.text.lower() not in AND):
            break
        i += 2
    return last


def _told_by_number(line: Line, i: int) -> bool:
    """Does the number before piece i tell one from others? What is counted would be in the plural: «81 державної
    частини» is one unit."""
    if i >= len(line.pieces) or line.pieces[i].kind != "word" or not _genitive(line, i):
        return False
    if _COUNTED_OFF.match(line.low(i)) is not None:
        return True
    found = {(c, plural) for c, plural, _ in describing(line.pieces[i].text, line.language)}
    return ("gen", False) in found and ("gen", True) not in found


def _in_name(line: Line, i: int) -> int | None:
    """Index after a preposition of a name and the word that follows it («з питань», «імені Шевченка»)."""
    low = line.low(i)
    wanted = _IN_NAMES[low]
    follow = i + 2 if line.low(i + 1) == "." else i + 1
    if follow >= len(line.pieces) or line.pieces[follow].kind != "word":
        return None
    if wanted is not None and wanted.match(line.low(follow)) is None:
        return None
    return None if low in ("м", "г") and not line.pieces[follow].text[0].isupper() else follow + 1


def _genitive(line: Line, i: int) -> bool:
    """Is the word an attribute in the genitive, no date, no verb and no holder's name?"""
    piece = line.pieces[i]
    low = piece.text.lower()
    if low in TIME or low in POSSESSIVE or low in AND or low in words("openers") or low in words("prepositions"):
        return False
    if piece.text[0].isupper() and _given(line, i):
        return False
    own = head_of(piece.text, line.language)
    if own and all(r.case == "ins" for r in own):
        return False  # «клопотанням прокурора судом накладено …»: who acts, though «судом» is a form of «судома» too
    return in_genitive(piece.text, line.language) and verb(low, line.language) is None


def _given(line: Line, i: int) -> bool:
    """Does a given name with a surname behind it begin here?"""
    known = any(r.name == "given" and r.known for r in readings(line.pieces[i].text, line.language))
    return known and i + 1 < len(line.pieces) and line.pieces[i + 1].text[0].isupper()


def _joined(line: Line, joint: int, cases: frozenset[Case], found: Places) -> int | None:
    """Index after the attribute that a comma or «та» adds; None where another party or another clause begins."""
    k = joint + 1
    comma = line.pieces[joint].kind == "comma"
    if k >= len(line.pieces) or line.pieces[joint].text == ";":
        return None
    more = _attribute(line, k, found)
    if more is None or line.low(k) in _IN_NAMES:
        return None
    word = line.pieces[k].text
    if line.pieces[k].start in found.bodies:
        own = _cases_of_body(line, k, found.bodies[line.pieces[k].start])
        return more if "gen" in own and not (own & without_locative(cases) - {"gen"} and own != ALL) else None
    if "gen" in cases and "nom" not in cases and _people(line, k):
        return None  # «роботі вчителів школи, депутатів та жителів села»
    nouns = head_of(word, line.language)
    if any(r.case in cases and r.case != "gen" for r in nouns) and not word[0].islower():
        return None
    if any(r.case in cases - {"gen"} for r in nouns) and not any(r.case == "gen" for r in nouns):
        return None
    if comma and not _closes(line, more):
        return None
    return more


def _cases_of_body(line: Line, k: int, span: Span) -> frozenset[Case]:
    """The cases of a body's name that begins at piece k; where its normal form is another, no nominative."""
    own = cases_in(line, k, line.at(span.end))[0]
    if own == ALL or not isinstance(span.value, Organisation):
        return own
    normal = span.value.name.casefold() == line.plain[span.start : span.end].casefold()
    return own if normal else (own - {"nom", "acc"}) or own


def without_locative(cases: frozenset[Case]) -> frozenset[Case]:
    """The cases in which a noun can stand without a preposition, where it can stand in another than the locative."""
    return cases - {"loc"} or cases


def _people(line: Line, k: int) -> bool:
    """Do people in the plural stand at piece k, adjectives before them left out?"""
    while k + 1 < len(line.pieces) and line.pieces[k].kind == "word" and adjective_of_next(line, k):
        k += 1
    nouns = head_of(line.pieces[k].text, line.language) if line.pieces[k].kind == "word" else ()
    return any(r.animate and r.plural and r.case == "gen" for r in nouns)


def _closes(line: Line, at: int) -> bool:
    """Does a list go on to its «та» within a few words, without a verb?"""
    for k in range(at, min(at + 8, len(line.pieces))):
        if line.low(k) in AND:
            return True
        if line.pieces[k].kind == "word" and not in_genitive(line.pieces[k].text, line.language):
            return False
    return False
