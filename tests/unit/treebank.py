"""The sentences of corpus/treebank as parses, each a document of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.schema.analysis import Language
from extractor.schema.parse import Parse, Word

FOLDER = Path(__file__).parents[2] / "corpus" / "treebank"


def trees(language: Language) -> Iterator[tuple[str, list[list[str]]]]:
    """Text and rows (ten fields each) of each sentence."""
    for block in (FOLDER / f"{language}.conllu").read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        yield lines[1].removeprefix("# text = "), [line.split("\t") for line in lines[2:]]


def parse_of(text: str, rows: list[list[str]]) -> Parse:
    """The parse that the rows tell of the text."""
    words, at = [], 0
    for row in rows:
        start = text.index(row[1], at)
        at = start + len(row[1])
        feats = frozenset(row[5].split("|")) - {"_"}
        words.append(Word(start, at, row[2], row[3], feats, int(row[6]) - 1 if row[6] != "0" else None, row[7]))
    return Parse(0, len(text), tuple(words))


def gold(text: str, language: Language) -> Parse:
    """The parse of the treebank's sentence that begins so."""
    return next(parse_of(t, rows) for t, rows in trees(language) if t.startswith(text))
