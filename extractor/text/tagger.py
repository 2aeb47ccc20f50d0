"""The neural tagger: organisations, people, positions, places, documents, money, quantities, dates and periods.

One bilingual encoder with two exits (learn/tagger.py trains it, models/tagger/card.md says what it reaches). The fast
setting reads the early exit; the accurate one goes on through the upper layers with the words that the early exit is
not sure to be nothing, and what is near them, and there also learns which of these words tell of a measure, for the
reader of actions. Runs on onnxruntime with 8-bit weights, on one thread, without torch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

import numpy as np
import onnxruntime

from extractor import artifacts
from extractor.errors import ModelError
from extractor.schema.analysis import Named
from extractor.text import borders, tags
from extractor.text.pieces import Vocabulary
from extractor.text.windows import Window, windows

Array = np.ndarray[Any, Any]

#: Windows that are read of one document: some 300,000 characters of prose, up to 15 seconds. What one waits for has an
#: end; the rules read all of the text.
_MOST: Final = 600
#: A stretch counts when the least sure of its words is at least so probable. 0.3 to 0.5 gain alike on held-out texts.
_SURE: Final = 0.5
#: A word is left out of the upper layers when the early exit is surer than this that it is in no stretch that is given
#: out, and so are all words up to `_NEAR` before and after it. Two fifths of the pieces fall away, and no F1 with them:
#: 0.9 to 0.998 and 2 to 5 words came out within 0.003 of one another and of reading all. Words are dropped between
#: layers likewise by Goyal et al., "PoWER-BERT" (2020).
_NOTHING: Final = 0.95
_NEAR: Final = 2


class Tagger:
    """The loaded model. Raises ModelError where a file is missing or is not the one that the manifest names."""

    def __init__(self, name: str = "tagger") -> None:
        files = artifacts.files(name)
        self._vocabulary = Vocabulary(files["pieces.txt"].decode("utf-8").split("\n")[:-1])
        self._lower = _session(name, files["lower.onnx"])
        self._upper = _session(name, files["upper.onnx"])

    def read(
        self, text: str, ranges: Sequence[tuple[int, int]], *, accurate: bool = True
    ) -> tuple[tuple[Named, ...], tuple[tuple[int, float], ...], int | None]:
        """What is in these stretches (start, end) of a text: the names, in order, none overlapping; for each word
        where it starts and the log odds that it tells of a measure, which only the accurate setting knows; and where
        in a very long text the reading ended, None where all was read.

        `text` is a plain view (Analysis.plain): apostrophes, dashes and look-alikes levelled, offset for offset.
        Windows are read one by one: faster on one thread than batches with padding, and 8-bit activations are scaled
        to each alone, so that a result does not depend on its neighbours."""
        named: list[Named] = []
        told: list[tuple[int, float]] = []
        end: int | None = None
        for number, window in enumerate(windows(text, ranges, self._vocabulary)):
            if number == _MOST:
                end = window.words[0].start
                break
            hidden, early = self._lower.run(None, {"ids": np.array([window.ids], np.int64)})
            logs = early[0, list(window.firsts)]
            if not accurate:
                named += _spans(window, logs)
                continue
            doubtful = _doubtful(logs)
            if not doubtful:
                continue
            pieces, firsts = window.pieces_of(doubtful)
            late, measures = self._upper.run(None, {"hidden": hidden[:, pieces]})
            named += _spans(window, _nothing_but(doubtful, late[0, firsts], len(window.words)))
            told += zip((window.words[i].start for i in doubtful), _odds(measures[0, firsts]), strict=True)
        return borders.mend(text, named), tuple(told), end

    def tag(self, text: str, ranges: Sequence[tuple[int, int]], *, accurate: bool = True) -> tuple[Named, ...]:
        """The names alone, see `read`."""
        return self.read(text, ranges, accurate=accurate)[0]


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
        # Fused with the addition before it, normalisation takes six times as long (onnxruntime 1.31 on a CPU).
        return onnxruntime.InferenceSession(
            data, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )
    except Exception as error:  # onnxruntime's errors have no common base of their own
        raise ModelError(f"model {name} cannot be loaded: {str(error).splitlines()[0]}") from error


def _doubtful(logs: Array) -> list[int]:
    """The words that go on to the upper layers, by the early log probabilities (words, tags)."""
    unsure = np.flatnonzero(np.exp(logs[:, tags.NOT_GIVEN]).sum(axis=1) < _NOTHING)
    near = {int(i) + step for i in unsure for step in range(-_NEAR, _NEAR + 1)}
    return sorted(i for i in near if 0 <= i < len(logs))


def _nothing_but(words: Sequence[int], logs: Array, count: int) -> Array:
    """Log probabilities (count, tags): those of these words, and for all others that they are in no stretch."""
    out = np.full((count, logs.shape[1]), -np.inf, logs.dtype)
    out[:, 0] = 0.0
    out[words] = logs
    return out


def _spans(window: Window, logs: Array) -> Iterable[Named]:
    path = tags.best_path(logs)
    if not path.any():
        return
    sure = np.exp(logs[np.arange(len(path)), path])
    for first, after, label in tags.spans(path):
        score = round(float(sure[first:after].min()), 3)
        if score >= _SURE:
            yield Named(window.words[first].start, window.words[after - 1].end, label, score)


def _odds(logs: Array) -> list[float]:
    """Log odds that a word is inside a measure, from the log probabilities (words, outside or begin or inside)."""
    outside = np.clip(np.exp(logs[:, 0].astype(np.float64)), 1e-4, 1 - 1e-4)
    return [round(x, 2) for x in (np.log1p(-outside) - np.log(outside)).tolist()]
