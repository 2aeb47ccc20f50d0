"""Answers that several routes give: what has not changed, files to keep, exports in the form that is asked for."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Final, cast
from urllib.parse import quote

from fastapi import Request, Response
from starlette.responses import StreamingResponse

from api.errors import Refused
from extractor.export import EXPORTERS, Exporter, ExportError, Options, of_media_type
from extractor.schema.contract import Extraction

#: Nothing of a stranger's file runs in a browser, whatever it is.
INERT: Final = {"Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'"}
#: How an error can be told.
_TOLD: Final = ("text/html", "application/json", "application/problem+json", "application/*", "*/*")
_CHUNK: Final = 256 * 1024
_PLAIN: Final = re.compile(r"[^A-Za-z0-9._ -]")


def unchanged(request: Request, etag: str) -> Response | None:
    """304 where the sender has this already (If-None-Match)."""
    given = request.headers.get("if-none-match")
    if given is None:
        return None
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    return Response(status_code=304, headers=cached(etag)) if "*" in tags or etag in tags else None


def cached(etag: str) -> dict[str, str]:
    """Headers of what may be kept and must be asked for again each time."""
    return {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Accept, Authorization, Cookie"}


def attachment(name: str | None, otherwise: str) -> dict[str, str]:
    """Content-Disposition (RFC 6266): the name in plain ASCII letters, and whole beside it, percent-encoded."""
    name = (name or otherwise).replace("\\", "/").rpartition("/")[2] or otherwise
    plain = _PLAIN.sub("_", name).strip(" .") or otherwise
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}


def exporter_of(request: Request, format_: str | None) -> Exporter | None:
    """The exporter that `format` or else Accept asks for; None is the route's own JSON.

    Raises Refused not_acceptable, invalid_request."""
    if format_ is not None:
        found = next((e for e in EXPORTERS if format_ == e.NAME), None)
        if found is None:
            raise Refused("invalid_request", f"format: one of {', '.join(e.NAME for e in EXPORTERS)}")
        return found
    accepted = request.headers.get("accept", "*/*")
    ranges = sorted((_quality(part) for part in accepted.split(",") if part.strip()), reverse=True)
    for quality, _, media_range in ranges:
        if quality <= 0:
            break
        # Browsers ask for pages first and take anything.
        if media_range in ("*/*", "application/*", "application/json", "text/html"):
            return None
        exporter = of_media_type(media_range)
        if exporter is not None:
            return exporter
    if not ranges:
        return None
    raise Refused("not_acceptable", f"written are {', '.join(e.MEDIA_TYPE for e in EXPORTERS)}")


def wants_page(request: Request) -> bool:
    """Whether an error is told in a page: where Accept names text/html and rather than JSON, as browsers do."""
    accepted = request.headers.get("accept", "")
    ranges = sorted((_quality(part) for part in accepted.split(",") if part.strip()), reverse=True)
    known = (media_range for quality, _, media_range in ranges if quality > 0 and media_range in _TOLD)
    return next(known, None) == "text/html"


def _quality(part: str) -> tuple[float, int, str]:
    """A media range by its weight, the more special first."""
    media_range, *parameters = (p.strip().lower() for p in part.split(";"))
    weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        quality = float(weight)
    except ValueError:
        quality = 0.0
    return quality, -media_range.count("*"), media_range


def exported(exporter: Exporter, extractions: Iterable[Extraction], name: str, options: Options) -> Response:
    """The extractions in a form of the exporter's, as a file to keep. It is written whole before the answer begins, to
    a file without a name: an error is still told as one. Raises Refused not_acceptable."""

    def write(stream: BinaryIO) -> None:
        try:
            exporter.write(extractions, stream, options)
        except ExportError as error:
            raise Refused("not_acceptable", str(error)) from error

    headers = {**attachment(f"{name}.{exporter.EXTENSION}", "export"), **INERT, "Vary": "Accept"}
    return spooled(write, exporter.MEDIA_TYPE, headers)


def spooled(write: Callable[[BinaryIO], None], media_type: str, headers: dict[str, str]) -> Response:
    """What `write` writes, by way of the disk where it is large."""
    stream = tempfile.SpooledTemporaryFile(max_size=2**20)  # noqa: SIM115 - closed when the answer has gone
    try:
        write(cast("BinaryIO", stream))
        size = stream.tell()
        stream.seek(0)
    except BaseException:
        stream.close()
        raise

    def parts() -> Iterator[bytes]:
        with stream:
            while data := stream.read(_CHUNK):
                yield data

    return StreamingResponse(parts(), 200, {**headers, "Content-Length": str(size)}, media_type)
