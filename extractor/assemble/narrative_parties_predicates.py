"""The predicate of a clause and what it asks of its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from extractor.assemble.narrative_parties_words import Line, pattern
from extractor.detect.actions_words import Verb, verb
from extractor.normalize.words import Gender

_PLURAL_MODAL: Final = re.compile(r"(?:[уюая]ть|[уюая]т|ні|ны|ли|ани|аны)\Z")
_IMPERSONAL_MODAL: Final = re.compile(r"(?:но|то|ться|тся|ідно|лід|арто|імо)\Z")
_GENDERS: Final[tuple[tuple[re.Pattern[str], Gender], ...]] = (
    (re.compile(r"(?:в|вся|вшись|л|лся|ий|ый)\Z"), "m"),
    (re.compile(r"л[ао](?:сь|ся)?\Z"), "f"),
)
_SPEECH_OF_US: Final = 1


@dataclass(frozen=True, slots=True)
class Act:
    """The predicate of a clause: piece `at`, and what it asks of its subject."""

    at: int
    low: int
    high: int
    text: str
    passive: bool
    plural: bool | None
    gender: Gender | None
    first_person: bool
    reflexive: bool
    imperfective: bool
    infinitive: bool
    advised: bool
    finite: bool


def act_of(line: Line, place: tuple[int, int], verb_start: int, *, passive: bool) -> Act:
    """The predicate that begins at verb_start, in the clause place[0]..place[1] (offsets)."""
    at = min(line.at(verb_start), max(0, len(line.pieces) - 1))
    word = line.low(at)
    known = verb(word, line.language)
    if known is None and not passive:
        high = line.at(place[1])
        at = next((k for k in range(at, high) if _finite(line, k)), at)
        word = line.low(at)
        known = verb(word, line.language)
    main = known
    if known is not None and known.form == "auxiliary":
        main = next((v for k in range(at + 1, at + 4) if (v := verb(line.low(k), line.language)) is not None), known)
    return Act(
        at=at,
        low=min(line.at(place[0]), at),
        high=line.at(place[1]),
        text=word,
        passive=_is_passive(line, at, known, main, passive),
        plural=_plural(word, known),
        gender=gender_of(word, known),
        first_person=known is not None and known.person in (_SPEECH_OF_US, 2),
        reflexive=main is not None and (main.reflexive or word.endswith(("ся", "сь"))),
        imperfective=main is not None and not main.perfective,
        infinitive=known is not None and known.form == "infinitive",
        advised=any(pattern(f"advised_{case}").match(word) is not None for case in ("accusative", "dative")),
        finite=known is not None and known.form != "infinitive",
    )


def _is_passive(line: Line, at: int, known: Verb | None, main: Verb | None, said: bool) -> bool:
    """Is the predicate impersonal or passive? A modal by its own form, or by what «має бути» leads to."""
    if known is None or known.form != "modal":
        return said or (main is not None and main.form in ("impersonal", "passive"))
    if _IMPERSONAL_MODAL.search(line.low(at)):
        return pattern("reflexive").match(line.low(at)) is None
    ahead = (verb(line.low(k), line.language) for k in range(at + 1, at + 4))
    return line.low(at + 1) in ("бути", "быть") and any(v and v.form in ("impersonal", "passive") for v in ahead)


def _finite(line: Line, k: int) -> bool:
    known = verb(line.low(k), line.language) if line.pieces[k].kind == "word" else None
    return known is not None and known.form != "infinitive"


def _plural(word: str, known: Verb | None) -> bool | None:
    if known is None:
        return None
    if known.form == "modal":
        return True if _PLURAL_MODAL.search(word) else None
    return known.plural


def gender_of(word: str, known: Verb | None) -> Gender | None:
    """The gender that a past form asks of its subject; None where any will do."""
    if known is None or known.form != "past" or known.plural:
        return None
    if re.search(r"ло(?:ся|сь)?\Z", word):
        return "n"
    return next((g for p, g in _GENDERS if p.search(word)), None)


def middle(act: Act) -> bool:
    """Is the verb in -ся a passive («надається», «проводилися»)?"""
    return act.reflexive and act.imperfective and pattern("reflexive").match(act.text) is None
