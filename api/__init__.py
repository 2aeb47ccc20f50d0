"""The HTTP service: `create_app` makes it; nothing happens at import."""

from __future__ import annotations

from api.app import create_app

__all__ = ["create_app"]
