"""The list of documents, and a document beside what was found in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from api.access import OPEN
from api.documents import delete as forget
from api.errors import Refused
from api.pages import forms, render, shown, told
from api.pages.beside import Beside, Look, beside, replies, signatories
from api.pages.exports import export_links
from api.pages.route import LONGEST, Fields, MayRead, MayWrite, Service, pages
from api.pages.sending import upload_address
from api.state import State
from extractor.schema.contract import Extraction
from extractor.store import DocumentRow, Filter, Page, Snippet, Store

ROUTER = pages()

DocumentId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
KINDS: Final = ("order", "decision", "decree", "law", "letter", "news", "plan", "report", "protocol", "other")
#: Documents on one page of the list.
_ROWS: Final = 50
#: Those that were searched for, each with the places that say the words, and characters around these.
_HITS: Final = 20
_PLACES: Final = 2
_BEFORE: Final = 40
_BEHIND: Final = 90
#: Words of a document's text, and whether they were asked for.
Pieces = list[tuple[str, bool]]
#: Below this, of a calibrated probability, a reader is told to look twice; below the second, that it is not certain.
LOW: Final = 0.6
MIDDLE: Final = 0.85


class Asked(BaseModel):
    """What documents are asked for; parts are named as those of /v1/documents are."""

    q: str | None = Field(None, max_length=LONGEST)
    kind: str | None = Field(None, max_length=40)
    issuer: str | None = Field(None, max_length=LONGEST)
    responsible: str | None = Field(None, max_length=LONGEST)
    due_after: str | None = Field(None, pattern=r"^(\d{4}-\d\d-\d\d)?$")
    due_before: str | None = Field(None, pattern=r"^(\d{4}-\d\d-\d\d)?$")
    status: str | None = Field(None, max_length=40)

    def plain(self) -> dict[str, str]:
        """What is really asked for."""
        return {k: v.strip() for k, v in self.model_dump().items() if v and v.strip()}

    def filter(self) -> Filter:
        """For the store."""
        given = self.plain()
        lists: dict[str, Any] = {k: (given.pop(k),) for k in ("kind", "status") if k in given}
        text = given.pop("q", None)
        lists.update(given)
        return Filter(text=text, **lists)


class Listed(Asked):
    """The same, and where in the list."""

    after: str | None = Field(None, max_length=LONGEST)


@ROUTER.get("/")
def documents(request: Request, service: Service, reading: MayRead, asked: Annotated[Listed, Query()]) -> Response:
    """Documents that match: the last added first, or where words are asked for the best first, with the places that
    say them. The list alone where the page's script asks."""
    plain = {k: v for k, v in asked.plain().items() if k != "after"}
    wanted = Asked.model_validate(plain)
    found, places = _found(service.store, wanted, asked.after or None)
    context = {
        "section": "documents",
        "asked": wanted,
        "asked_plain": plain,
        "after": asked.after,
        "rows": found.items,
        "places": places,
        "next": found.next,
        "kinds": KINDS,
        "low": LOW,
        "exports": export_links("/v1/documents", plain) if found.items else [],
        "upload_address": upload_address(reading),
    }
    template = "_documents.html" if render.wants_fragment(request) else "documents.html"
    return render.page(reading, template, context)


def _found(store: Store, wanted: Asked, after: str | None) -> tuple[Page[DocumentRow], dict[str, list[Pieces]]]:
    """The documents, and the places of each."""
    asked = wanted.filter()
    if asked.text:
        hits = store.search(asked.text, replace(asked, text=None), after=after, limit=_HITS)
        places = {hit.document.id: [_pieces(place) for place in hit.snippets[:_PLACES]] for hit in hits.items}
        return Page([hit.document for hit in hits.items], hits.next), places
    return store.documents(asked, after=after, limit=_ROWS), {}


def _pieces(place: Snippet) -> Pieces:
    """The words of a place from a little before the first that was asked for; with "…" where the text began before."""
    first = place.marks[0][0] if place.marks else 0
    begin = max(place.text.rfind(" ", 0, max(first - _BEFORE, 0)) + 1, 0)
    pieces: Pieces = [("…", False)] if place.start or place.text[:begin].strip() else []
    at = begin
    for start, end in place.marks:
        pieces += [(place.text[at:start], False), (place.text[start:end], True)]
        at = end
    rest = shown.short(place.text[at:], _BEHIND)
    return [(words, asked) for words, asked in [*pieces, (rest, False)] if words]


@ROUTER.get("/documents/{document_id}")
def document(
    request: Request,
    document_id: DocumentId,
    service: Service,
    reading: MayRead,
    look: Annotated[Look, Query()],
) -> Response:
    """The document's text or a page's picture on the left, what was found on the right."""
    row, extraction = whole(service, document_id)
    if extraction is None:
        context: dict[str, Any] = {"row": row, "file_address": file_address(row), "section": "documents"}
        return render.page(reading, "failed.html", context)
    made = beside(service, row, extraction, look, reading.words)
    template = "_picture.html" if look.drawn and render.wants_fragment(request) else "document.html"
    return render.page(reading, template, document_context(row, extraction, made))


def document_context(row: DocumentRow, extraction: Extraction, made: Beside) -> dict[str, Any]:
    """What the templates of a document and of its cards are given."""
    return {
        **made.context(),
        "row": row,
        "extraction": extraction,
        "section": "documents",
        "added": forms.ADDED,
        "low": LOW,
        "middle": MIDDLE,
        "file_address": file_address(row),
        "exports": export_links(f"/v1/documents/{row.id}/extraction", {}),
        "replies": replies(extraction),
        "signatories": signatories(extraction),
        "said_of": told.warning,
    }


def whole(service: State, document_id: str) -> tuple[DocumentRow, Extraction | None]:
    """A document's row and, where it could be read, its extraction with people's corrections."""
    row = service.store.document(document_id)
    if row is None:
        raise Refused("not_found", "there is no such document")
    return row, service.store.extraction(document_id)


def file_address(row: DocumentRow) -> str | None:
    """Where the file itself is downloaded; None where its bytes are not kept."""
    return f"/v1/documents/{row.id}/file" if row.stored_file else None


@ROUTER.get("/documents/{document_id}/card")
def card(document_id: DocumentId, service: Service, reading: MayRead) -> Response:
    """The registration and control card, to be printed."""
    row, extraction = whole(service, document_id)
    if extraction is None:
        raise Refused("not_found", "the document could not be read")
    dues = [d.end for m in extraction.measures for d in m.deadlines if d.end is not None]
    context = {
        "row": row,
        "extraction": extraction,
        "section": "documents",
        "replies": replies(extraction),
        "signatories": signatories(extraction),
        "last_due": max(dues, default=None),
        "low": LOW,
        "middle": MIDDLE,
    }
    return render.page(reading, "card.html", context)


@ROUTER.get("/documents/{document_id}/delete")
def ask_delete(document_id: DocumentId, service: Service, reading: MayWrite) -> Response:
    """Asks before a document is deleted."""
    row, _ = whole(service, document_id)
    return render.page(reading, "delete.html", {"row": row, "section": "documents"})


@ROUTER.post("/documents/{document_id}/delete")
def delete(document_id: DocumentId, service: Service, reading: MayWrite, _fields: Fields) -> Response:
    """Forgets the document, its file and its history."""
    forget(document_id, service, reading.identity or OPEN)
    return RedirectResponse("/", 303)
