"""Totals of a table that are not the sum of what stands above them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from extractor.normalize import numbers
from extractor.schema.analysis import Analysis
from extractor.schema.document import Cell, Table
from extractor.schema.facts import Alert

_TOTAL: Final = re.compile(r"\s*(?:усього|всього|разом|підсумок|итого|всего|total)\b", re.IGNORECASE)
#: Rounding of printed thousands adds up to less than this share.
_TOLERANCE: Final = Decimal("0.005")
#: And to no more than this.
_CENT: Final = Decimal("0.011")


def mismatches(analysis: Analysis) -> list[Alert]:
    """A warning for each total of a column that differs from the sum of the numbers above it since the last total."""
    out: list[Alert] = []
    for block in analysis.outline.document.blocks:
        if block.table is not None:
            out += _of_table(analysis, block.table)
    return out


def _of_table(analysis: Analysis, table: Table) -> list[Alert]:
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    sums: dict[int, list[Decimal]] = {}
    out: list[Alert] = []
    for row in sorted(rows):
        cells = rows[row]
        total = any(_TOTAL.match(analysis.plain, c.start, c.end) for c in cells)
        for cell in cells:
            value = numbers.parse(analysis.plain[cell.start : cell.end].strip())
            if value is None:
                continue
            printed = Decimal(str(value))
            if not total:
                sums.setdefault(cell.column, []).append(printed)
                continue
            parts = sums.get(cell.column, [])
            if len(parts) >= 2 and abs(sum(parts) - printed) > max(_TOLERANCE * abs(printed), _CENT):
                above = f"the {len(parts)} numbers above, {_digits(sum(parts, Decimal()))}"
                message = f"the total {_digits(printed)} is not the sum of {above}"
                out.append(Alert("total_mismatch", message, ((cell.start, cell.end),)))
        if total:
            sums.clear()
    return out


def _digits(value: Decimal) -> str:
    """All digits, with a point where it is no whole number: 1234567.89."""
    said = f"{value:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said
