"""Files sent by the page, with its script or without, and how far their reading is."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Path, Request, Response
from fastapi.responses import RedirectResponse

from api.access import Identity
from api.deps import CSRF_HEADER
from api.errors import Refused
from api.jobs import FINISHED, FileView, JobView
from api.pages import render
from api.pages.render import Reader
from api.pages.route import Fields, MayRead, MayWrite, Service, pages
from api.sending import Wish, send
from api.watching import cancel, job

ROUTER = pages()

JobId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
#: Seconds that a reader waits for a short document before the page of the job is shown instead.
_WAIT: Final = 3


def upload_token(csrf: str) -> str:
    """What the upload form's address carries, as its fields come too late to be looked at before the files are kept.

    It is made of the session's token and opens nothing else: addresses stand in logs."""
    return hashlib.sha256(f"upload {csrf}".encode()).hexdigest()[:32] if csrf else ""


@ROUTER.post("/upload")
async def upload(request: Request, service: Service, reading: MayWrite, token: str = "") -> Response:
    """Keeps the files and leads to the document that was found, or to the job where there are several or none yet."""
    identity = reading.identity
    if identity is None:
        raise Refused("access_needed", "a login is needed")
    _check(identity, request, token)
    answer = await send(request, service, identity, Wish(prefer=f"wait={_WAIT}"))
    address = _address(answer)
    if request.headers.get("accept") == "application/json":
        return Response(json.dumps({"address": address}), media_type="application/json")
    return RedirectResponse(address, 303)


def _check(identity: Identity, request: Request, token: str) -> None:
    if identity.csrf is None:
        return
    sent = request.headers.get(CSRF_HEADER, "")
    by_script = secrets.compare_digest(sent.encode(), identity.csrf.encode())
    if not by_script and not secrets.compare_digest(token.encode(), upload_token(identity.csrf).encode()):
        raise Refused("forbidden", "the page's token is missing or old: load the page again")


def _address(answer: Response) -> str:
    place = answer.headers.get("content-location", "")
    if place.startswith("/v1/documents/"):
        return place.removeprefix("/v1").removesuffix("/extraction")
    return answer.headers["location"].removeprefix("/v1")


@dataclass(frozen=True, slots=True)
class Progress:
    """A job as the page shows it."""

    id: str
    over: bool
    ready: int
    total: int
    files: tuple[FileView, ...]

    @classmethod
    def of(cls, view: JobView) -> Progress:
        """From the job's rows."""
        ready = sum(f.state in FINISHED for f in view.files)
        return cls(view.id, view.state in FINISHED, ready, len(view.files), view.files)


@ROUTER.get("/jobs/{job_id}")
def watch(request: Request, job_id: JobId, service: Service, reading: MayRead) -> Response:
    """How far the job is; its page asks again until it is over, and goes on to its document where it is one."""
    assert reading.identity is not None  # MayRead lets nobody else through
    job(job_id, service, reading.identity)
    view = service.jobs.job(job_id)
    if view is None:
        raise Refused("not_found", "there is no such job")
    progress, watched = Progress.of(view), render.wants_fragment(request)
    found = [outcome.document_id for file in view.files for outcome in file.documents]
    headers = {}
    if progress.over and len(view.files) == len(found) == 1 and found[0]:
        goal = f"/documents/{found[0]}"
        # A short job may be over before its page is asked for the first time.
        if not watched:
            return RedirectResponse(goal, 303)
        headers["HX-Redirect"] = goal
    template = "_job.html" if watched else "job.html"
    return render.page(reading, template, {"job": progress, "section": "documents"}, headers=headers)


@ROUTER.post("/jobs/{job_id}/cancel")
def stop(job_id: JobId, service: Service, reading: MayWrite, _fields: Fields) -> Response:
    """Ends the job before its time."""
    assert reading.identity is not None  # MayWrite lets nobody else through
    cancel(job_id, service, reading.identity)
    return RedirectResponse(f"/jobs/{job_id}", 303)


def upload_address(reading: Reader) -> str:
    """Where the form of files is sent to."""
    return f"/upload?token={upload_token(reading.csrf)}" if reading.csrf else "/upload"
