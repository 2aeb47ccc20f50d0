"""What people type into a search box, as each database takes it; words stand as their lemmas."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from extractor.store import lemmas
from extractor.text.plain import level

_PART: Final = re.compile(r'(?P<without>(?<!\S)-)?(?:"(?P<quoted>[^"]*)"?|(?P<word>[^\s"]+))')
#: More words than anybody asks for; each is a look-up.
_WORDS: Final = 32
#: Readings of one phrase: those of its words, multiplied.
_READINGS: Final = 32


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together, each by the lemmas that it may be. `without`: none such; `beginning`: the last word
    is the beginning of one."""

    words: tuple[tuple[str, ...], ...]
    without: bool = False
    beginning: bool = False


def parse(text: str) -> tuple[Term, ...]:
    """The terms of a query. What is no word is passed over; «27-р» and «02/14» are words that stand together."""
    found: list[Term] = []
    left = _WORDS
    for hit in _PART.finditer(level(text)[0]):
        part = hit["quoted"] if hit["quoted"] is not None else hit["word"]
        beginning = hit["quoted"] is None and part.endswith("*")
        spans = list(islice(lemmas.words(part), left))
        if not spans:
            continue
        left -= len(spans)
        words = [lemmas.asked(part[start:end]) for start, end in spans]
        if beginning:
            start, end = spans[-1]
            words[-1] = (lemmas.key(part[start:end]),)
        found.append(Term(tuple(words), hit["without"] is not None, beginning))
    return tuple(found)


def phrases(term: Term) -> list[str]:
    """The term in all its readings, words parted by a space; letters and digits only."""
    return [" ".join(reading) for reading in islice(product(*term.words), _READINGS)]


def fts5(terms: tuple[Term, ...]) -> str | None:
    """As FTS5 takes it; None where nothing is asked for."""
    wanted = [_fts5(term) for term in terms if not term.without]
    if not wanted:
        return None
    unwanted = [_fts5(term) for term in terms if term.without]
    asked = " AND ".join(wanted)
    return f"({asked}) NOT ({' OR '.join(unwanted)})" if unwanted else asked


def _fts5(term: Term) -> str:
    end = '"*' if term.beginning else '"'
    # Of the words that have no place, none stands beside another.
    where = "{title measures body} : " if len(term.words) > 1 else ""
    return where + "(" + " OR ".join(f'"{phrase}{end}' for phrase in phrases(term)) + ")"


def tsquery(terms: tuple[Term, ...]) -> str | None:
    """As PostgreSQL takes it; None where nothing is asked for."""
    if all(term.without for term in terms):
        return None
    return " & ".join(("!" if term.without else "") + _tsquery(term) for term in terms)


def _tsquery(term: Term) -> str:
    end = ":*" if term.beginning else ""
    last = len(term.words) - 1
    words = (
        "(" + " | ".join(f"'{word}'{end if number == last else ''}" for word in readings) + ")"
        for number, readings in enumerate(term.words)
    )
    return "(" + " <-> ".join(words) + ")"
