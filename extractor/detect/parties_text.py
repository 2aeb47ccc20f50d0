"""A list of parties as one line: pieces of the canonical text joined, with the way back to its offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractor.normalize.words import Case
from extractor.schema.facts import Offsets, Role

_CLOSERS: Final = {"«": "»", "(": ")", "[": "]"}
#: No name in quotation marks or brackets is longer; it bounds the work on unclosed marks.
_LONGEST: Final = 400
_LETTER: Final = "A-Za-zА-Яа-яЁёІіЇїЄєҐґ"
_OPENING: Final = re.compile(r'["“„«(\[]')
_QUOTE_END: Final = re.compile(rf'["”“](?![{_LETTER}0-9])')
#: A closing mark that ends a name even where more marks were opened than closed.
_NAME_END: Final = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:[,;\n]|$)")
_BROKEN_WORD: Final = re.compile(rf"(?<=[{_LETTER}])-\s*\n\s*(?=[{_LETTER}])")
_BEFORE_MARK: Final = re.compile(r"\s+(?=[,;.»)])")
_AFTER_MARK: Final = re.compile(r"(?<=[«(])\s+")
_LOOSE_HYPHEN: Final = re.compile(r"(?<=о) - (?=[А-ЯІЇЄҐа-яіїєґё]+(?:[иоеєіаяю]|ий|ый|ой|их|ым|им|ої|ому)\b)")
#: One adjective set with a dash between spaces («фінансово – бюджетній палаті»), on the plain text.
_LOOSE_COMPOUND: Final = re.compile(
    r"(?<=[А-ЯІЇЄҐа-яіїєґё]{3}о)(?<!ство) ?- ?"
    r"(?=[а-яіїєґё]{3,}(?:ий|ій|ого|ому|им|ої|ою|их|ими|ый|ой|ую|ым|ых|ыми|ая|ое|ые)\b)"
)
_TAG: Final = re.compile(r"</?[a-z][a-z0-9]{0,9}/?>")
#: What neither a tag nor a loose compound is without.
_LOOSE: Final = re.compile(r"<| -|- ")
#: A dash before the second post of one person, with a space on one side only («голови- начальника відділу»).
_SECOND_POST: Final = re.compile(
    r"(?<=[а-яіїєґё])(?:-\s|\s-)(?=(?:начальник|керівник|директор|завідувач|заступник|секретар|головн|руководител|заведующ|"
    r"заместител|главн)[а-яіїєґё])"
)
_LOOSE_END: Final = re.compile(r"\s[-–—]+\Z")
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class View:
    """`line` is what is read; line[i] stands at offsets[i] of the canonical text."""

    line: str
    offsets: tuple[int, ...]

    def spans(self, start: int, end: int) -> Offsets:
        """The stretches of the canonical text that line[start:end] was joined from, outer spaces left out."""
        while start < end and self.line[start].isspace():
            start += 1
        while end > start and self.line[end - 1].isspace():
            end -= 1
        out: list[tuple[int, int]] = []
        for i in range(start, end):
            at = self.offsets[i]
            if at < 0:
                continue
            if out and out[-1][1] == at:
                out[-1] = (out[-1][0], at + 1)
            else:
                out.append((at, at + 1))
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Stretch:
    """line[start:end] between two separators; `separator` is the one before it."""

    start: int
    end: int
    separator: str
    consent: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """What belongs together: one name, adjectives with a noun in common, or a list with a head before a colon."""

    stretches: tuple[Stretch, ...]
    role: Role
    case: Case
    head: tuple[int, int] | None = None
    whole: bool = False  # a list that is one party («із залученням X та Y»)

    def with_new(self, stretch: Stretch) -> Chunk:
        """The chunk with one more stretch."""
        return replace(self, stretches=(*self.stretches, stretch))

    def with_more(self, stretch: Stretch) -> Chunk:
        """The chunk whose last stretch goes on to the end of this one."""
        last = replace(self.stretches[-1], end=stretch.end, consent=stretch.consent)
        return replace(self, stretches=(*self.stretches[:-1], last))


@dataclass(frozen=True, slots=True)
class Item:
    """One party: its full `words`, where its own stand, and where the words that it shares with others stand."""

    start: int
    end: int
    words: str
    consent: bool
    shared: tuple[tuple[int, int], ...] = ()


def view(text: str, plain: str, pieces: Sequence[tuple[int, int]]) -> View:
    """The pieces in one line: apostrophes and dashes as printed, look-alike letters levelled, a break between."""
    chars: list[str] = []
    offsets: list[int] = []
    for start, end in pieces:
        if chars:
            chars.append("\n")
            offsets.append(-1)
        if start < end and text[start:end] == plain[start:end] and not _LOOSE.search(text, start, end):
            chars.append(text[start:end])
            offsets.extend(range(start, end))
            continue
        tags = {i for m in _TAG.finditer(text, start, end) for i in range(*m.span())}
        loose = [m.span() for m in _LOOSE_COMPOUND.finditer(plain, start, end)]
        tight = {i for a, b in loose for i in range(a, b) if plain[i] == " "}
        dashes = {i for a, b in loose for i in range(a, b)} - tight
        for i in range(start, end):
            if i in tight:
                continue
            printed = " " if i in tags else text[i]
            chars.append(plain[i] if printed.isalpha() or i in dashes else printed)
            offsets.append(i)
    return View("".join(chars), tuple(offsets))


def tidy(name: str) -> str:
    """A name in one line: breaks are spaces, no space before a comma or inside quotation marks."""
    name = _BROKEN_WORD.sub("-", name)
    name = _SECOND_POST.sub(" - ", _SPACES.sub(" ", name).strip())
    name = _LOOSE_HYPHEN.sub("-", _AFTER_MARK.sub("", _BEFORE_MARK.sub("", name)))
    return _LOOSE_END.sub("", name.strip(" ,;:"))


def guarded(line: str) -> bytearray:
    """For each character, 1 inside quotation marks or brackets, where no comma parts anything."""
    mask = bytearray(len(line))
    at = 0
    while (opening := _OPENING.search(line, at)) is not None:
        at = opening.start()
        end = _closed_at(line, at)
        if end is None:
            at += 1
            continue
        mask[at:end] = b"\1" * (end - at)
        at = end
    return mask


def _closed_at(line: str, at: int) -> int | None:
    """Where what is opened at `at` ends; None where nothing opens or nothing closes."""
    opening = line[at]
    if opening in '"“„':
        hit = _QUOTE_END.search(line, at + 1, at + _LONGEST)
        return hit.end() if hit else None
    closing = _CLOSERS.get(opening)
    if closing is None or line.find(closing, at, at + _LONGEST) < 0:
        return None
    depth = 0
    last = None
    for i in range(at, min(len(line), at + _LONGEST)):
        if line[i] == opening:
            depth += 1
        elif line[i] == closing:
            depth -= 1
            last = i + 1
            if depth == 0 or _NAME_END.match(line, last):
                break
        elif line[i] == ";" and last is not None:
            break
    return last
