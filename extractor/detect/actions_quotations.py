"""Where a text gives somebody's own words: what is told there is no report of the paper itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractor.detect.actions_lexicon import phrase
from extractor.schema.analysis import Analysis

#: «- Ми почали вчора, - каже голова»: a paragraph of speech opens with a dash.
_SPEECH: Final = re.compile(r"-\s+(?=\S)")
_DASH: Final = re.compile(r"-\s")
_SAID: Final = re.compile(r"[,!?.…]\s?-\s(?P<after>[^,.!?]{3,80})")
_MARK: Final = re.compile(r"[«»]")
#: No quotation is longer, in characters.
_LONGEST: Final = 3000
#: A sentence ends and another begins: quotation marks around more than one hold speech.
_NEXT: Final = re.compile(r"[.!?…]\s+[А-ЯЁІЇЄҐ]")


def quotations(analysis: Analysis) -> list[tuple[int, int]]:
    """(start, end) of the stretches of plain that quote at length, in reading order."""
    out: list[tuple[int, int]] = []
    announced = False
    for p in analysis.outline.paragraphs:
        body = analysis.plain[p.start : p.end]
        if _SPEECH.match(body) and ((announced and "-" not in body[2:3]) or _attributed(body)):
            out.append((p.start, p.end))
        else:
            out += [(p.start + a, p.start + b) for a, b in _quoted(body) if _NEXT.search(body, a, b)]
        announced = body.rstrip().endswith(":") and phrase("speaker").search(body[-80:]) is not None
    return out


def _quoted(body: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what stands in quotation marks; with names quoted in it where all the marks have partners, else
    the innermost alone."""
    marks = [(m.start(), m.group()) for m in _MARK.finditer(body)]
    depth = 0
    paired = True
    for _, mark in marks:
        depth += 1 if mark == "«" else -1
        paired = paired and depth >= 0
    paired = paired and not depth
    opened: list[int] = []
    for at, mark in marks:
        if mark == "«":
            if not paired:
                opened.clear()
            opened.append(at)
        elif opened:
            start = opened.pop()
            if not opened and at - start <= _LONGEST:
                yield start, at + 1


def dashed_items(analysis: Analysis) -> frozenset[int]:
    """Offsets at which the items of dashed lists begin: two or more in a row, or one behind a colon. The dash of an
    item is no mark of speech."""
    paragraphs = analysis.outline.paragraphs
    dashed = [p.role == "point" and _DASH.match(analysis.plain, p.start) is not None for p in paragraphs]
    spoken = {start for start, _ in quotations(analysis)}
    out = set()
    for i, p in enumerate(paragraphs):
        if not dashed[i] or p.start in spoken:
            continue
        before = paragraphs[i - 1] if i else None
        led = before is not None and analysis.plain[before.start : before.end].rstrip().endswith(":")
        if led or (before is not None and dashed[i - 1]) or (i + 1 < len(paragraphs) and dashed[i + 1]):
            out.add(p.start)
    return frozenset(out)


def _attributed(body: str) -> bool:
    """Does a verb of speech follow a dash further on?"""
    return any(phrase("speaker").search(m.group("after")) for m in _SAID.finditer(body))
