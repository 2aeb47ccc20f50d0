"""The files of a request, taken to the disk as they come in; never is one whole in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Final
from urllib.parse import unquote

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from api.errors import Refused
from api.options import Options
from api.uploads import Incoming, Upload, Uploads
from extractor.errors import SourceError
from extractor.readers import legible

#: The field of a form that holds a file; it may stand there several times.
FIELD: Final = "file"
_LONGEST: Final = 255
#: Bytes of a request that are taken at once, and as many as are hashed and written in a fraction of a millisecond.
_BLOCK: Final = 2**20
_MOMENT: Final = 2**16


def shown_name(name: str | None) -> str | None:
    """The last part of a sender's file name, of at most 255 characters that can be seen; only ever shown."""
    if name is None:
        return None
    last = legible(name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable()).strip()[:_LONGEST] or None


async def receive(request: Request, uploads: Uploads, limit: int, options: Options) -> list[Upload]:
    """The files of the request, to be read at once, to be kept only when they are settled (Uploads.settle): those of a
    form's fields `file`, or of any other type the body itself.

    limit: most bytes of one file. Raises SourceError limit_bytes and empty_file; Refused no_file, damaged_request,
    request_too_large, storage_full. What had come before such an error is removed."""
    length = request.headers.get("content-length", "")
    if length.isdecimal():
        if int(length) > options.max_request:
            raise Refused("request_too_large", f"a request has at most {options.max_request:,} bytes")
        uploads.check_room(int(length))
    kind, parameters = parse_options_header(request.headers.get("content-type"))
    body = _limited(request, options.max_request)
    if kind == b"multipart/form-data":
        kept = await _form(body, parameters.get(b"boundary", b""), uploads, limit, options.max_files)
    else:
        kept = [await _raw(body, uploads.begin(_raw_name(request), limit))]
    # One of many that is empty fails alone.
    if len(kept) == 1 and not kept[0].bytes:
        uploads.remove(kept[0].stored)
        raise SourceError("empty_file", "the file is empty")
    return kept


async def _limited(request: Request, limit: int) -> AsyncIterator[bytes]:
    """The body, in blocks of about a megabyte: what comes in a few thousand pieces is not handed on in as many."""
    came, block = 0, bytearray()
    async for data in request.stream():
        came += len(data)
        if came > limit:
            raise Refused("request_too_large", f"a request has at most {limit:,} bytes")
        block += data
        if len(block) >= _BLOCK:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)


async def _taken(write: Callable[[bytes], object], data: bytes) -> None:
    """Hashing and writing of more than a moment happens where it holds up no other request."""
    if len(data) <= _MOMENT:
        write(data)
    else:
        await run_in_threadpool(write, data)


def _raw_name(request: Request) -> str | None:
    """X-Filename, percent-encoded; else the file name of Content-Disposition, RFC 5987 first."""
    given = request.headers.get("x-filename")
    if given is not None:
        return shown_name(unquote(given))
    disposition = request.headers.get("content-disposition", "")
    for part in disposition.split(";"):
        key, _, value = part.strip().partition("=")
        if key.lower() == "filename*" and value.lower().startswith("utf-8''"):
            return shown_name(unquote(value[7:]))
    plain = parse_options_header(disposition)[1].get(b"filename")
    return None if plain is None else shown_name(plain.decode("utf-8", "replace"))


async def _raw(body: AsyncIterator[bytes], incoming: Incoming) -> Upload:
    try:
        async for data in body:
            await _taken(incoming.write, data)
        return incoming.end()
    finally:
        incoming.drop()


class _Form:
    """What the parser of a form tells, turned into files."""

    def __init__(self, boundary: bytes, uploads: Uploads, limit: int, max_files: int) -> None:
        self._uploads, self._limit, self._max_files = uploads, limit, max_files
        self._field, self._value, self._headers = bytearray(), bytearray(), dict[str, str]()
        self._open: Incoming | None = None
        self.whole: list[Incoming] = []
        self.ended = False
        self.parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._headers.clear,
                "on_header_field": lambda data, start, end: self._field.extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
                "on_header_end": self._header,
                "on_headers_finished": self._begin,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._over,
            },
        )

    def _header(self) -> None:
        self._headers[self._field.decode("latin-1").lower()] = self._value.decode("latin-1")
        self._field.clear()
        self._value.clear()

    def _begin(self) -> None:
        _, parameters = parse_options_header(self._headers.get("content-disposition"))
        if parameters.get(b"name") != FIELD.encode() or b"filename" not in parameters:
            return
        if len(self.whole) >= self._max_files:
            raise Refused("request_too_large", f"a request has at most {self._max_files:,} files")
        self._open = self._uploads.begin(shown_name(parameters[b"filename"].decode("utf-8", "replace")), self._limit)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._open is not None:
            self._open.write(data[start:end])

    def _end(self) -> None:
        if self._open is not None:
            self._open.close()
            self.whole.append(self._open)
            self._open = None

    def _over(self) -> None:
        self.ended = True

    def drop(self) -> None:
        """Forgets the files that have not been kept."""
        for incoming in (*self.whole, *([self._open] if self._open else [])):
            incoming.drop()


async def _form(
    body: AsyncIterator[bytes], boundary: bytes, uploads: Uploads, limit: int, max_files: int
) -> list[Upload]:
    kept: list[Upload] = []
    try:
        form = _Form(boundary, uploads, limit, max_files)
    except (FormParserError, ValueError) as error:
        raise Refused("damaged_request", "the boundary of the form is none") from error
    try:
        async for data in body:
            await _taken(form.parser.write, data)
        form.parser.finalize()
        if not form.ended:
            raise Refused("damaged_request", "the form ends in the middle of a part")
        if not form.whole:
            raise Refused("no_file", f"the form has no field «{FIELD}» with a file")
        for incoming in form.whole:
            kept.append(incoming.end())
        return kept
    except BaseException as error:
        for upload in kept:
            uploads.remove(upload.stored)
        if isinstance(error, FormParserError):
            raise Refused("damaged_request", "the parts of the form cannot be told apart") from error
        raise
    finally:
        form.drop()
