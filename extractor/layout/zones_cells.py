"""Heads laid out in columns: a letterhead with the address beside it, date and number in one row.

A word processor keeps such a head in a table without rules, and tabs in plain text look like one. Its cells are
lines of the head, read down each column; tables of any other content keep their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.layout.zones_head import ABOUT, DATIVE, REPLY, is_note, names_somebody
from extractor.layout.zones_tail import APPROVED
from extractor.layout.zones_view import Roles, View, kind_of
from extractor.schema.document import Document, Table
from extractor.schema.outline import Paragraph, ParagraphRole

#: How far down a document, in characters, the table of its head begins, and how long it may be.
_TOP: Final = 1500
_LONGEST: Final = 1500
_ROWS: Final = 12
_COLUMNS: Final = 4
_COLUMN_NAMES: Final = re.compile(
    r"(?:№\s?(?:з/п|п/п|п\.)|назва|найменування|наименование|захід|заходи|мероприяти|зміст|содержание|термін|строк|срок|"
    r"виконав|исполнител|відповідальн|ответствен|дата проведення|дата проведения|час\b|время\b|показник|показател)",
    re.IGNORECASE,
)
_TOWN: Final = re.compile(r"[А-ЯІЇЄҐЁ][а-яіїєґё'-]{2,20}\Z")
_CONTACT: Final = re.compile(r"\d{2}-\d{2}|\d{5}|\b(?:вул|ул|тел)\b", re.IGNORECASE)


def opened(document: Document, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs with the cells of a head's table parted into their lines."""
    tables = _tables(document)
    if not tables:
        return paragraphs
    out: list[Paragraph] = []
    for p in paragraphs:
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


def _tables(document: Document) -> list[Table]:
    """The tables that may be a head: near the top, small, no long text above or in them."""
    tables = [b.table for b in document.blocks[:30] if b.table is not None and b.start < _TOP]
    return [t for t in tables[:3] if t.rows <= _ROWS and 1 < t.columns <= _COLUMNS and t.end - t.start < _LONGEST]


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
    if any(r in ("requisite", "reply", "addressee", "annex", "kind") for r in out.values()):
        return out
    return None


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
