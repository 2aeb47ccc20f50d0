"""Corrections by people: confirm, reject, edit, add, take back; and the history of who said what."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.errors import Refused
from api.pages import forms, render
from api.pages.beside import Look, beside
from api.pages.documents import DocumentId, document_context, whole
from api.pages.forms import Field, FieldError, Place
from api.pages.render import Reader
from api.pages.route import Fields, MayRead, MayReview, Service, pages, said
from api.pages.words import Words, catalogue
from api.state import State
from extractor.schema.contract import Extraction
from extractor.store import ConflictError, Correction, CorrectionError, DocumentRow, HistoryRow
from extractor.store.correction import PARTS

ROUTER = pages()

Item = Annotated[str, Path(pattern="^[a-z]+[0-9]*(-[a-z_]+(-[0-9]{1,6})?)?$", max_length=40)]
Looked = Annotated[Look, Query()]
_LONGEST_NOTE: Final = 1_000
#: Values of closed lists that the API changes and no form; and the parts of values that are dates.
_NAMED_VALUES: Final = ("anchor", "precision", "language")
_DATES: Final = ("date", "start", "end")
#: Fields that take a number in digits.
_NUMBERS: Final = tuple(field.name for fields in forms.FIELDS.values() for field in fields if field.widget == "number")
#: Buttons of a form that show it again: with its borders moved, or with those of the selected text.
_SHOWN_AGAIN: Final = (*forms.MOVES, "again")


@dataclass(frozen=True, slots=True)
class Editing:
    """A form as it is asked for: of which document, by whom, and how the document is looked at."""

    request: Request
    service: State
    reading: Reader
    look: Look
    row: DocumentRow
    extraction: Extraction

    @classmethod
    def of(cls, request: Request, service: State, reading: Reader, document_id: str) -> Editing:
        """Raises Refused not_found."""
        row, extraction = whole(service, document_id)
        if extraction is None:
            raise Refused("not_found", "the document could not be read")
        return cls(request, service, reading, Look.model_validate(_looked(request)), row, extraction)


def _looked(request: Request) -> dict[str, str]:
    known = {"view": ("text", "pages"), "sort": ("confidence", "text")}
    asked = {k: v for k, v in request.query_params.items() if v in known.get(k, ())}
    numbers = {k: request.query_params.get(k, "") for k in ("part", "page")}
    return {**asked, **{k: v for k, v in numbers.items() if v.isdecimal() and 0 < int(v[:7]) <= 1_000_000}}


@ROUTER.post("/documents/{document_id}/review")
def review(request: Request, document_id: DocumentId, service: Service, reading: MayReview, fields: Fields) -> Response:
    """Confirms or rejects an item."""
    editing = Editing.of(request, service, reading, document_id)
    item, action = said(fields, "item"), said(fields, "action")
    if action not in ("confirm", "reject"):
        raise Refused("invalid_request", "an item is confirmed or rejected")
    path = "document" if item == "requisites" else forms.find(editing.extraction, item).path
    made = Correction(action="confirm" if action == "confirm" else "reject", item=path)
    return _done(editing, made, said(fields, "revision"), action)


@ROUTER.post("/documents/{document_id}/withdraw")
def withdraw(
    request: Request, document_id: DocumentId, service: Service, reading: MayReview, fields: Fields
) -> Response:
    """Takes back an earlier correction."""
    editing = Editing.of(request, service, reading, document_id)
    number = said(fields, "correction")
    if not number.isdecimal():
        raise Refused("invalid_request", "a correction has a number")
    return _done(editing, Correction(action="withdraw", withdraws=int(number[:15])), said(fields, "revision"), "undo")


@ROUTER.get("/documents/{document_id}/edit/{item}")
def form(request: Request, document_id: DocumentId, item: Item, service: Service, reading: MayReview) -> Response:
    """The form of an item."""
    editing = Editing.of(request, service, reading, document_id)
    place = forms.find(editing.extraction, item)
    return _form(editing, place, dict(request.query_params))


@ROUTER.post("/documents/{document_id}/edit/{item}")
def save(
    request: Request, document_id: DocumentId, item: Item, service: Service, reading: MayReview, fields: Fields
) -> Response:
    """Keeps what the form says; the form again, with the reason, where that cannot be."""
    editing = Editing.of(request, service, reading, document_id)
    place = forms.find(editing.extraction, item)
    given = {k: said(fields, k) for k in fields}
    if said(fields, "action") in _SHOWN_AGAIN:
        return _form(editing, place, {**given, "move": said(fields, "action")})
    if said(fields, "action") == "reject":
        return _done(editing, Correction(action="reject", item=place.path), given.get("revision", ""), "reject")
    try:
        made = forms.read(place.kind, lambda name: given.get(name, ""), now=place.values)
        start, end = _borders(given)
        wanted = forms.correction(place, made, start, end, given.get("note", "")[:_LONGEST_NOTE])
        if wanted is None:
            wanted = Correction(action="confirm", item=place.path)
        return _done(editing, wanted, given.get("revision", ""), "edit")
    except (FieldError, CorrectionError) as error:
        return _form(editing, place, given, bad=_why(error, reading.words))


@ROUTER.get("/documents/{document_id}/add")
def add_form(request: Request, document_id: DocumentId, service: Service, reading: MayReview) -> Response:
    """The form of an item that was missed."""
    editing = Editing.of(request, service, reading, document_id)
    return _add_form(editing, dict(request.query_params))


@ROUTER.post("/documents/{document_id}/add")
def add(request: Request, document_id: DocumentId, service: Service, reading: MayReview, fields: Fields) -> Response:
    """Adds an item that was missed, on the words that were selected or typed."""
    editing = Editing.of(request, service, reading, document_id)
    given = {k: said(fields, k) for k in fields}
    kind = next((added for added in forms.ADDED if added == given.get("kind")), None)
    if kind is None:
        raise Refused("invalid_request", "nothing of this kind is added")
    if said(fields, "action") in _SHOWN_AGAIN:
        return _add_form(editing, {**given, "move": said(fields, "action")})
    try:
        start, end = _borders(given)
        if end <= start:
            found = forms.located(editing.extraction.text, given.get("quote", ""), start)
            if found is None:
                return _add_form(editing, given, bad=reading.words("add.not_found"))
            start, end = found
        if kind in PARTS and all(m.id != given.get("measure") for m in editing.extraction.measures):
            raise FieldError("measure")
        stated = forms.read(kind, lambda name: given.get(name, ""), adding=True)
        made = {k: v for k, v in stated.items() if v is not None}
        wanted = Correction(
            action="add",
            kind=kind,
            item=given.get("measure") if kind in PARTS else None,
            changes=made,
            spans=((start, end),),
            note=given.get("note", "")[:_LONGEST_NOTE] or None,
        )
        return _done(editing, wanted, given.get("revision", ""), "add")
    except (FieldError, CorrectionError) as error:
        return _add_form(editing, given, bad=_why(error, reading.words))


def _why(error: FieldError | CorrectionError, words: Words) -> str:
    """Which field cannot stand so, as the page calls it; what the store says where it is none of the form's."""
    field = error.field if isinstance(error, FieldError) else str(error).partition(":")[0].rpartition(".")[2]
    if field in _NUMBERS:
        return words("edit.bad_number", field=words.name("field", field))
    if f"field.{field}" in catalogue():
        return words("edit.bad_field", field=words.name("field", field))
    return str(error)


def _borders(given: dict[str, str]) -> tuple[int, int]:
    start, end = given.get("start_at", "0"), given.get("end_at", "0")
    return (int(start), int(end)) if start.isdecimal() and end.isdecimal() and len(start + end) < 20 else (0, 0)


def _form(editing: Editing, place: Place, given: dict[str, str], bad: str | None = None) -> Response:
    text = editing.extraction.text
    start, end = (place.evidence[0].start, place.evidence[0].end) if place.evidence else (0, 0)
    if "start_at" in given:
        start, end = _borders(given)
    if given.get("move") in forms.MOVES:
        start, end = forms.moved(text, start, end, given["move"])
    context = {
        "item": place.item,
        "kind": place.kind,
        "address": f"/documents/{editing.row.id}/edit/{place.item}",
        "into": f"#edit-{place.item}",
        "values": forms.overlaid(place.fields, place.values, given),
        "quote": forms.quote(text, start, end),
        "adding": False,
        "removable": place.kind in forms.ADDED and place.kind != "measure",
        "names": place.names,
        "fields": place.fields,
        "patterns": {f.name: f.pattern for f in place.fields if forms.fits(f, place.values.get(f.name))},
        "measure": "",
        "quoted": "",
    }
    return _shown(editing, context, given, bad)


def _add_form(editing: Editing, given: dict[str, str], bad: str | None = None) -> Response:
    text, kind = editing.extraction.text, given.get("kind", "measure")
    start, end = _borders(given)
    if given.get("move") in forms.MOVES:
        start, end = forms.moved(text, start, end, given["move"])
    blank = forms.blank(kind, " ".join(text[start:end].split())[:2_000])
    context = {
        "item": "new",
        "kind": kind,
        "address": f"/documents/{editing.row.id}/add",
        "into": "#adding",
        "values": forms.overlaid(forms.FIELDS[kind], blank, given if given.get("again") else {}),
        "quote": forms.quote(text, start, end),
        "adding": True,
        "removable": False,
        "names": (),
        "fields": forms.asked(kind, start < end),
        "patterns": {f.name: f.pattern for f in forms.FIELDS[kind]},
        "measure": given.get("measure", ""),
        "quoted": given.get("quote", ""),
    }
    return _shown(editing, context, given, bad)


def _shown(editing: Editing, context: dict[str, Any], given: dict[str, str], bad: str | None) -> Response:
    fragment = render.wants_fragment(editing.request)
    made = {
        **context,
        "parts": PARTS,
        "must": forms.must,
        "offered": {f.name: context["names"] if f.widget == "name" else f.choices for f in context["fields"]},
        "kinds": forms.ADDED,
        "row": editing.row,
        "extraction": editing.extraction,
        "note": given.get("note", ""),
        "bad": bad,
        "query_here": _query(editing.look),
        "section": "documents",
    }
    headers = {"HX-Retarget": context["into"], "HX-Reswap": "innerHTML"} if fragment else {}
    template = "_form.html" if fragment else "form.html"
    return render.page(editing.reading, template, made, status=422 if bad else 200, headers=headers)


def _query(look: Look) -> str:
    asked = {k: v for k, v in look.model_dump(exclude_defaults=True).items() if v is not None}
    return render.query(asked) if asked else ""


def _done(editing: Editing, correction: Correction, revision: str, action: str) -> Response:
    """Keeps the correction; both sides of the page as they are now, or the page again where no script asked."""
    seen = int(revision) if revision.isdecimal() and len(revision) < 12 else None
    by = editing.reading.identity.name if editing.reading.identity else "?"
    try:
        done = editing.service.store.correct(editing.row.id, correction, by=by, revision=seen)
    except ConflictError as error:
        raise Refused("conflict", str(error)) from error
    item = forms.mark_of(done.item)
    if not render.wants_fragment(editing.request):
        goal = f"/documents/{editing.row.id}{_query(editing.look)}"
        return RedirectResponse(f"{goal}#c-{item}" if item else goal, 303)
    row, extraction = whole(editing.service, editing.row.id)
    if extraction is None:
        raise Refused("not_found", "the document is gone")
    made = beside(editing.service, row, extraction, editing.look, editing.reading.words)
    told = json.dumps({"corrected": {"item": item, "action": action}})
    headers = {"HX-Trigger-After-Settle": told, "HX-Retarget": "#found", "HX-Reswap": "innerHTML"}
    return render.page(editing.reading, "_both.html", document_context(row, extraction, made), headers=headers)


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the history, in words."""

    id: int
    at: str
    by: str
    action: str
    kind: str
    item: str | None
    fields: list[tuple[str, str | None, str | None]]
    quotes: tuple[str, ...]
    note: str | None
    withdrawn: bool
    placed: bool


@ROUTER.get("/documents/{document_id}/history")
def history(document_id: DocumentId, service: Service, reading: MayRead) -> Response:
    """Who said what of the document, the latest first."""
    row, _ = whole(service, document_id)
    entries = [_told(line, reading.words) for line in reversed(service.store.history(document_id))]
    return render.page(reading, "history.html", {"row": row, "entries": entries, "section": "documents"})


def _told(line: HistoryRow, words: Words) -> Told:
    names = dict.fromkeys((*line.old, *line.new))
    shown = [
        (_field(line.kind, n).word, _value(line, n, line.old, words), _value(line, n, line.new, words))
        for n in names
        if n != "withdraws" and (n != "spans" or names.keys() <= {"spans", "withdraws"})
    ]
    return Told(
        line.id, line.at, line.by, line.action, line.kind, line.item, shown, line.quotes, line.note, line.withdrawn,
        line.placed,
    )  # fmt: skip


def _field(kind: str, name: str) -> Field:
    """The field of a form that such a value is changed in; one without choices where none is."""
    form = f"header-{name}" if kind == "document" else kind
    return next((field for field in forms.FIELDS.get(form, ()) if field.name == name), Field(name))


def _value(line: HistoryRow, name: str, values: dict[str, Any], words: Words) -> str | None:
    """A value in words; None where there is none, or none that says anything to people.

    Values are kept as they were sent: parts may be missing, and a text may stand where a number is meant."""
    value, field = values.get(name), _field(line.kind, name)
    if name == "organisation_id" and isinstance(value, str):
        return None
    if name == "unit" and isinstance(value, dict):
        code, kind = value.get("code"), value.get("kind")
        code = words.name("unit", code) if isinstance(code, str) else code
        return _said(code, words) or words.name("unit_kind", kind if isinstance(kind, str) else None) or None
    if name == "spans" and isinstance(value, list):
        return words("history.moved") if value and values is line.new else None
    group = field.group or (name if name in _NAMED_VALUES else "")
    if isinstance(value, str) and group:
        return words.name(group, value)
    return render.day(value) if isinstance(value, str) and field.widget == "date" else _said(value, words)


def _said(value: Any, words: Words) -> str | None:
    """Any JSON in words: what has a name by it, a list by what is in it, anything else part by part."""
    if isinstance(value, bool):
        return words("history.yes" if value else "history.no")
    if isinstance(value, dict):
        if isinstance(value.get("name"), str):
            return str(value["name"])
        parts = (render.day(v) if k in _DATES and isinstance(v, str) else _said(v, words) for k, v in value.items())
        return ", ".join(part for part in parts if part) or None
    if isinstance(value, list):
        return "; ".join(part for part in (_said(v, words) for v in value) if part) or None
    return None if value is None else str(value)
