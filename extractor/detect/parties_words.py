"""Does a stretch of a list begin a party of its own, or go on with the name before it?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from extractor.normalize import heads
from extractor.normalize.cases import STANDING_BEFORE, Group, groups
from extractor.normalize.cases_names import name_run
from extractor.normalize.phrases import Piece, cut
from extractor.normalize.words import Case, Reading, readings

if TYPE_CHECKING:
    from extractor.schema.analysis import Language
    from extractor.schema.facts import PartyKind

#: How a stretch begins: surely a party; a party or an attribute («служби»: nominative plural, genitive singular);
#: adjectives without their noun («обласні»); something else.
Start = Literal["party", "either", "adjectives", "other"]

_ACRONYM: Final = re.compile(r"[A-ZА-ЯІЇЄҐЁ]{2}|[А-ЯІЇЄҐ][а-яіїєґ]{0,6}[А-ЯІЇЄҐ]{2}|[A-Z][A-Za-z]+")
#: The number of a point set close to it: «ІІ.Для оплати …».
_ROMAN: Final = re.compile(r"[IVXІХ]{2,5}[.)]")
#: «т.в.о. начальника», «и.о. главы»: who acts for somebody does not change with the case.
_ACTING: Final = re.compile(r"(?:т\.\s?)?[ви]\.\s?о\.?\s|врио\s|тво\s", re.IGNORECASE)
#: So many adjectives at most has the last of several names.
_MOST_ADJECTIVES: Final = 3
#: Everybody who lives somewhere, as orders address them: in the dative an attribute of nothing.
PEOPLE: Final = frozenset(("населенню", "населению"))
#: A remark between an adjective and its noun: «міським (міст обласного значення) радам».
_REMARK: Final = re.compile(r"\s*\([^()]*\)\s*\Z")
_POSTS: Final = re.compile(r"(?:завідуюч|заведующ|керуюч|управляющ|командуюч|командующ|виконуюч|исполняющ|головуюч)")
#: Bodies by clipped names, and not the common words that begin alike («Облік майна», «Державі»).
_CLIPPED: Final = re.compile(
    r"(?!Обл(?:ік|ик|аст|ашт|ич|иц|ог|іг)|Держ(?:ав(?!то)|ател|бюдж)|Район|Рос(?:і|лин|си)|Укра[їи]н|Гост|Гор(?:о(?!но)|и(?!сп)|і|е|я)"
    r"|Наці[йо]|Наци[йо]|Мін(?:ув|ус|ер|ім)|Мин[уе])"
    r"(?:Мін|Мин|Держ|Гос|Нац|Укр|Рос|Обл|Рай|Міськ|Гор|Морськ|Антимоноп|ДП|Центр)[а-яіїєґ'’-]{2,}"
)


@lru_cache(maxsize=20_000)
def start_of(words: str, language: Language, case: Case) -> Start:
    """How `words` (up to the next separator) begin, where parties stand in `case`."""
    words = STANDING_BEFORE.sub("", words.strip())
    if not words or _ROMAN.match(words):
        return "other"
    if words[0] in '«"“' or _ACTING.match(words):
        return "party"
    pieces = cut(words)
    first = pieces[0].text
    if pieces[0].kind == "initials" or name_run(pieces, 0, language) is not None:
        return "party"
    everybody = case == "dat" and first.lower() in PEOPLE
    adjective = any(r.pos == "adjective" for r in readings(first, language))
    clipped = _CLIPPED.fullmatch(first) is not None and not adjective
    shared = adjective and last_of_names(pieces, case, language) is not None
    if _ACRONYM.match(first) or clipped or shared or everybody or _by_post(first, language, case):
        return "party"
    found = [g for g in groups(pieces, 0, language) if not g.substantive]
    own = [g for g in found if g.case == case or (case == "acc" and g.case == "gen" and g.animate)]
    for group in own:
        if group.head is None or heads.is_party(group.lemma, language):
            return "either" if _attribute_too(group, found, case) else "party"
    if _only_adjectives(words, language, case):
        return "adjectives"
    sure = [g for g in own if case == "nom" and g.head is not None and g.head.known and not g.head.fixed]
    if sure and not any(g.case in ("gen", "dat", "ins", "loc") and g.end >= sure[0].end for g in found):
        group = max(sure, key=lambda g: g.end)
        if group.plural or group.animate or first[0].isupper():
            return "party"
    return "other"


def last_of_names(pieces: tuple[Piece, ...], case: Case, language: Language) -> Group | None:
    """Adjectives in the singular before a plural noun, others before them share it: «… та Луговому ліцеям»,
    «обласні, Вербівська міська держадміністрації»."""
    if len(pieces) < 3 or not pieces[0].text[0].isupper():
        return None
    own: list[tuple[int, Reading]] = []
    for i in range(0, min(len(pieces), 2 * _MOST_ADJECTIVES + 1), 2):
        if pieces[i].kind != "word":
            return None
        found = readings(pieces[i].text, language)
        single = next((r for r in found if r.pos == "adjective" and r.case == case and not r.plural), None)
        if single is None:
            noun = [r for r in found if r.pos == "noun" and r.case == case]
            known = [r for r in noun if r.plural and heads.is_party(r.lemma, language)]
            shared = own and known and all(r.plural for r in noun)
            return Group(0, i + 1, case, True, None, tuple(own), known[0]) if shared else None
        own.append((i, single))
    return None


def _by_post(word: str, language: Language, case: Case) -> bool:
    """Is it a participle that names somebody by his post («завідуючі», «управляющие»)?"""
    if not _POSTS.match(word.lower()):
        return False
    return any(r.case == case and r.pos != "noun" for r in readings(word, language))


def _attribute_too(group: Group, found: list[Group], case: Case) -> bool:
    """Can the same words be an attribute of what stands before («служби», «управління»)?"""
    if case == "gen":
        return True
    return any(g.case == "gen" and g.end == group.end and not (g.plural and group.plural) for g in found)


def _only_adjectives(words: str, language: Language, case: Case) -> bool:
    plain = _REMARK.sub("", words).split()
    if not 1 <= len(plain) <= 3:
        return False
    for word in plain:
        options = readings(word, language)
        if not any(r.pos == "adjective" and r.case == case for r in options):
            return False
        if any(r.pos == "noun" and r.known and r.case == case and r.animate and r.name is None for r in options):
            return False
    return True


@lru_cache(maxsize=20_000)
def kind_of(name: str, language: Language) -> PartyKind:
    """What a party with this nominative name is."""
    pieces = cut(STANDING_BEFORE.sub("", name))
    if not pieces:
        return "organisation"
    if name_run(pieces, 0, language) is not None:
        return "person"
    if _ACTING.match(name):
        return "official"
    best: Group | None = None
    for group in groups(pieces, 0, language):
        if group.case == "nom" and (
            best is None or (group.end, not group.substantive) > (best.end, not best.substantive)
        ):
            best = group
    if best is None or best.head is None:
        return "organisation"
    if heads.is_official(best.lemma, language) or best.animate:
        return "group" if best.plural else "official"
    singular_too = any(g.case == "nom" and not g.plural and g.end == best.end for g in groups(pieces, 0, language))
    return "group" if best.plural and not singular_too else "organisation"


def bare_head(words: str, language: Language, case: Case) -> bool:
    """Is it one noun in the plural, so that what «і» adds to it is the same party («заклади і установи системи»)?"""
    pieces = cut(words.strip())
    if len(pieces) != 1:
        return False
    return any(g.plural and g.case == case for g in groups(pieces, 0, language)) and words.strip().islower()


def unfinished(words: str, language: Language, case: Case) -> bool:
    """Does the line break off before its noun («Луганський обласний») or after a preposition?"""
    last = words.rstrip().rpartition(" ")[2].lower()
    if last in _PREPOSITIONS or last.endswith("-"):
        return True
    return start_of(words, language, case) == "adjectives" or (
        all(r.pos == "adjective" for r in readings(last, language)) and bool(readings(last, language))
    )


_PREPOSITIONS: Final = frozenset(
    "у в з із зі щодо на по для про до від за при та і й и с со о об от к из имені ім им".split()
)
