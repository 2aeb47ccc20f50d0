"""Nominative of people's names: surname, given name, patronymic, initials."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from extractor import data
from extractor.normalize.cases_forms import as_printed, noun
from extractor.normalize.phrases import Piece
from extractor.normalize.words import Case, Gender, NameKind, Reading, readings

if TYPE_CHECKING:
    from extractor.schema.analysis import Language


_SURNAME_LIKE: Final = re.compile(
    r"(?:[сцз]ьк|ск|цк)(?:у|а|ої|ій|ою|ого|ому|ий|им|ая|ую|ой|ий)$|енк(?:о|а|у|ом|ові)$|[уюая]к(?:а|у|ом)?$|"
    r"(?:ов|ев|єв|ін|їн|ин|ын)(?:а|у|ої|ій|ою|ой|ым|им)?$"
)
#: Surnames in «-енко» have one nominative; their other forms have none, however the given name may be read.
_OBLIQUE: Final = re.compile(r"енк(?:а|у|ом|ові)\Z")


def never_nominative(word: str, language: Language) -> bool:
    """Can this form of a surname be no nominative («Сидоренка»)?"""
    return language == "uk" and _OBLIQUE.search(word.lower()) is not None


def name_run(pieces: Sequence[Piece], at: int, language: Language) -> tuple[tuple[int, ...], int] | None:
    """(indexes of the name's words, index after it) of a person's name that begins at pieces[at], else None.

    A name has initials or a given name: a lone capitalised word is none."""
    piece = pieces[at]
    if piece.kind == "initials":
        after = _next_word(pieces, at)
        if after is not None and _capitalised(pieces[after].text):
            return (after,), after + 1
        return None
    if piece.kind != "word" or not _capitalised(piece.text):
        return None
    following = _past_gap(pieces, at + 1)
    if following < len(pieces) and pieces[following].kind == "initials":
        after = _next_word(pieces, following)
        named = after is not None and _capitalised(pieces[after].text)
        if named and _acronym(piece.text):
            return None  # «директору ГКУ ДЗ САО Н.В. Вертковой»: the surname is behind the initials
        alone = len(pieces[following].text) == 2 and not named  # «Корпус Б.» is nobody
        if (not named and not alone) or not _common(piece.text, language):
            return (at,), following + 1
    run = [at]
    while len(run) < 3:
        after = _next_word(pieces, run[-1])
        if after is None or not _capitalised(pieces[after].text) or after - run[-1] != 2:
            break
        run.append(after)
    kinds = [_kinds(pieces[i].text, language) for i in run]
    if len(run) < 2:
        return None
    for length in range(len(run), 1, -1):
        if _is_name(kinds[:length], [pieces[i].text for i in run[:length]], language):
            return tuple(run[:length]), run[length - 1] + 1
    return None


def _past_gap(pieces: Sequence[Piece], i: int) -> int:
    return i + (i < len(pieces) and pieces[i].kind == "gap")


def nominative_name(words: Sequence[str], cases: Sequence[Case], language: Language) -> list[str] | None:
    """The words of one person's name in the nominative, if they can be in one of `cases`; else None."""
    for case in cases:
        for gender in ("f", "m"):
            found = _in_gender(words, case, "f" if gender == "f" else "m", language)
            if found is not None:
                return found
    return None


def _in_gender(words: Sequence[str], case: Case, gender: Gender, language: Language) -> list[str] | None:
    out: list[str] = []
    said = False
    for i, word in enumerate(words):
        kinds = _kinds(word, language)
        personal = kinds & {"given", "patronymic"}
        surname_too = "surname" in kinds or not personal
        reading = _personal(word, case, gender, language)
        if reading is not None and not (i == 0 and len(words) > 1 and surname_too and "given" not in kinds):
            out.append(noun(word, reading))
            said = True
        elif personal and not surname_too and len(words) > 1:
            return None  # alone, behind initials, «Лешкевича» is a surname
        elif case == "nom":
            if never_nominative(word, language):
                return None
            out.append(word)
        else:
            form = _surname(word, case, gender, language)
            said = said or (form is not None and len(words) == 1)
            out.append(form or word)
    return out if said else None


def _surname(word: str, case: Case, gender: Gender, language: Language) -> str | None:
    """The nominative of a surname in this case and gender; None where its form cannot be that."""
    sure = _by_rule(True, word, case, gender, language)
    if sure is not None:
        return sure
    for reading in readings(word, language):
        fits = reading.case == case and not reading.plural and reading.gender in (gender, None)
        if fits and reading.known and reading.pos == "noun" and (reading.name == "surname" or reading.animate):
            if reading.fixed:
                return None
            return noun(word, reading)
    return _by_rule(False, word, case, gender, language)


def _by_rule(sure: bool, word: str, case: Case, gender: Gender, language: Language) -> str | None:
    low = word.lower().replace("’", "'").replace("ʼ", "'")
    for ending, own in _endings(sure, case, gender, language):
        if low.endswith(ending) and len(low) > len(ending) + 1:
            return as_printed(word, low[: -len(ending)] + own)
    return None


@cache
def _endings(sure: bool, case: Case, gender: Gender, language: Language) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for entry in data.load("surnames")["surname"]:
        same = entry["language"] == language and entry["gender"] == gender and entry["sure"] == sure
        if same and case in entry["cases"].split():
            pairs.extend((a, b) for a, _, b in (pair.partition("|") for pair in entry["endings"].split()))
    return tuple(pairs)


def _personal(word: str, case: Case, gender: Gender, language: Language) -> Reading | None:
    """The reading of a word as a given name or patronymic in this case and gender."""
    for reading in readings(word, language):
        if reading.name in ("given", "patronymic") and reading.known:
            fits = reading.case == case and not reading.plural and reading.gender in (gender, None)
            if fits:
                return reading
    return None


def _kinds(word: str, language: Language) -> set[NameKind]:
    return {r.name for r in readings(word, language) if r.name is not None and (r.known or r.name == "patronymic")}


def _is_name(kinds: Sequence[set[NameKind]], words: Sequence[str], language: Language) -> bool:
    """Is it a given name with a surname before or after it, or with a patronymic?"""
    given = [i for i, k in enumerate(kinds) if "given" in k]
    if not given or any(_acronym(w) and not k for w, k in zip(words, kinds, strict=True)):
        return False
    others = [i for i in range(len(kinds)) if i != given[0]]
    if len(kinds) == 3 and "patronymic" not in kinds[1] and "patronymic" not in kinds[2]:
        return False
    return all("surname" in kinds[i] or "patronymic" in kinds[i] or not _common(words[i], language) for i in others)


def _common(word: str, language: Language) -> bool:
    """Is it a word of the dictionary that no person is called by?"""
    if _SURNAME_LIKE.search(word.lower()):
        return False
    known = [r for r in readings(word, language) if r.known]
    return bool(known) and not any(r.name for r in known) and not any(r.animate for r in known)


def _acronym(word: str) -> bool:
    return word.isupper() and len(word) <= 4


def _capitalised(word: str) -> bool:
    return len(word) > 1 and word[0].isupper()


def _next_word(pieces: Sequence[Piece], at: int) -> int | None:
    i = _past_gap(pieces, at + 1)
    return i if i < len(pieces) and pieces[i].kind == "word" else None
