"""The error tree, whole:

VytiahError
├── SourceError     the input: unreadable, unsupported, empty …; `code` is stable and documented in docs/errors.md
├── StoreError      the database: unreachable, full, locked, damaged, newer than the program; `code` as above
├── RefusedError    a question or a correction makes no sense: a bad cursor, a conflict (store/refusals.py)
├── ExportError     an export cannot be made: a library of an extra is missing, or an option makes no sense
├── FeedError       a subscription cannot be made so, or there is none of that name (feed/subscriptions.py)
└── ModelError      a shipped model is missing or damaged: the installation is broken

A value that cannot be read is no error: it is None, with a warning in the output.
"""

from __future__ import annotations

from typing import Final

#: Every code a SourceError may carry, with what it means. Closed: docs/errors.md and a test hold it.
SOURCE_CODES: Final[dict[str, str]] = {
    "empty_file": "the file has no bytes",
    "unsupported_type": "the content is of a type that no reader reads",
    "encrypted": "the content is encrypted or protected by a password",
    "corrupted": "the content is damaged and cannot be read",
    "no_text": "nothing readable was found in the file",
    "limit_bytes": "the file is larger than the limit",
    "limit_characters": "the text is longer than the limit",
    "limit_cells": "the tables have more cells than the limit",
    "limit_pages": "the file has more pages than the limit",
    "limit_ocr_pages": "more pages need text recognition than the limit",
    "limit_pixels": "a picture or page has more pixels than the limit",
    "limit_xml_depth": "the elements of an XML file stand inside each other deeper than the limit",
    "limit_memory": "reading the file took more memory than the limit",
    "limit_unpacked": "what the file holds, all together, unpacks to more than the limit",
    "limit_part": "one part of the file unpacks to more than the limit",
    "limit_ratio": "what the file holds unpacks to too many times its size, as an archive made to do harm does",
    "limit_members": "the file holds more members than the limit",
    "limit_depth": "archives and mails stand inside each other deeper than the limit",
    "several_documents": "the file holds several documents where one is asked for",
    "missing_program": "a library or program of the system that reads this type is not installed",
    "ocr_failed": "the program that recognises text failed on the file",
    "timeout": "reading the file took longer than the limit",
    "worker_died": "the process that read the file died on it",
    "not_found": "there is no such file",
    "unreadable": "the file cannot be opened",
    "internal": "a fault of the program: please report it",
}


class VytiahError(Exception):
    """Base of all errors raised on purpose."""


class SourceError(VytiahError):
    """The input cannot be read. `code` is one of SOURCE_CODES, `message` one clear line."""

    def __init__(self, code: str, message: str) -> None:
        if code not in SOURCE_CODES:
            raise ValueError(f"unknown source code {code!r}")
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str]]:
        """Comes whole out of another process."""
        return type(self), (self.code, self.message)


class ModelError(VytiahError):
    """A file shipped with the program is missing or damaged."""


#: Every code a StoreError may carry, with what it means.
STORE_CODES: Final[dict[str, str]] = {
    "store_unavailable": "the database cannot be reached or opened, or its disk fails",
    "store_full": "the disk or the quota of the database is full",
    "store_locked": "another program holds the database for longer than we wait",
    "store_damaged": "the database file is damaged or is no database of ours",
    "store_newer": "the database was made by a newer version of the program",
}


class StoreError(VytiahError):
    """The database failed; nothing was written by halves. `code` is one of STORE_CODES, `message` one clear line."""

    def __init__(self, code: str, message: str) -> None:
        if code not in STORE_CODES:
            raise ValueError(f"unknown store code {code!r}")
        super().__init__(message)
        self.code = code
        self.message = message
