"""`python -m extractor.learn.export FOLDER`: the tagger of a checkpoint as ONNX with 8-bit weights, in models/tagger.

Two graphs: lower.onnx from piece ids to vectors and the early exit's log probabilities, upper.onnx from the vectors
to the late exit's and those of measures. Weights and embeddings are rounded to 8 bits (7 of them used, so that
processors without VNNI do not overflow); activations are scaled anew for each window."""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own name

from extractor import artifacts
from extractor.learn import apart
from extractor.learn.encoder import Tagger
from extractor.learn.tagger import load
from extractor.text.windows import LONGEST


class EightBitRows(nn.Module):
    """An embedding in 8 bits with a scale for each row: a fourth of its size, and finer than one scale for all."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("table", torch.round(table / scale).to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        """(windows, pieces) to (windows, pieces, hidden)."""
        out: Tensor = self.table[ids].float() * self.scale[ids]
        return out


class Lower(nn.Module):
    """Ids to the vectors after the exit's layer and the early log probabilities."""

    def __init__(self, model: Tagger) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """See Tagger.lower; nothing is padding."""
        hidden, early = self.model.lower(ids, torch.ones_like(ids, dtype=torch.bool))
        return hidden, F.log_softmax(early, -1)


class Upper(nn.Module):
    """The vectors after the exit's layer to the late log probabilities."""

    def __init__(self, model: Tagger) -> None:
        super().__init__()
        self.model = model

    def forward(self, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """See Tagger.upper; nothing is padding."""
        present = torch.ones_like(hidden[:, :, 0], dtype=torch.bool)
        late, told = self.model.upper(hidden, present)
        return F.log_softmax(late, -1), F.log_softmax(told, -1)


def write(folder: Path, out: Path) -> None:
    """The files of the model whose checkpoint is in `folder`, and the list of its texts, into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    model = load(folder).eval()
    ids = torch.tensor([[1, 9, 10, 2]])
    model.encoder.pieces = EightBitRows(model.encoder.pieces.weight.data)
    model.encoder.places = nn.Embedding.from_pretrained(model.encoder.places.weight.data[:LONGEST])
    with torch.no_grad():
        hidden, _ = model.lower(ids, ids > 0)
    _graph(Lower(model), ids, "ids", ["hidden", "early"], out / "lower.onnx")
    _graph(Upper(model), hidden, "hidden", ["late", "told"], out / "upper.onnx")
    for name in ("pieces.txt", apart.LIST, apart.LIST_OF_MEASURES):
        (out / name).write_bytes((folder / name).read_bytes())


def _graph(model: nn.Module, given: Tensor, name: str, outputs: list[str], out: Path) -> None:
    sizes = {named: {1: "pieces"} for named in (name, *outputs)}
    with tempfile.TemporaryDirectory() as folder:
        whole, shaped = Path(folder) / "whole.onnx", Path(folder) / "shaped.onnx"
        torch.onnx.export(
            model, (given,), whole, input_names=[name], output_names=outputs, dynamic_axes=sizes, opset_version=17,
            dynamo=False,
        )  # fmt: skip
        quant_pre_process(whole, shaped, skip_symbolic_shape=True)
        quantize_dynamic(
            shaped, out, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            op_types_to_quantize=["MatMul"], nodes_to_exclude=_heads(shaped),
        )  # fmt: skip


def _heads(graph: Path) -> list[str]:
    """The nodes of the scores at the exits, which stay whole: they are small and the last word."""
    return [n.name for n in onnx.load(graph).graph.node if re.search(r"/(early|late|told)/", n.name)]


def into_manifest(out: Path) -> None:
    """The hashes of the files in models/MANIFEST.toml made those of the files as they are."""
    listed = artifacts.home() / "MANIFEST.toml"
    text = listed.read_text(encoding="utf-8")
    for file in sorted(out.iterdir()):
        path = file.relative_to(artifacts.home()).as_posix()
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        text = re.sub(rf'^"{re.escape(path)}" = ".*"$', f'"{path}" = "{sha256}"', text, flags=re.MULTILINE)
    listed.write_text(text, encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Exports and notes the hashes."""
    out = artifacts.home() / "tagger"
    write(Path(arguments[0]), out)
    into_manifest(out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
