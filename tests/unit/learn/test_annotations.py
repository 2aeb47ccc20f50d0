"""Stand-off annotations: offsets into texts that lie elsewhere, and what becomes of them when the texts change."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from extractor import artifacts
from extractor.learn import annotations

NOTE = "У Вербівці відкрили бібліотеку. Сільрада придбала 300 книг."
PAGE = "<html><body><article><p>Староста оглянув криниці села Вербівка.</p></article></body></html>"


def entry(source: str, identity: str, text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    party = {"name": "сільрада", "by_consent": False}
    measure = {"start": start, "end": start + len(words), "type": "activity", "responsible": [party], "deadlines": []}
    return {
        "source": source,
        "id": identity,
        "held_out": False,
        "sha256": annotations.digest(text),
        "kind": "news",
        "language": "uk",
        "measures": [measure],
    }


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    (tmp_path / "ner").mkdir()
    (tmp_path / "archive").mkdir()
    lines = [json.dumps({"id": name, "text": NOTE}, ensure_ascii=False) for name in ("a1", "a2")]
    (tmp_path / "ner" / "notes.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "archive" / "pages.zip", "w") as made:
        made.writestr("page.html", PAGE)
    return tmp_path


def listed(shared: Path, *entries: dict[str, Any]) -> Path:
    path = shared / "measures.jsonl"
    path.write_text("".join(json.dumps(e, ensure_ascii=False) + "\n" for e in entries), encoding="utf-8")
    return path


def test_offsets_give_the_words_back(shared: Path) -> None:
    text = "Староста оглянув криниці села Вербівка."
    made = listed(
        shared,
        entry("notes", "a2", NOTE, "Сільрада придбала 300 книг"),
        entry("pages", "page.html", text, "Староста оглянув криниці"),
    )
    found, lost = annotations.read(made, shared)
    assert lost == []
    assert [(a.id, a.source, a.gold["measures"][0]["text"]) for a in found] == [
        ("a2", "notes", "Сільрада придбала 300 книг"),
        ("page.html", "pages", "Староста оглянув криниці"),
    ]
    assert found[0].gold["document"] == {"kind": "news", "language": "uk"}
    assert found[0].gold["measures"][0]["responsible"] == [{"name": "сільрада", "by_consent": False}]


def test_what_cannot_be_had_is_named(shared: Path) -> None:
    changed = entry("notes", "a1", NOTE, "відкрили бібліотеку") | {"sha256": annotations.digest("інший текст")}
    made = listed(
        shared,
        changed,
        entry("notes", "a9", NOTE, "відкрили бібліотеку"),
        entry("nowhere", "b1", NOTE, "відкрили бібліотеку"),
    )
    found, lost = annotations.read(made, shared)
    assert found == []
    assert lost == ["a1: its text is not the one annotated", "a9: not in notes", "b1: not in nowhere"]


def test_the_lists_of_the_project_are_well_formed() -> None:
    folder = artifacts.home().parent / "corpus" / "annotations"
    if not folder.is_dir():
        pytest.skip("an installed wheel has no corpus")
    entries, again = (
        [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
        for name in ("measures.jsonl", "second_reading.jsonl")
    )
    assert len({(e["source"], e["id"]) for e in entries}) == len(entries)
    held_out = {(e["source"], e["id"], e["sha256"]) for e in entries if e["held_out"]}
    assert len(held_out) == 37, "what is held out stays so, whatever is added"
    assert {(e["source"], e["id"], e["sha256"]) for e in again} == held_out
    for e in entries + again:
        assert set(e) == {"source", "id", "held_out", "sha256", "kind", "language", "measures"}
        for m in e["measures"]:
            assert set(m) == {"start", "end", "type", "responsible", "deadlines"}, e["id"]
            assert 0 <= m["start"] < m["end"]
