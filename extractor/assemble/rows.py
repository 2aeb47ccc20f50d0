"""Measures of plan tables: one a row, with the parties and deadlines of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from extractor.assemble import narrative_agenda_parties as who
from extractor.detect import deadlines, parties
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Deadline, Measure, Offsets, Party, Status
from extractor.schema.outline import ColumnRole, Piece, Plan, Row
from extractor.schema.span import Span
from extractor.text.language import language_of
from extractor.text.offsets import Joined
from extractor.text.plain import level

_NUMBER: Final = re.compile(r"\s*((?:\d{1,3}|[IVXІХ]{1,5})(?:\.\d{1,3}){0,3})[.)]?\s*\Z")
_OWN_NUMBER: Final = re.compile(r"((?:\d{1,3}\.)+\d{0,3}|\d{1,3}[.)])\s+(?=[^\d\s])")
_TAIL: Final = re.compile(r"[\s.;,]+\Z")
#: Of a measure in a row under a head that names the columns.
_SCORE: Final = 0.98
#: The border of two paragraphs in a cell.
_PARAGRAPH: Final = re.compile(r"(?<=[.!)»\"])[ \u00a0]*\n\s*(?=[А-ЯІЇЄҐA-Z«\"])")
#: A cell that says the same as the one above.
_DITTO: Final = re.compile(
    r"\s*(?:[-\"/ ]*(?://|\"+)[-\"/ ]*|те ж?\s?саме|той же|та ж|то же(?: самое)?)\s*\Z", re.IGNORECASE
)
#: A cell that says there is nothing: a dash.
_NOTHING: Final = re.compile(r"[\s\-.]*\Z")


def measures(analysis: Analysis, spans: Sequence[Span]) -> list[Measure]:
    """One measure for each row with an action, in reading order."""
    out: list[Measure] = []
    bodies = {s.start: s.end for s in spans if s.label == "organisation"}
    for plan in analysis.outline.plans:
        above: Measure | None = None
        for row in _events(analysis, plan):
            measure = _of_row(analysis, plan, row)
            if measure is not None:
                if "responsible" not in plan.columns:
                    measure = _told_by_event(analysis, measure, bodies)
                above = _as_above(analysis, row, measure, above)
                out.append(above)
    return out


def _events(analysis: Analysis, plan: Plan) -> Iterator[Row]:
    """The rows; in an agenda, a table whose first column is the day, each paragraph of a cell is an event."""
    agenda = _is_agenda(plan)
    for row in plan.rows:
        cells = row.of("measure")
        lines = _lines(analysis, cells[0]) if agenda and len(cells) == 1 else []
        if len(lines) < 2:
            yield row
            continue
        parties = [line for c in row.of("responsible") for line in _lines(analysis, c)]
        for i, line in enumerate(lines):
            others = [p for p in row.pieces if p.role != "measure"]
            if len(parties) == len(lines):
                others = [p for p in others if p.role != "responsible"] + [parties[i]]
            yield replace(row, pieces=tuple(sorted([*others, line], key=lambda p: p.column)))


def _is_agenda(plan: Plan) -> bool:
    """Is it a table whose first column is the day?"""
    return "number" not in plan.columns and "deadline" in plan.columns[:1] and "measure" in plan.columns


def _told_by_event(analysis: Analysis, measure: Measure, bodies: Mapping[int, int]) -> Measure:
    """The measure with whom the words of an event name: «нарада сільського голови», «виставка (бібліотека)»."""
    joined = Joined(analysis.text, measure.spans)
    tail = who.bracketed(joined.text, 0, joined, bodies)
    if tail is not None:
        end, first, last = tail
        named = who.listed(analysis, list(joined.back(first, last)))
        return replace(measure, text=joined.text[:end], spans=joined.back(0, end), responsible=tuple(named))
    start, end = measure.spans[0]
    return replace(measure, responsible=tuple(who.named(analysis, start, end, bodies)))


def _lines(analysis: Analysis, cell: Piece) -> list[Piece]:
    """The paragraphs of a cell: lines that end a sentence before one that begins with a capital."""
    out: list[Piece] = []
    start = cell.start
    for hit in _PARAGRAPH.finditer(analysis.text, cell.start, cell.end):
        out.append(replace(cell, start=start, end=hit.start()))
        start = hit.end()
    return [*out, replace(cell, start=start)]


def _as_above(analysis: Analysis, row: Row, measure: Measure, above: Measure | None) -> Measure:
    """The measure with the parties and deadlines of the row above where its cells say «-//-» or «те саме»."""
    if above is None:
        return measure
    if _is_ditto(analysis, row, "responsible"):
        measure = replace(measure, responsible=above.responsible)
    if _is_ditto(analysis, row, "deadline"):
        measure = replace(measure, deadlines=above.deadlines)
    return measure


def _is_ditto(analysis: Analysis, row: Row, role: ColumnRole) -> bool:
    cells = row.of(role)
    return bool(cells) and all(_DITTO.match(analysis.plain, c.start, c.end) for c in cells)


def _of_row(analysis: Analysis, plan: Plan, row: Row) -> Measure | None:
    joined = _joined(analysis, row, "measure")
    number = _number(analysis, row)
    begin = 0
    if number is None and "number" not in plan.columns:
        own = _OWN_NUMBER.match(joined.text)
        if own is not None:
            number, begin = own.group(1).rstrip(".)"), own.end()
    tail = _TAIL.search(joined.text)
    end = tail.start() if tail else len(joined.text)
    if end - begin < 3 or not any(c.isalpha() for c in joined.text[begin:end]):
        return None
    return Measure(
        type="task",
        text=joined.text[begin:end],
        spans=joined.back(begin, end),
        number=number,
        status=_status(analysis, row),
        section=tuple(_TAIL.sub("", Joined(analysis.text, [s]).text) for s in row.section),
        responsible=tuple(_parties(analysis, row)),
        deadlines=tuple(_deadlines(analysis, row)),
        rule="plan.row",
        score=min(_SCORE, plan.probability),
    )


def _joined(analysis: Analysis, row: Row, *roles: str) -> Joined:
    return Joined(analysis.text, [(p.start, p.end) for p in row.pieces if p.role in roles])


def _number(analysis: Analysis, row: Row) -> str | None:
    for piece in row.of("number"):
        hit = _NUMBER.match(analysis.plain[piece.start : piece.end])
        if hit is not None:
            return hit.group(1)
    return None


def _parties(analysis: Analysis, row: Row) -> list[Party]:
    """The parties of all responsible columns; a cell broken over a page is read as one."""
    out: list[Party] = []
    for column in sorted({p.column for p in row.of("responsible")}):
        pieces = [(p.start, p.end) for p in row.of("responsible") if p.column == column]
        spoken = language_of(" ".join(analysis.plain[a:b] for a, b in pieces), analysis.language)
        out += parties.in_pieces(analysis.text, analysis.plain, pieces, spoken)
    return out


def _deadlines(analysis: Analysis, row: Row) -> list[Deadline]:
    start = _read(analysis, row, "start")
    end = _read(analysis, row, "end")
    if start or end:
        both = deadlines.combine(start[0] if start else None, end[0] if end else None)
        return [both] if both is not None else []
    return _read(analysis, row, "deadline")


def _read(analysis: Analysis, row: Row, role: deadlines.Column) -> list[Deadline]:
    out: list[Deadline] = []
    for column in sorted({p.column for p in row.pieces if p.role == role}):
        pieces = [(p.start, p.end) for p in row.pieces if p.role == role and p.column == column]
        joined = Joined(analysis.text, pieces)
        plain = level(joined.text)[0]
        if _NOTHING.match(plain):
            continue
        found = deadlines.in_cell(plain, 0, len(plain), analysis.context, column=role)
        out += [replace(d, spans=_back(joined, d.spans)) for d in found]
    return out


def _back(joined: Joined, spans: Offsets) -> Offsets:
    return tuple(place for a, b in spans for place in joined.back(a, b))


def _status(analysis: Analysis, row: Row) -> Status:
    """Done or ongoing where a status column says so; planned otherwise."""
    said = " ".join(analysis.plain[p.start : p.end].lower() for p in row.of("status"))
    if re.search(
        r"\b(?:виконано|проведено|здійснено|виконаний|выполнен|исполнен|проведен[оаы]?|протокол)", said
    ) and not re.search(r"\bне (?:викон|провед|выполн|исполн)", said):
        return "done"
    if re.search(r"\b(?:виконується|триває|в роботі|у стадії|выполняется|в работе|постоянно|постійно)", said):
        return "ongoing"
    return "planned"
