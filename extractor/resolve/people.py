"""One person a person: surname with initials, with names, and alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.schema.facts import Person

_STEM = 5


def merge(people: Sequence[Person]) -> list[Person]:
    """One person for mentions of one surname whose names or initials agree, in reading order; the fullest name."""
    out: list[Person] = []
    spans: list[dict[tuple[int, int], None]] = []  # of each in `out`, in the order of its mentions
    places: dict[str, set[int]] = {}  # by the stem of a word of the name
    for person in people:
        likely = {i for stem in _stems(person.name) for i in places.get(stem, ())}
        fitting = [i for i in likely if _same(out[i].name, person.name)]
        # a bare surname that two people have is nobody's
        place = fitting[0] if len(fitting) == 1 else len(out)
        if place == len(out):
            out.append(person)
            spans.append({})
        else:
            out[place] = _joined(out[place], person)
        spans[place].update(dict.fromkeys(person.spans))
        for stem in _stems(out[place].name):
            places.setdefault(stem, set()).add(place)
    return [replace(one, spans=tuple(told)) for one, told in zip(out, spans, strict=True)]


def _joined(known: Person, person: Person) -> Person:
    """What both mentions say of a person; their spans are put together by `merge`."""
    full = max((known, person), key=lambda p: (_said(p.name), p is known))
    return replace(
        full,
        position=known.position or person.position,
        organisation=known.organisation or person.organisation,
        score=max(known.score, person.score),
    )


def _stems(name: str) -> list[str]:
    """The whole words of a name as far as inflection leaves them alone."""
    return [w[:_STEM] for w in _parts(name)[0]]


def _parts(name: str) -> tuple[list[str], list[str]]:
    """The whole words and the initials of a name, lower case."""
    words: list[str] = []
    initials: list[str] = []
    for w in name.replace(".", ". ").split():
        bare = w.strip(".").casefold()
        if w.endswith(".") or len(bare) == 1:
            initials.append(bare[:1])
        elif bare:
            words.append(bare)
    return words, initials


def _said(name: str) -> int:
    words, initials = _parts(name)
    return 2 * len(words) + len(initials)


def _same(a: str, b: str) -> bool:
    """Do both names have a surname in common, and nothing against each other?"""
    words_a, initials_a = _parts(a)
    words_b, initials_b = _parts(b)
    stems_a, stems_b = [w[:_STEM] for w in words_a], [w[:_STEM] for w in words_b]
    shared = [s for s in stems_a if s in stems_b]
    if not shared:
        return False
    rest_a = [s for s in stems_a if s not in shared]
    rest_b = [s for s in stems_b if s not in shared]
    if rest_a and rest_b:
        return False
    return _covered(initials_a, [s[0] for s in rest_b], initials_b) and _covered(
        initials_b, [s[0] for s in rest_a], initials_a
    )


def _covered(initials: list[str], words: list[str], others: list[str]) -> bool:
    """Are the initials among the first letters that the other name has, where it has any?"""
    letters = [*words, *others]
    return not letters or not initials or all(i in letters for i in initials) or all(x in initials for x in letters)
