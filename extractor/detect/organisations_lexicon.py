"""What data/organisations.toml knows, compiled once: head nouns, acronyms, names, and what a single word is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from extractor import data
from extractor.schema.analysis import Language
from extractor.schema.facts import OrganisationKind
from extractor.text.morphology import parses

Needs = Literal["nothing", "modifier", "proper", "purpose", "owner", "name", "acts"]
#: A case and a gender, or «plur»: what an adjective and its noun agree in.
Slot = tuple[str, str]

_CASES: Final = {
    "nomn": "nomn", "gent": "gent", "gen1": "gent", "gen2": "gent", "datv": "datv", "accs": "accs",
    "acc2": "accs", "ablt": "ablt", "loct": "loct", "loc1": "loct", "loc2": "loct",
}  # fmt: skip
_PERSON: Final = frozenset(("Surn", "Name", "Patr"))
_GENDERS: Final = ("masc", "femn", "neut")


@dataclass(frozen=True, slots=True)
class Head:
    """How a noun heads names; the fields are those of `[[heads]]` in the data file."""

    lemma: str
    needs: Needs
    kind: OrganisationKind
    open_tail: bool
    unit: bool
    holder: bool


@dataclass(frozen=True, slots=True)
class Word:
    """What a word can be: slots as a noun, slots as an adjective, its noun lemmas; `loose` where it is a verb,
    a pronoun or an adverb before anything else, `person` where it is a person's name."""

    noun: frozenset[Slot]
    adjective: frozenset[Slot]
    lemmas: frozenset[str]
    loose: bool
    person: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The data file, ready for use. Words are lower case unless their case tells them from others."""

    heads: dict[Language, dict[str, Head]]
    acronyms: dict[str, OrganisationKind]
    legal: dict[str, OrganisationKind]
    works: dict[str, OrganisationKind]
    not_legal: frozenset[str]
    firms: frozenset[str]
    names: tuple[tuple[str, OrganisationKind], ...]
    compound: re.Pattern[str]
    stops: frozenset[str]
    stop_stems: re.Pattern[str]
    level_stems: re.Pattern[str]
    areas: frozenset[str]
    tail_stops: frozenset[str]
    beneficiaries: frozenset[str]
    purposes: frozenset[tuple[str, ...]]
    not_after: frozenset[str]
    not_bodies: frozenset[str]
    not_named: re.Pattern[str]
    not_foreign: frozenset[str]
    substantives: frozenset[str]


#: Adjectives made of the names of places, and the cases and genders of their endings.
_OF_A_PLACE: Final = re.compile(
    r"\w{3}(?:ськ|цьк|зьк|ск|цк)(ий|ого|ому|им|ім|ом|а|ої|ій|у|ою|е|і|их|ими|ая|ой|ую|ое|ие)\Z"
)

#: Acronyms that end in a vowel or stand for a masculine noun may take these.
_ENDING: Final = re.compile(r"(?<=[А-ЯІЇЄҐ]{2})(?:а|у|ом|е|і|ові)\Z")


def _endings(table: str) -> dict[str, tuple[Slot, ...]]:
    """«ого gent masc neut, accs masc» → the slots of each ending."""
    out: dict[str, list[Slot]] = {}
    for entry in table.split(","):
        ending, case, *genders = entry.split()
        out.setdefault(ending, []).extend((case, gender) for gender in genders)
    return {ending: tuple(slots) for ending, slots in out.items()}


_ENDINGS: Final[dict[Language, dict[str, tuple[Slot, ...]]]] = {
    "uk": _endings(
        "ий nomn masc, ий accs masc, ого gent masc neut, ого accs masc, ому datv masc neut, ому loct masc neut, "
        "им ablt masc neut, им datv plur, ім loct masc neut, а nomn femn, ої gent femn, ій datv femn, ій loct femn, "
        "у accs femn, ою ablt femn, е nomn neut, е accs neut, і nomn plur, і accs plur, их gent plur, их accs plur, "
        "их loct plur, ими ablt plur"
    ),
    "ru": _endings(
        "ий nomn masc, ий accs masc, ого gent masc neut, ого accs masc, ому datv masc neut, им ablt masc neut, "
        "им datv plur, ом loct masc neut, ая nomn femn, ой gent femn, ой datv femn, ой ablt femn, ой loct femn, "
        "ую accs femn, ое nomn neut, ое accs neut, ие nomn plur, ие accs plur, их gent plur, их accs plur, "
        "их loct plur, ими ablt plur"
    ),
}


@cache
def lexicon() -> Lexicon:
    """The data file, compiled. Raises ModelError where it is missing or damaged."""
    raw = data.load("organisations")
    heads: dict[Language, dict[str, Head]] = {"uk": {}, "ru": {}}
    languages: tuple[Language, ...] = ("uk", "ru")
    for entry in raw["heads"]:
        for language in languages:
            for lemma in entry.get(language, ()):
                heads[language].setdefault(
                    lemma,
                    Head(
                        lemma=lemma,
                        needs=entry["needs"],
                        kind=entry["kind"],
                        open_tail=entry["tail"] == "open",
                        unit=entry.get("unit", False),
                        holder=entry.get("holder", False),
                    ),
                )
    return Lexicon(
        heads=heads,
        acronyms={a: kind for kind, text in raw["acronyms"].items() for a in text.split()},
        legal={a: kind for kind, text in raw["legal"].items() for a in text.split()},
        works={a: kind for kind, text in raw["works"].items() for a in text.split()},
        not_legal=frozenset(raw["not_legal"]["words"].split()),
        firms=frozenset(raw["firms"]["endings"].split()),
        names=tuple((name, kind) for kind, names in raw["names"].items() for name in names),
        compound=re.compile(raw["compound"]["pattern"]),
        stops=frozenset(raw["stop_adjectives"]["words"].split()),
        stop_stems=_stems(raw["stop_adjectives"]["stems"]),
        level_stems=_stems(raw["level_adjectives"]["stems"]),
        areas=frozenset(raw["areas"]["words"].split()),
        tail_stops=frozenset(raw["tail_stops"]["words"].split()),
        beneficiaries=frozenset(raw["beneficiaries"]["words"].split()),
        purposes=frozenset(tuple(p.split()) for p in raw["purposes"]["phrases"]),
        not_after=frozenset(raw["purposes"]["not_after"].split()),
        not_bodies=frozenset(raw["not_bodies"]["words"].split()),
        not_named=re.compile(
            r"\b(?:" + "|".join(r"\w* ".join(stems.split()) for stems in raw["not_named"]["stems"]) + r")[\w-]*\Z"
        ),
        not_foreign=frozenset(raw["not_foreign"]["words"].split()),
        substantives=frozenset(raw["substantives"]["words"].split()),
    )


def _stems(text: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, text.split())))


@lru_cache(maxsize=20_000)
def uninflected(text: str) -> str:
    """A known acronym without the ending that it has in a sentence («НОКу», «МИДа»); other words unchanged."""
    bare = _ENDING.sub("", text)
    return bare if bare != text and bare in lexicon().acronyms else text


@lru_cache(maxsize=100_000)
def word(text: str, language: Language) -> Word:
    """What a word can be, from all its readings. Case of letters is of no account."""
    noun: set[Slot] = set()
    adjective: set[Slot] = set()
    lemmas: set[str] = set()
    loose = person = False
    for i, parse in enumerate(parses(text.lower(), language)):
        tags = parse.tag.grammemes
        if i == 0 and ("VERB" in tags or "INFN" in tags or "GRND" in tags or "PREP" in tags or "PRED" in tags):
            loose = True
        person = person or bool(_PERSON & tags)
        if "NPRO" in tags:
            loose = loose or i == 0
            continue
        if "NOUN" in tags and "voct" not in tags:
            noun |= _slots(tags)
            lemmas.add(parse.normal_form)
        elif ("ADJF" in tags or "PRTF" in tags) and "voct" not in tags:
            adjective |= _slots(tags)
            if parse.normal_form in lexicon().substantives:
                noun |= {slot for slot in _slots(tags) if slot[1] == "plur"}
                lemmas.add(parse.normal_form)
    if not adjective and (hit := _OF_A_PLACE.search(text.lower())):
        # the dictionary guesses «Городенської», «Придністрянська» to be nouns
        noun, adjective, lemmas = set(), {(c, g) for c, g in _ENDINGS[language].get(hit.group(1), ())}, set()
    return Word(frozenset(noun), frozenset(adjective), frozenset(lemmas), loose, person)


def _slots(tags: frozenset[str]) -> set[Slot]:
    cases = {_CASES[t] for t in tags if t in _CASES}
    if "Fixd" in tags and not cases:
        cases = set(_CASES.values())
    genders = ["plur"] if "plur" in tags else [g for g in _GENDERS if g in tags] or ["masc", "femn", "neut"]
    return {(case, gender) for case in cases for gender in genders}


@lru_cache(maxsize=100_000)
def head(text: str, language: Language) -> Head | None:
    """The head noun that a word is a form of, or None.

    A hyphenated noun is known by its whole («прес-служба») or its first part («школа-гімназія»)."""
    known = lexicon().heads[language]
    low = text.lower()
    if len(low) < 3:
        return None
    own = known.get(low)
    if own is not None:
        return own
    for parse in parses(low, language):
        if "NOUN" in parse.tag.grammemes:
            found = known.get(parse.normal_form)
            if found is not None:
                return found
    first, dash, _ = low.partition("-")
    if dash and (found := head(first, language)) is not None and found.needs == "proper":
        return found
    return None


@lru_cache(maxsize=100_000)
def could_head(text: str) -> bool:
    """A cheap test before `head`: the word begins as some head noun does."""
    low = text.lower()
    return low.startswith(_beginnings().get(low[:_SHORTEST], ()))


#: Letters of the shortest beginning that tells a head noun.
_SHORTEST: Final = 3


@cache
def _beginnings() -> dict[str, tuple[str, ...]]:
    """The beginnings of head nouns, as far as inflection leaves them alone, by their first letters."""
    known = lexicon().heads
    stems = {lemma[: max(_SHORTEST, len(lemma) - 2)] for heads in known.values() for lemma in heads}
    # fleeting vowels and changed consonants: «садок» → «садка», «союз» → «союзі»
    stems |= {lemma[:_SHORTEST] for heads in known.values() for lemma in heads if len(lemma) <= 6}
    out: dict[str, list[str]] = {}
    for stem in sorted(stems):
        out.setdefault(stem[:_SHORTEST], []).append(stem)
    return {first: tuple(same) for first, same in out.items()}
