"""The weights by which a clause is an action or none: a linear model over named features.

They stand in models/actions and are made by `python -m extractor.learn.actions`: "all" from every annotated text,
"free" from texts without a condition on their use."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from extractor import artifacts
from extractor.schema.analysis import Analysis

Weights = Literal["all", "free"]
#: An encoder's numbers for stretches of plain, as many for each: what words mean, beside the named features.
Dense = Callable[[Analysis, Sequence[tuple[int, int]]], Sequence[Sequence[float]]]
_ARTIFACTS: Final[dict[Weights, str]] = {"all": "actions", "free": "actions_free"}


@dataclass(frozen=True, slots=True)
class Model:
    """`alone`: the weights of the features when there are no others, the bias under the empty name. `beside`: those
    fitted together with dense features, which are named "dense.0", "dense.1" …; None without such a fit."""

    alone: Mapping[str, float]
    beside: Mapping[str, float] | None = None

    def probability(self, names: Iterable[str], dense: Sequence[float] = ()) -> float:
        """How likely a clause with these features is an action, 0 to 1; each name once."""
        weights = self.beside if dense and self.beside is not None else self.alone
        total = weights[""] + sum(weights.get(name, 0.0) for name in names)
        if weights is self.beside:
            total += sum(weights.get(f"dense.{i}", 0.0) * value for i, value in enumerate(dense))
        return 1 / (1 + math.exp(-total))


@cache
def shipped(weights: Weights = "all") -> Model:
    """The model of models/actions. Raises ModelError where it is missing or changed."""
    data = artifacts.load(_ARTIFACTS[weights])
    return Model(data["alone"], data.get("beside"))
