"""What is asked for, and the conditions of SQL that this makes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, Final, Self

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, exists, false, literal, or_, select, text, union
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from extractor.store import lemmas, query, schema
from extractor.store.legible import legible
from extractor.store.terms import of_terms

_D: Final = schema.documents.c
_M: Final = schema.measures.c
_T: Final = schema.deadlines.c
# Names of their own, as the question around may read the same tables.
_P: Final = schema.parties.alias("acting").c
_DUE: Final = schema.deadlines.alias("pending").c
_MEANT: Final = schema.bodies.alias("meant")
_B: Final = _MEANT.c
_ABOVE: Final = schema.bodies.alias("over")
_BODY_ID: Final = re.compile("[0-9a-f]{32}")
_OF_MEASURES: Final = frozenset({"planned", "ongoing", "done"})
#: More readings of a name's word than this are no help.
_MOST: Final = 8
#: Words of a name that are asked for; no body has a longer one, and SQLite takes an expression of a bounded depth only.
_WORDS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which documents, and which of their measures, figures, deadlines and organisations; every part narrows.

    text: words that stand in the document (of measures: in the measure), in any form; "in quotes" together; -word:
        not; word*: beginning so.
    kind: of the document, one of several.
    issuer: words or a part of the name of the issuing body, or a body's id.
    responsible: the same of a responsible body; with due and status it must hold of one measure.
    organisation: the same of any body that the document names.
    due_before, due_after: ISO dates, inclusive, of a deadline's last day.
    open: only measures that are not done, with a deadline that can be kept or missed.
    status: of a measure (planned, ongoing, done) or of the document (complete, partial, failed), one of several.
    type: of a measure, one of several.
    term: of a deadline without a last day: its kind (recurring, permanent, relative), one of several; `open`
        then leaves no kind out.
    alone: a body's id means that body only, not also those of its name that were told apart from it.
    unit: of a figure: its kind (money, percent …) or code (UAH, % …).
    language: of the document.
    number: of the document, as printed.
    dated_before, dated_after: ISO dates, inclusive, of the document.
    since: changed at this time (ISO 8601, UTC) or later.
    reviewed: whether somebody has corrected or confirmed anything in it.
    ids: of documents.
    """

    text: str | None = None
    kind: tuple[str, ...] = ()
    issuer: str | None = None
    responsible: str | None = None
    organisation: str | None = None
    due_before: str | None = None
    due_after: str | None = None
    open: bool = False
    status: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    term: tuple[str, ...] = ()
    unit: str | None = None
    language: str | None = None
    number: str | None = None
    dated_before: str | None = None
    dated_after: str | None = None
    since: str | None = None
    reviewed: bool | None = None
    ids: tuple[str, ...] | None = None
    alone: bool = False

    def __post_init__(self) -> None:
        """No database takes a NUL or a lone surrogate, and none holds one."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                object.__setattr__(self, field.name, legible(value))
            elif isinstance(value, tuple):
                object.__setattr__(self, field.name, tuple(legible(str(part)) for part in value))

    def overdue(self, today: date) -> Self:
        """The same, but only what is not done and was due before `today`."""
        yesterday = (today - timedelta(days=1)).isoformat()
        return replace(self, open=True, due_before=min(self.due_before or yesterday, yesterday))


EVERYTHING: Final = Filter()


def of_documents(wanted: Filter, dialect: str) -> list[ColumnElement[bool]]:
    """What a document's row must meet. `dialect`: the database's name, as full text is asked for in its own way."""
    made = of_cards(wanted)
    if wanted.text is not None and wanted.text.strip():
        made.append(matches(query.parse(wanted.text), dialect))
    inner = _of_one_measure(wanted)
    if inner:
        made.append(exists().where(_M.doc == _D.seq, *inner))
    return made


def of_measures(wanted: Filter, dialect: str) -> list[ColumnElement[bool]]:
    """What a measure's row and that of its document must meet."""
    made = [*of_cards(wanted), *_of_one_measure(wanted)]
    if wanted.text is not None and wanted.text.strip():
        terms = query.parse(wanted.text)
        # The words of a measure are words of its document: full text narrows first, as a list of words cannot.
        made += [matches(tuple(t for t in terms if not t.without), dialect), _said(terms, _M.lemmas)]
    return made


def of_deadlines(wanted: Filter, dialect: str) -> list[ColumnElement[bool]]:
    """What a deadline's row and those of its measure and document must meet."""
    made = of_measures(replace(wanted, due_before=None, due_after=None), dialect)
    # By the same expression that they are put in order by, so that one index does both.
    return [*made, *_due(wanted, _T, schema.LAST_DAY), *([_T.due.is_not(None)] if wanted.due_after else [])]


def of_figures(wanted: Filter, dialect: str) -> list[ColumnElement[bool]]:
    """What a figure's row and that of its document must meet."""
    figures = schema.figures.c
    made = of_cards(wanted)
    if wanted.text is not None and wanted.text.strip():
        made.append(matches(query.parse(wanted.text), dialect))
    inner = _of_one_measure(wanted)
    if inner:
        made.append(exists().where(_M.doc == figures.doc, _M.id == figures.measure, *inner))
    if wanted.unit:
        made.append(or_(figures.unit == wanted.unit, figures.unit_code == wanted.unit))
    return made


def of_cards(wanted: Filter) -> list[ColumnElement[bool]]:
    """What the document's own columns must meet."""
    made: list[ColumnElement[bool]] = []
    statuses = tuple(s for s in wanted.status if s not in _OF_MEASURES)
    for column, values in ((_D.kind, wanted.kind), (_D.status, statuses)):
        if values:
            made.append(column.in_(values))
    for column, value in ((_D.language, wanted.language), (_D.number, wanted.number)):
        if value:
            made.append(column == value)
    if wanted.since:
        made.append(_D.updated >= wanted.since)
    if wanted.dated_before:
        made.append(_D.date <= wanted.dated_before)
    if wanted.dated_after:
        made.append(_D.date >= wanted.dated_after)
    if wanted.reviewed is not None:
        made.append(_D.corrections > 0 if wanted.reviewed else _D.corrections == 0)
    if wanted.ids is not None:
        made.append(_D.id.in_(wanted.ids))
    return made + _of_bodies(wanted)


def _of_bodies(wanted: Filter) -> list[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = []
    if wanted.issuer:
        made.append(_D.issuer_body.in_(named(wanted.issuer, wanted.alone)))
    if wanted.organisation:
        ours, meant = schema.organisations.c, named(wanted.organisation, wanted.alone)
        mentioned = exists().where(ours.doc == _D.seq, ours.body.in_(meant))
        made.append(or_(mentioned, exists().where(_P.doc == _D.seq, _P.body.in_(meant))))
    return made


def _of_one_measure(wanted: Filter) -> list[ColumnElement[bool]]:
    """What all must hold of one measure."""
    made: list[ColumnElement[bool]] = []
    statuses = tuple(s for s in wanted.status if s in _OF_MEASURES)
    if statuses:
        made.append(_M.status.in_(statuses))
    elif wanted.open:
        made.append(_M.status != "done")
    if wanted.type:
        made.append(_M.type.in_(wanted.type))
    if wanted.responsible:
        meant = named(wanted.responsible, wanted.alone)
        made.append(exists().where(_P.doc == _M.doc, _P.measure == _M.id, _P.body.in_(meant)))
    due = _due(wanted, _DUE, _DUE.due)
    if due:
        made.append(exists().where(_DUE.doc == _M.doc, _DUE.measure == _M.id, *due))
    return made


def _due(
    wanted: Filter, theirs: ReadOnlyColumnCollection[str, Any], last: ColumnElement[Any]
) -> list[ColumnElement[bool]]:
    made = of_terms(wanted.term, theirs)
    if wanted.due_before:
        made.append(last <= wanted.due_before)
    if wanted.due_after:
        made.append(last >= wanted.due_after)
    if wanted.open and not wanted.term:
        made.append(theirs.kind != "permanent")
    return made


def named(name: str, alone: bool = False) -> Select[tuple[str]] | CompoundSelect[tuple[str]]:
    """The ids of the bodies that are meant: one id, a part of a name, or words of it in any form and order, of a name
    of many with words of the authority that it hangs on.

    The id that is made of a name of many means all of that name too, unless it is meant `alone`: whoever asked by it
    before bodies were told apart, and goes on asking, is to lose none of them."""
    if _BODY_ID.fullmatch(name):
        return union(select(literal(name)), *([] if alone else [select(_B.id).where(_B.base == name)]))
    plain = lemmas.key(name)
    if not plain:
        return select(_B.id).where(false())
    parts = list(dict.fromkeys(tuple(lemmas.asked(part)[:_MOST]) for part in plain.split()))[:_WORDS]
    spoken = [_holds(_B.lemmas, part) for part in parts]
    holding = select(_B.id).where(or_(_B.key.like(f"%{plain}%"), and_(*spoken)))
    if len(parts) == 1:
        return holding
    # At least one word must be of the name alone, or a council's name would mean all that hangs on it.
    above = [_holds(_ABOVE.c.lemmas, part) for part in parts]
    both = [or_(one, other) for one, other in zip(spoken, above, strict=True)]
    apart = or_(*(and_(one, ~other) for one, other in zip(spoken, above, strict=True)))
    return union(holding, select(_B.id).join_from(_MEANT, _ABOVE, _ABOVE.c.id == _B.authority).where(*both, apart))


def _holds(column: ColumnElement[str], readings: Sequence[str]) -> ColumnElement[bool]:
    """Whether a list of lemmas, each with spaces around it, holds one of these."""
    return or_(*(column.like(f"% {word} %") for word in readings))


def matches(terms: tuple[query.Term, ...], dialect: str) -> ColumnElement[bool]:
    """Whether the document's full text holds what is asked for."""
    if dialect == "postgresql":
        asked = query.tsquery(terms)
        found = text("SELECT doc FROM search WHERE vector @@ CAST(:asked AS tsquery)")
    else:
        asked = query.fts5(terms)
        found = text("SELECT rowid FROM search WHERE search MATCH :asked")
    return false() if asked is None else _D.seq.in_(found.bindparams(asked=asked).columns(schema.documents.c.seq))


def _said(terms: tuple[query.Term, ...], column: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a list of lemmas, each with spaces around it, holds what is asked for."""
    made = []
    for term in terms:
        end = "%" if term.beginning else " %"
        held = or_(*(column.like(f"% {phrase}{end}") for phrase in query.phrases(term)))
        made.append(~held if term.without else held)
    return and_(*made) if made else false()
