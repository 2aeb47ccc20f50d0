"""Extractions for the tests of exports: those of documents of our corpus, and one with any text in every place."""

from __future__ import annotations

import hashlib
import io
from functools import cache
from pathlib import Path
from typing import Any

from extractor import Settings, extract
from extractor.export import Options, named
from extractor.schema.contract import Extraction

_CORPUS = Path(__file__).parents[3] / "corpus" / "documents"
_NAMES = (
    "decree_uk_civic_award.txt",
    "letter_ru_flood_request.txt",
    "order_uk_hospital_shelters.pdf",
    "order_uk_school_buses.txt",
    "report_uk_employment.txt",
)


@cache
def golden() -> list[Extraction]:
    return [extract(_CORPUS / name, settings=Settings(nlp="rules")) for name in _NAMES]


def exported(name: str, extractions: list[Extraction], **options: Any) -> bytes:
    stream = io.BytesIO()
    named(name).write(iter(extractions), stream, Options(**options))
    assert not stream.closed
    return stream.getvalue()


def order(text: str = "подати звіт", *, deadlines: list[dict[str, Any]] | None = None, **changes: Any) -> Extraction:
    """An order of one measure, in every text field of which `text` stands; `changes` are of the document's header."""
    spans = [{"start": 0, "end": len(text), "quote": text, "page": 2, "bbox": [1.0, 2.0, 3.5, 4.0]}]
    party = {"kind": "organisation", "name": text, "organisation_id": "o1", "evidence": spans}
    official = {"kind": "official", "name": text, "person_id": "p1", "role": "controller", "evidence": spans}
    said = {"text": text, "kind": "by", "end": "2021-12-31", "evidence": spans}
    measure = {
        "id": "m1",
        "number": "1.2",
        "type": "task",
        "status": "planned",
        "text": text,
        "section": [text, text],
        "responsible": [party, official],
        "deadlines": [said] if deadlines is None else [said | d for d in deadlines],
        "figure_ids": ["f1"],
        "reference_ids": ["r1"],
        "place_ids": ["l1"],
        "fulfils": {"reference_id": "r1", "item": text},
        "evidence": spans,
    }
    header = {
        "kind": "order",
        "language": "uk",
        "number": text,
        "date": "2021-02-17",
        "place": text,
        "title": text,
        "issuer": party,
        "addressees": [party],
        "signatories": [{"name": text, "position": text}],
        "drafted_by": {"name": text, "phone": text},
        "approval": {"by": text, "number": text, "date": "2021-02-16"},
        "control": official,
        "evidence": {"title": spans},
    }
    return Extraction.model_validate(
        {
            "status": "complete",
            "producer": {"name": "vytiah", "version": "0"},
            "source": {
                "filename": text,
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "media_type": "text/plain",
                "bytes": 7,
                "pages": 2,
                "reader": "text",
                "ocr": False,
                "encoding": "utf-8",
            },
            "text": text,
            "document": header | changes,
            "measures": [measure],
            "organisations": [{"id": "o1", "name": text, "aliases": [text], "acronym": text, "evidence": spans}],
            "figures": [
                {
                    "id": "f1",
                    "value": -5,
                    "max": 2.5,
                    "unit": {"kind": "money", "code": "UAH"},
                    "of": text,
                    "of_normal": text,
                    "period": {"start": "2021-01-01", "end": None},
                    "measure_id": "m1",
                    "evidence": spans,
                }
            ],
            "references": [{"id": "r1", "type": "law", "title": text, "provisions": [text], "evidence": spans}],
            "people": [{"id": "p1", "name": text, "position": text, "organisation_id": "o1", "evidence": spans}],
            "places": [{"id": "l1", "name": text, "evidence": spans}],
            "warnings": [{"code": "date_conflict", "message": text, "evidence": spans}],
        }
    )
