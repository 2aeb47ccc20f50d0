"""Where bodies and people stand in a document, and the cases that their names can be in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from extractor.assemble.narrative_parties_words import ALL, AND, Line, agrees, describing
from extractor.normalize.words import Case, Reading, head_readings
from extractor.schema.analysis import Language
from extractor.schema.facts import Organisation, Person
from extractor.schema.span import Span

_STEM: Final = 4


@dataclass(slots=True)
class Places:
    """Spans of bodies and people by where they begin, nested ones left out."""

    bodies: dict[int, Span] = field(default_factory=dict)
    people: dict[int, tuple[Span, int]] = field(default_factory=dict)
    surnames: frozenset[str] = frozenset()


def places(plain: str, spans: Sequence[Span]) -> Places:
    """The spans of a document, people with the post that stands before them."""
    out = Places()
    done = 0
    for s in sorted((s for s in spans if s.label == "organisation"), key=lambda s: (s.start, -s.end)):
        if s.start >= done and isinstance(s.value, Organisation):
            out.bodies[s.start] = s
            done = s.end
    surnames = set()
    for s in spans:
        if s.label == "person" and isinstance(s.value, Person):
            out.people[_post_start(plain, s, s.value)] = (s, s.start)
            surnames.add(s.value.name.split()[0].casefold())
    out.surnames = frozenset(surnames)
    return out


def _post_start(plain: str, span: Span, person: Person) -> int:
    """Where the post before the name begins; the name's own start where it stands behind, or there is none."""
    if person.position is None:
        return span.start
    post = person.position.split()
    low = plain.rfind("\n", 0, span.start) + 1
    before = [(m.start(), m.group()) for m in re.finditer(r"\S+", plain[max(low, span.start - 400) : span.start])]
    before = [b for b in before if b[1] not in ("-", "та")] if len(before) > len(post) else before
    if len(before) < len(post):
        return span.start
    at, word = before[-len(post)]
    same = word.lower().strip('("«')[:_STEM] == post[0].lower().strip('("«')[:_STEM]
    return max(low, span.start - 400) + at if same else span.start


def cases_in(line: Line, first: int, last: int) -> tuple[frozenset[Case], Reading | None]:
    """The cases of the noun phrase that begins a name: its head's, as far as the adjectives before it agree. All
    where it begins with an acronym, a foreign or a quoted name."""
    adjectives: list[str] = []
    for k in range(first, last):
        piece = line.pieces[k]
        if piece.kind == "comma" or piece.text.lower() in AND:
            continue
        if piece.kind != "word" or not piece.text[0].isalpha() or piece.text[0] < "А":
            return _open_cases(adjectives, line.language), None
        found = nouns(piece.text, line.language)
        if found and (k + 1 == last or not adjective_of_next(line, k)):
            fit = [r for r in found if all(agrees(a, r, line.language) for a in adjectives)] or list(found)
            fixed = piece.text.isupper() and len(piece.text) > 1
            if fixed or all(r.fixed for r in fit):
                return _open_cases(adjectives, line.language), None
            singular = [r for r in fit if not r.plural]
            chosen = next((r for r in fit if r.case == "nom"), (singular or fit)[0])
            return frozenset(r.case for r in fit), chosen
        if not describing(piece.text, line.language):
            return _open_cases(adjectives, line.language), None
        adjectives.append(piece.text)
    return _open_cases(adjectives, line.language), None


def _open_cases(adjectives: list[str], language: Language) -> frozenset[Case]:
    """What the adjectives before an unchanging word leave open."""
    out = ALL
    for word in adjectives:
        out = (out & {c for c, _, _ in describing(word, language)}) or out
    return out


@lru_cache(maxsize=50_000)
def nouns(word: str, language: Language) -> tuple[Reading, ...]:
    """The readings of a word as a common noun."""
    return tuple(r for r in head_readings(word, language) if r.pos == "noun" and r.name is None)


def adjective_of_next(line: Line, k: int) -> bool:
    """Is the word at k rather an adjective of a noun that follows («другий слідчий відділ»)?"""
    if not describing(line.pieces[k].text, line.language) or line.pieces[k + 1].kind != "word":
        return False
    cells = {(c, p) for c, p, _ in describing(line.pieces[k].text, line.language)}
    return any((r.case, r.plural) in cells for r in nouns(line.pieces[k + 1].text, line.language))
