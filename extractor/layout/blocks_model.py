"""The trained half of telling the roles of lines: a sum of weights of named features of the line and of its two
neighbours, then how probable each role is in each place, given which role follows which.

The weights are those of models/blocks, made by `python -m extractor.learn.blocks`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from extractor import artifacts
from extractor.layout.blocks_features import features, spans
from extractor.layout.paragraphs import DAY_ALONE
from extractor.layout.zones_view import LABEL, Roles, View, agenda_title
from extractor.schema.document import Document
from extractor.schema.outline import ParagraphRole

#: The roles that the model tells; points, quotes and cells are body to it.
ROLES: Final[tuple[ParagraphRole, ...]] = (
    "body", "letterhead", "kind", "requisite", "title", "addressee", "reply", "heading", "signature", "drafter",
    "annex", "furniture",
)  # fmt: skip
#: Those that it may give, and those of the rules that it leaves.
GIVEN: Final = frozenset(ROLES) - {"heading", "reply", "annex"}
KEPT: Final = frozenset(("cell", "quote", "kind", "requisite", "reply", "annex"))
NEVER: Final = frozenset((("heading", "body"), ("furniture", "body")))
_AT: Final[dict[str, int]] = {role: k for k, role in enumerate(ROLES)}
#: How sure a line must be by itself of the role that the rules gave, that it is left.
_SURELY: Final = 0.7
#: Lines from the top among which a title is.
_TITLED: Final = 12
#: A line of body longer than this is running text.
_SENTENCE: Final = 60
#: Where a feature was seen: on the line itself, on the one above it, on the one below it.
SIDES: Final = ("own", "above", "below")
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """`rows` has a row for each feature of `index`: its weights for the roles on each of the SIDES; the last row is the
    bias. `follows` has the log-odds of each role behind each. From `silent` on a line is taken for what the model says
    where the rules made it body; from `ruled` on elsewhere."""

    index: Mapping[str, int]
    rows: Matrix
    follows: Matrix
    silent: float
    ruled: float


@cache
def shipped() -> Weights | None:
    """The weights of models/blocks; None where this installation has no such model: the rules then stand alone."""
    if "blocks" not in artifacts.manifest():
        return None
    return weights_of(artifacts.load("blocks"))


def weights_of(data: Mapping[str, Any]) -> Weights:
    """The weights of an artifact."""
    names = sorted({name for side in SIDES for name in data[side]} - {""})
    index = {name: k for k, name in enumerate(names)}
    rows = np.zeros((len(names) + 1, len(SIDES), len(ROLES)))
    for s, side in enumerate(SIDES):
        for name, values in data[side].items():
            rows[index.get(name, len(names)), s] = values
    follows = np.array([data["follows"][role] for role in ROLES])
    said = data["decision"]
    return Weights(index, rows, follows, said["silent"], said["ruled"])


def mark(document: Document, seen: Sequence[View], roles: Roles) -> None:
    """Changes the roles of lines near the top and the bottom, where the model is sure enough."""
    weights = shipped()
    if weights is None or _lists(seen):
        return
    said: dict[int, ParagraphRole] = {}
    for span in spans(roles):
        open_ = [seen[i].short and roles[i] not in KEPT for i in span]
        if not any(open_):
            continue
        scores = logits(features(document, seen, roles, span), weights)
        if _as_ruled(scores, [roles[i] for i in span], open_):
            continue
        found = marginals(scores, weights.follows)
        changed = decided(found, [roles[i] for i in span], open_, weights.silent, weights.ruled)
        said |= {span[k]: role for k, role in changed.items()}
    after = [said.get(i, role) for i, role in enumerate(roles)]
    running = [i for i, role in enumerate(after) if role == "body" and _runs(seen[i])]
    for i, role in said.items():
        # what stands inside the running text is no frame of a page
        framed = role != "furniture" or not running or not running[0] < i < running[-1]
        if framed and (role != "signature" or _may_sign(seen, after, i)):
            roles[i] = role


def _lists(seen: Sequence[View]) -> bool:
    """Is this a list of dates and of what happens on them? Its lines are as short as those of a head."""
    if not any(map(_runs, seen)) or sum(DAY_ALONE.match(view.line) is not None for view in seen) > 1:
        return True
    return any(view.short and agenda_title().search(view.line.lower()) for view in seen[:_TITLED])


def _runs(view: View) -> bool:
    """Is this running text: a point, or a line as long as a sentence?"""
    return len(view.line) > _SENTENCE or LABEL.match(view.line) is not None


def _may_sign(seen: Sequence[View], after: Sequence[str], i: int) -> bool:
    """May a name sign here? Not in an annex, not above running text of the same act, and not in a list that a colon
    opens: there it is a member."""
    if "annex" in after[:i]:
        return False
    below = takewhile(lambda k: after[k] != "annex", range(i + 1, len(seen)))
    if any(after[k] == "body" and _runs(seen[k]) for k in below):
        return False
    first = next((k for k in range(i, 0, -1) if after[k - 1] != "signature"), 0)
    return first == 0 or not seen[first - 1].line.endswith(":")


def _as_ruled(scores: Matrix, roles: Sequence[ParagraphRole], open_: Sequence[bool]) -> bool:
    """Does each line that may be changed have by itself the role that the rules gave? Their neighbours then change
    none, and need not be weighed; most papers are such."""
    lines = [i for i, may in enumerate(open_) if may]
    own = np.exp(scores[lines] - scores[lines].max(axis=1, keepdims=True))
    given = [_AT.get(roles[i], 0) for i in lines]
    return bool((own[range(len(lines)), given] > _SURELY * own.sum(axis=1)).all())


def decided(
    found: Matrix, roles: Sequence[str], open_: Sequence[bool], silent: float, ruled: float
) -> dict[int, ParagraphRole]:
    """The lines of a run whose role is another than the rules gave, with that role; `open_` are those that may be
    changed."""
    out: dict[int, ParagraphRole] = {}
    for i, (best, sure) in enumerate(zip(found.argmax(axis=1).tolist(), found.max(axis=1).tolist(), strict=True)):
        role, said = ROLES[best], roles[i]
        allowed = open_[i] and role != said and role in GIVEN and (said, role) not in NEVER
        if allowed and sure >= (silent if said == "body" else ruled):
            out[i] = role
    return out


def probabilities(lines: Sequence[Sequence[str]], weights: Weights) -> Matrix:
    """How probable each of the ROLES is for each line of a run."""
    if not lines:
        return np.zeros((0, len(ROLES)))
    return marginals(logits(lines, weights), weights.follows)


def logits(lines: Sequence[Sequence[str]], weights: Weights) -> Matrix:
    """What the features of each line and of its neighbours add up to."""
    bias = len(weights.index)
    at: list[int] = []
    starts: list[int] = []
    for names in lines:
        starts.append(len(at))
        at.append(bias)
        at.extend([k for k in map(weights.index.get, names) if k is not None])
    sums = np.add.reduceat(weights.rows[at], starts, axis=0)
    out = sums[:, 0].copy()
    out[1:] += sums[:-1, 1]
    out[:-1] += sums[1:, 2]
    return cast(Matrix, out)


def marginals(scores: Matrix, follows: Matrix) -> Matrix:
    """Forward and backward over the run: the probability of each role in each place."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    steps = np.exp(follows)
    count = len(raised)
    ahead = np.empty_like(raised)
    back = np.ones_like(raised)
    now = raised[0] / raised[0].sum()
    ahead[0] = now
    for i in range(1, count):
        now = (now @ steps) * raised[i]
        now /= now.sum()
        ahead[i] = now
    later = back[-1]
    for i in range(count - 2, -1, -1):
        later = steps @ (later * raised[i + 1])
        later /= later.sum()
        back[i] = later
    out = ahead * back
    return cast(Matrix, out / out.sum(axis=1, keepdims=True))
