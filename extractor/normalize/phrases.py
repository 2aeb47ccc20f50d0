"""A noun phrase cut into pieces: words, initials, and stretches that no case touches (quoted names, brackets)."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

PieceKind = Literal["word", "initials", "frozen", "gap", "comma", "dash"]

_CAPITAL: Final = "A-ZА-ЯЁІЇЄҐ"
_LETTER: Final = "A-Za-zА-Яа-яЁёІіЇїЄєҐґ"
_WORD: Final = re.compile(rf"[{_LETTER}]+(?:['’ʼ`-][{_LETTER}]+)*")
_PIECE: Final = re.compile(
    rf"(?P<initials>(?<![{_LETTER}])[{_CAPITAL}]\.\s?-?[{_CAPITAL}](?:\.|(?![{_LETTER}'’ʼ.]))"
    rf"|(?<![{_LETTER}])[{_CAPITAL}]\.(?=\s?[{_CAPITAL}][{_LETTER}]))"
    rf"|(?P<word>{_WORD.pattern})"
    r"|(?P<dash>\s[-–—]\s)"
    r"|(?P<comma>[,;])"
    r"|(?P<frozen>[0-9]\S*|\S)"
    r"|(?P<gap>\s+)"
)
_STRAIGHT_END: Final = re.compile(rf'"(?![{_LETTER}0-9])')
_CLOSING: Final = {"«": "»", "(": ")", "[": "]", "“": "”", "„": "“”"}


class Piece(NamedTuple):
    """text[start:end] of the phrase; `kind` says whether it can change with the case. A tuple: there are many."""

    kind: PieceKind
    text: str
    start: int
    end: int


def cut(phrase: str) -> tuple[Piece, ...]:
    """The pieces of a phrase in order; together they are the phrase."""
    out: list[Piece] = []
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
        close = _end_of_quote(phrase, at)
        if close is not None:
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


def _end_of_quote(phrase: str, at: int) -> int | None:
    """Where the quotation or bracket opened at `at` ends; the last closing mark if it is unbalanced."""
    opening = phrase[at]
    if opening == '"':
        hit = _STRAIGHT_END.search(phrase, at + 1)
        return hit.end() if hit else len(phrase)
    closing = _CLOSING.get(opening)
    if closing is None:
        return None
    depth = 0
    last = None
    for i in range(at, len(phrase)):
        if phrase[i] == opening:
            depth += 1
        elif phrase[i] in closing:
            depth -= 1
            last = i + 1
            if depth == 0:
                return last
    return last or len(phrase)
