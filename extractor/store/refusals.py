"""What a store refuses, where the fault is the asker's: the database is well, and nothing was changed."""

from __future__ import annotations

from extractor.errors import VytiahError


class RefusedError(VytiahError):
    """Base of refusals; its text is one clear line."""


class CursorError(RefusedError):
    """The cursor of a page is none of ours."""


class CorrectionError(RefusedError):
    """The correction cannot be made: there is no such item or field, or the value is not one of its kind."""


class NoDocumentError(RefusedError):
    """There is no such document, or it has no extraction."""


class ConflictError(RefusedError):
    """Somebody has changed the document since the revision that the asker had seen."""
