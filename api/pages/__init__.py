"""The web interface: pages made here, of what the store holds, which work without scripts and better with them."""

from __future__ import annotations

from fastapi import APIRouter

from api.pages import basics, board, bodies, documents, editing, sending
from api.pages.route import failed

__all__ = ["failed", "router"]


def router() -> APIRouter:
    """The routes of the pages."""
    whole = APIRouter(include_in_schema=False)
    for module in (basics, documents, editing, sending, board, bodies):
        whole.include_router(module.ROUTER)
    return whole
