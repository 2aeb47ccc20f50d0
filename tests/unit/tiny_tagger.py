"""A tagger of a dozen pieces for tests: ONNX graphs that look each piece's scores up in a table, so that what it says
is what a test wrote down."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from extractor import artifacts
from extractor.text.pieces import SPACE, SPECIALS
from extractor.text.tags import TAGS

#: What a scored tag has above the others before the softmax: with 39 tags, a probability of 0.99992, 0.59 or 0.35.
CERTAIN, DOUBTFUL, UNSURE = 13.0, 4.0, 3.0
#: Words, in small letters, with what the early exit says of them; of all others it is certain that they are nothing.
EARLY: Final = {
    "відділ": ("B-ORG", CERTAIN),
    "освіти": ("I-ORG", CERTAIN),
    "голова": ("B-JOB", CERTAIN),
    "петренко": ("B-LOC", DOUBTFUL),
    "львів": ("B-LOC", CERTAIN),
    "лист": ("B-DOC", UNSURE),
    "свято": ("B-EVENT", CERTAIN),
}
#: What the upper layers make of the words, where it is something else.
LATE: Final = {"петренко": "B-PERS", "львів": "B-ORG"}


def write(folder: Path) -> None:
    """Writes a folder of models: the small tagger, and the others that ship. Letters and marks are pieces too, so that
    any text can be read."""
    letters = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэ"
    known = [SPACE + word for word in EARLY]
    singles = [SPACE, *letters, *letters.upper(), *'.,:;!?-"«»()№0123456789']
    pieces = [*known, *(p for p in singles if p not in known)]
    scores = np.zeros((SPECIALS + len(pieces), len(TAGS)), np.float32)
    scores[:, 0] = CERTAIN
    raised = scores.copy()
    for i, piece in enumerate(known):
        word = piece.removeprefix(SPACE)
        tag, score = EARLY[word]
        scores[SPECIALS + i] = raised[SPECIALS + i] = 0
        scores[SPECIALS + i, TAGS.index(tag)] = score
        raised[SPECIALS + i, TAGS.index(LATE.get(word, tag))] = CERTAIN
    data = {
        "lower.onnx": _lower(scores, raised),
        "upper.onnx": _upper(),
        "pieces.txt": "".join(f"{p}\t{-3.0 - len(p) / 100}\n" for p in pieces).encode(),
    }
    (folder / "tagger").mkdir(parents=True, exist_ok=True)
    for name, content in data.items():
        (folder / "tagger" / name).write_bytes(content)
    hashes = {f"tagger/{name}": hashlib.sha256(content).hexdigest() for name, content in data.items()}
    entries = {**artifacts.manifest(), "tagger": {"version": "0", "licence": "Apache-2.0", "files": hashes}}
    (folder / "MANIFEST.toml").write_text("\n".join(_listed(entries)), encoding="utf-8")
    for name in entries.keys() - {"tagger"}:
        shutil.copytree(artifacts.home() / name, folder / name)


def _listed(entries: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The lines of a manifest; strings and lists of JSON are those of TOML."""
    for name, entry in entries.items():
        yield f"[{name}]"
        yield from (f"{key} = {json.dumps(value)}" for key, value in entry.items() if not isinstance(value, dict))
        yield from (f'files."{path}" = "{sha256}"' for path, sha256 in entry.get("files", {}).items())


def _lower(early: np.ndarray, late: np.ndarray) -> bytes:
    """ids (1, n) to hidden, which are the late scores, and early, log probabilities."""
    nodes = [
        helper.make_node("Gather", ["late", "ids"], ["hidden"]),
        helper.make_node("Gather", ["early_scores", "ids"], ["scores"]),
        helper.make_node("LogSoftmax", ["scores"], ["early"], axis=-1),
    ]
    tables = [numpy_helper.from_array(early, "early_scores"), numpy_helper.from_array(late, "late")]
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "n"])
    return _model(nodes, [ids], [_floats("hidden"), _floats("early")], tables)


def _upper() -> bytes:
    """hidden to late, and to told: of each word that is anything at all it is certain that it tells of a measure."""
    part = np.zeros((len(TAGS), 3), np.float32)
    part[0, 0] = part[1:, 2] = 1
    nodes = [
        helper.make_node("LogSoftmax", ["hidden"], ["late"], axis=-1),
        helper.make_node("MatMul", ["hidden", "part"], ["parts"]),
        helper.make_node("LogSoftmax", ["parts"], ["told"], axis=-1),
    ]
    return _model(
        nodes, [_floats("hidden")], [_floats("late"), _floats("told", 3)], [numpy_helper.from_array(part, "part")]
    )


def _floats(name: str, size: int = len(TAGS)) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "n", size])


def _model(
    nodes: list[onnx.NodeProto],
    given: list[onnx.ValueInfoProto],
    made: list[onnx.ValueInfoProto],
    tables: list[onnx.TensorProto],
) -> bytes:
    graph = helper.make_graph(nodes, "tiny", given, made, tables)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model.SerializeToString()
