"""The neural tagger: organisations, people, positions, places, documents, money, quantities, dates and periods.

One bilingual encoder with two exits (learn/tagger.py trains it, models/tagger/card.md says what it reaches). The fast
setting reads the early exit; the accurate one goes on through the upper layers with the windows of which the early
exit is not sure. Runs on onnxruntime with 8-bit weights, one thread; torch is not needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

import numpy as np
import onnxruntime

from extractor import artifacts
from extractor.errors import ModelError
from extractor.schema.analysis import Named
from extractor.text import tags
from extractor.text.pieces import Vocabulary
from extractor.text.windows import Window, windows

#: A window goes on to the upper layers unless the early exit gives each of its words a likelier tag than this.
SURE: Final = 0.99

Array = np.ndarray[Any, Any]


class Tagger:
    """The loaded model. Raises ModelError where a file is missing or is not the one that the manifest names."""

    def __init__(self, name: str = "tagger") -> None:
        files = artifacts.files(name)
        self._vocabulary = Vocabulary(files["pieces.txt"].decode("utf-8").split("\n")[:-1])
        self._lower = _session(name, files["lower.onnx"])
        self._upper = _session(name, files["upper.onnx"])

    def tag(self, text: str, ranges: Sequence[tuple[int, int]], *, accurate: bool = True) -> list[Named]:
        """The spans in these stretches (start, end) of a text, in order, none overlapping.

        `text` is a plain view (Analysis.plain): apostrophes, dashes and look-alikes levelled, offset for offset."""
        found: list[Named] = []
        for window in windows(text, ranges, self._vocabulary):
            found += _spans(window, self._scores(window, accurate=accurate))
        return found

    def _scores(self, window: Window, *, accurate: bool) -> Array:
        """The window's log probabilities, (words, tags).

        One window at a time: faster on one thread than batches with padding, and 8-bit activations are scaled to it
        alone, so that the result does not depend on its neighbours."""
        hidden, early = self._lower.run(None, {"ids": np.array([window.ids], np.int64)})
        firsts = list(window.firsts)
        logs: Array = early[0, firsts]
        if accurate and np.exp(logs.max(axis=1)).min() < SURE:
            (late,) = self._upper.run(None, {"hidden": hidden})
            logs = late[0, firsts]
        return logs


def lines(text: str) -> list[tuple[int, int]]:
    """The lines of a text as (start, end): the ranges to tag where no layout is known."""
    out, at = [], 0
    for line in text.split("\n"):
        out.append((at, at + len(line)))
        at += len(line) + 1
    return out


@cache
def shipped() -> Tagger:
    """The model that ships with the project, loaded once a process."""
    return Tagger()


def _session(name: str, data: bytes) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no common base of their own
        raise ModelError(f"model {name} cannot be loaded: {str(error).splitlines()[0]}") from error


def _spans(window: Window, logs: Array) -> Iterable[Named]:
    path = tags.best_path(logs)
    if not path.any():
        return
    sure = np.exp(logs[np.arange(len(path)), path])
    for first, after, label in tags.spans(path):
        score = round(float(sure[first:after].min()), 3)
        yield Named(window.words[first].start, window.words[after - 1].end, label, score)
