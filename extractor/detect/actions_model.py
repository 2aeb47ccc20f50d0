"""The weights by which a clause is an action or none: a linear model over named features.

They stand in models/actions and are made by `python -m extractor.learn.actions`: "all" from every annotated text,
"free" from texts without a condition on their use. Where the tagger has read along, what it makes of the clause's
words joins them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor import artifacts
from extractor.settings import Weights

_ARTIFACTS: Final[dict[Weights, str]] = {"all": "actions", "free": "actions_free"}


@dataclass(frozen=True, slots=True)
class Model:
    """`alone`: the weights of the features, the bias under the empty name. `beside`: how their sum ("alone") is
    weighed with the tagger's word ("told"), likewise with a bias; None without such a fit."""

    alone: Mapping[str, float]
    beside: Mapping[str, float] | None = None

    def odds(self, names: Iterable[str], told: float | None = None) -> float:
        """The log odds that a clause with these features is an action; each name once. `told`: the mean log odds of
        its words (Analysis.told), None where the tagger has not read them."""
        total = self.logit(names)
        if told is not None and self.beside is not None:
            total = self.beside[""] + self.beside["alone"] * total + self.beside["told"] * told
        return total

    def probability(self, names: Iterable[str], told: float | None = None) -> float:
        """The same as a probability, 0 to 1."""
        return 1 / (1 + math.exp(-self.odds(names, told)))

    def logit(self, names: Iterable[str]) -> float:
        """The log odds by the features alone."""
        return self.alone[""] + sum(self.alone.get(name, 0.0) for name in names)


@cache
def shipped(weights: Weights = "all") -> Model:
    """The model of models/actions. Raises ModelError where it is missing or changed."""
    data = artifacts.load(_ARTIFACTS[weights])
    return Model(data["alone"], data.get("beside"))
