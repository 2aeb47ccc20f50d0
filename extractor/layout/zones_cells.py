"""Heads and feet laid out in columns: a letterhead with the address beside it, date and number in one row, the
position of who signs beside the name.

A word processor keeps such a head in a table without rules, and tabs in plain text look like one. Its cells are
lines of the head, read down each column; tables of any other content keep their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.layout.zones_address import DATIVE
from extractor.layout.zones_head import ABOUT, REPLY, is_note, names_somebody
from extractor.layout.zones_tail import APPROVED, BLANK_SIGN, is_plain_name
from extractor.layout.zones_view import LABEL, NAME_ALONE, POSITION, Roles, View, kind_of, levelled
from extractor.schema.document import Document, Table
from extractor.schema.outline import Paragraph, ParagraphRole

#: How far down a document, in characters, the table of its head begins, and how long it may be.
_TOP: Final = 1500
_LONGEST: Final = 1500
_ROWS: Final = 12
_COLUMNS: Final = 4
_COLUMN_NAMES: Final = re.compile(
    r"(?:№\s?(?:з/п|п/п|п\.)|назва|найменування|наименование|захід|заходи|мероприяти|зміст|содержание|термін|строк|срок|"
    r"виконав|исполнител|відповідальн|ответствен|напрям|направлени|кількість|количество|(?:загальна )?сума|сумма|"
    r"дата проведення|дата проведения|час\b|время\b|показник|показател)",
    re.IGNORECASE,
)
#: A table that signs has so few rows, and a line of a position so few characters.
_FOOT_ROWS: Final = 8
_LONGEST_POST: Final = 160
_REPLIES: Final = re.compile(r"\s+(?=[Нн]а\s(?:[Вв]аш\s)?(?:№|N))")
_NUMBERED: Final = re.compile(r"(?:№|N)\s?[\d_]")
_TOWN: Final = re.compile(r"[А-ЯІЇЄҐЁ][а-яіїєґё'-]{2,20}\Z")
_CONTACT: Final = re.compile(r"\d{2}-\d{2}|\d{5}|\b(?:вул|ул|тел)\b", re.IGNORECASE)


def opened(document: Document, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs with the cells of a head's table parted into their lines, and a line that has both a letter's own
    number and that of the letter that it answers parted between the two."""
    tables = _tables(document)
    out: list[Paragraph] = []
    for p in paragraphs:
        reply = _REPLIES.search(document.text, p.start, p.end) if p.start < _TOP and p.end - p.start < 200 else None
        if reply is not None and p.role == "body" and is_note(levelled(document.text[p.start : reply.start()].strip())):
            out += [Paragraph(p.start, reply.start()), Paragraph(reply.end(), p.end)]
            continue
        if p.role != "cell" or not any(t.start <= p.start < t.end for t in tables):
            out.append(p)
            continue
        for line in re.finditer(r"[^\n]*\S", document.text[p.start : p.end]):
            start = p.start + line.start() + len(line.group()) - len(line.group().lstrip())
            out.append(Paragraph(start, p.start + line.end(), "cell"))
    return tuple(out)


def mark(document: Document, views: Sequence[View], roles: Roles) -> None:
    """Sets the roles of the cells of a head's table; those of any other table stay cells."""
    for table in _tables(document):
        inside = [i for i, v in enumerate(views) if table.start <= v.start < table.end]
        found = _read(table, {i: views[i] for i in inside})
        if found is not None:
            for i, role in found.items():
                roles[i] = role


def mark_foot(document: Document, views: Sequence[View], roles: Roles, first: int, stop: int) -> None:
    """Sets the roles of the cells of a table that signs an act: each row has a position and, in its last cell, the
    name, or is the beginning of a position that goes on below. Under a colon the same words name members, and so they
    do above further points and in annexes."""
    end = next((i for i in range(first, stop) if roles[i] == "annex"), stop)
    cells = [i for i in range(first, end) if roles[i] == "cell"]
    if not cells or any(roles[i] == "signature" for i in range(first, end)):
        return
    table = next(
        (
            b.table
            for b in document.blocks
            if b.table is not None and b.table.start <= views[cells[-1]].start < b.table.end
        ),
        None,
    )
    if table is None or table.rows > _FOOT_ROWS or not 1 < table.columns <= _COLUMNS:
        return
    inside = [i for i in cells if table.start <= views[i].start < table.end]
    above = inside[0] - 1
    if above < first or views[above].line.endswith((":", ",")) or roles[above] == "cell":
        return
    if any(LABEL.match(views[i].line) for i in range(inside[-1] + 1, end)):
        return
    if _signs(table, [views[i] for i in inside]):
        for i in inside:
            roles[i] = "signature"


def _signs(table: Table, cells: Sequence[View]) -> bool:
    """Are these cells positions with the names behind them, and nothing else?"""
    held = named = False
    for row in range(table.rows):
        own = [c for c in table.cells if c.row == row]
        lines = [v.line for v in cells if any(c.start <= v.start < c.end for c in own)]
        lines = [line for line in lines if not BLANK_SIGN.match(line)]
        if not lines:
            continue
        name = NAME_ALONE.match(lines[-1]) or is_plain_name(lines[-1])
        posts = lines[:-1] if name else lines
        if any(len(line) > _LONGEST_POST or LABEL.match(line) for line in posts):
            return False
        if not held and not (posts and POSITION.match(posts[0])):
            return False
        held, named = not name, bool(name)
    return named


def _tables(document: Document) -> list[Table]:
    """The tables that may be a head: near the top, small, no long text above or in them."""
    tables = [b.table for b in document.blocks[:30] if b.table is not None and b.start < _TOP]
    return [
        t
        for t in tables[:3]
        if t.rows <= _ROWS
        and 1 < t.columns <= _COLUMNS
        and t.end - t.start < _LONGEST
        and not any(_COLUMN_NAMES.match(document.text, c.start, c.end) for c in t.cells if c.row == 0)
    ]


def _read(table: Table, cells: dict[int, View]) -> dict[int, ParagraphRole] | None:
    """The role of each line, None where one of them is no line of a head or none shows that this is one."""
    if not cells or any(not v.short or _COLUMN_NAMES.match(v.line) for v in cells.values()):
        return None
    out: dict[int, ParagraphRole] = {}
    for column in range(table.columns):
        own = [c for c in table.cells if c.column == column]
        below: ParagraphRole | None = None
        for i, view in cells.items():
            if not any(c.start <= view.start < c.end for c in own):
                continue
            role = _role(view, below)
            if role is None:
                return None
            below = role if role in ("addressee", "annex") or below is None else below
            out[i] = role
    return out if _is_head(out, cells) else None


def _is_head(found: dict[int, ParagraphRole], cells: dict[int, View]) -> bool:
    """Do these lines show a head? A day or a town alone may stand in any schedule."""
    roles = set(found.values())
    if roles & {"reply", "addressee", "annex", "kind"}:
        return True
    numbered = any(found[i] == "requisite" and _NUMBERED.search(v.line) for i, v in cells.items())
    headed = all(v.capitals for i, v in cells.items() if found[i] == "letterhead")
    return numbered and headed


def _role(view: View, above: ParagraphRole | None) -> ParagraphRole | None:
    """The role of one line; `above` is that of the address or stamp that its column holds."""
    line = view.line
    kind = kind_of(line)
    if APPROVED.match(line) or above == "annex":
        return "annex"
    if REPLY.match(line):
        return "reply"
    if DATIVE.match(line) and not view.capitals:
        return "addressee"
    if is_note(line) or _TOWN.match(line):
        return "addressee" if above == "addressee" else "requisite"
    if kind is not None and (not kind[1] or kind[1].startswith("№")):
        return "kind"
    if ABOUT.match(line):
        return "title"
    if above == "addressee" and not _CONTACT.search(line):
        return "addressee"
    return "letterhead" if names_somebody(line) else None
