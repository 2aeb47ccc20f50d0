"""Cursors of pages: opaque to whoever carries them, and nothing that is not one is taken for one."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from extractor.store.refusals import CursorError


def pack(*parts: str | int) -> str:
    """A cursor of these parts."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def unpack(cursor: str, *kinds: type[str] | type[int]) -> list[Any]:
    """The parts of a cursor. Raises CursorError."""
    try:
        found = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise CursorError("the cursor is none of ours") from error
    if not isinstance(found, list) or [type(part) for part in found] != list(kinds):
        raise CursorError("the cursor is none of ours")
    if not all(part.isprintable() if isinstance(part, str) else -(2**63) <= part < 2**63 for part in found):
        raise CursorError("the cursor is none of ours")
    return found
