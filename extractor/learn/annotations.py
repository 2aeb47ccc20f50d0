"""Gold measures of documents that the project may not carry: offsets into texts that lie elsewhere.

corpus/annotations/measures.jsonl holds one document a line, no text of it:

    source     the corpus: the name of a .jsonl file of `ner/` or of a .zip of `archive/`, without its ending
    id         the line's "id" there, or the file's name in the archive
    sha256     of the text that the offsets count in, UTF-8: the line's "text", or what our reader makes of the file
    held_out   whether it is scored only, never learned from nor looked into; chosen by chance, fixed here
    kind, language
    measures   start, end (half-open, code points), type, responsible [{name, by_consent}], deadlines as in the
               annotation guidelines

A document whose text has changed since, as a reader was mended, is not used: its offsets no longer hold."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor import pipeline
from extractor.schema.document import Document


@dataclass(frozen=True)
class Annotated:
    """A document with its gold in the form of the .gold.json files: {"document": …, "measures": […]}."""

    id: str
    source: str
    document: Document
    gold: dict[str, Any]
    held_out: bool


def read(listed: Path, shared: Path) -> tuple[list[Annotated], list[str]]:
    """The documents of a list, their texts from `shared`/ner and `shared`/archive; and for each that cannot be had
    "id: why"."""
    entries = [json.loads(line) for line in listed.read_text(encoding="utf-8").splitlines() if line]
    found: list[Annotated] = []
    lost: list[str] = []
    for source in dict.fromkeys(e["source"] for e in entries):
        wanted = {e["id"]: e for e in entries if e["source"] == source}
        for identity, document in _documents(shared, source, wanted):
            entry = wanted.pop(identity)
            if digest(document.text) == entry["sha256"]:
                found.append(Annotated(identity, source, document, _gold(entry, document.text), entry["held_out"]))
            else:
                lost.append(f"{identity}: its text is not the one annotated")
        lost += [f"{identity}: not in {source}" for identity in wanted]
    return found, lost


def digest(text: str) -> str:
    """The sha256 by which an entry knows its text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _documents(shared: Path, source: str, wanted: dict[str, Any]) -> Iterator[tuple[str, Document]]:
    """Those of the wanted documents that the source holds."""
    lines, archive = shared / "ner" / f"{source}.jsonl", shared / "archive" / f"{source}.zip"
    if lines.is_file():
        with lines.open(encoding="utf-8") as stream:
            for line in stream:
                entry = json.loads(line)
                if entry["id"] in wanted:
                    yield entry["id"], pipeline.read(entry["text"].encode(), name=f"{entry['id']}.txt")
    elif archive.is_file():
        with zipfile.ZipFile(archive) as opened:
            for name in sorted(set(wanted) & set(opened.namelist())):
                yield name, pipeline.read(opened.read(name), name=name)


def _gold(entry: dict[str, Any], text: str) -> dict[str, Any]:
    measures: Sequence[dict[str, Any]] = entry["measures"]
    return {
        "document": {"kind": entry["kind"], "language": entry["language"]},
        "measures": [{**m, "number": None, "text": text[m["start"] : m["end"]]} for m in measures],
    }
