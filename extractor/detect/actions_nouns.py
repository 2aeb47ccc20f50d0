"""What kind of noun acts in a clause, and on what: the subject and the object of its predicate, told coarsely.

Coarse, as the model asks it of every clause of a text; who exactly acts is told later (assemble.narrative_parties)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from extractor.detect.actions_clauses import Clause, Token
from extractor.detect.actions_lexicon import events, nouns
from extractor.detect.actions_words import verb
from extractor.normalize import heads
from extractor.normalize.words import Reading, readings
from extractor.schema.analysis import Language

#: "body" and "person" are named ones that a detector found, or heads of such; "people" a group by a plural noun.
Kind = Literal["body", "official", "person", "people", "event", "paper", "money", "pronoun", "thing", "none"]
#: Kinds whose nouns are lists of data/actions.toml.
_LISTED: Final[tuple[Kind, ...]] = ("paper", "money")
_DOERS: Final[frozenset[Kind]] = frozenset(("body", "official", "people", "person"))
_PRONOUNS: Final = frozenset("він вона воно вони он она оно они це это то те ми я мы ви вы хто кто який які".split())
_PREPOSITIONS: Final = frozenset(
    "в у на з із зі зо до від для за під над при про по через без після щодо серед перед біля поза понад крім окрім "
    "між поміж попри проти навколо замість стосовно згідно внаслідок задля к ко с со о об обо от из изо под подо среди "
    "около вокруг против ради вместо кроме между вследствие относительно согласно ввиду".split()
)
#: Of these, such as before a number say how many: «видано понад 200 довідок».
_ABOUT: Final = frozenset("понад біля около".split())


@dataclass(frozen=True, slots=True)
class Noun:
    """The head of a noun phrase: its kind and lemma ("" for names)."""

    kind: Kind
    lemma: str = ""


NONE: Final = Noun("none")


@dataclass(frozen=True, slots=True)
class Named:
    """Offsets at which named bodies and people begin."""

    bodies: Collection[int]
    people: Collection[int]


def subject(clause: Clause, language: Language, named: Named) -> Noun:
    """The noun in the nominative that the predicate agrees with: the nearest before it, else the first behind."""
    main = clause.predicates[0]
    tokens = [t for t in clause.tokens if not t.depth]
    at = next((i for i, t in enumerate(tokens) if t.start >= main.start), len(tokens))
    plural = main.verb.plural if main.verb.form != "impersonal" else None
    found = next(_nominatives(tokens, range(at - 1, -1, -1), language, named, plural), None)
    if found is None:
        behind = range(min(at + 1, len(tokens)), min(at + 9, len(tokens)))
        found = next(_nominatives(tokens, behind, language, named, plural), None)
    if found is None and plural:  # «голова ради та староста оглянули»: of several, each in the singular
        single = _nominatives(tokens, range(at - 1, -1, -1), language, named, None)
        found = next((n for n in single if n.kind in _DOERS), None)
    return found or NONE


def agent(clause: Clause, language: Language, named: Named) -> Noun:
    """The body, official or people in the instrumental, as with passives («комісією обстежено»)."""
    tokens = [t for t in clause.tokens if not t.depth]
    for i, token in enumerate(tokens):
        if not token.low[0].isalpha() or (i and tokens[i - 1].low in _PREPOSITIONS):
            continue
        for r in _cased(token.low, language, "ins"):
            kind = _kind(r, token, language, named)
            if kind in _DOERS:
                return Noun(kind, r.lemma)
    return NONE


def objected(clause: Clause, language: Language, named: Named) -> Noun:
    """The first noun behind the predicate that no preposition governs, in the accusative or like it."""
    last = clause.predicates[-1]
    tokens = [t for t in clause.tokens if not t.depth and t.start >= last.end][:8]
    for i, token in enumerate(tokens):
        if token.low in _ABOUT and i + 1 < len(tokens) and tokens[i + 1].low[0].isdigit():
            continue
        if not token.low[0].isalpha() or token.low in _PREPOSITIONS:
            if token.low in _PREPOSITIONS or token.low in (",", ";"):
                return NONE
            continue
        found = [r for r in _nouns(token.low, language) if r.case in ("acc", "nom", "gen")]
        if found and _describes(tokens, i, language):
            continue
        if found and not (i and tokens[i - 1].low in _PREPOSITIONS):
            return Noun(_kind(found[0], token, language, named), found[0].lemma)
    return NONE


def _nominatives(
    tokens: Sequence[Token], places: Sequence[int], language: Language, named: Named, plural: bool | None
) -> Iterator[Noun]:
    """The nouns at these places that can stand free in the nominative and agree in number."""
    for i in places:
        token = tokens[i]
        if token.low in _PRONOUNS:
            yield Noun("pronoun", token.low)
            continue
        if not token.low[0].isalpha() or verb(token.low, language) is not None or _describes(tokens, i, language):
            continue
        found = [r for r in _cased(token.low, language, "nom") if plural is None or r.plural == plural or r.name]
        if not found and token.start not in named.bodies and token.start not in named.people:
            continue
        if _governed(tokens, i, language, found):
            continue
        kind = _kind(found[0] if found else None, token, language, named)
        yield Noun(kind, found[0].lemma if found and kind != "person" else "")


def _describes(tokens: Sequence[Token], i: int, language: Language) -> bool:
    """Is a word that can be a noun («новое», «полицейские», «чергові») an adjective of the noun right behind it?"""
    if i + 1 == len(tokens) or not tokens[i + 1].low[0].isalpha():
        return False
    cases = {(r.case, r.plural) for r in _nouns(tokens[i + 1].low, language)}
    return any((r.case, r.plural) in cases for r in readings(tokens[i].low, language) if r.pos == "adjective")


def _governed(tokens: Sequence[Token], i: int, language: Language, found: Sequence[Reading]) -> bool:
    """Does a preposition, or a noun whose genitive this can be, stand before the noun and its adjectives?"""
    k = i - 1
    while k >= 0 and (tokens[k].low[0].isdigit() or _adjective(tokens[k].low, language)):
        k -= 1
    if k < 0:
        return False
    low = tokens[k].low
    if low in _PREPOSITIONS:
        return True
    genitive = any(r.case == "gen" for r in _nouns(tokens[i].low, language))
    return genitive and low[0].isalpha() and bool(_nouns(low, language)) and verb(low, language) is None and bool(found)


def _kind(reading: Reading | None, token: Token, language: Language, named: Named) -> Kind:
    if token.start in named.bodies:
        return "body"
    if token.start in named.people or (reading is not None and reading.name is not None):
        return "person"
    return "thing" if reading is None else _kind_of(reading.lemma, reading.animate, reading.plural, language)


@lru_cache(maxsize=50_000)
def _kind_of(lemma: str, animate: bool, plural: bool, language: Language) -> Kind:
    if heads.is_official(lemma, language):
        return "official"
    if heads.is_body(lemma, language):
        return "body"
    if animate:
        return "people" if plural else "person"
    if events().match(lemma):
        return "event"
    return next((kind for kind in _LISTED if nouns(kind).match(lemma)), "thing")


@lru_cache(maxsize=50_000)
def _nouns(low: str, language: Language) -> tuple[Reading, ...]:
    return tuple(r for r in readings(low, language) if r.pos == "noun")


def _cased(low: str, language: Language, case: str) -> list[Reading]:
    return [r for r in _nouns(low, language) if r.case == case]


@lru_cache(maxsize=50_000)
def _adjective(low: str, language: Language) -> bool:
    return any(r.pos in ("adjective", "numeral", "pronoun") for r in readings(low, language))
