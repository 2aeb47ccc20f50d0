"""Who is meant by the names of a document: which of its bodies are one over all documents.

A name with something of its own in it (a place, a name in quotation marks) is the body's everywhere, and so is one
that there is once in a country («Міністерство фінансів»). Any other is that of many: each oblast has its «департамент
освіти облдержадміністрації». Such a body is the one of the authority that it hangs on: of the nearest body above it
with a name of its own, else of the body whose document it is. Where the document tells of none, the name alone stands
for it, as what is not known keeps nothing apart.
"""

from __future__ import annotations

import hashlib
import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from extractor import data
from extractor.store import lemmas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.schema.contract import Extraction, Organisation, Party, Span

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ`-][^\W\d_]+)*")
_QUOTED: Final = re.compile(r'[«"“„]\s*\w')
_LATIN: Final = re.compile("[A-Za-z]{2}")


class _Knowledge(NamedTuple):
    """data/bodies.toml, on names and words in lower case."""

    adjective: re.Pattern[str]
    common: re.Pattern[str]
    #: A place behind the word for what it is, or before it.
    place: re.Pattern[str]
    national: re.Pattern[str]
    #: A word that says «of the whole country» and no more.
    countrywide: re.Pattern[str]
    part: re.Pattern[str]
    country: re.Pattern[str]
    country_adjective: re.Pattern[str]
    levels: frozenset[str]


@lru_cache(maxsize=1)
def _knowledge() -> _Knowledge:
    raw = data.load("bodies")
    adjective, common, national = raw["adjective"], raw["common"], raw["national"]
    place, territory, wide = raw["place"], raw["territory"], raw["countrywide"]
    called = rf"{_any(place['kinds'])}\s+(?!{_any(place['conjunctions'])}\b)\w{{3,}}"
    adjectival = rf"(?!{_any(territory['unnamed'])})\w+{_any(territory['endings'])}\s+{_any(territory['nouns'])}\b"
    between = rf"(?:\w+{_any(wide['between'])}{_any(adjective['endings'])}\s+)*"
    once = rf"{_any(wide['stems'])}\w*\s+{between}{_any(wide['nouns'])}"
    country = _any(raw["country"]["stems"])
    return _Knowledge(
        adjective=re.compile(rf"\w{{3,}}{_any(adjective['suffixes'])}{_any(adjective['endings'])}\Z"),
        common=re.compile(rf"{_any(common['stems'])}|\w+{_any(common['suffixes'])}\w{{2,3}}\Z"),
        place=re.compile(rf"\b(?:{called}|{adjectival})"),
        national=re.compile(
            rf"{_any(national['stems'])}|{_any(national['words'])}\b|{_any(national['alone'])}\w*\Z|{once}"
        ),
        countrywide=re.compile(_any(wide["stems"])),
        part=re.compile(rf"\b{_any(raw['part']['words'])}\b"),
        country=re.compile(country),
        country_adjective=re.compile(rf"{country}\w*с[ьк]"),
        levels=frozenset(raw["level"]["words"].split()),
    )


def _any(listed: str | Sequence[str]) -> str:
    """Any of these words, or of these phrases of stems."""
    entries = listed.split() if isinstance(listed, str) else listed
    return f"(?:{'|'.join(entries)})".replace("'", ".").replace(" ", r"\w* ")


class Body(NamedTuple):
    """One body over all documents: its name, and that of the authority it hangs on where its own is one of many."""

    name: str
    authority: str | None = None

    @property
    def id(self) -> str:
        """32 hex digits: the same for names that differ in case, quotes and apostrophes only."""
        return body_id(self.name, self.authority)


@lru_cache(maxsize=20_000)
def body_id(name: str, authority: str | None = None) -> str:
    """The id of the body of this name, with an authority of the one that hangs on it; 32 hex digits."""
    of = "" if authority is None else f"\0{lemmas.key(authority)}"
    return hashlib.sha256(f"body\0{lemmas.key(name)}{of}".encode()).hexdigest()[:32]


@lru_cache(maxsize=20_000)
def local(name: str) -> bool:
    """Does the name say which of many it is: by a place, a name in quotation marks, or any other of its own?"""
    if _QUOTED.search(name) or _LATIN.search(name):
        return True
    plain, words, known = name.casefold(), _WORD.findall(name), _knowledge()
    if name.isupper():
        return plain not in known.levels and not _national(plain)
    own = [w for w in words[1:] if w[0].isupper() and not w.isupper() and not known.country.match(w.casefold())]
    return bool((own and not _national(plain)) or known.place.search(plain) or any(map(_after_place, words)))


def _after_place(word: str) -> bool:
    plain = word.casefold()
    known = _knowledge()
    of_many = known.common.match(plain) or known.national.match(plain) or known.countrywide.match(plain)
    return bool(known.adjective.match(plain)) and not of_many


def _national(plain: str) -> bool:
    known = _knowledge()
    return bool(known.national.match(plain)) and not known.part.search(plain)


@lru_cache(maxsize=20_000)
def settled(name: str) -> bool:
    """Is one body meant by the name wherever it stands: is it local, or national?"""
    return _national(name.casefold()) or _of_a_country(name) or local(name)


def _of_a_country(name: str) -> bool:
    """Does the name hold a country's? An adjective of it counts with a capital that no first word has."""
    country, adjective = _knowledge().country, _knowledge().country_adjective
    return any(
        country.match(word.casefold()) and (not adjective.match(word.casefold()) or (n > 0 and word[0].isupper()))
        for n, word in enumerate(_WORD.findall(name))
    )


class Bodies:
    """Who is meant by the names of one extraction."""

    def __init__(self, extraction: Extraction) -> None:
        self._organisations = {o.id: o for o in extraction.organisations}
        self._issuer = extraction.document.issuer

    def of(self, organisation: Organisation) -> Body:
        """Who an organisation of the extraction is."""
        name = organisation.canonical or organisation.name
        if organisation.canonical is not None or settled(name):
            return Body(name)
        above = next((n for n in self._above(organisation) if settled(n)), None)
        return Body(name, above or self._author(name))

    def acting(self, party: Party) -> Body:
        """Who a party is: the organisation that it names, else the one of its own name. People are known by theirs."""
        organisation = self._organisations.get(party.organisation_id or "")
        if organisation is not None:
            return self.of(organisation)
        if party.kind == "person" or settled(party.name):
            return Body(party.name)
        return Body(party.name, self._author(party.name))

    def ids(self) -> dict[str, str]:
        """The ids over all documents of the extraction's organisations, by the ids that they have in it."""
        return {identity: self.of(organisation).id for identity, organisation in self._organisations.items()}

    def _above(self, organisation: Organisation) -> list[str]:
        """The names of the bodies that an organisation is a part of, nearest first."""
        names: list[str] = []
        seen = {organisation.id}
        at = self._organisations.get(organisation.parent_id or "")
        while at is not None and at.id not in seen:
            seen.add(at.id)
            names.append(at.canonical or at.name)
            at = self._organisations.get(at.parent_id or "")
        return names

    def _author(self, name: str) -> str | None:
        """The authority whose document it is, unless it is of that name itself."""
        author = self._authority
        return None if author is None or lemmas.key(author) == lemmas.key(name) else author

    @cached_property
    def _authority(self) -> str | None:
        """The highest local body that the issuer is a part of, the issuer itself where there is none: what a council's
        departments issue names the same bodies as what the council does."""
        if self._issuer is None:
            return None
        organisation = self._organisations.get(self._issuer.organisation_id or "")
        own = self._issuer.name if organisation is None else organisation.canonical or organisation.name
        above = self._around(self._issuer.evidence) if organisation is None else self._above(organisation)
        highest = next((name for name in reversed(above) if local(name)), None)
        return highest or (own if settled(own) else None)

    def _around(self, evidence: Sequence[Span]) -> list[str]:
        """The names of the organisations that stand inside this evidence («Виконавчий комітет X ради»: of X rada)."""
        return [
            o.canonical or o.name
            for o in self._organisations.values()
            if any(s.start < i.start and i.end <= s.end for i in o.evidence for s in evidence)
        ]
