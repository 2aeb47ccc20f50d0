"""The people whom a document names with their posts, for those whom it later calls by the surname or the bare post."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from extractor.assemble.narrative_parties_words import describing, words
from extractor.normalize.words import readings
from extractor.schema.analysis import Analysis, Language
from extractor.schema.facts import Person
from extractor.schema.span import Span

_STEM: Final = 5
#: So many letters tell given names apart.
_BEGIN: Final = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A person named at an offset: the surname in lower case, the given name or initial, the post's stems without the
    adjectives before its head, and the whole name, post first."""

    at: int
    surname: str
    given: str
    patronymic: str
    post: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class People:
    """The people of a document, in reading order, each once with one given name and post: where they are said first."""

    known: tuple[Known, ...] = ()
    by_surname: dict[str, list[Known]] = field(default_factory=dict)
    _called: dict[tuple[str, str], str | None] = field(default_factory=dict, repr=False, compare=False)

    def called(self, surname: str, given: str) -> str | None:
        """The whole name, with a post, of the one person of that surname whom the document names, as it is said first;
        None where there is none, or more than one."""
        key = (surname.casefold(), given)
        if key not in self._called:
            self._called[key] = self._one(*key)
        return self._called[key]

    def _one(self, surname: str, given: str) -> str | None:
        own = [k for k in self.by_surname.get(surname, ()) if _same((k.given, given))]
        if not own or not _same({k.given for k in own}):
            return None
        fuller = [k for k in own if k.post] or ([k for k in own if k.given] if not given else [])
        return fuller[0].name if fuller else None

    def addressed(self, given: str, patronymic: str) -> str | None:
        """The whole name, with a post, of the one person named with this given name and patronymic."""
        begin, rest = given.casefold()[:_BEGIN], patronymic.casefold()[:_STEM]
        own = [k for k in self.known if k.given[:_BEGIN] == begin and k.patronymic[:_STEM] == rest]
        if not own or len({k.surname for k in own}) != 1:
            return None
        return next((k for k in own if k.post), own[0]).name

    def holder(self, post: str, at: int, language: Language) -> str | None:
        """The whole name of the one person named before `at` who holds a post said by its first words; None where
        there is none, or more than one."""
        said = _stems(post, language)
        if not said or _lemma(post, language) in _common():
            return None
        fit = [k for k in self.known if k.at < at and k.post[: len(said)] == said]
        return fit[0].name if fit and len({k.surname for k in fit}) == 1 else None


def people_of(analysis: Analysis, spans: Iterable[Span]) -> People:
    """The people among the spans of a document."""
    first: dict[tuple[str, str, tuple[str, ...]], Known] = {}
    for s in sorted(spans, key=lambda s: s.start):
        if s.label == "person" and isinstance(s.value, Person):
            k = _known(analysis, s, s.value)
            first.setdefault((k.surname, k.given, k.post), k)
    by_surname: dict[str, list[Known]] = {}
    for k in first.values():
        by_surname.setdefault(k.surname, []).append(k)
    return People(tuple(first.values()), by_surname)


def _known(analysis: Analysis, span: Span, person: Person) -> Known:
    printed = [w.strip(',.«»"').casefold() for w in analysis.plain[span.start : span.end].split()]
    parts = person.name.split()
    order = sorted(parts, key=lambda w: _index(printed, w)) if not any("." in w for w in parts) else parts
    post = person.position or ""
    if post and not post[:2].isupper():
        post = post[:1].lower() + post[1:]
    return Known(
        span.start,
        parts[0].casefold(),
        parts[1].casefold() if len(parts) > 1 else "",
        parts[2].casefold() if len(parts) > 2 else "",
        _stems(post, analysis.language),
        " ".join((post, *order) if post else order),
    )


def _index(printed: Sequence[str], word: str) -> int:
    return next((i for i, p in enumerate(printed) if p[:3] == word[:3].casefold()), 9)


def _same(given: Iterable[str]) -> bool:
    """Can these all be one given name, where any may be left out or an initial?"""
    begin = {g.rstrip(".")[:_BEGIN] for g in given}
    longest = max(begin, key=len)
    return all(longest.startswith(b) for b in begin)


def _stems(post: str, language: Language) -> tuple[str, ...]:
    """Stems of a post's words in lower case, from its head on."""
    found = post.lower().split()
    while len(found) > 1 and _only_describes(found[0], language):
        found = found[1:]
    return tuple(w.strip(',«»"')[:_STEM] for w in found)


def _only_describes(word: str, language: Language) -> bool:
    return bool(describing(word, language)) and not any(r.pos == "noun" for r in readings(word, language))


def _lemma(post: str, language: Language) -> str:
    first = next((w for w in post.lower().split() if not _only_describes(w, language)), "")
    return next((r.lemma for r in readings(first, language) if r.pos == "noun"), first)


def _common() -> frozenset[str]:
    """Posts that several people of one paper hold."""
    return words("whole_posts") | words("common_posts")
