"""What a number counts: the noun phrase after it («9 осіб похилого віку») or before it («кількість доріг - 12»)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from extractor.data import load
from extractor.detect import figures_marks
from extractor.normalize.words import part_of_speech
from extractor.text import morphology

if TYPE_CHECKING:
    from pymorphy3.analyzer import Parse

    from extractor.schema.analysis import Language

_WORD: Final = re.compile(r"[^\W\d_]+(?:['/-][^\W\d_]+)*")
_QUOTED: Final = re.compile(r"«[^«»\n]{1,80}»|\"[^\"\n]{1,80}\"")
#: An abbreviation with an ending of its own, as a plural has it: «трёх ФАПов», «5 ФАПів».
_DECLINED: Final = re.compile(r"([А-ЯІЇЄҐ]{2,5})(?:ов|ів|а|и|ы|ам|ами|ах)")
_JOINT: Final = re.compile(r",? (?:та|і|й|и|або|чи|или|/) |, | {1,4}")
_MODIFIERS: Final = frozenset({"ADJF", "PRTF"})
_OBLIQUE: Final = frozenset({"gent", "gen1", "gen2", "datv", "ablt", "loct"})
_NAMED: Final = re.compile(r" [А-ЯІЇЄҐЁ]")
_MOST_WORDS = 7
_LEAD: Final = re.compile(r"(?:від|от|у|в|на|за|з|із|для|из) ")
#: Stands for any number in agreement: five takes the genitive plural.
_GENITIVE = 1.5
#: Nouns that name a sum, a dimension or a time, not what the sum is of.
_EMPTY: Final = frozenset(load("figures")["words"]["names_of_sums"].split())
#: Words that dictionaries also read as nouns and that never are what a number counts.
_NO_NOUN: Final = frozenset(load("figures")["words"]["never_counted"].split())
#: «три його заступники»: whose they are.
_POSSESSIVE: Final = frozenset("його її їх їхніх їхні наших наші своїх свої его её ее их наши своих свои".split())


@dataclass(frozen=True, slots=True)
class Counted:
    """text[start:end] is what is counted, `normal` its head in the nominative."""

    start: int
    end: int
    normal: str | None


@lru_cache(maxsize=50_000)
def _readings(word: str, language: Language) -> tuple[tuple[str, frozenset[str], str], ...]:
    """(part of speech, grammemes, dictionary form) of each reading."""
    found: tuple[Parse, ...] = morphology.parses(word, language)
    return tuple((part_of_speech(p.tag, language), frozenset(p.tag.grammemes), str(p.normal_form)) for p in found)


@lru_cache(maxsize=1)
def _abbreviations() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{e['pattern']})" for e in load("figures")["abbreviation"]))


def after(plain: str, start: int, stop: int, value: float, language: Language) -> Counted | None:
    """The noun phrase that begins at `start`, agreeing with the number `value` before it; None where there is none."""
    at = _skip_spaces(plain, start, stop)
    short = _abbreviations().match(plain[at : at + 16].lower())
    if short and at + short.end() <= stop and not (plain[at].isupper() and plain[at + 1].islower()):
        return Counted(at, at + len(short.group().rstrip(".")), short.group().rstrip("."))
    begin, words = at, 0
    head: tuple[int, str] | None = None
    while words < _MOST_WORDS:
        quoted = _QUOTED.match(plain, at, stop)
        if quoted:
            inner = _WORD.match(plain, at + 1, stop)
            if inner is None or _role(inner.group().lower(), value, language)[0] == "other":
                break
            return Counted(begin, quoted.end(), quoted.group().strip('«»"'))
        hit = _WORD.match(plain, at, stop)
        if hit is None:
            break
        letters = _abbreviated(hit.group(), described=head is not None)
        if letters is not None:
            return Counted(begin, hit.end(), letters)
        kind, normal = _role(hit.group(), value, language)
        if kind == "noun":
            return _with_complement(plain, begin, hit.end(), stop, normal, language)
        if kind == "adjective":
            head = (hit.end(), normal)
        elif kind != "adverb" or _capital(hit.group()):
            break
        words += 1
        joint = _JOINT.match(plain, hit.end(), stop)
        if joint is None:
            break
        at = joint.end()
    # No noun followed: the last adjective stands for one («19 хворих»).
    if head is None or _capital(plain[begin]) or _NAMED.match(plain, head[0], stop):
        return None
    return Counted(begin, head[0], head[1])


def _abbreviated(word: str, *, described: bool) -> str | None:
    """The letters of an abbreviation that is counted: one with an ending, or behind an adjective any («нових ДК»)."""
    if described and word.isupper() and 2 <= len(word) <= 6:
        return word
    declined = _DECLINED.fullmatch(word)
    return declined.group(1) if declined is not None else None


def _skip_spaces(plain: str, start: int, stop: int) -> int:
    """Up to four spaces on: texts out of a scanner have several between words."""
    at = start
    while at < min(stop, start + 4) and plain[at] == " ":
        at += 1
    return at


def _role(word: str, value: float, language: Language) -> tuple[str, str]:
    """("noun" | "adjective" | "adverb" | "other", dictionary form) of a word after the number `value`."""
    low = word.lower()
    if low in _POSSESSIVE:
        return "adverb", low
    if low in _NO_NOUN or len(word) <= 2 or word.isupper():
        return "other", low
    readings = _readings(low, language)
    adjective = None
    for pos, tags, normal in readings:
        if _capital(word) and _is_name(tags):
            continue
        if (pos in _MODIFIERS or "Adjv" in tags) and _agrees(tags, value, language):
            adjective = adjective or (word.lower() if pos == "PRTF" else normal)
        elif pos == "NOUN" and _agrees(tags, value, language):
            if adjective is None:
                return "noun", normal
            break
    if adjective is not None:
        return "adjective", adjective
    pos, tags, _ = readings[0]
    passes = pos in ("ADVB", "PRED") or (pos == "NPRO" and _agrees(tags, value, language))
    return ("adverb" if passes else "other"), low


def _is_name(tags: frozenset[str]) -> bool:
    """May this reading of a word with a capital be of a proper name? All but a plain genitive plural."""
    return bool(tags & {"Name", "Surn", "Patr", "Geox"}) or not {"plur", "gent"} <= tags


def _agrees(tags: frozenset[str], value: float, language: Language) -> bool:
    """Can a noun or adjective with these grammemes stand after this number?"""
    if "Fixd" in tags and "Abbr" not in tags:
        return True
    whole = int(value)
    fraction = whole != value
    last = 0 if 10 < whole % 100 < 15 else whole % 10
    if fraction:
        return "gent" in tags
    if "plur" in tags:
        return 1 <= last <= 4 or bool(tags & _OBLIQUE)
    if "gent" in tags and ((last in (2, 3, 4) and language == "ru") or (whole >= 1000 and whole % 100 == 0)):
        return True
    return last == 1


def _capital(text: str) -> bool:
    return text[:1].isupper()


def _with_complement(plain: str, begin: int, end: int, stop: int, normal: str, language: Language) -> Counted:
    """The phrase with the genitive that follows its head: «осіб похилого віку», «мешканців громади»."""
    reach = end
    for _ in range(3):
        hit = _WORD.match(plain, reach + 1, stop) if plain[reach : reach + 1] == " " else None
        if hit is None or not hit.group()[0].islower() or hit.group() in _NO_NOUN:
            break
        pos, _, _ = _readings(hit.group(), language)[0]
        kinds = {p for p, tags, _ in _readings(hit.group(), language) if "gent" in tags}
        if pos not in ("NOUN", "ADJF", "PRTF") or not kinds & {"NOUN", "ADJF", "PRTF"}:
            break
        reach = hit.end()
        if pos == "NOUN" and "NOUN" in kinds:
            end = reach
            break
    return Counted(begin, end, normal)


def before(plain: str, start: int, stop: int, language: Language) -> Counted | None:
    """The plural noun phrase at the end of plain[start:stop]: «сільські поселення - », «у тому числі жінок: »."""
    words = list(_WORD.finditer(plain, start, stop))[-_MOST_WORDS:]
    begin: int | None = None
    for hit in words:
        word = hit.group()
        kinds = {p for p, tags, _ in _readings(word.lower(), language) if "plur" in tags}
        name = _capital(word) and plain[max(start, hit.start() - 2) : hit.start()] == ". "
        unknown = name or (_capital(word) and not morphology.parses(word.lower(), language)[0].is_known)
        if word.lower() in _NO_NOUN or word.isupper() or unknown or not kinds & {"NOUN", "ADJF", "PRTF"}:
            begin = None
            continue
        begin = hit.start() if begin is None else begin
        if "NOUN" in kinds:
            normal = next(n for p, tags, n in _readings(word.lower(), language) if p == "NOUN" and "plur" in tags)
            tail = plain[begin:stop].rstrip(" -:")
            return Counted(begin, begin + len(tail.split(",")[0]), normal)
    return None


def genitive(plain: str, start: int, stop: int, language: Language) -> Counted | None:
    """The genitive phrase right after a unit: «8,6 млрд грн допомоги», «34 % громадян», «41 % від обсягу видатків»."""
    at = start + 1 if plain[start : start + 1] == " " else start
    lead = _LEAD.match(plain, at, stop)
    at = lead.end() if lead else at
    first = _WORD.match(plain, at, stop)
    if (
        first is None
        or figures_marks.is_measureless(first.group().lower(), 0, len(first.group()))
        or not any("gent" in tags for _, tags, _ in _readings(first.group().lower(), language))
    ):
        return None
    return after(plain, at, stop, _GENITIVE, language)


def subject(plain: str, start: int, stop: int, language: Language) -> Counted | None:
    """What a sum or a share in plain[start:stop] is told of: «орендна плата становила …», «ділянка площею …».

    The last noun phrase without a preposition, or else the last one."""
    found: list[tuple[bool, Counted]] = []
    begin: int | None = None
    governed = False
    for hit in _WORD.finditer(plain, start, stop):
        word = hit.group().lower()
        pos, tags, normal = _readings(word, language)[0]
        if normal in _EMPTY or word in _NO_NOUN or pos not in ("NOUN", "ADJF", "PRTF") or "Abbr" in tags:
            begin, governed = None, pos == "PREP"
            continue
        if begin is None or plain[hit.start() - 1] != " ":
            begin = hit.start()
        if pos == "NOUN":
            if found and found[-1][1].start == begin:
                normal = found.pop()[1].normal or normal
            found.append((not governed, Counted(begin, hit.end(), normal)))
    free = [counted for bare, counted in found if bare]
    return free[-1] if free else found[-1][1] if found else None
