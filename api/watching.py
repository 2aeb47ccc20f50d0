"""Jobs: how far one is, its events as they happen, and its end before its time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.access import Identity
from api.deps import get_state, require
from api.errors import Refused
from api.jobs import FINISHED, JobView
from api.limits import check_rate
from api.shapes import JobOut, JobsOut
from api.state import State

ROUTER = APIRouter(tags=["jobs"], dependencies=[Depends(check_rate)])

#: How often a job that is watched is looked at, in seconds.
_LOOK: Final = 0.5
JobId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


def _mine(state: State, identity: Identity, job_id: str) -> JobView:
    """A job that this sender may see: its own, or any for an administrator and for people at the page."""
    view = state.jobs.job(job_id)
    if view is None or not (view.owner == identity.owner or identity.kind != "key" or identity.may("admin")):
        raise Refused("not_found", "there is no such job")
    return view


@ROUTER.get("/v1/jobs")
def jobs(
    state: Annotated[State, Depends(get_state)],
    identity: Annotated[Identity, Depends(require("read"))],
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> JobsOut:
    """The newest jobs: the sender's own; all for an administrator and for people at the page."""
    owner = identity.owner if identity.kind == "key" and not identity.may("admin") else None
    return JobsOut(items=[JobOut.of(view) for view in state.jobs.recent(owner, limit)])


@ROUTER.get("/v1/jobs/{job_id}")
def job(
    job_id: JobId, state: Annotated[State, Depends(get_state)], identity: Annotated[Identity, Depends(require("read"))]
) -> JobOut:
    """A job, with its files and the documents found in them so far."""
    return JobOut.of(_mine(state, identity, job_id))


@ROUTER.delete("/v1/jobs/{job_id}")
def cancel(
    job_id: JobId, state: Annotated[State, Depends(get_state)], identity: Annotated[Identity, Depends(require("write"))]
) -> JobOut:
    """Ends a job before its time. What has been read of it stays; a job that has ended is left as it is."""
    _mine(state, identity, job_id)
    stored = state.jobs.cancel(job_id) or []
    state.runner.cancel(job_id)
    for name in stored:
        state.uploads.remove(name)
    return JobOut.of(_mine(state, identity, job_id))


@ROUTER.get(
    "/v1/jobs/{job_id}/events",
    response_class=EventSourceResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "events `progress` and `end`"}},
)
async def events(
    request: Request,
    job_id: JobId,
    state: Annotated[State, Depends(get_state)],
    identity: Annotated[Identity, Depends(require("read"))],
) -> Response:
    """Server-sent events: `progress` with the job whenever it has changed, `end` with it when it has ended."""
    first = await run_in_threadpool(_mine, state, identity, job_id)
    return EventSourceResponse(_events(request, state, first), ping=15)


async def _events(request: Request, state: State, first: JobView) -> AsyncIterator[ServerSentEvent]:
    view: JobView | None = first
    told = ""
    while view is not None:
        shown = JobOut.of(view).model_dump_json()
        over = view.state in FINISHED
        if over or shown != told:
            told = shown
            yield ServerSentEvent(shown, event="end" if over else "progress")
        # A client that is cut off as the service stops comes back by itself, to the next process.
        if over or state.draining or await request.is_disconnected():
            return
        await asyncio.sleep(_LOOK)
        view = await run_in_threadpool(state.jobs.job, view.id)
