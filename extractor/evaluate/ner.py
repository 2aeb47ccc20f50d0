"""`python -m extractor.evaluate.ner FILE.jsonl`: the shipped tagger's exact spans against an annotated corpus.

Reads documents as the published corpora have them, one JSON object a line: `id`, `text`, `spans` as [start, end,
label], labels of NER-UK 2.0 or NEREL (mapped; of nested spans the outermost). The tagger runs on the raw text. Prints
precision, recall, F1 and support of each label that the file has gold for or the tagger gave, their micro average,
and the tagger's words and marks for each second of processor time, loading aside."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from extractor.evaluate import corpora
from extractor.evaluate.corpora import Annotated
from extractor.text import pieces, plain, tagger, tags


def measure(documents: Iterable[Annotated], *, accurate: bool) -> dict[str, Any]:
    """The figures of some documents, as they are printed."""
    model = tagger.shipped()
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    words, seconds = 0, 0.0
    for document in documents:
        began = time.process_time()
        levelled, _ = plain.level(document.text)
        found = model.tag(levelled, tagger.lines(levelled), accurate=accurate)
        seconds += time.process_time() - began
        words += len(pieces.words(levelled))
        spans = {(t.start, t.end, t.label) for t in found}
        true = set(document.spans)
        right.update(label for *_, label in spans & true)
        given.update(label for *_, label in spans)
        gold.update(label for *_, label in true)
    labels = {x: _figures(right[x], given[x], gold[x]) for x in tags.LABELS if given[x] or gold[x]}
    return {
        "labels": labels,
        "micro": _figures(right.total(), given.total(), gold.total()),
        "tokens_per_cpu_second": round(words / max(seconds, 1e-9)),
    }


def _figures(right: int, given: int, gold: int) -> dict[str, float | int]:
    precision, recall = right / given if given else 0.0, right / gold if gold else 0.0
    f1 = 2 * right / (given + gold) if given + gold else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "support": gold}


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m extractor.evaluate.ner")
    parser.add_argument("file", type=Path)
    parser.add_argument("--fast", action="store_true", help="the early exit only (setting nlp=fast)")
    parser.add_argument("--held-out", action="store_true", help="only what training leaves out of NER-UK's documents")
    options = parser.parse_args(arguments)
    documents = (d for d in corpora.read(options.file) if corpora.held_out(d) or not options.held_out)
    print(json.dumps(measure(documents, accurate=not options.fast), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
