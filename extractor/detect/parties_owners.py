"""Owners, or names in quotation marks, listed behind a head in the plural: «управлінням освіти обласної, Київської та
Озерної міських рад», «директорам шкіл «Зоря», «Лотос»»."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from extractor import data
from extractor.detect.parties_text import Item, Stretch, tidy
from extractor.normalize import heads
from extractor.normalize.cases import Group, groups, nominative
from extractor.normalize.cases_forms import as_printed
from extractor.normalize.phrases import Piece, cut
from extractor.normalize.words import Case, readings

if TYPE_CHECKING:
    from pymorphy3.analyzer import Parse

    from extractor.schema.analysis import Language

_AND: Final = frozenset(("та", "і", "й", "и"))
_LEVEL: Final = re.compile(r"(?:міськ|обласн|районн|сільськ|селищн|городск|областн|районн|сельск|поселков)")
_GENDERS: Final = ("masc", "femn", "neut")
#: Posts that one person holds in a body; of its deputies or teachers there are many, as of its schools.
_ONE_HOLDS: Final = frozenset(
    "голова начальник глава керівник директор очільник секретар ректор мер губернатор головлікар "
    "председатель руководитель секретарь мэр главврач".split()
)
#: With these before it a post is one: «головний лікар».
_CHIEF: Final = ("головн", "главн")
#: Bodies of which a council or a territory has one; of a unit it has one for each field of work.
_ONE_OF: Final = ("адміністрація", "администрация", "виконком", "исполком", "апарат", "аппарат", "рада", "совет")
_EXECUTIVE: Final = ("виконавч", "исполнительн")
#: A name in quotation marks, with the number or the bracket with who heads the body behind it.
_QUOTED: Final = re.compile(r"""[«"“„][^«»"“”\n]{2,150}[»"”](?:\s(?:№|N)\s?\d+)?(?:\s\([^()\n]{3,60}\))?""")
#: A body with who heads it in a bracket behind it, and what parts it from the next one.
_HEADED: Final = re.compile(
    r"(?P<body>[^(),;]{3,200}?)\s?\([А-ЯІЇЄҐЁ][^(),;\d]{2,40}\)(?:\s*(?:[,;]|(?<=\s)(?:та|і|й|и)(?=\s))\s*|\s*\Z)"
)
#: The longest list of owners, in words and what parts them.
_LONGEST: Final = 60


class _Owner(NamedTuple):
    """Where the adjectives of one owner stand among the pieces: [start, end); `plural` as «обласних»."""

    start: int
    end: int
    plural: bool


def by_owners(line: str, whole: Stretch, case: Case, language: Language) -> list[Item]:
    """«головам Озерної та Лугової сільських рад» → the голова of each council; [] where no such owners are listed.

    A sure sign is an adjective in the singular before a noun in the plural: the adjectives name one body each. Those
    in the plural beside them («обласних») stay a group, and so do those of whom one owner has many («депутатам
    Озерної та Лугової рад»): the group is parted by owners."""
    words = line[whole.start : whole.end]
    pieces = cut(words)
    head = _head(pieces, case, language)
    if head is None:
        return []
    found = _owned(pieces, head.end, language)
    if found is None:
        return []
    noun, owners = found
    start = pieces[owners[0].start].start
    opening, between = words[: pieces[head.end - 1].end], words[pieces[head.end - 1].end : start]
    each = _one_each(head, pieces, between, language)
    one = nominative(tidy(opening), language, number="sing", case=None if case == "nom" else case)
    many = tidy(opening)
    shared_from = owners[-1].end
    rest = words[pieces[noun].end :]
    shared = ((whole.start, whole.start + start), (whole.start + pieces[noun].start, whole.end))
    out: list[Item] = []
    for owner in owners:
        own = words[pieces[owner.start].start : pieces[owner.end - 1].end]
        common = [pieces[k].text for k in range(shared_from, noun) if pieces[k].kind == "word"]
        if owner.plural:
            said = [own, *(w for w in common if not _LEVEL.match(w)), pieces[noun].text]
            name = f"{many}{between}{' '.join(said)}{rest}"
        else:
            said = [own, *_singular(common, pieces[noun].text, language)]
            said_of = f"{one}{_units_in_singular(between, language)}" if each else f"{many}{between}"
            name = f"{said_of}{' '.join(said)}{rest}"
        place = (whole.start + pieces[owner.start].start, whole.start + pieces[owner.end - 1].end)
        out.append(Item(*place, " ".join(name.split()), whole.consent, shared))
    return out


def by_holders(line: str, whole: Stretch, case: Case, language: Language) -> list[Item]:
    """«директорам Лугового ліцею (Гай О.П.), Озерної школи (Бук Н.І.)» → the director of each; [] where the bodies
    behind a post are not each named with who heads it."""
    words = line[whole.start : whole.end]
    pieces = cut(words)
    head = _head(pieces, case, language) if "(" in words else None
    if head is None or not _held_by_one(head, pieces, language):
        return []
    at = pieces[head.end - 1].end
    one = nominative(tidy(words[:at]), language, number="sing", case=None if case == "nom" else case)
    out: list[Item] = []
    while at < len(words):
        hit = _HEADED.match(words, at)
        if hit is None or not _is_one_owner(hit["body"].strip(), language):
            return []
        shared = ((whole.start, whole.start + pieces[head.end - 1].end),) if out else ()
        start = whole.start + (hit.start() if out else 0)
        out.append(Item(start, whole.start + hit.end("body"), f"{one} {hit['body'].strip()}", whole.consent, shared))
        at = hit.end()
    return out if len(out) > 1 else []


def next_holder(before: str, following: str, case: Case, language: Language) -> bool:
    """Does a list of bodies with their holders go on («директорам Лугового ліцею (Гай О.П.)», «музею (Бук Н.І.)»)?

    The case of a legal form is not seen: it goes on only where the list began with one."""
    if not before.rstrip().endswith(")") or not following.rstrip().endswith(")"):
        return False
    pieces = cut(before)
    head = _head(pieces, case, language)
    if head is None or not _held_by_one(head, pieces, language):
        return False
    first = _HEADED.match(before, pieces[head.end - 1].end)
    hit = _HEADED.fullmatch(following.strip())
    if first is None or hit is None:
        return False
    body, formed = hit["body"].strip(), first["body"].strip()[:2].isupper()
    return formed if body[:2].isupper() else _is_one_owner(body, language)


def _is_one_owner(words: str, language: Language) -> bool:
    """Do the words begin with one body in the genitive, or with one whose case is not seen («КП «Лан»»)?"""
    found = list(groups(cut(words), 0, language)) if words else []
    return words[:2].isupper() or any(g.case == "gen" and not g.plural for g in found)


def opens_names(words: str, case: Case, language: Language) -> bool:
    """Do the words name one of several by a name in quotation marks («Директорам шкіл «Зоря»»), so that a name alone
    that follows is the next of them?"""
    named = _named(words, case, language)
    return named is not None and named[1].end() == len(words.rstrip())


def is_name(words: str) -> bool:
    """Are the words a name in quotation marks and nothing else?"""
    return _QUOTED.fullmatch(words.strip()) is not None


def by_names(line: str, stretches: tuple[Stretch, ...], case: Case, language: Language) -> list[Item]:
    """«директорам шкіл «Зоря», «Лотос»» → the head of each school; [] where no names are listed so."""
    first = stretches[0]
    words = line[first.start : first.end]
    named = _named(words, case, language)
    if named is None or len(stretches) < 2 or not all(is_name(line[s.start : s.end]) for s in stretches[1:]):
        return []
    head, quoted = named
    before = words[: quoted.start()]
    cutting = cut(before)[head.end - 1].end
    each = before[:cutting], before[cutting:]
    if heads.is_body(head.lemma, language) or _held_by_one(head, cut(before), language):
        one = nominative(tidy(each[0]), language, number="sing", case=None if case == "nom" else case)
        each = one, _units_in_singular(each[1], language)
    shared = ((first.start, first.start + quoted.start()),)
    out = [Item(first.start, first.end, f"{''.join(each)}{quoted.group()}", first.consent)]
    for s in stretches[1:]:
        out.append(Item(s.start, s.end, f"{''.join(each)}{line[s.start : s.end].strip()}", s.consent, shared))
    return out


def _named(words: str, case: Case, language: Language) -> tuple[Group, re.Match[str]] | None:
    """The head in the plural that the words begin with and the first name in quotation marks, where it is the name of
    one of several bodies («директорам шкіл», not «учителям школи»); else None."""
    head = _head(cut(words), case, language)
    quoted = _QUOTED.search(words) if head is not None else None
    if head is None or quoted is None:
        return None
    between = cut(words[: quoted.start()])[head.end :]
    nouns = (r for p in between if p.kind == "word" for r in readings(p.text, language) if r.pos == "noun")
    several = heads.is_body(head.lemma, language) or any(
        r.case == "gen" and r.plural and heads.is_body(r.lemma, language) for r in nouns
    )
    return (head, quoted) if several else None


def _held_by_one(head: Group, pieces: tuple[Piece, ...], language: Language) -> bool:
    """Is the head a post that one person holds in each body («директорам шкіл»)?"""
    if not heads.is_official(head.lemma, language):
        return False
    return head.lemma in _ONE_HOLDS or any(pieces[k].text.lower().startswith(_CHIEF) for k, _ in head.modifiers)


def _head(pieces: tuple[Piece, ...], case: Case, language: Language) -> Group | None:
    """The body or official in the plural that the words begin with."""
    for group in groups(pieces, 0, language):
        known = heads.is_party(group.lemma, language)
        if group.case == case and group.plural and known and not group.substantive:
            return group
    return None


def _owned(pieces: tuple[Piece, ...], at: int, language: Language) -> tuple[int, list[_Owner]] | None:
    """The first noun in the genitive plural behind pieces[at] with owners listed before it: (its index, the owners)."""
    for i in range(at, len(pieces)):
        if pieces[i].kind in ("comma", "dash", "frozen"):
            return None
        if pieces[i].kind == "word" and pieces[i].text.lower() not in _AND:
            found = _listed(pieces, i, language)
            if found is not None:
                return found
    return None


def _listed(pieces: tuple[Piece, ...], at: int, language: Language) -> tuple[int, list[_Owner]] | None:
    """The adjectives from pieces[at] to their noun in the genitive plural, as owners; None where they are none: one
    at least is a name in the singular."""
    runs: list[list[int]] = [[]]
    many: dict[int, bool] = {}
    for k in range(at, min(len(pieces), at + _LONGEST)):
        text = pieces[k].text
        if pieces[k].kind == "comma" or text.lower() in _AND:
            runs.append([])
        elif pieces[k].kind == "word":
            own = [r for r in readings(text, language) if r.pos == "adjective" and r.case == "gen"]
            if not own:
                break
            many[k] = all(r.plural for r in own)
            runs[-1].append(k)
        elif pieces[k].kind != "gap":
            return None
    else:
        return None
    plural = any(r.pos == "noun" and r.case == "gen" and r.plural for r in readings(pieces[k].text, language))
    if not plural or len(runs) < 2 or not all(runs):
        return None
    last = [i for i in runs[-1] if not many[i]] or runs[-1][:1]
    owners = [_Owner(r[0], r[-1] + 1, many[r[0]]) for r in (*runs[:-1], last)]
    single = [pieces[o.start].text for o in owners if not o.plural]
    named = any(w[0].isupper() or _LEVEL.match(w) for w in single)
    return (k, owners) if named else None


def _singular(adjectives: list[str], noun: str, language: Language) -> list[str]:
    """Adjectives and their noun, printed in the genitive plural, in the genitive singular."""
    known = (r for r in readings(noun, language) if r.pos == "noun" and r.case == "gen" and r.plural)
    form = next((f for r in known if (f := _one(r.parse, None)) is not None), None)
    if form is None:
        return [*adjectives, noun]
    gender = next((g for g in _GENDERS if g in form.tag.grammemes), "masc")
    out = []
    for word in adjectives:
        reading = next((r for r in readings(word, language) if r.pos == "adjective" and r.case == "gen"), None)
        single = _one(reading.parse, gender) if reading is not None else None
        out.append(as_printed(word, str(single.word)) if single is not None else word)
    return [*out, as_printed(noun, str(form.word))]


def _one(parse: Parse, gender: str | None) -> Parse | None:
    """The genitive singular of a word, in a gender; the Ukrainian dictionary has no mark for the singular."""
    for form in parse.lexeme:
        marks = form.tag.grammemes
        if "gent" in marks and "plur" not in marks and (gender is None or gender in marks):
            return form
    return None


def _one_each(head: Group, pieces: tuple[Piece, ...], between: str, language: Language) -> bool:
    """Has each owner one of those that the head names, with the words between it and the owners? A head of a council
    is one and so is its department of education, its deputies and schools are many."""
    adjectives = [pieces[k].text.lower() for k, _ in head.modifiers]
    if not heads.is_official(head.lemma, language):
        return _one_body(head.lemma, adjectives, between)
    if not _held_by_one(head, pieces, language):
        return False
    found = _unit_in(between, language)
    if found is None:
        return not between.strip()
    unit, parts = found
    adjectives = [parts[k].text.lower() for k, _ in unit.modifiers]
    return _one_body(unit.lemma, adjectives, between[parts[unit.end - 1].end :])


def _one_body(lemma: str, adjectives: list[str], field: str) -> bool:
    """Has an owner one body of this name, `field` being what it deals with?"""
    if lemma.endswith(_ONE_OF) or any(a.startswith(_EXECUTIVE) for a in adjectives):
        return True
    return lemma in _units() and (bool(field.strip()) or bool(adjectives))


@cache
def _units() -> frozenset[str]:
    words: str = data.load("parties")["units"]["words"]
    return frozenset(words.split())


def _unit_in(between: str, language: Language) -> tuple[Group, tuple[Piece, ...]] | None:
    """The bodies in the genitive plural («управлінь освіти») that the words between a post and its owner begin with,
    and the pieces of these words."""
    pieces = cut(between)
    i = next((k for k, p in enumerate(pieces) if p.kind == "word"), None)
    for group in groups(pieces, i, language) if i is not None else ():
        if group.case == "gen" and group.plural and heads.is_body(group.lemma, language):
            return group, pieces
    return None


def _units_in_singular(between: str, language: Language) -> str:
    """«управлінь освіти» between a post and its owner: the post is that of one «управління освіти»."""
    found = _unit_in(between, language)
    if found is None:
        return between
    group, pieces = found
    said = [pieces[k].text for k, _ in group.modifiers]
    one = _singular(said, pieces[group.end - 1].text, language)
    return f" {' '.join(one)}{between[pieces[group.end - 1].end :]}"
