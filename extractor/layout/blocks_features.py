"""What a clerk sees of a line of a paper's head or tail: how long it is, where it stands, how it is set, what its words
speak of, what stands above and below it, and what the rules made of it. The words are those of data/blocks.toml."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Final

from extractor.data import load
from extractor.layout.zones_view import LABEL, NAME, NAME_ALONE, NAME_LAST, View, kind_of, operative
from extractor.schema.document import Document
from extractor.schema.outline import ParagraphRole

#: So many lines from the top and so many from the bottom are looked at.
TOP: Final = 25
BOTTOM: Final = 20
_WORDS_SEEN: Final = 14
_WORD: Final = re.compile(r"[^\W\d_][\w'.]*")
_LENGTHS: Final = (4, 12, 25, 45, 70, 110, 170, 250)
_LENGTH: Final = [f"length.{bound}" for bound in (*_LENGTHS, "more")]
_POSITIONS: Final = (1, 2, 3, 5, 8, 13, 21)
_FROM_TOP: Final = [f"top.{bound}" for bound in (*_POSITIONS, "more")]
_FROM_END: Final = [f"end.{bound}" for bound in (*_POSITIONS, "more")]
#: White space before a line that shows it to be set in.
_INDENT: Final = 8
_DATE: Final = re.compile(r"(?<!\d)\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d(?!\d)")
_NAME_FIRST: Final = re.compile(rf"{NAME}(?=,| -)")
_HOUR: Final = re.compile(r"\d{1,2}[:.]\d\d(?!\d)(?![.]\d)")
_CONTACT: Final = re.compile(r"\d-\d\d(?!\d)|\(\d{3,5}\)|\d{5}")
_ADDRESS: Final = re.compile(r"@|www\.|http|\b(?:тел|вул|ул)\b|[|©]", re.IGNORECASE)
_MARKS: Final = ("@", "www.", "http", "тел", "ул", "|", "©")
_FRAME: Final = re.compile(r"[:\s]\d+\s*\Z|\d+\s?[+]\Z|\d/\d+\Z")
_FIRST: Final = {"(": "paren", "«": "quote", '"': "quote", "•": "bullet", "-": "bullet", "*": "bullet", "©": "mark"}
_LAST: Final = {mark: f"ends{mark}" for mark in ".,:;!?»)"}
_DIGITAL: Final = frozenset(("digit", "ends.digit"))
_NUMBERED: Final = (("hour", _HOUR), ("contact", _CONTACT), ("frame", _FRAME))
#: A name at the end of a line has a capital among so many letters.
_NAMED: Final = 30
#: Lines shorter than this are looked at for names and numbers; a day alone is shorter than this.
_SHAPED: Final = 120
_DAY: Final = 24
#: What is told of all lines above and of all below.
_ABOVE: Final = (
    "kind", "operative", "long", "name.last", "dated", "label", "rule.title", "rule.addressee", "w.greeting", "w.share",
    "caps",
)  # fmt: skip

_BITS: Final = {name: 1 << k for k, name in enumerate(_ABOVE)}


@cache
def _stems() -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for name, stems in load("blocks")["stems"].items():
        for stem in str(stems).split():
            out[stem] = (*out.get(stem, ()), f"w.{name}")
    return out


@cache
def _ends() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(str(ends).split())) for name, ends in load("blocks")["ends"].items())


@lru_cache(maxsize=20000)
def classes(word: str) -> tuple[str, ...]:
    """The classes of a word in lower case: by its first 4 to 8 letters (whole where shorter) and its end."""
    stems = _stems()
    found: tuple[str, ...] = stems.get(word, ())
    for k in range(4, min(len(word), 9)):
        found += stems.get(word[:k], ())
    if len(word) > 3:
        found += tuple(name for name, ends in _ends() if word.endswith(ends))
    return found


def spans(roles: Sequence[ParagraphRole], *, top: int = TOP, bottom: int = BOTTOM) -> list[list[int]]:
    """The runs of lines that are looked at, those of tables left out."""
    lines = [i for i, role in enumerate(roles) if role != "cell"]
    return [lines] if len(lines) <= top + bottom else [lines[:top], lines[-bottom:]]


def features(
    document: Document, seen: Sequence[View], roles: Sequence[ParagraphRole], span: Sequence[int]
) -> list[list[str]]:
    """The names of what holds of each line of a run; all count as 1. `roles` are those of the rules."""
    text, last = document.text, len(seen) - 1
    out: list[list[str]] = []
    masks: list[int] = []
    for i in span:
        view = seen[i]
        own = _own(view)
        own.update((f"rule.{roles[i]}", _FROM_TOP[bisect(_POSITIONS, i)], _FROM_END[bisect(_POSITIONS, last - i)]))
        if view.far:
            own.add("far")
        if i < last and seen[i + 1].far:
            own.add("far.below")
        if view.start - text.rfind("\n", 0, view.start) > _INDENT:
            own.add("indent")
        masks.append(sum([_BITS[name] for name in own & _BITS.keys()]))
        out.append(list(own))
    above = [0, *accumulate(masks, int.__or__)]
    below = [0, *accumulate(reversed(masks), int.__or__)][::-1]
    for i, names in enumerate(out):
        names.extend(_names("above.")[above[i]])
        names.extend(_names("below.")[below[i + 1]])
    return out


def _own(view: View) -> set[str]:
    """What the line is by itself."""
    line = view.line
    if not view.short:
        return {"long", "label"} if LABEL.match(line) else {"long"}
    words = _WORD.findall(line.lower())
    found = {_LENGTH[bisect(_LENGTHS, len(line))], f"words.{len(words) if len(words) < 6 else 9}"}
    named = [classes(word) for word in words[:_WORDS_SEEN]]
    found.update(*named)
    if named:
        found.update(["first." + name for name in named[0]])
        found.update(["last." + name for name in classes(words[-1])])
    _set(found, line, view)
    if len(line) < _SHAPED:
        _shape(found, line)
    return found


def _set(found: set[str], line: str, view: View) -> None:
    """How the line is set: capitals, what it begins and ends with, labels."""
    first, last = line[:1], line[-1:]
    if view.capitals:
        found.add("caps")
    if first.islower():
        found.add("small")
    elif first.isdigit():
        found.add("digit")
    elif first in _FIRST:
        found.add(_FIRST[first])
    found.add("ends.letter" if last.isalpha() else "ends.digit" if last.isdigit() else _LAST.get(last, "ends.other"))
    if LABEL.match(line):
        found.add("label")
    if last == ":" and operative(line):
        found.add("operative")
    if "first.w.named" in found or line[1:2] == " ":
        kind = kind_of(line)
        if kind is not None:
            found.update(("kind", f"kind.{kind[0]}", "kind.more" if kind[1] else "kind.alone"))


def _shape(found: set[str], line: str) -> None:
    """Names, dates, numbers, hours and contacts in a line that is not long."""
    tail = line[-_NAMED:]
    if line[-1] not in ";:,!?" and tail != tail.lower() and NAME_LAST.search(line, max(0, len(line) - 60)):
        found.add("name.last")
        if NAME_ALONE.match(line):
            found.add("name.alone")
    elif line[0].isupper() and "," in line and _NAME_FIRST.match(line):
        found.add("name.first")
    if found & _DIGITAL or any(map(str.isdigit, line)):
        if _DATE.search(line) or "w.month" in found:
            found.update(("dated", "dated.alone" if len(line) < _DAY else "dated.more"))
        found.update([name for name, pattern in _NUMBERED if pattern.search(line)])
        if "№" in line or "N" in line:
            found.add("number")
    low = line.lower()
    if any(mark in low for mark in _MARKS) and _ADDRESS.search(low):
        found.add("contact")


class _Names(dict[int, tuple[str, ...]]):
    """The names of the bits of a mask."""

    def __init__(self, side: str) -> None:
        super().__init__()
        self._side = side

    def __missing__(self, mask: int) -> tuple[str, ...]:
        self[mask] = tuple(self._side + name for name, bit in _BITS.items() if mask & bit)
        return self[mask]


@cache
def _names(side: str) -> _Names:
    return _Names(side)
