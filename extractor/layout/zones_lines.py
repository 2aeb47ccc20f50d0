"""A head set in one line: «Кабінет Міністрів України Розпорядження від 12 травня 2021 р. № 123-р».

Pages and copies that lose line breaks put it so. It is parted into the lines that a head has on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from extractor.layout.zones_head import BODY
from extractor.layout.zones_view import GROUNDS, REQUISITE, kind_of, levelled, operative
from extractor.normalize import heads
from extractor.normalize.cases import groups
from extractor.normalize.phrases import cut
from extractor.normalize.words import parses
from extractor.schema.document import Document
from extractor.schema.outline import Paragraph

if TYPE_CHECKING:
    from extractor.schema.analysis import Language

#: How far down a document such a line stands, how long it is, and how long the name of the body in it, in characters.
_TOP: Final = 1500
_LONGEST: Final = 600
_NAME: Final = 150
_ACTS: Final = frozenset(("order", "decision", "decree"))
_CAPITAL: Final = re.compile(r"\s(?=[А-ЯІЇЄҐ])")
#: The body alone: no number, no mark that ends or parts a sentence.
_ALONE: Final = re.compile(r"[А-ЯІЇЄҐЁ][^\d№,;:!?]*")
_POINT: Final = re.compile(r"\d{1,2}\.\s")
#: So near below such a line the act goes on with its grounds, its order or a point.
_NEAR: Final = 5
_TITLE: Final = re.compile(r"\s(?=(?:Про|О|Об)\s)")


def parted(document: Document, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs with a head in one line parted into the body, the word for the kind with the act's date and
    number, and the title where it goes on with it. Several lines of this form are a list of acts, and stay."""
    found = [(i, parts) for i, p in enumerate(paragraphs) if p.start < _TOP and (parts := _parts(document.text, p))]
    if len(found) != 1:
        return paragraphs
    (i, parts), *_ = found
    below = (levelled(document.text[p.start : min(p.end, p.start + _NAME)]) for p in paragraphs[i + 1 : i + 1 + _NEAR])
    if i and not any(operative(line) or GROUNDS.match(line) or _POINT.match(line) for line in below):
        return paragraphs  # news or a report that names one act
    return (*paragraphs[:i], *(Paragraph(a, b) for a, b in parts), *paragraphs[i + 1 :])


def _parts(text: str, p: Paragraph) -> list[tuple[int, int]]:
    """Where the parts of a head in one line stand; [] where the paragraph is none."""
    if p.role != "body" or p.end - p.start > _LONGEST:
        return []
    line = levelled(text[p.start : p.end])
    for hit in _CAPITAL.finditer(line, 0, _NAME):
        title = _TITLE.search(line, hit.end())
        stop = title.start() if title is not None else len(line)
        if _heads(line[hit.end() : stop]) and _names_body(line[: hit.start()]):
            bounds = [0, hit.end(), *([title.end()] if title is not None else [])]
            ends = [hit.start(), *([stop] if title is not None else []), len(line)]
            return [(p.start + a, p.start + b) for a, b in zip(bounds, ends, strict=True)]
    return []


def _heads(words: str) -> bool:
    """The word for the kind of an act, and behind it nothing but date, number and town."""
    named = kind_of(words)
    return named is not None and named[0] in _ACTS and bool(named[1]) and REQUISITE.match(named[1][:160]) is not None


def _names_body(words: str) -> bool:
    """Is it the name of a body or an official in the nominative, and nothing else?"""
    if not _ALONE.fullmatch(words) or kind_of(words) is not None:
        return False
    languages: tuple[Language, ...] = ("uk", "ru")
    if any(_acts(word, language) for language in languages for word in words.split() if word.islower()):
        return False
    pieces = cut(words.lower())
    return any(
        g.case == "nom" and (heads.is_party(g.lemma, language) or BODY.fullmatch(pieces[g.end - 1].text))
        for language in languages
        for g in groups(pieces, 0, language)
    )


def _acts(word: str, language: Language) -> bool:
    """Is the word a verb, as the dictionary knows it («Садівники виконали розпорядження»)?"""
    known = [p for p in parses(word, language) if p.is_known]
    return bool(known) and all(str(p.tag.POS) == "VERB" for p in known)
