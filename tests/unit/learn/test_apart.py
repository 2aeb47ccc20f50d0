"""Training texts are told from those that measure; nothing that ships was trained on what measures it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import artifacts
from extractor.evaluate import corpora
from extractor.learn import annotations
from extractor.learn.apart import LIST, LIST_OF_MEASURES, Others, Trained, alike, documents, listed, shingles

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
DEV = SHARED / "evaluation" / "dev"
WORDS = "рада відділ освіта громада рішення проєкт лікарня школа міст вода дорога план рік голова комісія".split()


def text_of(seed: int, length: int = 400) -> str:
    """Words without a period, the same for the same seed."""
    out, state = [], seed + 1
    for _ in range(length):
        state = state * 6364136223846793005 % 2**61
        out.append(WORDS[(state >> 20) % len(WORDS)])
    return " ".join(out)


WHOLE = text_of(1)
COPIES = {
    "itself": WHOLE,
    "in capitals, with other marks": WHOLE.upper().replace(" ", ",  "),
    "its second half": WHOLE[len(WHOLE) // 2 :],
    "with every fortieth word changed": " ".join("інше" if i % 40 == 0 else w for i, w in enumerate(WHOLE.split())),
    "inside a longer text": f"{text_of(2)} {WHOLE} {text_of(3)}",
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES.keys())
def test_copies_are_found(copy: str) -> None:
    assert Others([text_of(7), WHOLE]).have(copy)
    assert Trained(listed([text_of(7), WHOLE])).have(copy)


@pytest.mark.parametrize("other", [text_of(8), "", "…", f"{' '.join(WHOLE.split()[:30])} {text_of(9)}"])
def test_other_texts_are_not(other: str) -> None:
    assert not Others([text_of(7), WHOLE]).have(other)
    assert not Trained(listed([text_of(7), WHOLE])).have(other)


def test_a_short_text_is_known_when_it_is_the_same() -> None:
    assert Others(["Рада вирішила."]).have("РАДА ВИРІШИЛА")
    assert Trained(listed(["Рада вирішила."])).have("РАДА ВИРІШИЛА")
    assert not Trained(listed(["Рада вирішила."])).have("Рада не вирішила")


@given(st.text(), st.text())
def test_likeness_is_a_share(a: str, b: str) -> None:
    assert 0 <= alike(shingles(a), shingles(b)) <= 1
    assert alike(shingles(a), shingles(a)) == float(bool(shingles(a)))


def test_a_list_is_the_same_whatever_the_order() -> None:
    texts = [text_of(i) for i in range(5)]
    assert listed(texts) == listed(texts[::-1])
    assert len(Trained(listed(texts)).texts) == 5


def test_the_documents_of_a_folder_are_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, content in {"a.txt": "Рішення ради", "b.txt": "", "c.txt": "без розмітки"}.items():
        (tmp_path / "in" / name).write_text(content, encoding="utf-8")
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.gold.json").write_text(json.dumps({}), encoding="utf-8")
    assert list(documents(tmp_path)) == ["Рішення ради"]


def lists() -> Iterator[tuple[str, Trained]]:
    """The list of each model that ships with one."""
    for name in artifacts.manifest():
        path = artifacts.home() / name / LIST
        if path.is_file():
            yield name, Trained(path.read_text(encoding="utf-8"))
    measures = artifacts.home() / "tagger" / LIST_OF_MEASURES
    yield "tagger's measures", Trained(measures.read_text(encoding="utf-8"))


def learned(texts: list[str]) -> dict[str, int]:
    """How many of the texts each model was trained on; models that saw none are left out."""
    found = {name: sum(map(trained.have, texts)) for name, trained in lists()}
    return {name: count for name, count in found.items() if count}


def test_the_models_trained_on_texts_ship_with_their_lists() -> None:
    assert {"tagger", "actions", "actions_free"} <= dict(lists()).keys()


def test_no_model_was_trained_on_the_development_documents() -> None:
    if not DEV.is_dir():
        pytest.skip("needs the annotated documents beside the project (../shared/evaluation/dev)")
    texts = list(documents(DEV))
    assert len(texts) > 20
    assert learned(texts) == {}


def test_a_model_that_learned_from_the_corpus_says_so() -> None:
    """The corpus holds floors; what is trained on parts of it has upper bounds there, and the manifest must tell."""
    texts = list(documents(ROOT / "corpus" / "documents"))
    assert len(texts) > 20
    said = {name for name, entry in artifacts.manifest().items() if "corpus/documents" in entry["data"]}
    assert learned(texts).keys() <= said
    assert "tagger" not in said


def test_the_names_that_measure_the_tagger_were_not_learned() -> None:
    ner = SHARED / "ner"
    if not ner.is_dir():
        pytest.skip("needs the corpora of names beside the project (../shared/ner)")
    uk = [d for d in corpora.read(ner / "ner_uk_2_train.jsonl") if corpora.held_out(d)]
    texts = [d.text for d in [*uk, *corpora.read(ner / "nerel_dev.jsonl")]]
    assert len(texts) > 100
    assert learned(texts).get("tagger", 0) == 0


def test_the_measures_held_out_were_not_learned() -> None:
    found, _ = annotations.read(ROOT / "corpus" / "annotations" / "measures.jsonl", SHARED)
    texts = [d.document.text for d in found if d.held_out]
    if not texts:
        pytest.skip("needs the texts of corpus/annotations beside the project (../shared/ner, ../shared/archive)")
    assert not {"actions", "actions_free", "tagger's measures"} & learned(texts).keys()
