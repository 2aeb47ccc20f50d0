"""Measures of the tables in reports and news that account for what was paid, provided or done, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractor.data import load
from extractor.detect import deadlines, parties
from extractor.readers.flattened_heads import Kind, kind_of
from extractor.schema.analysis import Analysis
from extractor.schema.document import Cell, Table
from extractor.schema.facts import Deadline, DocumentKind, Head, Measure, Party
from extractor.schema.span import Span
from extractor.text.language import language_of
from extractor.text.offsets import Joined

_ACCOUNTS: Final[frozenset[DocumentKind]] = frozenset({"report", "news"})
#: The row with the heads is among the first of its table.
_HEAD_ROWS: Final = 3
#: What tells whether a table accounts for the past stands so near above it, in characters, or in the title.
_ABOVE: Final = 300
_DIGIT: Final = re.compile(r"[1-9]")
_LETTERS: Final = re.compile(r"[^\W\d_]{3}")
_TAIL: Final = re.compile(r"[\s.;,:]+\Z")
_NUMBER: Final = re.compile(r"\s*(\d{1,3}(?:\.\d{1,3}){0,2})[.)]?\s*\Z")
_OWN_NUMBER: Final = re.compile(r"\s*(\d{1,3}(?:\.\d{1,3}){0,2})[.)]\s+(?=[^\d\s])")


@dataclass(frozen=True, slots=True)
class _Columns:
    """The row that heads a table, and the kind of each column by its index."""

    row: int
    kinds: dict[int, Kind]
    words: dict[int, str]

    def of(self, *kinds: Kind) -> list[int]:
        return [c for c, kind in sorted(self.kinds.items()) if kind in kinds]


def measures(head: Head, analysis: Analysis, _spans: Sequence[Span]) -> list[Measure]:
    """One activity for each row that counts or sums what its words name, in reading order.

    Tables of prices, needs and plans give none, nor do statistics, whose rows name places or groups."""
    if head.kind not in _ACCOUNTS:
        return []
    document = analysis.outline.document
    furniture = [(p.start, p.end) for p in analysis.outline.paragraphs if p.role == "furniture"]
    planned = [(p.start, p.end) for p in analysis.outline.plans]
    out: list[Measure] = []
    for block in document.blocks:
        if block.table is None or any(a < block.end and b > block.start for a, b in (*furniture, *planned)):
            continue
        columns = _columns(analysis.plain, block.table)
        if columns is not None and not _looks_ahead(head, analysis, block.table, columns):
            out += _rows(analysis, block.table, columns)
    return out


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load("accounts")[name]["pattern"])


def _columns(plain: str, table: Table) -> _Columns | None:
    """The head of a table that says what was done and how much of it; None for other tables."""
    for row in range(min(_HEAD_ROWS, table.rows)):
        words = {c.column: plain[c.start : c.end].lower() for c in table.cells if c.row == row and c.start < c.end}
        kinds = {column: kind for column, said in words.items() if (kind := kind_of(said)) is not None}
        if "action" in kinds.values() and {"count", "money"} & set(kinds.values()):
            return _Columns(row, kinds, words)
    return None


def _looks_ahead(head: Head, analysis: Analysis, table: Table, columns: _Columns) -> bool:
    """Is it a list of prices, or of what is only wanted or planned?"""
    if "unit" in columns.kinds.values() and "money" not in columns.kinds.values():
        return True
    sums = [columns.words[c] for c in columns.of("count", "money")]
    if all(_pattern("price").search(said) for said in sums):
        return True
    above = analysis.plain[max(0, table.start - _ABOVE) : table.start].lower()
    nearest = above.rstrip().rpartition("\n")[2]
    return any(
        _pattern("ahead").search(said) for said in (*columns.words.values(), nearest, (head.title or "").lower())
    )


def _rows(analysis: Analysis, table: Table, columns: _Columns) -> Iterator[Measure]:
    rows: dict[int, dict[int, Cell]] = {}
    for cell in table.cells:
        if cell.row > columns.row and cell.start < cell.end:
            rows.setdefault(cell.row, {})[cell.column] = cell
    for row in sorted(rows):
        measure = _measure(analysis, columns, rows[row])
        if measure is not None:
            yield measure


def _measure(analysis: Analysis, columns: _Columns, row: dict[int, Cell]) -> Measure | None:
    plain = analysis.plain
    action = columns.of("action")[-1]
    sums = [plain[row[c].start : row[c].end] for c in columns.of("count", "money") if c in row]
    if action not in row or row[action].column_span > 1 or not any(_DIGIT.search(said) for said in sums):
        return None
    said = [action, *(c for c in columns.of("text") if _pattern("object").search(columns.words[c]))]
    joined = Joined(analysis.text, [(row[c].start, row[c].end) for c in sorted(said) if c in row])
    own = _OWN_NUMBER.match(joined.text)
    begin = own.end() if own is not None else 0
    tail = _TAIL.search(joined.text)
    end = tail.start() if tail is not None else len(joined.text)
    if not _LETTERS.search(joined.text, begin, end) or _pattern("total").match(joined.text[begin:end].lower()):
        return None
    numbers = [
        hit for c in columns.of("number") if c in row if (hit := _NUMBER.match(plain[row[c].start : row[c].end]))
    ]
    first = own if own is not None else next(iter(numbers), None)
    return Measure(
        type="activity",
        text=joined.text[begin:end],
        spans=joined.back(begin, end),
        number=first.group(1) if first is not None else None,
        status="done",
        responsible=tuple(_parties(analysis, columns, row)),
        deadlines=tuple(_deadlines(analysis, columns, row, action)),
        rule="account.row",
        score=0.9,
    )


def _parties(analysis: Analysis, columns: _Columns, row: dict[int, Cell]) -> list[Party]:
    out: list[Party] = []
    for column in columns.of("responsible"):
        if column in row:
            place = (row[column].start, row[column].end)
            spoken = language_of(analysis.plain[place[0] : place[1]], analysis.language)
            out += parties.in_pieces(analysis.text, analysis.plain, [place], spoken)
    return out


def _deadlines(analysis: Analysis, columns: _Columns, row: dict[int, Cell], action: int) -> list[Deadline]:
    """The day or period of a column of its own, or else the one that the row's words name."""
    for column in columns.of("date"):
        if column in row:
            found = deadlines.in_cell(analysis.plain, row[column].start, row[column].end, analysis.context)
            if found:
                return found
    return deadlines.in_text(analysis.plain, row[action].start, row[action].end, analysis.context, mode="report")
