"""`python -m extractor.learn.told OUT SHARED`: running texts with the stretches that tell of measures, for training.

One JSON object a line: `text` (the plain view), `ranges` (start and end of each paragraph of running text), `spans`
(start and end of each measure). From the news, letters and reports among annotated documents of SHARED/evaluation, and
from those of corpus/annotations that are not held out."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from extractor import layout, pipeline, text
from extractor.learn import annotations as standoff
from extractor.schema.document import Document
from extractor.text.pieces import Vocabulary
from extractor.text.windows import Window, windows

ANNOTATIONS = Path("corpus/annotations/measures.jsonl")
#: Kinds of document whose measures stand in running text.
KINDS = ("news", "letter", "report", "other", "protocol")


def row(document: Document, measures: Iterable[str]) -> dict[str, Any]:
    """What is learned from a document: each measure's text is looked for, spaces aside."""
    analysis = text.analyse(layout.parse(document))
    spans = []
    for measure in measures:
        pattern = r"\s+".join(map(re.escape, measure.split()))
        found = re.search(pattern, document.text) if pattern else None
        if found:
            spans.append(found.span())
    return {"text": analysis.plain, "ranges": text.running(analysis.outline), "spans": spans}


def of_folder(folder: Path) -> Iterator[dict[str, Any]]:
    """The rows of a folder of documents with gold beside them."""
    for gold_file in sorted(folder.glob("*.gold.json")):
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        if gold["document"].get("kind", "news") not in KINDS:
            continue
        name = gold_file.name.removesuffix(".gold.json")
        source = next(p for p in sorted(folder.glob(f"{name}.*")) if p.stem == name and p != gold_file)
        yield row(pipeline.read(source), [m["text"] for m in gold["measures"]])


def of_annotations(listed: Path, shared: Path) -> Iterator[dict[str, Any]]:
    """The rows of a list of annotations whose texts are in `shared`, those held out left alone."""
    for found in standoff.read(listed, shared)[0]:
        if not found.held_out:
            yield row(found.document, [m["text"] for m in found.gold["measures"]])


def texts(file: Path) -> Iterator[str]:
    """The texts of a file."""
    with file.open(encoding="utf-8") as rows:
        yield from (json.loads(line)["text"] for line in rows)


def windows_of(file: Path, vocabulary: Vocabulary) -> Iterator[tuple[Window, tuple[int, ...]]]:
    """The windows of a file's texts; each word is 0 outside measures, 1 where one begins, 2 further inside."""
    with file.open(encoding="utf-8") as rows:
        for line in rows:
            told = json.loads(line)
            for window in windows(told["text"], told["ranges"], vocabulary):
                yield window, _parts(window, told["spans"])


def _parts(window: Window, spans: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    parts = [0] * len(window.words)
    for start, end in spans:
        for i, word in enumerate(window.words):
            if word.start < end and word.end > start:
                parts[i] = 1 if word.start <= start else 2
    return tuple(parts)


def main(arguments: Sequence[str]) -> int:
    """Write the file."""
    out, shared = map(Path, arguments)
    out.parent.mkdir(parents=True, exist_ok=True)
    folders = (of_folder(shared / "evaluation" / name) for name in ("train", "seeds"))
    with out.open("w", encoding="utf-8") as rows:
        for found in chain(*folders, of_annotations(ANNOTATIONS, shared)):
            rows.write(json.dumps(found, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
