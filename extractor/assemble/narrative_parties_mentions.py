"""Mentions of those who may act in a sentence: bodies, people with their posts, officials and groups, pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from extractor.assemble.narrative_parties_words import (
    ALL,
    AND,
    Line,
    agrees,
    describing,
    head_of,
    in_genitive,
    noun_cases,
    words,
)
from extractor.detect.actions_words import verb
from extractor.normalize import heads
from extractor.normalize.words import Case, Gender, Reading, head_readings, readings
from extractor.schema.analysis import Language
from extractor.schema.facts import Organisation, Person
from extractor.schema.span import Span

Kind = Literal["body", "named", "person", "official", "group", "pronoun"]

_STEM: Final = 4
_PRONOUNS: Final[dict[str, tuple[bool, Gender | None]]] = {
    "вони": (True, None), "они": (True, None), "він": (False, "m"), "вона": (False, "f"), "воно": (False, "n"),
    "он": (False, "m"), "она": (False, "f"), "оно": (False, "n"),
}  # fmt: skip
_POSSESSIVE: Final = frozenset("його її їх їхній його її их его ее её их свій".split())
_DETERMINERS: Final = frozenset(
    "всі усі все всіх усіх ці ця цей це эти этот эта это сам сама самі сами такі такие".split()
)
#: Prepositions that belong to a name, with the words that follow (None: any).
_IN_NAMES: Final[dict[str, re.Pattern[str] | None]] = {
    "у": re.compile(r"справах"),
    "в": re.compile(r"справах|делам"),
    "з": re.compile(r"питан|прав|надан|обслугов|соціальн|розвитк|організац|виховн|охорон|надзвич|дотриман|запобіган"),
    "із": re.compile(r"питан|прав|надан|соціальн|захист|організац|забезпеч"),
    "по": re.compile(r"дел|вопрос|борьб|работ|прав|распредел|противодейств|роботі|организац|связям|надзору"),
    "для": None,
    "при": re.compile(r"прези|презид|кабінет|кабинет|верхов|губерн|прав"),
    "імені": None, "ім": None, "имени": None, "им": None, "м": None, "г": None,
}  # fmt: skip
#: Adverbs inside the name of a unit: «відділення соціальної допомоги вдома КЗ …».
_ADVERBS: Final = frozenset(("вдома",))
_NUMBER: Final = re.compile(r"\d[\d ,.]*")
_TIME: Final = frozenset(
    "року років тижня місяця дня кварталу півріччя цього минулого поточного наступного года лет недели месяца этого "
    "прошлого текущего следующего того".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """pieces[first:last] may act; `cases` says in which it can stand, `part` where its attributes part (each the
    index of a piece after «та») for a head that they share."""

    first: int
    last: int
    kind: Kind
    cases: frozenset[Case]
    plural: bool
    gender: Gender | None
    lemma: str = ""
    animate: bool = False
    value: Organisation | Person | None = None
    head_end: int = 0
    counted: bool = False
    possessed: bool = False
    several: bool = False
    parts: tuple[int, ...] = ()
    bodies: tuple[int, ...] = ()


@dataclass(slots=True)
class Places:
    """Spans of bodies and people by where they begin, nested ones left out."""

    bodies: dict[int, Span] = field(default_factory=dict)
    people: dict[int, tuple[Span, int]] = field(default_factory=dict)
    surnames: frozenset[str] = frozenset()


def places(plain: str, spans: Sequence[Span]) -> Places:
    """The spans of a document, people with the post that stands before them."""
    out = Places()
    done = 0
    for s in sorted((s for s in spans if s.label == "organisation"), key=lambda s: (s.start, -s.end)):
        if s.start >= done and isinstance(s.value, Organisation):
            out.bodies[s.start] = s
            done = s.end
    surnames = set()
    for s in spans:
        if s.label == "person" and isinstance(s.value, Person):
            out.people[_post_start(plain, s, s.value)] = (s, s.start)
            surnames.add(s.value.name.split()[0].casefold())
    out.surnames = frozenset(surnames)
    return out


def _post_start(plain: str, span: Span, person: Person) -> int:
    """Where the post before the name begins; the name's own start where it stands behind, or there is none."""
    if person.position is None:
        return span.start
    post = person.position.split()
    low = plain.rfind("\n", 0, span.start) + 1
    before = [(m.start(), m.group()) for m in re.finditer(r"\S+", plain[max(low, span.start - 400) : span.start])]
    before = [b for b in before if b[1] not in ("-", "та")] if len(before) > len(post) else before
    if len(before) < len(post):
        return span.start
    at, word = before[-len(post)]
    same = word.lower().strip('("«')[:_STEM] == post[0].lower().strip('("«')[:_STEM]
    return max(low, span.start - 400) + at if same else span.start


def mentions(line: Line, found: Places) -> list[Mention]:
    """The mentions in a sentence, in reading order, none within another."""
    out: list[Mention] = []
    i = 0
    while i < len(line.pieces):
        mention = _mention(line, i, found)
        if mention is None:
            i += 1
            continue
        out.append(mention)
        i = max(mention.last, i + 1)
    return out


def _mention(line: Line, i: int, found: Places) -> Mention | None:
    """The mention whose first word, or whose head, is piece i."""
    piece = line.pieces[i]
    if piece.start in found.people:
        return _person(line, i, found)
    if piece.start in found.bodies:
        return _body(line, i, found, piece.start)
    if piece.kind == "frozen" and piece.text[0] in '"«“' and piece.start + 1 in found.bodies:
        return _body(line, i, found, piece.start + 1)
    if piece.kind == "frozen" and _quoted_actor(line, i):
        return Mention(i, i + 1, "body", ALL, False, None, head_end=i + 1)
    if piece.kind != "word":
        return None
    low = piece.text.lower()
    if low in _PRONOUNS:
        plural, gender = _PRONOUNS[low]
        return Mention(i, i + 1, "pronoun", frozenset(("nom",)), plural, gender, low, animate=True)
    if low in found.surnames and piece.text[0].isupper():
        return Mention(i, i + 1, "person", frozenset(("nom",)), False, None, low, animate=True)
    options = head_of(piece.text, line.language)
    if not options or (describing(piece.text, line.language) and _describes_next(line, i)):
        return None
    return _common(line, i, options, found)


def _quoted_actor(line: Line, i: int) -> bool:
    """«Автодор» ремонтує: a name in quotation marks that opens the sentence, a finite verb right behind it."""
    if i or line.pieces[i].text[0] not in '«"“' or len(line.pieces) < 2:
        return False
    known = verb(line.low(1), line.language) if line.pieces[1].kind == "word" else None
    return known is not None and known.form in ("past", "present", "future")


def _describes_next(line: Line, i: int) -> bool:
    """Is the word an adjective of the next («городские администрации»)?"""
    if i + 1 >= len(line.pieces) or line.pieces[i + 1].kind != "word":
        return False
    return _more_adjectives(line, i, i + 2) or any(
        agrees(line.pieces[i].text, r, line.language) for r in _heads(line.pieces[i + 1].text, line.language)
    )


def _person(line: Line, i: int, found: Places) -> Mention:
    span, _ = found.people[line.pieces[i].start]
    last = line.at(span.end)
    person = span.value
    post = head_of(line.pieces[i].text, line.language) if line.pieces[i].start < span.start else ()
    cases = {r.case for r in post if not r.plural}
    if line.pieces[i].start < span.start and not post:
        cases = set(_cases(line, i, line.at(span.start))[0])
    named = _cases_of_name(line, line.at(span.start), last)
    both = (cases & named) or named or cases
    possessed = line.low(i - 1) in _POSSESSIVE
    first = i
    while post and first and _of_post(line, first - 1, both):
        first -= 1
    return Mention(
        first, last, "person", frozenset(both), False, None, animate=True, possessed=possessed,
        value=person if isinstance(person, Person) else None, head_end=i + 1,
        several=first < i,
    )  # fmt: skip


def _of_post(line: Line, i: int, cases: set[Case]) -> bool:
    """Is the word an adjective of the post behind it («науковий керівник»)?"""
    piece = line.pieces[i]
    if piece.kind != "word" or piece.text.lower() in _TIME or noun_cases(piece.text, line.language):
        return False
    return any(c in cases and not p for c, p, _ in describing(piece.text, line.language))


def _cases_of_name(line: Line, first: int, last: int) -> set[Case]:
    """The cases that the words of a name share."""
    out: set[Case] = set(ALL)
    for k in range(first, last):
        if line.pieces[k].kind == "word":
            known = {
                r.case for r in readings(line.pieces[k].text, line.language) if r.known and r.name and not r.plural
            }
            if known and out & known:
                out &= known
    return out


def _body(line: Line, i: int, found: Places, start: int) -> Mention:
    """A body that a detector found; its case is its head's."""
    span = found.bodies[start]
    last = max(line.at(span.end), i + 1)
    while last + 1 < len(line.pieces) and re.fullmatch(
        r"[.\-]+", line.plain[line.pieces[last - 1].end : _next_body(line, last, found)] or " "
    ):
        last = line.at(found.bodies[_next_body(line, last, found)].end)
    cases, reading = _cases(line, i, last)
    value = span.value if isinstance(span.value, Organisation) else None
    return Mention(
        i, last, "body", cases, reading.plural if reading else False, reading.gender if reading else None,
        reading.lemma if reading else "", value=value, head_end=last, possessed=line.low(i - 1) in _POSSESSIVE,
    )  # fmt: skip


def _next_body(line: Line, at: int, found: Places) -> int:
    """The offset at which a body begins within the next two pieces, else where piece `at` begins."""
    for k in (at, at + 1, at + 2):
        if k < len(line.pieces) and line.pieces[k].start in found.bodies:
            return line.pieces[k].start
    return line.pieces[at].start


def _cases(line: Line, first: int, last: int) -> tuple[frozenset[Case], Reading | None]:
    """The cases of the noun phrase that begins a name: its head's, as far as the adjectives before it agree. All
    where it begins with an acronym, a foreign or a quoted name."""
    adjectives: list[str] = []
    for k in range(first, last):
        piece = line.pieces[k]
        if piece.kind == "comma" or piece.text.lower() in AND:
            continue
        if piece.kind != "word" or not piece.text[0].isalpha() or piece.text[0] < "А":
            return _open_cases(adjectives, line.language), None
        nouns = _heads(piece.text, line.language)
        if nouns and (k + 1 == last or not _more_adjectives(line, k, last)):
            fit = [r for r in nouns if all(agrees(a, r, line.language) for a in adjectives)] or list(nouns)
            fixed = piece.text.isupper() and len(piece.text) > 1
            if fixed or all(r.fixed for r in fit):
                return _open_cases(adjectives, line.language), None
            singular = [r for r in fit if not r.plural]
            chosen = next((r for r in fit if r.case == "nom"), (singular or fit)[0])
            return frozenset(r.case for r in fit), chosen
        if not describing(piece.text, line.language):
            return _open_cases(adjectives, line.language), None
        adjectives.append(piece.text)
    return _open_cases(adjectives, line.language), None


def _open_cases(adjectives: list[str], language: Language) -> frozenset[Case]:
    """What the adjectives before an unchanging word leave open."""
    out = ALL
    for word in adjectives:
        out = (out & {c for c, _, _ in describing(word, language)}) or out
    return out


@lru_cache(maxsize=50_000)
def _heads(word: str, language: Language) -> tuple[Reading, ...]:
    return tuple(r for r in head_readings(word, language) if r.pos == "noun" and r.name is None)


def _more_adjectives(line: Line, k: int, last: int) -> bool:
    """Is the word at k rather an adjective of a noun that follows («другий слідчий відділ»)?"""
    if not describing(line.pieces[k].text, line.language) or line.pieces[k + 1].kind != "word":
        return False
    cells = {(c, p) for c, p, _ in describing(line.pieces[k].text, line.language)}
    return any((r.case, r.plural) in cells for r in _heads(line.pieces[k + 1].text, line.language))


def _common(line: Line, i: int, options: tuple[Reading, ...], found: Places) -> Mention | None:
    """An official, a group or an unnamed body whose head is piece i."""
    first = i
    several = False
    fit = list(options)
    k = i - 1
    while k >= 0:
        piece = line.pieces[k]
        joint = piece.kind == "comma" or piece.text.lower() in AND
        word = line.pieces[k - 1] if joint and k else piece
        if joint and (k == 0 or first == i):
            break
        if word.kind != "word" or word.text.lower() in _TIME:
            break
        if joint and not any(c in {r.case for r in fit} for c, _, _ in describing(word.text, line.language)):
            break
        keep = [r for r in fit if agrees(word.text, r, line.language)]
        if joint and not keep:  # «обласні та міська адміністрації»: a singular of the list
            keep = [r for r in fit if r.plural and any(c == r.case for c, _, _ in describing(word.text, line.language))]
        if not keep or noun_cases(word.text, line.language) & {r.case for r in keep} and _is_party(word.text, line):
            break
        fit = keep
        several = several or joint
        first = k - 1 if joint else k
        k = first - 1
    while first < i and line.low(first) in _DETERMINERS:
        first += 1
    counted = _counted(line, first, i)
    if counted is not None:
        first, cases = counted
        fit = [r for r in fit if r.plural and r.case in ("gen", "nom")] or fit
        if not fit[0].plural:
            return None
    else:
        cases = frozenset(r.case for r in fit)
    lead = next((r for r in fit if r.case == "nom"), fit[0])
    people = lead.animate or heads.is_official(lead.lemma, line.language)
    if people and not heads.is_official(lead.lemma, line.language) and "nom" not in cases:
        return None
    tail, parts, bodies, person = _tail(line, i + 1, cases, found, official=people and not lead.plural)
    kind: Kind = "group" if lead.plural else "official" if people else "named"
    return Mention(
        first, tail, "person" if person else kind, cases, lead.plural and kind == "group", lead.gender, lead.lemma,
        animate=people, value=person, head_end=i + 1, counted=counted is not None,
        possessed=line.low(first - 1) in _POSSESSIVE, several=several, parts=parts, bodies=bodies,
    )  # fmt: skip


def _is_party(word: str, line: Line) -> bool:
    return bool(head_of(word, line.language)) and not describing(word, line.language)


def _counted(line: Line, first: int, i: int) -> tuple[int, frozenset[Case]] | None:
    """«12 шкіл», «113 тисяч роботодавців»: where the phrase begins without its number, and its case."""
    before = line.pieces[first - 1] if first else None
    if before is None:
        return None
    head = line.pieces[i].text
    if before.kind == "frozen" and _NUMBER.fullmatch(before.text):
        if line.low(first - 2) in words("prepositions") and line.low(first - 2) != "понад":
            return None
        if re.fullmatch(r"\d{1,2}\.\d{2}\.\d{4}|(?:19|20)\d\d", before.text):
            return None
        if not any(r.plural and r.case in ("gen", "nom") for r in head_of(head, line.language)):
            return None
        return first, frozenset(("nom", "acc"))
    found = readings(before.text.lower(), line.language) if before.kind == "word" else ()
    if before.text.lower() in words("counters") or any(r.lemma in words("counters") for r in found):
        if not any(r.case == "gen" for r in head_of(head, line.language)):
            return None
        own = {r.case for r in found} or {"nom", "acc"}
        if line.pieces[first - 2].text[:1].isdigit() if first > 1 else False:
            own = {"nom", "acc"}
        return first, frozenset(own & {"nom", "acc"})  # type: ignore[arg-type]  # the literals are cases
    if any(r.pos == "numeral" for r in found) and line.low(first - 2) not in words("prepositions"):
        return first, frozenset(("nom", "acc"))
    return None


def _tail(
    line: Line, at: int, cases: frozenset[Case], found: Places, *, official: bool
) -> tuple[int, tuple[int, ...], tuple[int, ...], Person | None]:
    """(index after the attributes of a head, where its bodies are parted by «та», where bodies stand, who holds it)."""
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


def _name_behind(line: Line, i: int) -> int:
    """Index after a name that no detector found behind a post: «президент Кыргызстана Алмазбек Атамбаев»."""
    two = line.pieces[i : i + 2]
    if len(two) == 2 and all(p.kind == "word" and p.text[0].isupper() and not p.text.isupper() for p in two):
        if two[1].start - two[0].end == 1 and not any(head_of(p.text, line.language) for p in two):
            return i + 2
    return i


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
        return last if "gen" in _cases(line, i, last)[0] else None
    if piece.start in found.people:
        return None
    if piece.kind == "frozen":
        if piece.text[0] in '«"“№':
            return i + 1
        return i + 1 if piece.text[0].isdigit() and line.low(i - 1) == "№" else None
    if piece.kind != "word":
        return None
    low = piece.text.lower()
    if low in _IN_NAMES:
        wanted = _IN_NAMES[low]
        follow = i + 2 if line.low(i + 1) == "." else i + 1
        if follow >= len(line.pieces) or line.pieces[follow].kind != "word":
            return None
        if wanted is not None and wanted.match(line.low(follow)) is None:
            return None
        if low in ("м", "г") and not line.pieces[follow].text[0].isupper():
            return None
        return follow + 1
    if low in _TIME or low in words("openers") or low in words("prepositions") or low in _POSSESSIVE:
        return None
    if low in _ADVERBS:
        return i + 1 if i + 1 < len(line.pieces) and _attribute(line, i + 1, found) is not None else None
    if piece.text[0].isupper() and _given(line, i):
        return None
    if low in AND or not in_genitive(piece.text, line.language) or verb(low, line.language) is not None:
        return None
    return i + 1


def _given(line: Line, i: int) -> bool:
    """Does a given name with a surname behind it begin here?"""
    known = any(r.name == "given" and r.known for r in readings(line.pieces[i].text, line.language))
    return known and i + 1 < len(line.pieces) and line.pieces[i + 1].text[0].isupper()


def _joined(line: Line, joint: int, cases: frozenset[Case], found: Places) -> int | None:
    """Index after the attribute that a comma or «та» adds; None where another party or another clause begins."""
    k = joint + 1
    if k >= len(line.pieces):
        return None
    comma = line.pieces[joint].kind == "comma"
    if line.pieces[joint].text == ";":
        return None
    more = _attribute(line, k, found)
    if more is None or line.low(k) in _IN_NAMES:
        return None
    word = line.pieces[k].text
    if line.pieces[k].start in found.bodies:
        own = _cases(line, k, line.at(found.bodies[line.pieces[k].start].end))[0]
        return more if "gen" in own and not (own & cases - {"gen"} and own != ALL) else None
    nouns = head_of(word, line.language)
    if any(r.case in cases and r.case != "gen" for r in nouns) and not word[0].islower():
        return None
    if any(r.case in cases - {"gen"} for r in nouns) and not any(r.case == "gen" for r in nouns):
        return None
    if comma and not _closes(line, more):
        return None
    return more


def _closes(line: Line, at: int) -> bool:
    """Does a list go on to its «та» within a few words, without a verb?"""
    for k in range(at, min(at + 8, len(line.pieces))):
        if line.low(k) in AND:
            return True
        if line.pieces[k].kind == "word" and not in_genitive(line.pieces[k].text, line.language):
            return False
    return False


def chains(line: Line, found: Sequence[Mention]) -> Iterator[tuple[Mention, ...]]:
    """Mentions that commas and «та» join in one case."""
    held: list[Mention] = []
    for m in found:
        if held and _joins(line, held, m):
            held.append(m)
            continue
        if held:
            yield tuple(held)
        held = [m]
    if held:
        yield tuple(held)


def _joins(line: Line, held: list[Mention], m: Mention) -> bool:
    last = held[-1]
    joint = [line.pieces[k] for k in range(last.last, m.first)]
    if not 1 <= len(joint) <= 3 or not (last.kind != "pronoun" and m.kind != "pronoun"):
        return False
    if any(
        p.kind != "comma" and p.text.lower() not in AND and p.text.lower() not in ("а", "також", "также") for p in joint
    ):
        return False
    if joint[0].text == ";" or line.clause[last.first] != line.clause[m.first]:
        return False
    shared = frozenset.intersection(*(h.cases for h in held)) & m.cases
    return bool(shared)
