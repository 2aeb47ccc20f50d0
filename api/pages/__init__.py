"""The web interface."""

from __future__ import annotations

from fastapi import APIRouter


def router() -> APIRouter:
    """The routes of the pages."""
    return APIRouter(include_in_schema=False)
