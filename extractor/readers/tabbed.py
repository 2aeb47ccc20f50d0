"""Tables typed with tabs in plain text: consecutive lines whose cells are parted by tabs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from extractor.schema.document import Block, Cell, Table

#: The label of a list item: two columns that begin so are a list, no table.
_LABEL: Final = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[IVXІХ]{1,5}[.)]|[а-яіїєґa-z][.)]|[-–—•▪·*●○])\Z")
#: Markup that an exporter left around a cell's text.
_STRAY_OPEN: Final = re.compile(r"(?:\s|</?(?:p|br|div|span|b|i|strong|em)\s*/?>)+", re.IGNORECASE)
_STRAY_CLOSE: Final = re.compile(r"(?:<(?:p|br|div|span|b|i|strong|em)\s*/?>|</(?:p|div|span|b|i|strong|em)>)\Z", re.I)
#: A quoted cell is looked for no further than this many lines.
_QUOTED_LINES: Final = 40


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    end: int
    cells: tuple[tuple[int, int], ...]

    @property
    def filled(self) -> int:
        return sum(a < b for a, b in self.cells)


def find(text: str) -> tuple[Block, ...]:
    """The typed tables of `text`, one table block for each run of tabbed lines; a blank line or a line without tabs
    ends it. A lone line with a tab, a numbered list and indented paragraphs are no tables."""
    if "\t" not in text:
        return ()
    found: list[Block] = []
    run: list[_Row] = []
    position = 0
    size = len(text)
    while position <= size:
        stop = text.find("\n", position)
        stop = size if stop < 0 else stop
        if text.find("\t", position, stop) >= 0 and text[position:stop].strip():
            stop = _row_end(text, position, stop)
            run.append(_row(text, position, stop))
        else:
            _close(text, run, found)
            run = []
        position = stop + 1
    _close(text, run, found)
    return tuple(found)


def _close(text: str, run: list[_Row], found: list[Block]) -> None:
    if not _is_table(text, run):
        return
    columns = max(len(r.cells) for r in run)
    cells = tuple(Cell(i, j, a, b) for i, r in enumerate(run) for j, (a, b) in enumerate(r.cells))
    table = Table(run[0].start, run[-1].end, len(run), columns, cells)
    found.append(Block("table", table.start, table.end, table=table))


def _is_table(text: str, run: list[_Row]) -> bool:
    if not run:
        return False
    if len(run) == 1:
        return run[0].filled >= 3
    used = {j for r in run for j, (a, b) in enumerate(r.cells) if a < b}
    if len(used) >= 3:
        return sum(len(r.cells) >= 3 for r in run) >= 2 or run[0].filled >= 3
    return len(used) == 2 and len(run) >= 3 and sum(r.filled == 2 for r in run) >= 2 and not _is_list(text, run)


def _is_list(text: str, run: list[_Row]) -> bool:
    """Are the filled cells of the first column all labels of list items?"""
    firsts = [r.cells[0] for r in run if r.cells[0][0] < r.cells[0][1]]
    return all(_LABEL.match(text, a, b) for a, b in firsts)


def _row(text: str, start: int, end: int) -> _Row:
    cells: list[tuple[int, int]] = []
    left = start
    quoted = False
    for i in range(start, end + 1):
        if i < end and text[i] == '"' and (quoted or not text[left:i].strip()):
            quoted = not quoted
        if i == end or (text[i] == "\t" and not (quoted and text.find("\n", start, end) >= 0)):
            cells.append(_trim(text, left, i))
            left = i + 1
            quoted = False
    return _Row(start, end, tuple(cells))


def _row_end(text: str, start: int, stop: int) -> int:
    """Where the row that begins at `start` ends: past its line where a cell in quotes goes on over line breaks."""
    last = text.rfind("\t", start, stop) + 1
    if not text.startswith('"', last) or text.count('"', last, stop) % 2 == 0:
        return stop
    end = stop
    for _ in range(_QUOTED_LINES):
        line = end + 1
        end = text.find("\n", line)
        end = len(text) if end < 0 else end
        if line >= len(text) or "\n" in text[line:end].strip(" \n") or not text[line:end].strip():
            return stop
        if text.count('"', line, end) % 2:
            return end
    return stop


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without spaces, stray tags and the quotes of a quoted cell of several lines."""
    if start < end and text[start] == '"' and text[end - 1] == '"' and "\n" in text[start:end]:
        start, end = start + 1, end - 1
    if "<" in text[start:end]:
        head = _STRAY_OPEN.match(text, start, end)
        start = head.end() if head else start
        while True:
            while end > start and text[end - 1].isspace():
                end -= 1
            tail = _STRAY_CLOSE.search(text, max(start, end - 10), end)
            if not tail:
                break
            end = tail.start()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
