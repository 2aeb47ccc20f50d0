"""Documents that have been read: their cards, extractions, files and pages."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path as File
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import FileResponse

from api.access import Identity
from api.answers import INERT, attachment, cached, exported, exporter_of, unchanged
from api.asking import Asked, Part, link_next
from api.deps import get_state, require
from api.drawing import Drawn, draw
from api.errors import Refused, Unreadable
from api.limits import check_rate
from api.shapes import DocumentOut, DocumentsOut, SightingsOut, Sized
from api.state import State
from extractor.errors import SourceError
from extractor.export import Options
from extractor.schema.contract import Extraction, Failure
from extractor.store import DocumentRow

ROUTER = APIRouter(tags=["documents"], dependencies=[Depends(check_rate)])

DocumentId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="the first half of the SHA-256 of its bytes")]
Reader = Annotated[Identity, Depends(require("read"))]
Service = Annotated[State, Depends(get_state)]
Format = Annotated[
    str | None, Query(alias="format", max_length=40, description="an export's format, instead of Accept")
]
#: Seconds in which a page must be drawn.
_DRAWN: Final = 20.0


def found(state: State, document_id: str) -> DocumentRow:
    """The document's card. Raises Refused not_found."""
    row = state.store.document(document_id)
    if row is None:
        raise Refused("not_found", "there is no such document")
    return row


@ROUTER.get("/v1/documents", response_model=DocumentsOut)
def documents(
    request: Request,
    response: Response,
    state: Service,
    _identity: Reader,
    asked: Annotated[Asked, Depends()],
    part: Annotated[Part, Depends()],
    format_: Format = None,
) -> DocumentsOut | Response:
    """Documents, last added first, in pages; with `format` or Accept all of them as an export."""
    exporter = exporter_of(request, format_)
    if exporter is not None:
        return exported(exporter, state.store.extractions(asked.filter()), "documents", export_options(request))
    page = state.store.documents(asked.filter(), after=part.after, limit=part.limit)
    link_next(request, response, page.next)
    return DocumentsOut(items=[DocumentOut.of(row) for row in page.items], next=page.next)


def export_options(request: Request) -> Options:
    """Options of every exporter: links lead back to this service."""
    base = str(request.base_url).rstrip("/")

    def link(extraction: Extraction, _page: int | None) -> str:
        return f"{base}/v1/documents/{extraction.source.sha256[:32]}/file"

    return Options(link=link)


@ROUTER.get("/v1/documents/{document_id}", response_model=DocumentOut)
def document(request: Request, document_id: DocumentId, state: Service, _identity: Reader) -> Response:
    """A document's card."""
    row = found(state, document_id)
    return unchanged(request, row.etag) or Response(
        DocumentOut.of(row).model_dump_json(), 200, cached(row.etag), "application/json"
    )


@ROUTER.get("/v1/documents/{document_id}/sightings")
def sightings(document_id: DocumentId, state: Service, _identity: Reader) -> SightingsOut:
    """Where a document was seen: the names it was sent by, and its places in archives."""
    found(state, document_id)
    return SightingsOut.of(state.store.sightings(document_id))


@ROUTER.get("/v1/documents/{document_id}/extraction", response_model=Extraction)
def extraction(
    request: Request,
    document_id: DocumentId,
    state: Service,
    _identity: Reader,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="an older one; the newest else")] = None,
    corrected: Annotated[bool, Query(description="with people's corrections")] = True,
    format_: Format = None,
) -> Response:
    """What was found in a document, with people's corrections. Where it could not be read, why."""
    row = found(state, document_id)
    exporter = exporter_of(request, format_)
    variant = f"{exporter.NAME if exporter else ''}.{version or ''}.{'' if corrected else 'raw'}"
    etag = f'"{row.id}-{row.revision}-{variant}"'
    same = unchanged(request, etag)
    if same is not None:
        return same
    made = state.store.extraction(document_id, version, corrected=corrected)
    if made is None:
        if row.error_code is not None and version is None:
            raise Unreadable(row.error_code, row.error_message or "")
        raise Refused("not_found", "there is no such version")
    if exporter is not None:
        answer = exported(exporter, [made], row.id, export_options(request))
        answer.headers.update(cached(etag))
        return answer
    return Response(made.model_dump_json(), 200, cached(etag), "application/json")


@ROUTER.get("/v1/documents/{document_id}/failure", response_model=Failure)
def failure(document_id: DocumentId, state: Service, _identity: Reader) -> Failure:
    """Why the last attempt to read a document failed."""
    found(state, document_id)
    made = state.store.failure(document_id)
    if made is None:
        raise Refused("not_found", "it was read without an error")
    return made


@ROUTER.get(
    "/v1/documents/{document_id}/file",
    response_class=FileResponse,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def file(request: Request, document_id: DocumentId, state: Service, _identity: Reader) -> Response:
    """The document's own bytes, to be kept and not to be shown: whatever they are, no browser runs them."""
    row = found(state, document_id)
    etag = f'"{row.id}"'
    same = unchanged(request, etag)
    if same is not None:
        return same
    headers = {**attachment(row.filename, row.id), **INERT, **cached(etag)}
    return FileResponse(stored(state, row), headers=headers, media_type="application/octet-stream")


def stored(state: State, row: DocumentRow) -> File:
    """Where the document's bytes are. Raises Refused not_found where they were never sent, or are gone."""
    path = state.uploads.path(row.stored_file) if row.stored_file else None
    if path is None or not path.is_file():
        raise Refused("not_found", "the document's own bytes are not kept here")
    return path


@ROUTER.get(
    "/v1/documents/{document_id}/pages/{number}.png",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}},
)
def page_png(
    request: Request,
    document_id: DocumentId,
    number: Annotated[int, Path(ge=1, le=100_000)],
    state: Service,
    _identity: Reader,
) -> Response:
    """A page of a PDF or of a scan as a picture, at 144 dots an inch where that is not too large."""
    etag = f'"{document_id}-{number}"'
    same = unchanged(request, etag)
    if same is not None:
        return same
    png, _ = drawn(state, document_id, number)
    return Response(png, 200, {**INERT, **cached(etag)}, "image/png")


@ROUTER.get("/v1/documents/{document_id}/pages/{number}")
def page_size(
    document_id: DocumentId, number: Annotated[int, Path(ge=1, le=100_000)], state: Service, _identity: Reader
) -> Sized:
    """The size of a page in points, in which `bbox` counts."""
    return drawn(state, document_id, number)[1]


def drawn(state: State, document_id: str, number: int) -> tuple[bytes, Sized]:
    """A page's picture and its size, drawn in a worker the first time, and kept. Raises Refused, Unreadable."""
    row = found(state, document_id)
    png = state.pages / f"{row.id}-{number}.png"
    size = png.with_suffix(".json")
    # Whoever keeps the bound on drawn pages (api/drawn.py) may take either file at any moment, in another process too.
    try:
        # When it was looked at last, for that bound; the file system need not note it.
        os.utime(size)
        told: dict[str, Any] = json.loads(size.read_bytes())
        return png.read_bytes(), Sized(**told)
    except FileNotFoundError:
        pass
    # Of a document that could not be read the type is not known; it is looked for by who draws.
    if row.media_type is not None and not row.media_type.startswith(("application/pdf", "image/")):
        raise Refused("no_page", "only pages of PDF files and of pictures are drawn")
    made = _draw(state, str(stored(state, row)), number)
    told = {"page": number, "width": made.width, "height": made.height}
    # What is not kept is drawn again when it is asked for again.
    with suppress(FileNotFoundError):
        state.pages.mkdir(exist_ok=True, mode=0o700)
        _put(png, made.png)
        _put(size, json.dumps(told).encode())
    return made.png, Sized(**told)


def _draw(state: State, path: str, number: int) -> Drawn:
    try:
        made = state.workers.call(draw, path, number, state.settings.max_pixels, seconds=_DRAWN).result()
    except SourceError as error:
        if error.code == "unsupported_type":
            raise Refused("no_page", error.message) from error
        raise Unreadable(error.code, error.message) from error
    if made is None:
        raise Refused("not_found", f"the document has no page {number}")
    return made


def _put(path: File, data: bytes) -> None:
    """Whole or not at all, though two may draw the same page at once."""
    import secrets

    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    part.write_bytes(data)
    part.replace(path)


@ROUTER.delete("/v1/documents/{document_id}", status_code=204)
def delete(
    document_id: DocumentId, state: Service, _identity: Annotated[Identity, Depends(require("write"))]
) -> Response:
    """Forgets a document: what was found in it, its history, its file."""
    row = found(state, document_id)
    state.store.delete(document_id)
    state.uploads.remove(row.stored_file)
    for kept in state.pages.glob(f"{row.id}-*"):
        kept.unlink(missing_ok=True)
    return Response(status_code=204)
