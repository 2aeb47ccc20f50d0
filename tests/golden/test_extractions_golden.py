"""Golden extractions: what the whole pipeline makes of the corpus, as facts that people can review."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor import extract

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus" / "documents"
DOCUMENTS = sorted(p for p in CORPUS.iterdir() if not p.name.endswith(".gold.json"))


def facts(extraction: dict[str, Any]) -> dict[str, Any]:
    """The facts without offsets: one line a thing."""
    head = extraction["document"]
    return {
        "document": {
            **{k: head[k] for k in ("kind", "language", "number", "date", "place", "title")},
            "issuer": head["issuer"] and head["issuer"]["name"],
            "addressees": [p["name"] for p in head["addressees"]],
            "in_reply_to": [f"{r['number']} {r['date']}" for r in head["in_reply_to"]],
            "signatories": [f"{s['name']}; {s['position']}" for s in head["signatories"]],
            "approval": head["approval"],
        },
        "measures": [_measure(m) for m in extraction["measures"]],
        "organisations": [o["name"] for o in extraction["organisations"]],
        "figures": [f"{f['value']} {f['unit']['code'] or ''} {f['of'] or ''}".strip() for f in extraction["figures"]],
        "references": [
            " ".join(str(r[k]) for k in ("type", "number", "date", "title") if r[k]) for r in extraction["references"]
        ],
        "people": [p["name"] for p in extraction["people"]],
        "places": [f"{p['name']} ({p['type']})" for p in extraction["places"]],
        "warnings": [w["code"] for w in extraction["warnings"]],
    }


def _measure(m: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"is": f"{m['number'] or '-'} {m['type']} {m['status']}", "text": m["text"]}
    if m["responsible"]:
        shown["responsible"] = [f"{p['name']} ({p['role']}{', consent' * p['by_consent']})" for p in m["responsible"]]
    if m["deadlines"]:
        shown["deadlines"] = [
            f"{d['kind']} {d['start'] or ''}/{d['end'] or ''} {d['recurrence'] or d['offset'] or ''}".strip()
            for d in m["deadlines"]
        ]
    return shown


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_extractions(path: Path, regenerate: bool) -> None:
    found = facts(json.loads(extract(path).model_dump_json()))
    expected = HERE / "extraction" / "expected" / f"{path.name}.json"
    if regenerate:
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{expected.name} was written anew: review it, then run without --regenerate")
    assert found == json.loads(expected.read_text(encoding="utf-8"))
