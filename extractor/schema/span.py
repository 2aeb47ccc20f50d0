"""What a detector says: this stretch of text is that, by this rule, with this score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.schema.facts import (
    Action,
    Deadline,
    Figure,
    Organisation,
    Person,
    Place,
    Reference,
)

Label = Literal["date", "deadline", "figure", "reference", "person", "place", "organisation", "action"]
Value = Deadline | Figure | Reference | Person | Place | Organisation | Action | str


@dataclass(frozen=True, slots=True)
class Span:
    """text[start:end] is a `label`; `rule` names the pattern or model that said so, `score` in 0..1 how surely.

    `value` is its normal form: an ISO date for "date", one of the dataclasses of `facts` for the rest."""

    start: int
    end: int
    label: Label
    rule: str
    score: float = 1.0
    value: Value | None = None
