"""Totals of a table that are not the sum of what stands above them."""

from __future__ import annotations

import re
from typing import Final

from extractor.normalize import numbers
from extractor.schema.analysis import Analysis
from extractor.schema.document import Cell, Table
from extractor.schema.facts import Alert

_TOTAL: Final = re.compile(r"\s*(?:усього|всього|разом|підсумок|итого|всего|total)\b", re.IGNORECASE)
#: Rounding of printed thousands adds up to less than this share.
_TOLERANCE: Final = 0.005


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
    sums: dict[int, list[float]] = {}
    out: list[Alert] = []
    for row in sorted(rows):
        cells = rows[row]
        total = any(_TOTAL.match(analysis.plain, c.start, c.end) for c in cells)
        for cell in cells:
            value = numbers.parse(analysis.plain[cell.start : cell.end].strip())
            if value is None:
                continue
            if not total:
                sums.setdefault(cell.column, []).append(float(value))
                continue
            parts = sums.get(cell.column, [])
            if len(parts) >= 2 and abs(sum(parts) - value) > max(_TOLERANCE * abs(value), 0.011):
                message = f"the total {value:g} is not the sum of the {len(parts)} numbers above, {sum(parts):g}"
                out.append(Alert("total_mismatch", message, ((cell.start, cell.end),)))
        if total:
            sums.clear()
    return out
