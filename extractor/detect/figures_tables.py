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

#: A number alone, at most said again in words: «29 (двадцять дев'ять)».
_NUMBER: Final = re.compile(r"\s*(-?\s?\d[\d .,]*)(?:\([^\W\d][^()\d]{2,60}\))?\s*\Z")
_YEAR: Final = re.compile(r"(?:19|20)\d\d\Z")
#: Where a unit may stand in a header: «Сума, тис. грн», «Обсяг (млн рублів)», «%»; «2021 г.» is a year.
_UNIT_AT: Final = re.compile(
    r"(?:^|[,(:;]|(?<=[^\W\d]{2})/|(?<!\d)\s)\s*(тис\.?|тыс\.?|млн\.?|млрд\.?)?(?=\s*[^\W\d]|\s*[%₴$€₽])"
)
_COUNTED: Final = re.compile(
    r"(?<!\w)(осіб|особи|чол\.?|чоловік(?:ів|и)?|жінок|человек|женщин|мужчин|людей|дітей|детей|шт\.?|штук|одиниць|единиц|"
    r"од\.|ед\.|сімей|семей|родин|примірників|екземплярів|экз\.?|ліжок|коек|учнів|місць|мест|випадків|случаев|заяв|"
    r"звернень|обращений|голів|голов|дворів|дворов|домогосподарств|мешканців|жителів|жителей|населення|населения|"
    r"послуг|услуг|об'єктів|объектов|закладів|заходів|договорів|договоров)(?!\w)"
)
_AMOUNT: Final = re.compile(
    r"(?:кількість|к-ть|чисельність|количество|кол-во|численность|число)\s+(?!(?:од|ед|шт)\b)([^\W\d_][^,(;]{2,60})"
)
#: Heads of sums, labels and times, whatever they are of.
_NO_COUNT: Final = re.compile(
    r"\W*(?:[^\W\d]+(?:а|ая|ий|ый) )?(?:сума|сумма|варт|стоим|ціна|ціни|цен[аы]|тариф|розмір|размер|номер|код|дата|рік|"
    r"год|термін|срок|строк|назв|найменув|наименов|вид)|№"
)
#: A column that counts or measures what stands in its rows: their first words say what, or a column of units.
_BARE: Final = re.compile(
    r"\W*(?:[^\W\d]+(?:а|е|ее|ий|ая) )?(?:кількість|к-?ть|кіл-?ть|количество|кол-?во|чисельність|численность|усього|"
    r"всього|разом|всего|итого)\W*\Z"
)
#: A column whose rows must say themselves of what its numbers are.
_OPEN: Final = re.compile(
    r"\W*(?:[^\W\d]+(?:а|е|ее|ий|ая) )?(?:обсяг|объ[её]м|план|факт|виконано|выполнено|показник|значення|значение|"
    r"сума|сумма|варт[оі]сть|стоимость|виплачено|выплачено|нараховано|начислено|витрачено|профінансовано|виділено|"
    r"(?:за |на |станом на )?(?:19|20)\d\d(?: ?р(?:ік|оці|оку|\.)?| ?г(?:од|оду|\.)?)?)\W*\Z"
)
_OF_UNITS: Final = re.compile(r"\W*(?:од\w*|ед\w*|один)\.? ?(?:вим|изм)")
#: A value with words of its own: such a row is no head any more.
_SAID: Final = re.compile(r"\d[\d .,]*\s+(?!кварт|півріч|полуг|міс|мес|рік|рок|год|клас|груп|кат)[^\W\d]")
_HEADER_ROWS: Final = 3
#: «(тис. грн)» over a table is no longer than this.
_LINE_ABOVE: Final = 40


@dataclass(frozen=True, slots=True)
class _Column:
    """What the numbers of a column are: a unit with its scale, or a count of the words at `of`.

    `open`: the head tells neither; a row's own words or unit may."""

    unit: Unit | None
    scale: int | float
    of: tuple[int, int] | None
    open: bool = False


def spans(plain: str, low: str, table: Table) -> list[Span]:
    """A figure for each cell that holds only a number, in the columns whose header, or whose row, says of what."""
    rows: defaultdict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        rows[cell.row].append(cell)
    reader = _Reader(plain, low, table, _header_rows(low, rows))
    return [span for row in sorted(rows) if row >= reader.header for span in reader.row(rows[row])]


def _header_rows(low: str, rows: dict[int, list[Cell]]) -> int:
    """How many rows head the table: those above the first with a number; years may be heads too."""
    for row in sorted(rows):
        values = [low[c.start : c.end].strip() for c in rows[row] if _value(low, c) is not None]
        if row and any(_SAID.match(low, c.start, c.end) for c in rows[row]):
            return min(row, _HEADER_ROWS)
        if values and not (all(_YEAR.match(v) for v in values) and (row == 0 or len(values) > 1)):
            return min(row, _HEADER_ROWS)
    return _HEADER_ROWS


class _Reader:
    """Reads the rows of one table under its first `header` rows."""

    def __init__(self, plain: str, low: str, table: Table, header: int) -> None:
        self.plain, self.low, self.table, self.header = plain, low, table, header
        self.heads: dict[int, _Column | None] = {}
        self.over: defaultdict[int, list[Cell]] = defaultdict(list)  # the cells of the head by the columns they span
        for cell in sorted((c for c in table.cells if c.row < header and c.start < c.end), key=lambda c: -c.row):
            for column in range(cell.column, min(cell.column + cell.column_span, table.columns)):
                self.over[column].append(cell)
        units_in = [c.column for c in table.cells if c.row < header and _OF_UNITS.match(low, c.start, c.end)]
        self.units = units_in[0] if units_in else None
        self.above = self._line_above()

    def row(self, cells: list[Cell]) -> list[Span]:
        """The figures of one row."""
        values = {c.column: _value(self.low, c) for c in cells}
        if _is_numbering(list(values.values())):
            return []
        label = next((c for c in cells if values[c.column] is None and _words(self.low, c)), None)
        out: list[Span] = []
        for cell in cells:
            value = values[cell.column]
            column = self._column(cell.column) if value is not None else None
            if value is None or column is None:
                continue
            if column.open and _YEAR.match(self.low[cell.start : cell.end].strip()):
                continue
            if column.unit is None and column.of is None:
                column = self._own(cells, label) or (self.above if column.open else column)
            if column is not None and (column.unit is not None or column.of is not None or label is not None):
                out.append(_figure(self.plain, cell, value, column, label))
        return out

    def _column(self, column: int) -> _Column | None:
        """What the header over `column` says; the nearest of its cells that span it and tell."""
        if column not in self.heads:
            read = (_read_header(self.low, c.start, c.end) for c in self.over.get(column, ()))
            self.heads[column] = next((found for found in read if found is not None), None)
        return self.heads[column]

    def _own(self, cells: list[Cell], label: Cell | None) -> _Column | None:
        """What a row says of its numbers: by its cell of units, or at the end of its words («…, тис. грн»)."""
        unit = next((c for c in cells if c.column == self.units and c.start < c.end), None)
        if unit is not None:
            return _unit(self.low, unit.start, unit.end) or _Column(None, 1, None)
        comma = self.low.rfind(",", label.start, label.end) if label is not None else -1
        if label is None or comma < 0:
            return None
        counted = _COUNTED.match(self.low, _skip(self.low, comma + 1), label.end)
        found = _unit(self.low, comma, label.end)
        return found or (_Column(None, 1, counted.span(1)) if counted else None)

    def _line_above(self) -> _Column | None:
        """The unit that a short line over the table gives: «(тис. грн)»."""
        near = max(0, self.table.start - 2 * _LINE_ABOVE)
        end = near + len(self.low[near : self.table.start].rstrip())
        start = max(self.low.rfind("\n", 0, end) + 1, end - _LINE_ABOVE - 1)
        return _unit(self.low, start, end) if end - start <= _LINE_ABOVE else None


def _skip(low: str, at: int) -> int:
    while low[at : at + 1].isspace():
        at += 1
    return at


def _value(low: str, cell: Cell) -> int | float | None:
    hit = _NUMBER.match(low[cell.start : cell.end])
    return numbers.parse(hit.group(1).strip("- ")) if hit else None


def _words(low: str, cell: Cell) -> bool:
    return any(c.isalpha() for c in low[cell.start : cell.end])


def _is_numbering(values: list[int | float | None]) -> bool:
    """1 2 3 4 under a table's header."""
    return len(values) > 1 and all(v == i for i, v in enumerate(values, 1))


def _unit(low: str, start: int, end: int) -> _Column | None:
    said = low[start:end]
    for hit in _UNIT_AT.finditer(said):
        read = units.read(said, hit.end(), len(said))
        if read is not None:
            scale = numbers.rescaled(1, hit.group(1)) if hit.group(1) else 1
            return _Column(read[0], scale, None)
    return None


def _read_header(low: str, start: int, end: int) -> _Column | None:
    found = _unit(low, start, end)
    if found is not None:
        return found
    counted = None if _NO_COUNT.match(low, start, end) else _COUNTED.search(low, start, end)
    counted = counted or _AMOUNT.search(low, start, end)
    if counted is not None:
        return _Column(None, 1, counted.span(1))
    if _BARE.match(low, start, end):
        return _Column(None, 1, None)
    return _Column(None, 1, None, open=True) if _OPEN.match(low, start, end) else None


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
