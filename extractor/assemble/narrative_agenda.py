"""Measures of dated agendas typed as lines: a table put down line by line, or dates with what happens on them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from extractor.assemble import narrative_agenda_lines as lines_of
from extractor.assemble import narrative_agenda_parties as who
from extractor.assemble.narrative_agenda_lines import NUMBER, SHORT, Line
from extractor.detect import deadlines
from extractor.layout import columns
from extractor.layout.zones_view import agenda_title
from extractor.normalize.numerals import quarter
from extractor.schema.analysis import Analysis, DateContext
from extractor.schema.facts import Deadline, DocumentKind, Head, Measure, Party
from extractor.schema.outline import ColumnRole
from extractor.schema.span import Span
from extractor.text.offsets import Joined

_ACTS: Final[frozenset[DocumentKind]] = frozenset({"order", "decision", "decree", "law"})
#: So many dates must stand alone, or before a dash, where no column heads announce the agenda.
_LEAST: Final = 3
#: A week, in days; a plan of one may end on the Monday after.
_WEEK: Final = 8
#: No agenda has more columns.
_COLUMNS: Final = 6
#: Under the column heads the first date is no further off, in lines.
_NEAR: Final = 12
#: A title stands among the first paragraphs.
_TOP: Final = 8
#: A title is no longer, in characters.
_TITLE: Final = 250
_LABEL: Final = re.compile(r"(?:(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]\s*(?=[^\d\s])|[-•*▪]\s*)")
#: An hour and its minutes. A dash between them is one between numbers («15-20 волонтерів») unless a preposition, a
#: nought or the word of hours tells it.
_HOUR: Final = (
    r"(?:(?:(?:об?|в|с|з)\s?)?(?:[01]?\d|2[0-3])[.:][0-5]\d|(?:об?|в|с|з)\s?(?:[01]?\d|2[0-3])-[0-5]\d|"
    r"0\d-[0-5]\d|(?:1\d|2[0-3])-00|(?:[01]?\d|2[0-3])-[0-5]\d(?=\s?(?:год|ч)\b))(?!\d)(?:\s?(?:год|ч)\w*\.?)?"
)
_CLOCK: Final = re.compile(
    rf"{_HOUR}(?:\s?(?:-|до|по)\s?(?:[01]?\d|2[0-3])[.:-][0-5]\d(?:\s?(?:год|ч)\w*\.?)?)?[\s,;-]*",
    re.IGNORECASE,
)
#: The thirds of a month, and their days; the last ends with the month.
_THIRD: Final = re.compile(r"\s*(?P<number>[^\s\d-]+|\d)(?:-?[^\W\d_]{1,2})?\s?декада\s*\Z", re.IGNORECASE)
_THIRDS: Final = (("01", "10"), ("11", "20"), ("21", ""))
_TAIL: Final = re.compile(r"[\s.;,]+\Z")
_NOTE: Final = re.compile(r"примітк|примечани|\*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the agenda is set: where it begins (index of a line), its columns in order ("other" for places)."""

    first: int
    columns: tuple[ColumnRole, ...]

    @property
    def dates_lead(self) -> bool:
        """Does a date stand before what happens on it?"""
        if "deadline" not in self.columns or "measure" not in self.columns:
            return True
        return self.columns.index("deadline") < self.columns.index("measure")


@dataclass(slots=True)
class _Row:
    """One measure as it is put together from lines."""

    when: list[tuple[int, int]]
    pieces: list[tuple[int, int]]
    responsible: list[tuple[int, int]] = field(default_factory=list)
    number: str | None = None
    dated: bool = False


def measures(head: Head, analysis: Analysis, spans: Sequence[Span]) -> list[Measure]:
    """The measures of an agenda, in reading order; [] where the document is none, or has it in a table."""
    if head.kind in _ACTS or analysis.outline.plans:
        return []
    lines = list(lines_of.find(analysis))
    if not any(line.kind in ("day", "weekday") or line.date for line in lines):
        return []
    shape = _headed(analysis.plain, lines)
    if shape is None:
        lines = [line for line in lines if line.running]
        shape = _dated(head, analysis, lines)
    return list(_Reader(analysis, lines, shape, spans).run()) if shape is not None else []


def _dated(head: Head, analysis: Analysis, lines: Sequence[Line]) -> _Shape | None:
    """An agenda without column heads: a title, and several dates with something between them."""
    apart = [
        i
        for i, line in enumerate(lines)
        if line.date or (line.kind in ("day", "weekday") and i + 1 < len(lines) and lines[i + 1].kind == "text")
    ]
    longer = sum(line.kind == "loose" for line in lines) if len(apart) > 1 else 0  # «протягом тижня» after two days
    titled = head.kind == "plan" or _titled(analysis)
    if not titled or len(apart) + longer < _LEAST - (
        len(apart) > 1 and head.kind == "plan" and _weekly(analysis, lines[apart[0]].start)
    ):
        return None
    first = apart[0]
    numbered = first > 0 and NUMBER.match(analysis.plain[lines[first - 1].start : lines[first - 1].end].strip())
    return _Shape(first - 1 if numbered else first, ())


def _weekly(analysis: Analysis, first: int) -> bool:
    """Does the title name the week that the agenda is for? Two days of it will do then."""
    period = _context(analysis, first).period
    if period is None:
        return False
    return (date.fromisoformat(period[1]) - date.fromisoformat(period[0])).days < _WEEK


def _titled(analysis: Analysis) -> bool:
    top = [p for p in analysis.outline.paragraphs[: 2 * _TOP] if p.role in ("title", "heading", "body")][:_TOP]
    return any(
        p.end - p.start < _TITLE and agenda_title().search(analysis.plain[p.start : p.end].lower()) is not None
        for p in top
    )


def _headed(plain: str, lines: Sequence[Line]) -> _Shape | None:
    """The first run of short lines that name a column of dates and one of measures, with a date soon after it."""
    roles = [
        columns.role_of(plain[x.start : x.end])
        if x.kind == "text" and x.date is None and x.end - x.start <= SHORT
        else None
        for x in lines
    ]
    run: list[ColumnRole | None] = []
    for i, role in enumerate(roles):
        coming = lines[i : i + _NEAR]
        if role is None and "deadline" in run and "measure" in run:
            ahead = [r for r, x in zip(roles[i + 1 : i + 3], lines[i + 1 : i + 3], strict=False) if x.kind == "text"]
            if lines[i].kind == "text" and any(r is not None and r not in run for r in ahead):
                run = [*run, None]
                continue
            if any(x.kind == "day" or x.date for x in coming):
                while run[-1] is None:
                    run.pop()
                return _Shape(i, tuple(r or "other" for r in run))
        if role is None:
            run = [*run, None][-_COLUMNS:] if run and lines[i].end - lines[i].start <= SHORT else []
        elif role in run:  # the first was the title, or another table's
            run = [*_after(run, role), role]
        else:
            run = [*run, role][-_COLUMNS:]
    return None


def _after(run: Sequence[ColumnRole | None], role: ColumnRole) -> list[ColumnRole | None]:
    """What stands behind `role`, from the first column with a role on."""
    rest = list(run[run.index(role) + 1 :])
    while rest and rest[0] is None:
        del rest[0]
    return rest


def _context(analysis: Analysis, until: int) -> DateContext:
    """What the dates are read against, the period from the lines above the agenda where the title was not read."""
    context = analysis.context
    if context.period is not None:
        return context
    for p in analysis.outline.paragraphs:
        if p.start >= until or p.end - p.start > _TITLE:
            break
        for d in deadlines.in_cell(analysis.plain, p.start, p.end, context):
            if d.kind != "during" or not d.start or not d.end:
                continue
            if d.precision == "day" or d.start[:4] == d.end[:4]:  # a week, a month, a quarter, a year
                return replace(context, period=(d.start, d.end), year=context.year or int(d.end[:4]))
    return context


class _Reader:
    """Reads the lines of one agenda into rows."""

    def __init__(self, analysis: Analysis, lines: Sequence[Line], shape: _Shape, spans: Sequence[Span]) -> None:
        self.analysis, self.plain = analysis, analysis.plain
        self.bodies = {s.start: s.end for s in spans if s.label == "organisation"}
        self.shape = shape
        self.context = _context(analysis, lines[shape.first].start)
        headings = (
            {self.plain[x.start : x.end] for x in lines[: shape.first] if x.kind == "text"} if shape.columns else {}
        )
        self.lines = [x for x in lines[shape.first :] if self.plain[x.start : x.end] not in headings]
        texts = [x for x in self.lines if x.kind == "text"]
        named = [x for x in texts if who.looks_like(self.plain[x.start : x.end], analysis.language)]
        self.named = {x.start for x in named}
        self.listed = "responsible" in shape.columns or (not shape.columns and 5 * len(named) >= 2 * len(texts))
        self.rowed = len(named) >= _LEAST and 5 * sum(x.close for x in named) >= 4 * len(named)
        dated = sum(x.date is not None for x in texts)
        self.grouped = not shape.columns and 2 * dated > len(texts) and self._under_body(lines[shape.first].start)
        self.rows: list[_Row] = []
        self.known: dict[tuple[tuple[int, int], ...], tuple[Deadline, ...]] = {}
        self.when: list[tuple[int, int]] = []
        self.number: str | None = None
        self.open = False  # does the last row take a further line?
        self.brackets = 0  # opened by a line of their own and not closed yet

    def run(self) -> Iterator[Measure]:
        """The measures, in reading order."""
        fixed = self._by_columns()
        for i, line in enumerate(self.lines):
            if line.kind != "text":
                self._date(i, line)
            else:
                if line.date is not None:
                    self.when, self.open = [line.date], False
                self._text(line, fixed.get(line.start))
        for row in self.rows:
            measure = self._measure(row)
            if measure is not None:
                yield measure

    def _by_columns(self) -> dict[int, ColumnRole]:
        """The column of each line, by its start, where every group of lines under a date fills all columns.

        Asked for only where there is a column that its lines do not tell of themselves (a place)."""
        cells = [c for c in self.shape.columns if c not in ("deadline", "number")]
        if "other" not in cells or not self.shape.dates_lead:
            return {}
        groups: list[list[Line]] = [[]]
        for line in self.lines:
            if line.kind != "text":
                groups.append([])
            elif not _is_clock(self.plain[line.start : line.end]):
                groups[-1].append(line)
        groups = [g for g in groups if g]
        whole = [g for g in groups if len(g) % len(cells) == 0]
        if 5 * len(whole) < 4 * len(groups):
            return {}
        return {line.start: cells[i % len(cells)] for g in whole for i, line in enumerate(g)}

    def _date(self, i: int, line: Line) -> None:
        place = (line.start, line.end)
        self.brackets = 0
        if not self.shape.dates_lead:
            if self.rows and not self.rows[-1].dated:
                self.rows[-1].when, self.rows[-1].dated = [place], True
            return
        follows = i > 0 and self.lines[i - 1].kind == "day" and line.kind == "weekday"
        self.when = [*self.when, place] if follows else [place]
        self.open = False

    def _text(self, line: Line, column: ColumnRole | None) -> None:
        start, end = line.start, line.end
        number = NUMBER.match(self.plain[start:end].strip())
        if number is not None:
            self.number, self.open = number.group(1), False
            return
        if (
            _is_clock(self.plain[start:end])
            or self._bracketed(start, end)
            or _NOTE.match(self.plain, start, end)
            or column == "other"
        ):
            return
        row = self.rows[-1] if self.rows and self.open else None
        label = who.label(self.plain, start, end)
        if self._heads(line):
            self.open = False
        elif label is not None and self.rows:
            self.rows[-1].responsible.append((label, end))
        elif row is not None and self._continues(row, line):
            row.pieces.append((start, end))
        elif row is not None and not row.responsible and self._answers(line, column):
            row.responsible.append((start, end))
        elif column != "responsible":
            self.rows.append(_Row(list(self.when) if self.shape.dates_lead else [], [(start, end)], number=self.number))
            self.number, self.open = None, True

    def _bracketed(self, start: int, end: int) -> bool:
        """Does the line stand in brackets of its own, or in some that a line above opened? They say where it is."""
        if not self.brackets and self.plain[start] != "(":
            return False
        self.brackets = max(0, self.brackets + self.plain.count("(", start, end) - self.plain.count(")", start, end))
        return True

    def _under_body(self, first: int) -> bool:
        """Does the name of a body stand right above the agenda: are its items grouped by bodies?"""
        above = [p for p in self.analysis.outline.paragraphs if p.end <= first][-1:]
        return any(who.looks_like(self.plain[p.start : p.end], self.analysis.language) for p in above)

    def _heads(self, line: Line) -> bool:
        """Does the line name the next body whose dated items follow?"""
        return self.grouped and line.date is None and line.start in self.named and line.end - line.start <= SHORT

    def _answers(self, line: Line, column: ColumnRole | None) -> bool:
        """Is this line who is responsible for the measure above it?"""
        if column is not None:
            return column == "responsible"
        if not self.listed or line.date is not None:
            return False
        return line.close if self.rowed else line.start in self.named

    def _continues(self, row: _Row, line: Line) -> bool:
        """Does the line go on with the measure above: after its colon, or in lower case? One with a time of its own
        does not."""
        if row.responsible or line.date is not None or _CLOCK.match(self.plain, line.start, line.end):
            return False
        above = self.plain[row.pieces[-1][0] : row.pieces[-1][1]].rstrip()
        first = self.plain[line.start : line.start + 3].lstrip("-•* ")[:1]
        return above.endswith(":") or (first.islower() and (not self.listed or not above.endswith((".", ";"))))

    def _measure(self, row: _Row) -> Measure | None:
        joined = Joined(self.analysis.text, row.pieces)
        plain = Joined(self.plain, row.pieces).text
        if len(plain) != len(joined.text):
            plain = joined.text
        begin, number = 0, row.number
        label = _LABEL.match(plain)
        if label is not None:
            begin, number = label.end(), label.group("number") or number
        clock = _CLOCK.match(plain, begin)
        begin = clock.end() if clock is not None else begin
        tail = who.tail(plain, begin)
        if tail is None and not row.responsible and "responsible" not in self.shape.columns:
            tail = who.bracketed(plain, begin, joined, self.bodies)
        end = tail[0] if tail is not None else len(plain)
        rest = _TAIL.search(plain, begin, end)
        end = rest.start() if rest is not None else end
        if end - begin < 3 or not any(c.isalpha() for c in plain[begin:end]):
            return None
        places = joined.back(begin, end)
        return Measure(
            type="task",
            text=joined.text[begin:end],
            spans=places,
            number=number,
            responsible=tuple(self._parties(row, joined, (begin, end), tail)),
            deadlines=self._when(tuple(row.when)),
            rule="agenda.line",
            score=0.95 if self.shape.columns else 0.85,
        )

    def _parties(
        self, row: _Row, joined: Joined, text: tuple[int, int], tail: tuple[int, int, int] | None
    ) -> list[Party]:
        if row.responsible:
            return who.listed(self.analysis, row.responsible)
        if tail is not None:
            return who.listed(self.analysis, list(joined.back(tail[1], tail[2])))
        if "responsible" in self.shape.columns:
            return []
        places = joined.back(*text)[:1]
        held = [p for a, b in places for p in who.named(self.analysis, a, b, self.bodies)]
        return held or [p for a, b in places for p in who.subject(self.analysis, a, b)]

    def _when(self, places: tuple[tuple[int, int], ...]) -> tuple[Deadline, ...]:
        """The deadlines of a row; all rows under one date share them."""
        if places not in self.known:
            self.known[places] = tuple(self._deadlines(places))
        return self.known[places]

    def _deadlines(self, when: Sequence[tuple[int, int]]) -> list[Deadline]:
        """What the lines of dates say; a longer time without bounds of its own is the period that the title names."""
        out: list[Deadline] = []
        context = self.context
        for start, end in when:
            for d in deadlines.in_cell(self.plain, start, end, context):
                if d.kind != "relative":
                    out.append(d)
                elif context.period is not None:
                    first, last = context.period
                    out.append(Deadline("during", first, last, spans=d.spans, score=d.score, rule=f"{d.rule}+period"))
            if not out and context.period is not None:
                out += _third(self.plain, start, end, context.period)
            if out:
                break  # a weekday under its date says nothing more
        return out


def _third(plain: str, start: int, end: int, period: tuple[str, str]) -> list[Deadline]:
    """«ІІ декада» of the month that the title names."""
    (first, last), hit = period, _THIRD.match(plain[start:end])
    number = quarter(hit["number"].lower()) if hit is not None else None
    if number is None or number > len(_THIRDS) or first[:7] != last[:7]:
        return []
    begin, stop = _THIRDS[number - 1]
    days = (first[:8] + begin, first[:8] + stop if stop else last)
    return [Deadline("during", *days, spans=((start, end),), rule="agenda.third")]


def _is_clock(plain: str) -> bool:
    hit = _CLOCK.match(plain)
    return hit is not None and hit.end() >= len(plain.rstrip())
