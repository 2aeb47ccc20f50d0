"""Annotated folders: the documents that have gold beside them, each extracted and compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from extractor.batch import extract_one
from extractor.evaluate.score import Count, Score, broken_evidence, compare
from extractor.settings import DEFAULT, Settings

CORPUS: Final = Path("corpus/documents")
#: Annotated folders that may stand beside the project.
SETS: Final = ("seeds", "dev/uk", "dev/ru", "dev/plans", "train")
#: Called with (document, kind of fact, how it differs, the thing).
Miss = Callable[[str, str, str, object], None]


@dataclass(frozen=True, slots=True)
class Scored:
    """One document: its kind and language as gold has them (None where it does not say), and its counts by kind of
    fact. `unread`: no Extraction came of it; `broken`: its spans that quote what does not stand there."""

    name: str
    kind: str | None
    language: str | None
    counts: dict[str, Count] = field(default_factory=dict)
    unread: bool = False
    broken: int = 0

    @property
    def mean(self) -> float:
        """Mean F1 over the kinds of fact that the document has."""
        return total([self]).mean


def scored(folder: Path, settings: Settings = DEFAULT, miss: Miss | None = None) -> Iterator[Scored]:
    """Every document NAME.* of a folder that has a NAME.gold.json beside it, by name."""
    for gold_file in sorted(folder.glob("*.gold.json")):
        name = gold_file.name.removesuffix(".gold.json")
        sources = sorted(p for p in folder.glob(f"{name}.*") if p.name != gold_file.name and p.stem == name)
        result = extract_one(sources[0], settings) if sources else None
        predicted: dict[str, Any] = json.loads(result.json) if result and result.code is None else {}
        gold = json.loads(gold_file.read_text(encoding="utf-8"))

        def note(kind: str, how: str, thing: object, name: str = name) -> None:
            if miss is not None:
                miss(name, kind, how, thing)

        head = gold.get("document", {})
        yield Scored(
            name=name,
            kind=head.get("kind"),
            language=head.get("language"),
            counts=compare(gold, predicted, note),
            unread=not predicted,
            broken=broken_evidence(predicted),
        )


def total(documents: Iterable[Scored]) -> Score:
    """The counts of several documents together."""
    out = Score()
    for document in documents:
        out.add(document.counts)
        out.broken += document.broken
        if document.unread:
            out.unread.append(document.name)
    return out


def present(shared: Path) -> list[Path]:
    """The annotated folders that are there, in a folder beside the project."""
    return [shared / name for name in SETS if (shared / name).is_dir()]
