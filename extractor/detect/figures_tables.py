"""Figures in the cells of tables: a column's header names the unit or what is counted, a cell holds the number."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from extractor.normalize import numbers, units
from extractor.normalize.units import Unit
from extractor.schema.document import Cell, Table
from extractor.schema.facts import Figure
from extractor.schema.span import Span

_NUMBER: Final = re.compile(r"\s*(-?\s?\d[\d .,]*)\s*\Z")
_YEAR: Final = re.compile(r"(?:19|20)\d\d\Z")
#: Where a unit may stand in a header: «Сума, тис. грн», «Обсяг (млн рублів)», «%».
_UNIT_AT: Final = re.compile(r"(?:^|[,(:;/\s])\s*(тис\.?|тыс\.?|млн\.?|млрд\.?)?(?=\s*[^\W\d]|\s*[%₴$€₽])")
_COUNTED: Final = re.compile(
    r"(?<!\w)(осіб|особи|чол\.?|человек|людей|дітей|детей|шт\.?|штук|одиниць|единиц|од\.|ед\.|сімей|семей|примірників|"
    r"екземплярів|экз\.?|ліжок|коек|учнів|місць|мест|випадків|случаев|заяв|звернень|обращений|голів|голов)(?!\w)"
)
_AMOUNT: Final = re.compile(r"(?:кількість|чисельність|количество|численность|число)\s+([^\W\d_][^,(;]{2,60})")
_HEADER_ROWS: Final = 3


@dataclass(frozen=True, slots=True)
class _Column:
    """What the numbers of a column are: a unit with its scale, or a count of the words at `of`."""

    unit: Unit | None
    scale: int | float
    of: tuple[int, int] | None


def spans(plain: str, low: str, table: Table) -> list[Span]:
    """A figure for each cell that holds only a number, in the columns whose header says of what."""
    rows: defaultdict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        rows[cell.row].append(cell)
    heads: dict[int, _Column | None] = {}
    out: list[Span] = []
    for row in sorted(rows):
        values = {c.column: _value(low, c) for c in rows[row]}
        if _is_numbering(list(values.values())):
            continue
        label = next((c for c in rows[row] if values[c.column] is None and _words(low, c)), None)
        for cell in rows[row]:
            value = values[cell.column]
            if value is None or _YEAR.match(low[cell.start : cell.end].strip()):
                continue
            if cell.column not in heads:
                heads[cell.column] = _column(low, table, cell.column, row)
            column = heads[cell.column]
            if column is not None:
                out.append(_figure(plain, cell, value, column, label))
    return out


def _value(low: str, cell: Cell) -> int | float | None:
    hit = _NUMBER.match(low[cell.start : cell.end])
    return numbers.parse(hit.group(1).strip("- ")) if hit else None


def _words(low: str, cell: Cell) -> bool:
    return any(c.isalpha() for c in low[cell.start : cell.end])


def _is_numbering(values: list[int | float | None]) -> bool:
    """1 2 3 4 under a table's header."""
    return len(values) > 1 and all(v == i for i, v in enumerate(values, 1))


def _column(low: str, table: Table, column: int, row: int) -> _Column | None:
    """What the header over `column` says; the cells of the first rows, above `row`, that span it."""
    for cell in sorted(table.cells, key=lambda c: -c.row):
        if not (cell.row < min(row, _HEADER_ROWS) and cell.column <= column < cell.column + cell.column_span):
            continue
        found = _read_header(low, cell)
        if found is not None:
            return found
    return None


def _read_header(low: str, cell: Cell) -> _Column | None:
    for hit in _UNIT_AT.finditer(low, cell.start, cell.end):
        read = units.read(low, hit.end(), cell.end)
        if read is not None:
            scale = numbers.rescaled(1, hit.group(1)) if hit.group(1) else 1
            return _Column(read[0], scale, None)
    amount = _AMOUNT.search(low, cell.start, cell.end)
    counted = _COUNTED.search(low, cell.start, cell.end)
    if counted is not None:
        return _Column(None, 1, counted.span(1))
    return _Column(None, 1, amount.span(1)) if amount else None


def _figure(plain: str, cell: Cell, value: int | float, column: _Column, label: Cell | None) -> Span:
    unit = column.unit
    of = column.of or ((label.start, label.end) if label else None)
    words = " ".join(plain[of[0] : of[1]].split()) if of else None
    start = cell.start + len(plain[cell.start : cell.end]) - len(plain[cell.start : cell.end].lstrip())
    return Span(
        start,
        start + len(plain[cell.start : cell.end].strip()),
        "figure",
        "figure.table",
        0.8,
        Figure(
            value=numbers.tidy(value * column.scale * (unit.factor if unit else 1)),
            unit=unit.kind if unit else "count",
            code=unit.code if unit else None,
            of=words,
            of_span=of,
        ),
    )
