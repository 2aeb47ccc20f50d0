"""A noun phrase cut into pieces: words, initials, and stretches that no case touches (quoted names, brackets)."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

PieceKind = Literal["word", "initials", "frozen", "gap", "comma", "dash"]

_CAPITAL: Final = "A-ZА-ЯЁІЇЄҐ"
_SMALL: Final = "a-zа-яёіїєґ"
_LETTER: Final = "A-Za-zА-Яа-яЁёІіЇїЄєҐґ"
_WORD: Final = re.compile(rf"[{_LETTER}]+(?:['’ʼ`-][{_LETTER}]+)*")
_PIECE: Final = re.compile(
    rf"(?P<initials>(?<![{_LETTER}])[{_CAPITAL}]\.\s?-?[{_CAPITAL}](?:\.|(?![{_LETTER}'’ʼ.]))"
    rf"|(?<![{_LETTER}])[{_CAPITAL}]\.(?=\s?[{_CAPITAL}][{_LETTER}])"
    rf"|(?<=[{_SMALL}]\s)[{_CAPITAL}]\.(?=\s*(?:[),;]|\Z)))"  # «Гай О.»
    rf"|(?P<word>{_WORD.pattern})"
    r"|(?P<dash>\s[-–—]\s)"
    r"|(?P<comma>[,;])"
    r"|(?P<frozen>[0-9]\S*|\S)"
    r"|(?P<gap>\s+)"
)
_STRAIGHT_END: Final = re.compile(rf'"(?![{_LETTER}0-9])')
_CLOSING: Final = {"«": "»", "(": ")", "[": "]", "“": "”", "„": "“”"}
_CLOSING_MARKS: Final = '"»“”)]'


class Piece(NamedTuple):
    """text[start:end] of the phrase; `kind` says whether it can change with the case. A tuple: there are many."""

    kind: PieceKind
    text: str
    start: int
    end: int


def cut(phrase: str, *, strays: bool = False) -> tuple[Piece, ...]:
    """The pieces of a phrase in order; together they are the phrase. strays: a mark that opens a quotation which does
    not end is a piece alone, and what follows is cut on."""
    out: list[Piece] = []
    quotes = _Quotes(phrase)
    at = 0
    while at < len(phrase):
        first, second = phrase[at], phrase[at + 1 : at + 2]
        if first == " " and second.isalnum():  # the two commonest kinds, told apart without a search
            out.append(Piece("gap", first, at, at + 1))
            at += 1
            continue
        plain_word = _WORD.match(phrase, at) if second != "." else None
        if plain_word is not None:
            out.append(Piece("word", plain_word.group(), at, plain_word.end()))
            at = plain_word.end()
            continue
        close = quotes.end(at)
        if close is not None:
            if strays and close - at > 1 and phrase[close - 1] not in _CLOSING_MARKS:
                close = at + 1
            out.append(Piece("frozen", phrase[at:close], at, close))
            at = close
            continue
        hit = _PIECE.match(phrase, at)
        if hit is None:  # cannot be: every character is one of the kinds
            break
        kind: PieceKind = hit.lastgroup  # type: ignore[assignment]  # the groups are named after the kinds
        out.append(Piece(kind, hit.group(), at, hit.end()))
        at = hit.end()
    return tuple(out)


class _Quotes:
    """Where the quotations and brackets of a phrase end; each kind is looked through once, whatever is asked."""

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase
        self._ends: dict[str, dict[int, int]] = {}
        self._straight = (0, -1)

    def end(self, at: int) -> int | None:
        """Where what is opened at `at` ends; the last closing mark if it is unbalanced. None where nothing opens."""
        opening = self.phrase[at]
        if opening == '"':
            return self._straight_end(at + 1)
        closing = _CLOSING.get(opening)
        if closing is None:
            return None
        if opening not in self._ends:
            self._ends[opening] = _ends(self.phrase, at, opening, closing)
        return self._ends[opening][at]

    def _straight_end(self, begin: int) -> int:
        known, end = self._straight
        if not known <= begin < end:
            hit = _STRAIGHT_END.search(self.phrase, begin)
            end = hit.end() if hit else len(self.phrase)
            self._straight = (begin, end)
        return end


def _ends(phrase: str, begin: int, opening: str, closing: str) -> dict[int, int]:
    """Where each of the opening marks from `begin` on is closed; one that is not, at the last closing mark after it, or
    else at the phrase's end."""
    found: dict[int, int] = {}
    opened: list[int] = []
    last = 0
    for hit in re.finditer(f"[{re.escape(opening + closing)}]", phrase[begin:]):
        i = begin + hit.start()
        if phrase[i] == opening:
            opened.append(i)
        else:
            last = i + 1
            if opened:
                found[opened.pop()] = last
    for i in opened:
        found[i] = last if last > i else len(phrase)
    return found
