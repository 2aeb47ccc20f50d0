"""Files in: kept on the disk and in the queue before anything is answered, then waited for a little."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.access import Identity
from api.deps import get_state, require
from api.errors import Refused, Unreadable
from api.jobs import FINISHED, Accepted, Claim, JobView, KeyReused, Order, QueueFull
from api.keeping import Read
from api.limits import check_quota, check_rate
from api.receive import receive
from api.shapes import JobOut, ReadOut
from api.shed import full
from api.state import State
from api.uploads import Upload
from extractor.schema.contract import Extraction
from extractor.settings import Nlp

#: How long the queue is taken to be full after it was found so, in seconds: a flood is refused (api/shed.py) without a
#: thread and without the database, which the files in hand need.
_FULL: Final = 0.2
#: How often who waits for a job looks whether the service is being stopped, in seconds.
_LOOK: Final = 0.2
#: Extractions in one answer, and the characters of their documents: beyond that they are asked for one by one.
_MOST: Final = 100
_LONGEST: Final = 1_000_000
_WAIT: Final = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})\b", re.IGNORECASE)
_ASYNC: Final = re.compile(r"(?:^|[,;\s])respond-async\b", re.IGNORECASE)
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                }
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


ROUTER = APIRouter(tags=["documents"], dependencies=[Depends(check_rate)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a sender may say besides the files."""

    prefer: str | None = None
    idempotency_key: str | None = None
    nlp: Nlp | None = None
    again: bool = False


async def _wish(
    prefer: Annotated[str | None, Header(description="wait=SECONDS for the result, or respond-async")] = None,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=255)] = None,
    # Named here for the description alone: api.receive reads the header.
    x_filename: Annotated[str | None, Header(description="the name of a raw body, percent-encoded")] = None,  # noqa: ARG001
    nlp: Annotated[Nlp | None, Query(description="which models read along with the rules")] = None,
    again: Annotated[bool, Query(description="read anew what was read before")] = False,
) -> Wish:
    return Wish(prefer=prefer, idempotency_key=idempotency_key, nlp=nlp, again=again)


@ROUTER.post(
    "/v1/documents",
    response_model=Extraction | ReadOut,
    responses={
        200: {"description": "the Extraction of the one document, or the ended job and its documents' Extractions"},
        202: {"model": JobOut, "description": "accepted; Location is the job"},
    },
    openapi_extra=_BODY,
)
async def send(
    request: Request,
    state: Annotated[State, Depends(get_state)],
    identity: Annotated[Identity, Depends(require("write"))],
    wish: Annotated[Wish, Depends(_wish)],
) -> Response:
    """One file, several, or an archive: the Extraction where there is one document and it is ready in time, else the
    job. What was answered with 200 or 202 is on the disk and will be read, whatever happens to the service."""
    await _check(state, identity)
    uploads = await receive(request, state.uploads, state.settings.max_bytes, state.options)
    settings: dict[str, Any] = {**({"nlp": wish.nlp} if wish.nlp else {}), **({"again": True} if wish.again else {})}
    order = Order(identity.owner, tuple(uploads), settings, wish.idempotency_key)
    seconds, applied = _preference(wish.prefer, state)
    answer = await _answered(state, order, seconds)
    if applied:
        answer.headers["Preference-Applied"] = applied
    return answer


async def _check(state: State, identity: Identity) -> None:
    """What can be refused before a byte is read."""
    if state.draining:
        raise Refused("draining", "the service is being stopped", {"Retry-After": "10"})
    if identity.max_files is not None or identity.max_bytes is not None:
        await run_in_threadpool(check_quota, state, identity)
    # Where a worker is idle nothing waits; the queue is looked at again when the job is accepted.
    if not state.runner.idle and await run_in_threadpool(state.jobs.waiting) >= state.options.max_queue:
        state.full_until = time.monotonic() + _FULL
        raise full(state)


def _preference(prefer: str | None, state: State) -> tuple[float, str | None]:
    """Seconds to wait, and what of RFC 7240's Prefer was heeded."""
    if prefer and _ASYNC.search(prefer):
        return 0, "respond-async"
    found = _WAIT.search(prefer or "")
    if found is None:
        return state.options.wait, None
    seconds = min(float(found[1]), state.options.max_wait)
    return seconds, f"wait={seconds:g}"


async def _answered(state: State, order: Order, seconds: float) -> Response:
    job_id = secrets.token_hex(16)
    waits = state.runner.waits
    end = waits.add(job_id, len(order.uploads))
    try:
        accepted = await run_in_threadpool(_accept, state, order, job_id)
        if accepted.again:
            waits.drop(job_id, end)
            job_id = accepted.job_id
            end = waits.add(job_id, len(order.uploads))
            # It may have ended long ago.
            waits.look()
        elif not seconds and (begun := await run_in_threadpool(state.jobs.job, job_id)):
            # Who will not wait gets the job, even where it has ended by now: the same answer every time.
            return _later(begun)
        await _ended(state, seconds, asyncio.wrap_future(end))
        if end.done() and (found := end.result()) is not None:
            return extraction_answer(found.document_id, found.json)
        return await run_in_threadpool(lambda: job_answer(state, state.jobs.job(job_id)))
    finally:
        waits.drop(job_id, end)


def _accept(state: State, order: Order, job_id: str) -> Accepted:
    """The files and their job on the disk, and what there is room for in the workers: a file that comes alone is read
    while that is done. The files go where the job is not accepted."""
    room, claims = state.runner.reserve(len(order.uploads)), list[Claim]()
    # A request that is sent again by its Idempotency-Key has been read.
    alone = room == len(order.uploads) == 1 and order.idempotency_key is None
    begun = state.runner.ahead(order.uploads[0], order.settings) if alone else None
    try:
        state.uploads.settle(order.uploads)
        accepted = state.jobs.accept(order, room, job_id=job_id)
        claims.extend(accepted.claims)
    except (QueueFull, KeyReused, Refused) as error:
        # Of no other error is it certain that the job was not kept; a file too many is no loss.
        _forget(state, order.uploads)
        if isinstance(error, Refused):
            raise
        if isinstance(error, QueueFull):
            raise full(state) from error
        raise Refused("key_reused", "send a new Idempotency-Key with a new request") from error
    finally:
        if begun is not None and not claims:
            state.runner.refuse(begun)
        else:
            state.runner.give(claims, room, begun)
    if len(claims) < len(order.uploads):
        state.runner.look()
    if accepted.again:
        _forget(state, order.uploads)
    return accepted


def _forget(state: State, uploads: tuple[Upload, ...]) -> None:
    for upload in uploads:
        state.uploads.remove(upload.stored)


async def _ended(state: State, seconds: float, end: asyncio.Future[Read | None]) -> None:
    """Waits for the end of a job, so many seconds at most, and no longer where the service is being stopped."""
    until = time.monotonic() + seconds
    while not end.done() and not state.draining and (left := until - time.monotonic()) > 0:
        await asyncio.wait({end}, timeout=min(_LOOK, left))


def job_answer(state: State, view: JobView | None) -> Response:
    """200 and the Extraction of a job that has ended with one document, or why that could not be read; 200 and the job
    that has ended otherwise, with its Extractions; 202 and the job that has not."""
    if view is None:
        raise Refused("not_found", "there is no such job")
    if view.state not in FINISHED:
        return _later(view)
    if len(view.files) == 1 and len(view.files[0].documents) == 1:
        (outcome,) = view.files[0].documents
        if outcome.code is not None:
            raise Unreadable(outcome.code, outcome.message or outcome.code)
        found = state.store.extraction(outcome.document_id or "")
        if found is not None:
            return extraction_answer(found.source.sha256[:32], found.model_dump_json())
    if len(view.files) == 1 and view.files[0].code is not None:
        raise Unreadable(view.files[0].code, view.files[0].message or "")
    # Each document once, though it may stand in the upload several times.
    read = dict.fromkeys(o.document_id for f in view.files for o in f.documents if o.document_id and o.code is None)
    told = list(_found(state, read))
    answer = ReadOut.with_(view, told, len(read) - len(told))
    return Response(answer.model_dump_json(), 200, {"Location": _place(view)}, "application/json")


def _found(state: State, ids: Iterable[str]) -> Iterator[Extraction]:
    """What was found in documents, as far as one answer takes it."""
    size = 0
    for document_id in islice(ids, _MOST):
        found = state.store.extraction(document_id)
        if found is not None and size + len(found.text) <= _LONGEST:
            size += len(found.text)
            yield found


def _later(view: JobView) -> Response:
    headers = {"Location": _place(view), "Retry-After": "1"}
    return Response(JobOut.of(view).model_dump_json(), 202, headers, "application/json")


def _place(view: JobView) -> str:
    return f"/v1/jobs/{view.id}"


def extraction_answer(document_id: str, text: str) -> Response:
    """200, the Extraction, and where it stays."""
    place = f"/v1/documents/{document_id}/extraction"
    return Response(text, 200, {"Content-Location": place}, "application/json")
