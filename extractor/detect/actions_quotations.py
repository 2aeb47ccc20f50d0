"""Where a text gives somebody's own words: what is told there is no report of the paper itself."""

from __future__ import annotations

import re
from typing import Final

from extractor.detect.actions_lexicon import phrase
from extractor.schema.analysis import Analysis

#: «- Ми почали вчора, - каже голова»: a paragraph of speech opens with a dash.
_SPEECH: Final = re.compile(r"-\s+(?=\S)")
_SAID: Final = re.compile(r"[,!?.…]\s?-\s(?P<after>[^,.!?]{3,80})")
_QUOTED: Final = re.compile(r"«([^«»]{0,3000})»")
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
            out += [
                (p.start + m.start(), p.start + m.end()) for m in _QUOTED.finditer(body) if _NEXT.search(m.group(1))
            ]
        announced = body.rstrip().endswith(":") and phrase("speaker").search(body[-80:]) is not None
    return out


def _attributed(body: str) -> bool:
    """Does a verb of speech follow a dash further on?"""
    return any(phrase("speaker").search(m.group("after")) for m in _SAID.finditer(body))
