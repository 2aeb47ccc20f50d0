"""Mentions of those who may act in a sentence: bodies, people with their posts, officials and groups, pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from extractor.assemble.narrative_parties_acronyms import opens_as_acronym
from extractor.assemble.narrative_parties_places import Places, adjective_of_next, cases_in, nouns
from extractor.assemble.narrative_parties_tails import POSSESSIVE, TIME, tail, without_locative
from extractor.assemble.narrative_parties_words import (
    ALL,
    AND,
    Line,
    agrees,
    describing,
    head_of,
    is_official,
    is_past,
    noun_cases,
    words,
)
from extractor.detect.actions_words import verb
from extractor.normalize.words import Case, Gender, Reading, readings
from extractor.schema.facts import Organisation, Person, Role

Kind = Literal["body", "named", "person", "official", "group", "pronoun"]
_PRONOUNS: Final[dict[str, tuple[bool, Gender | None]]] = {
    "вони": (True, None), "они": (True, None), "він": (False, "m"), "вона": (False, "f"), "воно": (False, "n"),
    "он": (False, "m"), "она": (False, "f"), "оно": (False, "n"),
}  # fmt: skip
_DETERMINERS: Final = frozenset(
    "всі усі все всіх усіх ці ця цей це эти этот эта это сам сама самі сами такі такие".split()
)
#: Words that may stand between the members of a list.
_BETWEEN: Final = POSSESSIVE | {"а", "також", "также", "всі", "усі", "все"}
#: Cases in which people in the plural act: of an active, of a passive, of an advice.
_OF_PEOPLE: Final[frozenset[Case]] = frozenset(("nom", "ins", "dat"))
#: How many words behind an adjective its noun may stand, other adjectives between.
_DESCRIBED: Final = 3
_NUMBER: Final = re.compile(r"\d[\d ,.]*")
_DATE: Final = re.compile(r"\d{1,2}\.\d{2}\.\d{4}|(?:19|20)\d\d")


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


def mentions(line: Line, found: Places) -> list[Mention]:
    """The mentions in a sentence, in reading order, none within another."""
    out: list[Mention] = []
    i = 0
    while i < len(line.pieces):
        mention = _mention(line, i, found)
        if mention is None:
            i += 1
            continue
        named = _named_apart(line, out[-1], mention, found) if out else None
        if named is not None:
            out[-1] = mention = named
        else:
            out.append(mention)
        i = max(mention.last, i + 1)
    return out


def _named_apart(line: Line, post: Mention, m: Mention, found: Places) -> Mention | None:
    """«Секретар ради, Олег Мірко, зустрівся …»: a post and, between commas, who holds it, as one mention."""
    apart = m.first == post.last + 1 and line.low(post.last) == "," and line.low(m.last) == ","
    if not apart or post.kind != "official" or m.kind != "person" or not post.cases & m.cases:
        return None
    if not isinstance(m.value, Person) or m.value.position or _mention(line, m.last + 1, found) is not None:
        return None
    return replace(post, last=m.last, kind="person", cases=post.cases & m.cases, value=m.value)


def members(line: Line, chain: Sequence[Mention]) -> list[Mention]:
    """The mentions of a chain without posts that only follow a name as its apposition: «Іван Петренко, начальник
    відділу»."""
    out: list[Mention] = []
    for m in chain:
        last = out[-1] if out else None
        if last is not None and last.kind == "person" and m.kind == "official" and line.low(last.last) == ",":
            continue
        if last is not None and last.possessed and m.kind == "person" and line.low(last.last) == ",":
            out.pop()
        out.append(m)
    return out


def _mention(line: Line, i: int, found: Places) -> Mention | None:
    """The mention whose first word, or whose head, is piece i."""
    piece = line.pieces[i]
    if piece.start in found.people:
        return _person(line, i, found)
    if piece.start in found.bodies:
        return _body(line, i, found, piece.start)
    if piece.kind == "frozen":
        if piece.text[0] in '"«“' and piece.start + 1 in found.bodies:
            return _body(line, i, found, piece.start + 1)
        return Mention(i, i + 1, "body", ALL, False, None, head_end=i + 1) if _quoted_actor(line, i) else None
    return _word(line, i, found) if piece.kind == "word" else None


def _word(line: Line, i: int, found: Places) -> Mention | None:
    """The mention whose head is the word at piece i: a pronoun, a surname said before in full, a common noun."""
    word = line.pieces[i].text
    low = word.lower()
    if low in _PRONOUNS:
        plural, gender = _PRONOUNS[low]
        return Mention(i, i + 1, "pronoun", frozenset(("nom",)), plural, gender, low, animate=True)
    if low in found.surnames and word[0].isupper():
        return Mention(i, i + 1, "person", frozenset(("nom",)), False, None, low, animate=True)
    if opens_as_acronym(line, i):
        return Mention(i, i + 1, "body", ALL, False, None, head_end=i + 1)
    options = head_of(word, line.language)
    if not options or (describing(word, line.language) and _describes_next(line, i)):
        return None
    return _common(line, i, options, found)


def _quoted_actor(line: Line, i: int) -> bool:
    """«Автодор» ремонтує: a name in quotation marks that opens the sentence, a finite verb right behind it."""
    if i or line.pieces[i].text[0] not in '«"“' or len(line.pieces) < 2:
        return False
    known = verb(line.low(1), line.language) if line.pieces[1].kind == "word" else None
    return known is not None and known.form in ("past", "present", "future", "modal")


def _describes_next(line: Line, i: int) -> bool:
    """Is the word an adjective of the next («городские администрации», «чергової 28 сесії», «сімейних нових наборів»)?
    Before an acronym («слідчі ВП») it is the noun that it can be."""
    if _names_post(line, i):
        return True
    at = i + 2 if line.low(i + 1).partition("-")[0].isdigit() else i + 1
    while at + 1 < len(line.pieces) and at < i + _DESCRIBED and _only_describes(line, at):
        at += 1
    if at == i + 1 and at < len(line.pieces) and _acronym(line.pieces[at].text):
        own = head_of(line.pieces[i].text, line.language)
        if any(r.pos == "noun" and r.animate for r in own):
            return False
    if at >= len(line.pieces) or line.pieces[at].kind != "word":
        return False
    if at == i + 1 and adjective_of_next(line, i):
        return True
    between = [line.pieces[k].text for k in range(i + 1, at) if line.pieces[k].kind == "word"]
    return any(
        all(agrees(w, r, line.language) for w in (line.pieces[i].text, *between))
        for r in nouns(line.pieces[at].text, line.language)
    )


def _names_post(line: Line, i: int) -> bool:
    """«участковые уполномоченные»: two adjectives in one case, of which the second names the post."""
    own = {(c, p) for c, p, _ in describing(line.pieces[i].text, line.language)}
    posts = head_of(line.pieces[i + 1].text, line.language) if i + 1 < len(line.pieces) else ()
    return any(r.pos == "adjective" and (r.case, r.plural) in own for r in posts)


def _only_describes(line: Line, i: int) -> bool:
    word = line.pieces[i]
    if word.kind != "word" or line.low(i) in AND or nouns(word.text, line.language):
        return False
    return bool(describing(word.text, line.language))


def _acronym(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word.isupper()


def _person(line: Line, i: int, found: Places) -> Mention:
    span, _ = found.people[line.pieces[i].start]
    last = line.at(span.end)
    person = span.value
    post = head_of(line.pieces[i].text, line.language) if line.pieces[i].start < span.start else ()
    cases = {r.case for r in post if not r.plural}
    if line.pieces[i].start < span.start and not post:
        cases = set(cases_in(line, i, line.at(span.start))[0])
    named = _cases_of_name(line, line.at(span.start), last)
    both = (cases & named) or named or cases
    possessed = line.low(i - 1) in POSSESSIVE
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
    if piece.kind != "word" or piece.text.lower() in TIME | AND or noun_cases(piece.text, line.language):
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
    cases, reading = cases_in(line, i, last)
    value = span.value if isinstance(span.value, Organisation) else None
    return Mention(
        i, last, "body", cases, reading.plural if reading else False, reading.gender if reading else None,
        reading.lemma if reading else "", value=value, head_end=last, possessed=line.low(i - 1) in POSSESSIVE,
    )  # fmt: skip


def _next_body(line: Line, at: int, found: Places) -> int:
    """The offset at which a body begins within the next two pieces, else where piece `at` begins."""
    for k in (at, at + 1, at + 2):
        if k < len(line.pieces) and line.pieces[k].start in found.bodies:
            return line.pieces[k].start
    return line.pieces[at].start


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
        if word.kind != "word" or word.text.lower() in TIME or is_past(word.text.lower(), line.language):
            break
        if any(r.pos == "numeral" for r in readings(word.text.lower(), line.language)):
            break  # «дві бригади»: a number is no part of who acts
        if joint and not any(c in {r.case for r in fit} for c, _, _ in describing(word.text, line.language)):
            break
        keep = [r for r in fit if agrees(word.text, r, line.language)]
        if joint and not keep:  # «обласні та міська адміністрації»: a singular of the list
            keep = [r for r in fit if r.plural and any(c == r.case for c, _, _ in describing(word.text, line.language))]
        if not keep or (noun_cases(word.text, line.language) & {r.case for r in keep} and _is_party(word.text, line)):
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
    people = lead.animate or is_official(lead.lemma, line.language)
    if people and not is_official(lead.lemma, line.language) and not cases & _OF_PEOPLE:
        return None
    last, parts, bodies, person = tail(
        line, i + 1, _of_tail(cases, lead), found, official=people and not lead.plural, group=people
    )
    kind: Kind = "group" if lead.plural else "official" if people else "named"
    return Mention(
        first, last, "person" if person else kind, cases, lead.plural and kind == "group", lead.gender, lead.lemma,
        animate=people, value=person, head_end=i + 1, counted=counted is not None,
        possessed=line.low(first - 1) in POSSESSIVE, several=several, parts=parts, bodies=bodies,
    )  # fmt: skip


def _of_tail(cases: frozenset[Case], head: Reading) -> frozenset[Case]:
    """The cases that tell attributes of a head from its fellows: people in the plural have their own accusative."""
    return cases - {"acc"} if head.animate and head.plural and "nom" in cases else cases


def _is_party(word: str, line: Line) -> bool:
    return bool(head_of(word, line.language)) and not describing(word, line.language)


def _counted(line: Line, first: int, i: int) -> tuple[int, frozenset[Case]] | None:
    """«12 шкіл», «113 тисяч роботодавців»: where the phrase begins without its number, and its case."""
    if not first:
        return None
    before = line.pieces[first - 1]
    options = head_of(line.pieces[i].text, line.language)
    either: frozenset[Case] = frozenset(("nom", "acc"))
    governed = line.low(first - 2) in words("prepositions") and line.low(first - 2) != "понад"
    if before.kind == "frozen":
        number = _NUMBER.fullmatch(before.text) is not None and _DATE.fullmatch(before.text) is None
        fits = any(r.plural and r.case in ("gen", "nom") for r in options)
        return (first, either) if number and fits and not governed else None
    found = readings(before.text.lower(), line.language) if before.kind == "word" else ()
    if before.text.lower() in words("counters") or any(r.lemma in words("counters") for r in found):
        if not any(r.case == "gen" for r in options):
            return None
        after_number = first > 1 and line.pieces[first - 2].text[:1].isdigit()
        return first, either if after_number or not found else either & {r.case for r in found}
    return (first, either) if any(r.pos == "numeral" for r in found) and not governed else None


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
    joint = [p for p in line.pieces[last.last : m.first] if p.text[0] != "("]  # «Фонд дітей (ФД) та товариство»
    if not 1 <= len(joint) <= 3 or not (last.kind != "pronoun" and m.kind != "pronoun"):
        return False
    if any(p.kind != "comma" and p.text.lower() not in AND and p.text.lower() not in _BETWEEN for p in joint):
        return False
    if (
        joint[0].text == ";"
        or (joint[0].kind != "comma" and joint[0].text.lower() not in AND)
        or line.clause[last.first] != line.clause[m.first]
    ):
        return False
    shared = frozenset.intersection(*(h.cases for h in held)) & m.cases
    return bool(shared if line.low(held[0].first - 1) in words("prepositions") else without_locative(shared))


Chain = tuple[Mention, ...]
Rule = Literal["subject", "agent", "session", "court", "act", "addressee", "partner", "supporter", "initiator"]


@dataclass(frozen=True, slots=True)
class Acting:
    """A chain of mentions that acts, the case that it stands in, why, and with what part."""

    chain: Chain
    case: Case
    rule: Rule
    role: Role = "executor"
