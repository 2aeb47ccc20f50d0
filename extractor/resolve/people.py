"""One person a person: surname with initials, with names, and alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.schema.facts import Person

_STEM = 5


def merge(people: Sequence[Person]) -> list[Person]:
    """One person for mentions of one surname whose names or initials agree, in reading order; the fullest name."""
    out: list[Person] = []
    for person in people:
        fitting = [i for i, known in enumerate(out) if _same(known.name, person.name)]
        # a bare surname that two people have is nobody's
        if len(fitting) != 1:
            out.append(person)
            continue
        known = out[fitting[0]]
        full = max((known, person), key=lambda p: (_said(p.name), p is known))
        out[fitting[0]] = replace(
            full,
            position=known.position or person.position,
            organisation=known.organisation or person.organisation,
            spans=tuple(dict.fromkeys((*known.spans, *person.spans))),
            score=max(known.score, person.score),
        )
    return out


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
