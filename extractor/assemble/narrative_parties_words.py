"""A sentence of running text as words: their readings, what stands in quotation marks, and its subordinate clauses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from extractor import data
from extractor.detect.actions_words import verb
from extractor.normalize import heads
from extractor.normalize.phrases import Piece, cut
from extractor.normalize.words import Case, Gender, Reading, head_readings, readings
from extractor.schema.analysis import Language

AND: Final = frozenset("та і й и".split())
WITH: Final = frozenset("з із зі с со".split())
ALL: Final[frozenset[Case]] = frozenset(("nom", "gen", "dat", "acc", "ins", "loc"))
_RELATIVE: Final = re.compile(r"(?:як(?:ий|а|е|і|их|им|ими|ою|ої|ого|ому|у|ій)|котор\w+)\Z")
_LIKE_ADJECTIVES: Final = ("ий", "ен", "ій", "їй", "ый", "ой", "ей", "есь", "сам", "наш", "ваш", "этот")
#: A clause without a verb has more words than this behind «де».
_VERBLESS: Final = 2
_TO_CONTENT: Final = frozenset(("що", "что"))


@cache
def words(key: str) -> frozenset[str]:
    """A word list of the data file."""
    return frozenset(data.load("narrative_parties")[key].split())


@cache
def pattern(key: str, *, whole: bool = False) -> re.Pattern[str]:
    """A pattern of the data file, at the beginning of words."""
    expression = data.load("narrative_parties")[key]
    return re.compile(expression if whole else rf"(?<![\w'-]){expression}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces of plain[start:end], gaps left out, with offsets into plain; clause[i] is the number of the
    subordinate clause that piece i is in, 0 for none."""

    plain: str
    pieces: tuple[Piece, ...]
    clause: tuple[int, ...]
    language: Language

    def at(self, offset: int) -> int:
        """Index of the first piece that begins at or after an offset."""
        return bisect_left(self.pieces, offset, key=lambda p: p.start)

    def low(self, i: int) -> str:
        """Piece i in lower case, "" where there is none."""
        return self.pieces[i].text.lower() if 0 <= i < len(self.pieces) else ""


def read(plain: str, start: int, end: int, language: Language) -> Line:
    """The sentence plain[start:end]; a quotation mark without its partner is a mark alone."""
    found = (p for p in cut(plain[start:end], strays=True) if p.kind != "gap")
    pieces = tuple(Piece(p.kind, p.text, start + p.start, start + p.end) for p in found)
    return Line(plain, pieces, tuple(_clauses(pieces, language)), language)


def _clauses(pieces: Sequence[Piece], language: Language) -> list[int]:
    """For each piece the number of the subordinate clause around it. One that a relative word opens ends at the
    first comma after its verb; the content of «повідомив, що …» at the sentence's end."""
    out: list[int] = []
    main = now = count = since = 0
    seen_verb = False
    for i, piece in enumerate(pieces):
        if now != main and not seen_verb and _ends_verbless(pieces, since, i, language):
            now = main
        if (piece.kind == "comma" and piece.text == ";") or (piece.kind == "comma" and now != main and seen_verb):
            now = main
        opener = _opener(pieces, i) if piece.kind == "word" else None
        if opener is not None:
            count += 1
            now, seen_verb, since = count, False, i
            if opener in _TO_CONTENT and _after_verb(pieces, i, language):
                main = count
        elif piece.kind == "word" and not seen_verb and verb(piece.text.lower(), language) is not None:
            seen_verb = True
        out.append(now)
        if opener is not None and i and pieces[i - 1].text.lower() in words("prepositions"):
            out[i - 1] = now
    return out


def _ends_verbless(pieces: Sequence[Piece], opener: int, i: int, language: Language) -> bool:
    """«кооператив, де головою Іван Лис, виконав …»: does the comma at i, the main verb behind it, end a clause whose
    «є» is left out?"""
    if pieces[i].kind != "comma" or pieces[opener].text.lower() not in ("де", "где") or i - opener <= _VERBLESS:
        return False
    known = verb(pieces[i + 1].text.lower(), language) if i + 1 < len(pieces) else None
    return known is not None and known.form in ("past", "present", "future")


def _opener(pieces: Sequence[Piece], i: int) -> str | None:
    low = pieces[i].text.lower()
    if low in words("openers"):
        return low if i and (pieces[i - 1].kind in ("comma", "dash") or pieces[i - 1].text == ":") else None
    if i and low.startswith(("як", "кот")) and _RELATIVE.match(low):
        back = i - 2 if pieces[i - 1].text.lower() in words("prepositions") else i - 1
        return low if back >= 0 and (pieces[back].kind == "comma" or pieces[back].kind == "word") else None
    return None


def _after_verb(pieces: Sequence[Piece], i: int, language: Language) -> bool:
    """Is what stands before «, що» what somebody said, not a noun that it describes?"""
    before = [p.text.lower() for p in pieces[max(0, i - 4) : i] if p.kind == "word"]
    if not before:
        return False
    if before[-1] in ("те", "тим", "того", "тому", "про", "то", "тем", "том"):
        return True
    return verb(before[-1], language) is not None


@lru_cache(maxsize=100_000)
def head_of(word: str, language: Language) -> tuple[Reading, ...]:
    """The readings of a word as the head of a party: of a body, an official, or people in the plural; else ()."""
    if len(word) < 3 or (word.isupper() and len(word) < 6) or is_past(word.lower(), language):
        return ()
    out = []
    for r in head_readings(word, language):
        if r.pos == "adjective":
            if is_official(r.lemma, language):
                out.append(r)
        elif r.pos == "noun" and r.lemma not in words("no_bodies"):
            if r.name is not None or r.lemma in ("рік", "год") or (r.plural and r.lemma in words("singular_posts")):
                continue
            if _is_head(r.lemma, language) or (
                r.animate and r.plural and (r.known or word[0].islower()) and _people(r, word)
            ):
                out.append(r)
    others = {
        r.lemma
        for r in readings(word, language)
        if r.pos == "noun" and r.known and ((not r.animate and r.case == "nom") or (not r.plural and r.case == "gen"))
        if not (r.lemma == word.lower() and r.plural and word.endswith(("арі", "ярі")))  # a double of «школярі»
    }  # «роботи», «молоді»: likelier no people
    return tuple(r for r in out if r.lemma in others or not others or _is_head(r.lemma, language))


def is_official(lemma: str, language: Language) -> bool:
    """Does a word in its dictionary form name somebody by his post, part or trade?"""
    return heads.is_official(lemma, language) or lemma in words("posts")


def _is_head(lemma: str, language: Language) -> bool:
    known = heads.is_party(lemma, language) or lemma in words("posts") or lemma in words("collectives")
    return known or lemma.endswith(("громада", "учасник", "участник"))


def is_past(low: str, language: Language) -> bool:
    """Is the word a verb's past form and nothing else («разработала»)? The dictionary has nouns like it."""
    known = verb(low, language)
    return known is not None and known.form == "past" and re.search(r"(?:ал[аи]|ил[аи]|ели|или)\Z", low) is not None


def _people(reading: Reading, word: str) -> bool:
    """People, not beasts that the dictionary calls animate; the guessed ones only by the ends of such nouns."""
    if reading.known:
        return True
    return re.search(r"(?:ці|ани|яни|исти|істи|ники|ане|яне|цы|исты|чі|чи)\Z", word.lower()) is not None


@lru_cache(maxsize=100_000)
def describing(word: str, language: Language) -> frozenset[tuple[Case, bool, Gender | None]]:
    """(case, plural, gender) of a word's readings as an adjective or numeral."""
    return frozenset(
        (r.case, r.plural, r.gender)
        for r in readings(word, language)
        if r.pos in ("adjective", "numeral") or (r.pos == "pronoun" and r.lemma.endswith(_LIKE_ADJECTIVES))
    )


@lru_cache(maxsize=100_000)
def noun_cases(word: str, language: Language) -> frozenset[Case]:
    """The cases of a word's readings as a noun; a capital «В» or «У» is a preposition or an initial."""
    if len(word) == 1:
        return frozenset()
    return frozenset(r.case for r in readings(word, language) if r.pos == "noun")


@lru_cache(maxsize=100_000)
def in_genitive(word: str, language: Language) -> bool:
    """Can the word be an attribute in the genitive?"""
    if word.isupper() and len(word) > 1:
        return True
    return any(r.case == "gen" for r in readings(word, language)) or (
        word[0].isupper() and any(r.fixed for r in readings(word, language))
    )


def agrees(word: str, reading: Reading, language: Language) -> bool:
    """Can the adjective stand with the noun?"""
    return any(
        c == reading.case and p == reading.plural and (p or g is None or reading.gender in (g, None))
        for c, p, g in describing(word, language)
    )
