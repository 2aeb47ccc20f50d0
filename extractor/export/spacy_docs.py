"""spaCy: a DocBin with the found spans as span groups, to train on or to look at with spaCy's own tools.

The tokens are cut where spans begin and end, so that every span keeps its characters exactly: `doc.spans["measures"]`
holds spans whose `start_char` and `end_char` are those of the evidence, `label_` the kind, `id_` the item's id.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from extractor.export.options import Options, TableName, document_id
from extractor.export.rows import evidence
from extractor.export.spans import LABELS, is_quoted

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction

NAME: Final = "spacy"
MEDIA_TYPE: Final = "application/vnd.spacy.docbin"
EXTENSION: Final = "spacy"

_TOKEN: Final = re.compile(r"\w+|[^\w\s]|\s")


def write(extractions: Iterable[Extraction], stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    """The DocBin of all documents, which is in memory until the last. `doc.user_data` names the document and file."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab = Vocab()
    made = DocBin(attrs=["ORTH"], store_user_data=True)
    for extraction in extractions:
        made.add(_doc(extraction, vocab))
    stream.write(made.to_bytes())


def _doc(extraction: Extraction, vocab: Any) -> Any:
    from spacy.tokens import Doc

    text = extraction.text
    found: dict[TableName, list[tuple[int, int, str]]] = {}
    for table, id_, span in evidence(extraction):
        if is_quoted(extraction, span):
            found.setdefault(table, []).append((span.start, span.end, id_))
    words, spaces = _tokens(text, [(a, b) for spans in found.values() for a, b, _ in spans])
    doc = Doc(vocab, words=words, spaces=spaces)
    for table, spans in found.items():
        made = (doc.char_span(a, b, label=LABELS[table].upper(), span_id=id_) for a, b, id_ in spans)
        doc.spans[table] = [span for span in made if span is not None]
    doc.user_data["document_id"] = document_id(extraction)
    doc.user_data["filename"] = extraction.source.filename
    return doc


def _tokens(text: str, spans: Collection[tuple[int, int]]) -> tuple[list[str], list[bool]]:
    """Words, and whether a blank stands behind each, that make up the text and end where the spans do.

    A blank is a word of its own where a span begins with it or ends with it."""
    starts, ends = {a for a, _ in spans}, {b for _, b in spans}
    borders = sorted(starts | ends)
    words: list[str] = []
    spaces: list[bool] = []
    for found in _TOKEN.finditer(text):
        at, end = found.span()
        if found[0] == " " and words and not spaces[-1] and at not in starts and end not in ends:
            spaces[-1] = True
            continue
        cuts = [at, *borders[bisect_right(borders, at) : bisect_left(borders, end)], end]
        words.extend(text[a:b] for a, b in pairwise(cuts))
        spaces.extend(False for _ in cuts[1:])
    return words, spaces
