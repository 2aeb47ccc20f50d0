"""The trained half of telling columns without a head: a dot product of named features for each role, and the best row
of roles that a plan can have.

Each column has a probability for each role and for «none», a column of a table that is no plan. Rows of roles are then
weighed whole: either every column is none, or one is the measure and at least one says who or when, with one number at
most, a start only with an end behind it, goals before the measure and what it costs, brings and came to behind it.
The weights are those of models/columns, made by `python -m extractor.learn.columns`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple, cast, get_args

from extractor import artifacts
from extractor.layout.columns_features import Cells, features, logit
from extractor.schema.outline import ColumnRole

NONE: Final = "none"
ROLES: Final[tuple[str, ...]] = (*get_args(ColumnRole), NONE)
_ONCE: Final = ("number", "start", "end")
Distribution = Mapping[str, float]
#: Log-odds beyond this say no more. Tried 4, 6 and 12 on tables held out: at 4 the calibration error is the least.
_SURE: Final = 4.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Of each role's features; `sure` those of the probability that a row of roles names the measures rightly."""

    roles: Mapping[str, Mapping[str, float]]
    sure: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reading:
    """The best row of roles; `held` is what its probability builds on, `probability` how sure it is that the table is a
    plan and its column of measures the right one."""

    roles: tuple[ColumnRole, ...]
    held: Mapping[str, float]
    probability: float


class _State(NamedTuple):
    """What a row of roles has so far; `measure` is the index of its column, -1 before it."""

    measure: int = -1
    number: bool = False
    start: bool = False
    end: bool = False
    deadline: bool = False
    responsible: bool = False

    def then(self, role: str, at: int) -> _State | None:
        """The state after one more column; None where a plan has no such row."""
        if role in _ONCE and getattr(self, role):
            return None
        match role:
            case "measure":
                return None if self.measure >= 0 else self._replace(measure=at)
            case "start" | "deadline":
                other = self.deadline if role == "start" else self.start
                return None if other else self._replace(**{role: True})
            case "end":
                return self._replace(end=True) if self.start else None
            case "goal" | "funding" | "indicator" | "status":
                return self if (role == "goal") == (self.measure < 0) else None
            case "number" | "responsible":
                return self._replace(**{role: True})
        return self

    @property
    def whole(self) -> bool:
        return self.measure >= 0 and self.start == self.end and (self.responsible or self.deadline or self.end)


@cache
def shipped() -> Weights | None:
    """The weights of models/columns; None where this installation has no such model: the rule then stands alone."""
    if "columns" not in artifacts.manifest():
        return None
    data = artifacts.load("columns")
    return Weights(data["roles"], data["sure"])


def read(columns: Sequence[Cells], weights: Weights) -> Reading | None:
    """The roles of columns without a head; None where no row of roles is a plan's."""
    return weighed([distribution(held, weights.roles) for held in features(columns)], weights.sure)


def distribution(held: Mapping[str, float], weights: Mapping[str, Mapping[str, float]]) -> Distribution:
    """How probable each role is for one column."""
    logits = {role: logit(weights[role], held) for role in ROLES if role in weights}
    top = max(logits.values())
    raised = {role: math.exp(value - top) for role, value in logits.items()}
    total = sum(raised.values())
    return {role: value / total for role, value in raised.items()}


def weighed(found: Sequence[Distribution], sure: Mapping[str, float]) -> Reading | None:
    """The best row of roles for columns of these distributions."""
    logs = [{role: math.log(max(p, 1e-12)) for role, p in column.items()} for column in found]
    ways: dict[_State, tuple[float, float, tuple[str, ...]]] = {_State(): (0.0, 0.0, ())}
    for at, column in enumerate(logs):
        then: dict[_State, tuple[float, float, tuple[str, ...]]] = {}
        for state, (total, best, path) in ways.items():
            for role, value in column.items():
                after = state.then(role, at) if role != NONE else None
                if after is None:
                    continue
                old = then.get(after)
                new = best + value
                then[after] = (
                    total + value if old is None else _sum(old[0], total + value),
                    new if old is None or new > old[1] else old[1],
                    (*path, role) if old is None or new > old[1] else old[2],
                )
        ways = then
    whole = {state: way for state, way in ways.items() if state.whole}
    if not whole:
        return None
    _, score, path = max(whole.values(), key=lambda way: way[1])
    measure = path.index("measure")
    for_it = against = -math.inf
    for state, (total, _, _) in whole.items():
        if state.measure == measure:
            for_it = _sum(for_it, total)
        else:
            against = _sum(against, total)
    none = sum(column.get(NONE, -27.0) for column in logs)
    held = {
        "plan": _cut(_sum(for_it, against) - none),
        "measure": _cut(for_it - against),
        "likely": max(-1.0, score / len(logs)),
        "least": max(-_SURE, min(column[role] for column, role in zip(logs, path, strict=True))),
    }
    probability = 1 / (1 + math.exp(-logit(sure, held)))
    return Reading(cast("tuple[ColumnRole, ...]", path), held, probability)


def _sum(a: float, b: float) -> float:
    """log(e^a + e^b)."""
    low, high = min(a, b), max(a, b)
    return high if low == -math.inf else high + math.log1p(math.exp(low - high))


def _cut(value: float) -> float:
    return max(-_SURE, min(_SURE, value))
