"""Where a duty begins behind those who have it: «Покласти на директора ліцею | подання списків», «Відділу освіти |
інформацію подати»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from extractor import data
from extractor.detect.parties_text import guarded
from extractor.normalize import heads
from extractor.normalize.cases import groups
from extractor.normalize.phrases import Piece, cut
from extractor.normalize.words import Case, Reading, parses, readings

if TYPE_CHECKING:
    from extractor.schema.analysis import Language

_RELATIVE: Final = re.compile(r",\s(?:як|котор|що(?!\w))")
#: Nouns of doing, whose accusative is their genitive too: «подання», «ведення обліку».
_DEED: Final = re.compile(r"[^\W\d_]{2,}(?:ння|ття)")
#: What a body deals with follows these in its name: «комісія з питань забезпечення …».
_FIELD: Final = re.compile(r"питан|вопрос|справ|делам?|прав\b|сфер|галуз|област[иі]|напрям")
_FOR: Final = re.compile(r"(?<!\()(?<=\s)за\s+(?P<word>[^\W\d_]+)")
_AND: Final = frozenset(("та", "і", "й", "и"))
#: An active participle has an object of its own: «виконуючому обов'язки».
_GOVERNING: Final = re.compile(r"(?:[юуяа]ч|[юуяа]щ|вш)(?:ий|ому|им|ого|ій|их|ему|ей)\s+\Z")
#: No list of those who have a duty is longer, in pieces.
_LONGEST: Final = 120
#: Nor in characters; what opens and closes in it is looked for up to here.
_LONGEST_WORDS: Final = 4_000
#: A word with the blank behind it is no longer, in characters.
_NEAR: Final = 40


class _Noun(NamedTuple):
    """A noun that may be the duty: where it begins with its adjectives; `sure` where it can be no genitive, `only`
    where it is in no case but the accusative or nominative; whether it stands right behind a unit, which is often
    named by what it does («центр надання послуг»)."""

    start: int
    sure: bool
    only: bool
    in_name: bool


def duty_start(plain: str, start: int, end: int, language: Language, *, alone: bool) -> int | None:
    """Where the duty begins behind the list of parties in the accusative from `start`; None where none is named.

    It is the first noun that can only be an accusative of a thing. Where each could as well be a genitive
    («директора ліцею подання списків»), it is the first noun of doing that does not stand right behind a unit; one
    that does is the duty only if nothing else can be (`alone`: no verb and no deadline follow)."""
    words = _list_from(plain, start, end)
    pieces = cut(words)[:_LONGEST]
    found = list(_nouns(words, pieces, _behind_first(pieces, language, ("acc", "gen")), language))
    sure = next((n for n in found if n.sure), None)
    doubtful = next((n for n in found if not n.in_name), None) or (found[0] if found and alone else None)
    best = sure or doubtful
    return start + best.start if best is not None else None


def object_start(plain: str, start: int, end: int, language: Language) -> int:
    """Where the object of the action begins that stands before its verb, behind those addressed in the dative from
    `start` («Відділу освіти | інформацію про хід робіт подати»); `end` where none does."""
    words = _list_from(plain, start, end)
    pieces = cut(words)[:_LONGEST]
    for noun in _nouns(words, pieces, _behind_first(pieces, language, ("dat",)), language) if pieces else ():
        if noun.only and _GOVERNING.search(words, max(0, noun.start - _NEAR), noun.start) is None:
            return start + noun.start
    return end


def duty_for(plain: str, start: int, end: int, language: Language) -> int | None:
    """Where «за …» begins that says what those named from `start` answer for («на керівників за виконання плану»)."""
    mask = guarded(plain[start:end])
    for hit in _FOR.finditer(plain, start, end):
        cases = {r.case for r in readings(hit.group("word"), language)}
        if not mask[hit.start() - start] and "acc" in cases and "ins" not in cases:
            return hit.start()
    return None


def _list_from(plain: str, start: int, end: int) -> str:
    """The words in which a list of parties stands, up to a relative clause."""
    end = min(end, start + _LONGEST_WORDS)
    relative = _RELATIVE.search(plain, start, end)
    return plain[start : relative.start() if relative is not None else end]


def _behind_first(pieces: Sequence[Piece], language: Language, cases: tuple[Case, ...]) -> int:
    """Index behind the head of the first party, which stands in one of these cases."""
    found = [g for g in groups(pieces, 0, language) if not g.substantive and heads.is_party(g.lemma, language)]
    return max((g.end for g in found if g.case in cases), default=1)


def _nouns(words: str, pieces: Sequence[Piece], at: int, language: Language) -> list[_Noun]:
    """The nouns from pieces[at] on that may be the duty. A preposition's noun is none, nor what follows the name of a
    field («з питань забезпечення …»), nor a name."""
    out: list[_Noun] = []
    mask = guarded(words)
    first: int | None = None  # of the adjectives right before the noun
    governed = field = False
    before = pieces[at - 1].text if at else ""
    for k in range(at, len(pieces)):
        piece = pieces[k]
        if piece.kind == "gap":
            continue
        if piece.kind != "word" or mask[piece.start] or not piece.text.islower():
            first, governed, field, before = None, False, False, piece.text
        elif _is_preposition(piece.text, language):
            first, governed, field = None, True, False
        elif _only_adjective(piece.text, language):
            first = k if first is None else first
        elif any(r.pos == "noun" for r in readings(piece.text, language)):
            noun = None if governed else _noun(pieces, k if first is None else first, k, before, language)
            if noun is not None and not (field and not noun.sure):
                out.append(noun)
            field = _FIELD.match(piece.text) is not None if governed else field and noun is None
            first, governed, before = None, False, piece.text
        else:
            first, governed, field, before = None, False, False, piece.text
    return out


def _noun(pieces: Sequence[Piece], first: int, at: int, before: str, language: Language) -> _Noun | None:
    """pieces[at], with its adjectives from pieces[first] on, as the noun of a duty; None where it can be none."""
    text = pieces[at].text
    duty = _duties().fullmatch(text) is not None
    found = [r for r in readings(text, language) if r.pos == "noun" and r.known]
    if (before in _AND or before == ",") and not duty:
        return None  # a further party, or a further attribute of one
    things = [r for r in found if r.case == "acc" and not r.animate]
    if not things or (any(heads.is_party(r.lemma, language) for r in things) and not duty):
        return None
    own = at
    for k in range(at - 1, first - 1, -1):
        if pieces[k].kind == "word":
            says = _says_accusative(pieces[k].text, language)
            if says is False:
                return None
            if says is None:
                break  # «вимог до службовців | функції»
            own = k
    genitive = any(r.case == "gen" for r in found)
    sure = not genitive or own < at
    if not sure and not duty and _DEED.fullmatch(text) is None:
        return None
    unit = any(r.lemma in _units() for r in readings(before, language)) if before.islower() else False
    only = {r.case for r in found} <= {"acc", "nom"} and not before[-1:].isdigit()
    return _Noun(pieces[own].start, sure, only, unit)


def _says_accusative(adjective: str, language: Language) -> bool | None:
    """Is the adjective an accusative of things (True), an attribute in another case (False), or may be both (None)?"""
    cases = {r.case for r in readings(adjective, language) if r.pos == "adjective"}
    if "acc" not in cases:
        return False
    return None if "gen" in cases else True


def _only_adjective(word: str, language: Language) -> bool:
    found: tuple[Reading, ...] = readings(word, language)
    return bool(found) and found[0].pos == "adjective"


def _is_preposition(word: str, language: Language) -> bool:
    return any(str(p.tag.POS) == "PREP" for p in parses(word, language))


@cache
def _units() -> frozenset[str]:
    words: str = data.load("parties")["units"]["words"]
    return frozenset(words.split())


@cache
def _duties() -> re.Pattern[str]:
    return re.compile(data.load("parties")["between"]["duties"])
