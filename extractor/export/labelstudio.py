"""Label Studio: a task a document, with what was found as pre-annotations for people to set right.

Offsets are Unicode code points, as Label Studio counts them and as the evidence has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from extractor.export.options import Options, TableName, document_id
from extractor.export.rows import all_parties, amount, evidence
from extractor.export.spans import LABELS, is_quoted

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction

NAME: Final = "labelstudio"
MEDIA_TYPE: Final = "application/vnd.labelstudio+json"
EXTENSION: Final = "labelstudio.json"

#: A table, and the id of a thing in it, as the evidence table has them.
_Thing = tuple[TableName, str]
_COLOURS: Final = (
    "#5f6368", "#1a73e8", "#d93025", "#188038", "#f9ab00", "#9334e6", "#12b5cb", "#e8710a", "#7cb342", "#c5221f",
)  # fmt: skip
#: The labelling interface that the tasks fit: what a project of Label Studio is set up with.
CONFIG: Final = "\n".join(
    [
        "<View>",
        '  <Labels name="label" toName="text">',
        *(f'    <Label value="{n}" background="{c}"/>' for n, c in zip(LABELS.values(), _COLOURS, strict=True)),
        "  </Labels>",
        "  <Relations>",
        *(f'    <Relation value="{name}"/>' for name in ("continues", "responsible", "deadline", "figure")),
        "  </Relations>",
        '  <Text name="text" value="$text" granularity="symbol"/>',
        "</View>",
    ]
)


def write(extractions: Iterable[Extraction], stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    """An array with a task a document."""
    separator = b"[\n"
    for extraction in extractions:
        stream.write(separator + json.dumps(task(extraction), ensure_ascii=False, allow_nan=False).encode())
        separator = b",\n"
    stream.write(b"\n]\n" if separator == b",\n" else b"[]\n")


def task(extraction: Extraction) -> dict[str, Any]:
    """The document's task; its score is the lowest confidence of a measure or deadline, so that the unsure come first
    where Label Studio sorts by it."""
    confidences = [c for m in extraction.measures for c in (m.confidence, *(d.confidence for d in m.deadlines))]
    return {
        "data": {
            "text": extraction.text,
            "document_id": document_id(extraction),
            "filename": extraction.source.filename or "",
        },
        "predictions": [
            {
                "model_version": f"{extraction.producer.name} {extraction.producer.version}",
                "score": amount(min(confidences, default=extraction.document.confidence)) or 0,
                "result": _result(extraction),
            }
        ],
    }


def _result(extraction: Extraction) -> list[dict[str, Any]]:
    """A region a span; relations from each span of a thing to its next, and from a measure to what belongs to it."""
    regions: dict[tuple[TableName, str], list[str]] = {}
    made: list[dict[str, Any]] = []
    for table, id_, span in evidence(extraction):
        if not is_quoted(extraction, span):
            continue
        ids = regions.setdefault((table, id_), [])
        ids.append(f"{table}-{id_}-{len(ids) + 1}")
        value = {"start": span.start, "end": span.end, "text": span.quote, "labels": [LABELS[table]]}
        made.append({"id": ids[-1], "from_name": "label", "to_name": "text", "type": "labels", "value": value})
    links = [(a, b, "continues") for ids in regions.values() for a, b in pairwise(ids)]
    for whole, part, label in _belonging(extraction):
        if whole in regions and part in regions:
            links.append((regions[whole][0], regions[part][0], label))
    return made + [
        {"from_id": a, "to_id": b, "type": "relation", "direction": "right", "labels": [label]} for a, b, label in links
    ]


def _belonging(extraction: Extraction) -> Iterator[tuple[_Thing, _Thing, str]]:
    """(measure, what belongs to it, how), by the names of the evidence table."""
    for number, (_, owner, _) in enumerate(all_parties(extraction), 1):
        if owner is not None:
            yield ("measures", owner.id), ("parties", str(number)), "responsible"
    for measure in extraction.measures:
        whole: _Thing = ("measures", measure.id)
        for n, _ in enumerate(measure.deadlines, 1):
            yield whole, ("deadlines", f"{measure.id}/{n}"), "deadline"
        for id_ in measure.figure_ids:
            yield whole, ("figures", id_), "figure"
