"""Who acts in the items of a list: the subject that stands before its colon, without a verb of its own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from extractor.assemble.narrative_parties_governed import governed
from extractor.assemble.narrative_parties_mentions import Acting, Chain, members
from extractor.assemble.narrative_parties_predicates import Act
from extractor.assemble.narrative_parties_words import ALL, Line
from extractor.detect.actions_words import verb
from extractor.schema.analysis import Analysis, Sentence

#: How many paragraphs above an item the colon of its list is looked for.
_ABOVE: Final = 15
_LED: Final = re.compile(r":\s*\Z")
_GOES_ON: Final = re.compile(r"[;,]\s*\Z")
_BEGINS: Final = re.compile(r"\s*(?:[-•*–—]\s*)?[а-яіїєґё]")


#: «ухвалили низку рішень:», «виконали такі роботи:»: a verb whose object is what the items tell.
_WHAT_FOLLOWS: Final = re.compile(
    r"(?:рішен|робот|робіт|захо[дж]|завдан|решени|работ|мероприяти|задач|зміни?\b|крок|шаг)[а-яіїє]*\s*:\s*\Z"
    r"|(?:так[еі]|наступн[еі]|следующ(?:ее|ие)|таки[ем]) ?:\s*\Z",
    re.IGNORECASE,
)


def leads_in(plain: str, start: int, end: int) -> bool:
    """Do the words plain[start:end], from a verb to a colon, say no more than that the items of the list follow?

    Behind a comma they would tell of somebody else («нагородили майстрів, які виконали такі роботи:»)."""
    return "," not in plain[start:end] and _WHAT_FOLLOWS.search(plain, max(start, end - 60), end) is not None


def lead_of(analysis: Analysis, sentence: Sentence) -> Sentence | None:
    """The sentence with the colon above the list whose item this sentence begins; None where it is no such item.

    Items begin with a small letter, and each but the last ends with a semicolon or a comma."""
    paragraphs = analysis.outline.paragraphs
    own = paragraphs[sentence.paragraph]
    if sentence.start > own.start + 3 or _BEGINS.match(analysis.plain, own.start, own.end) is None:
        return None
    for k in range(sentence.paragraph - 1, max(-1, sentence.paragraph - _ABOVE), -1):
        p = paragraphs[k]
        if _LED.search(analysis.plain, max(p.start, p.end - 3), p.end):
            at = bisect_right(analysis.sentences, p.end - 1, key=lambda s: s.start) - 1
            return analysis.sentences[at] if at >= 0 and analysis.sentences[at].paragraph == k else None
        if _GOES_ON.search(analysis.plain, max(p.start, p.end - 3), p.end) is None:
            return None
    return None


def subject_before_colon(line: Line, found: Sequence[Chain], act: Act) -> Acting | None:
    """The first chain of a sentence without a verb that can be the subject of an item's verb."""
    if _has_verb(line):
        return None
    for chain in found:
        m = chain[0]
        plural = m.plural or m.counted or len(members(line, chain)) > 1
        if m.kind != "pronoun" and "nom" in m.cases and plural == act.plural and not governed(line, chain, "nom"):
            return Acting(chain, "nom", "subject")
    return None


def agent_before_colon(line: Line, found: Sequence[Chain]) -> Acting | None:
    """The first chain in the instrumental of a sentence without a verb, under no preposition: «Відділом за рік:»."""
    if _has_verb(line):
        return None
    for chain in found:
        m = chain[0]
        if m.kind != "pronoun" and "ins" in m.cases and m.cases != ALL and not governed(line, chain, "ins"):
            return Acting(chain, "ins", "agent")
    return None


def _has_verb(line: Line) -> bool:
    return any(p.kind == "word" and verb(p.text.lower(), line.language) is not None for p in line.pieces)
