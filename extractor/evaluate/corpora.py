"""The published corpora of names, as the tagger learns from them: NER-UK 2.0 and NEREL, with one set of labels."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.text.tags import ASIDE, LABELS

#: NEREL's labels (Loukachevitch et al., 2021) in these terms; the others are not taken.
NEREL = {
    "ORGANIZATION": "ORG",
    "PERSON": "PERS",
    "PROFESSION": "JOB",
    "COUNTRY": "LOC",
    "CITY": "LOC",
    "STATE_OR_PROVINCE": "LOC",
    "DISTRICT": "LOC",
    "LOCATION": "LOC",
    "MONEY": "MON",
    "PERCENT": "PCT",
    "LAW": "DOC",
    "DATE": "DATE",
}
#: NEREL's labels that the tagger only learns to tell apart.
_NEREL_ASIDE = {**{label: label for label in ASIDE}, "WORK_OF_ART": "ART", "PRODUCT": "ART"}


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with its spans (start, end, label), in order, none inside another; `aside` likewise, of tags.ASIDE."""

    id: str
    language: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    aside: tuple[tuple[int, int, str], ...] = ()


def read(path: Path) -> Iterator[Annotated]:
    """The texts of a .jsonl file: `id`, `text`, `spans` as [start, end, label]; the labels tell the corpus."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found = {label for _, _, label in row["spans"]}
            russian = bool(found & NEREL.keys() - set(LABELS))
            mapping = NEREL if russian else {label: label for label in LABELS}
            spans = outermost([(a, b, mapping[x]) for a, b, x in row["spans"] if x in mapping])
            others = _NEREL_ASIDE if russian else {label: label for label in ASIDE}
            rest = outermost([(a, b, others[x]) for a, b, x in row["spans"] if x in others])
            aside = tuple(s for s in rest if not any(s[0] < b and a < s[1] for a, b, _ in spans))
            yield Annotated(str(row["id"]), "ru" if russian else "uk", row["text"], tuple(spans), aside)


def held_out(document: Annotated) -> bool:
    """Whether training leaves the text out, to measure on it: a tenth of NER-UK's documents, by a hash of the text;
    NEREL has a part of its own for this."""
    return document.language == "uk" and hashlib.sha256(document.text.encode()).digest()[0] < 26


def outermost(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans that lie in no other, in order; of two that overlap the longer."""
    out: list[tuple[int, int, str]] = []
    taken: list[tuple[int, int]] = []
    for start, end, label in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        if not any(start < b and a < end for a, b in taken):
            taken.append((start, end))
            out.append((start, end, label))
    return sorted(out)
