"""Subscriptions of other registries, to which changes are sent."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Path, Response
from pydantic import Field

from api.access import Identity
from api.deps import get_state, require
from api.errors import Refused
from api.limits import check_rate
from api.shapes import Shape, stamp
from api.state import State
from extractor.feed import FeedError, Subscription, Wanted, every, one, requeue, resume, subscribe, unsubscribe
from extractor.schema.facts import DocumentKind

ROUTER = APIRouter(tags=["webhooks"], dependencies=[Depends(check_rate)])

Admin = Annotated[Identity, Depends(require("admin"))]
Service = Annotated[State, Depends(get_state)]
HookId = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]
Event = Literal["document.extracted", "document.corrected", "document.failed", "document.deleted"]
_LONGEST: Final = 2_000


class HookIn(Shape):
    """Where changes are sent, and which. `after`: the cursor behind which they begin; 0 is all that there ever were,
    null only what comes."""

    url: str = Field(max_length=_LONGEST)
    events: list[Event] = Field(default_factory=list, max_length=4)
    kinds: list[DocumentKind] = Field(default_factory=list, max_length=20)
    issuer: str | None = Field(default=None, max_length=500)
    full: bool = Field(default=False, description="with the whole Extraction")
    after: Annotated[int, Field(ge=0, le=2**53)] | None = None


class HookOut(Shape):
    """A subscription. `paused`: why nothing is sent; `dead`: messages that were given up."""

    id: str
    url: str
    events: list[str]
    kinds: list[str]
    issuer: str | None
    full: bool
    position: int
    paused: str | None
    waiting: int
    dead: int
    delivered: int
    created: str


class HookMade(HookOut):
    """A new subscription, with the secret that signs its messages (Standard Webhooks), told this once."""

    secret: str


class HooksOut(Shape):
    """All subscriptions, the oldest first."""

    items: list[HookOut]


def _fields(made: Subscription) -> dict[str, object]:
    return {
        "id": made.id,
        "url": made.url,
        "events": list(made.wanted.events),
        "kinds": list(made.wanted.kinds),
        "issuer": made.wanted.issuer,
        "full": made.wanted.full,
        "position": made.position,
        "paused": made.paused,
        "waiting": made.waiting,
        "dead": made.dead,
        "delivered": made.delivered,
        "created": stamp(made.created),
    }


def _found(state: State, hook_id: str) -> Subscription:
    try:
        return one(state.store, hook_id)
    except FeedError as error:
        raise Refused("not_found", str(error)) from error


@ROUTER.post("/v1/webhooks", status_code=201)
def add(asked: HookIn, response: Response, state: Service, _identity: Admin) -> HookMade:
    """Subscribes an address. Messages go to public addresses over HTTPS only, unless the service is set otherwise."""
    wanted = Wanted(events=tuple(asked.events), kinds=tuple(asked.kinds), issuer=asked.issuer, full=asked.full)
    private = state.options.private_hooks
    try:
        made = subscribe(state.store, asked.url, wanted=wanted, allow_private=private, after=asked.after)
    except FeedError as error:
        raise Refused("invalid_request", str(error)) from error
    response.headers["Location"] = f"/v1/webhooks/{made.id}"
    return HookMade.model_validate({**_fields(made), "secret": made.secret})


@ROUTER.get("/v1/webhooks")
def hooks(state: Service, _identity: Admin) -> HooksOut:
    """All subscriptions."""
    return HooksOut(items=[HookOut.model_validate(_fields(made)) for made in every(state.store)])


@ROUTER.get("/v1/webhooks/{hook_id}")
def hook(hook_id: HookId, state: Service, _identity: Admin) -> HookOut:
    """A subscription, and how its messages fare."""
    return HookOut.model_validate(_fields(_found(state, hook_id)))


@ROUTER.post("/v1/webhooks/{hook_id}/resume")
def again(hook_id: HookId, state: Service, _identity: Admin) -> HookOut:
    """Sends again to an address that was paused, and what was given up too."""
    _found(state, hook_id)
    requeue(state.store, hook_id)
    resume(state.store, hook_id)
    return HookOut.model_validate(_fields(_found(state, hook_id)))


@ROUTER.delete("/v1/webhooks/{hook_id}", status_code=204)
def end(hook_id: HookId, state: Service, _identity: Admin) -> Response:
    """Ends a subscription, with all that waits for it."""
    _found(state, hook_id)
    unsubscribe(state.store, hook_id)
    return Response(status_code=204)
