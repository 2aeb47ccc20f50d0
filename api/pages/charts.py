"""Plots as shapes with their places, for a template to draw: nothing here knows SVG or HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from api.pages import shown

Tone = Literal["plain", "late", "now"]
_WIDTH: Final = 640.0
#: Room for names of bodies, of about seven and a half units a letter, and for the numbers behind them: before the bars,
#: where a narrow screen that shows a part of the plot still has them.
_NAMES: Final = 264.0
_NUMBERS: Final = 44.0
_ROW: Final = 24.0


@dataclass(frozen=True, slots=True)
class Value:
    """One bar: its whole name, how many, where it leads, and its tone."""

    label: str
    value: int
    address: str | None = None
    tone: Tone = "plain"
    short: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar and its words, placed."""

    label: str
    short: str
    value: int
    address: str | None
    tone: Tone
    x: float
    y: float
    width: float
    height: float
    label_x: float
    label_y: float
    anchor: str
    value_x: float
    value_y: float
    value_anchor: str


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line to measure bars by."""

    x1: float
    y1: float
    x2: float
    y2: float
    label: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A plot; `description` says in words what it shows."""

    name: str
    width: float
    height: float
    bars: list[Bar]
    grid: list[GridLine]
    description: str


def columns(name: str, values: Sequence[Value], description: str) -> Chart:
    """Bars that stand, in the order given: months."""
    height, left, top, foot = 260.0, 40.0, 18.0, 34.0
    most, steps = _scale(values)
    span = height - top - foot
    grid = [
        GridLine(left, y, _WIDTH, y, str(step), left - 6, y + 4, "end")
        for step in steps
        for y in (_r(top + span * (1 - step / most)),)
    ]
    room = (_WIDTH - left - 12) / max(len(values), 1)
    every = max(1, -(-len(values) * 46 // int(_WIDTH - left)))
    bars = []
    for position, value in enumerate(values):
        x, tall = left + room * position + room * 0.14, span * value.value / most
        middle = _r(x + room * 0.36)
        bars.append(
            Bar(
                value.label,
                (value.short or value.label) if position % every == 0 else "",
                value.value,
                value.address,
                value.tone,
                _r(x),
                _r(top + span - tall),
                _r(room * 0.72),
                _r(tall),
                middle,
                height - 12,
                "middle",
                middle,
                _r(top + span - tall - 4),
                "middle",
            )
        )
    return Chart(name, _WIDTH, height, bars, grid, description)


def rows(name: str, values: Sequence[Value], description: str) -> Chart:
    """Bars that lie, in the order given: bodies, whose names are long."""
    most, _ = _scale(values)
    left = _NAMES + _NUMBERS
    bars = []
    for position, value in enumerate(values):
        y, wide = _ROW * position + 4, (_WIDTH - left) * value.value / most
        bars.append(
            Bar(
                value.label,
                shown.short(value.short or value.label, 35),
                value.value,
                value.address,
                value.tone,
                left,
                _r(y),
                _r(wide),
                _ROW - 7,
                _NAMES - 8,
                _r(y + 13),
                "end",
                left - 8,
                _r(y + 13),
                "end",
            )
        )
    return Chart(name, _WIDTH, _ROW * max(len(values), 1) + 8, bars, [], description)


def _scale(values: Sequence[Value]) -> tuple[int, list[int]]:
    """The top of the scale, and round numbers below it."""
    highest = max((v.value for v in values), default=0)
    step = 1
    while highest > step * 4:
        step = int(step * (2.5 if str(step).startswith("2") else 2))
    top = max(-(-highest // step), 1) * step
    return top, list(range(0, top + 1, step))


def _r(value: float) -> float:
    return round(value, 1)
