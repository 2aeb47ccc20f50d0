"""A path or bytes → the documents in it, read: one of a plain file, any number of an archive or a mail."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from extractor import readers
from extractor.errors import ModelError, SourceError
from extractor.readers import containers
from extractor.schema.document import ContainerFacts, Document
from extractor.settings import Settings

#: A picture in a mail that cannot be read for one of these is no loss: a logo as a rule.
_NO_LOSS: Final = frozenset(("no_text", "unsupported_type", "missing_program", "ocr_failed", "limit_pixels"))


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of an input that could not be read, and why. `sha256` is None where there are no bytes."""

    name: str | None
    size: int | None
    sha256: str | None
    container: ContainerFacts | None
    error: SourceError


def opened(source: str | Path | bytes, name: str | None, settings: Settings) -> readers.Source:
    """The input's bytes and name. Raises SourceError: empty_file, limit_bytes, not_found, unreadable."""
    if isinstance(source, bytes):
        content = source
    else:
        path = Path(source)
        name = name or path.name
        content = _content(path, settings)
    if not content:
        raise SourceError("empty_file", "the file is empty")
    if len(content) > settings.max_bytes:
        raise SourceError("limit_bytes", f"{len(content):,} bytes; the limit is {settings.max_bytes:,}")
    return readers.Source(content, readers.legible(name) if name else name, hashlib.sha256(content).hexdigest())


def _content(path: Path, settings: Settings) -> bytes:
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > settings.max_bytes:
                raise SourceError("limit_bytes", f"{size:,} bytes; the limit is {settings.max_bytes:,}")
            # A pipe or a device tells no size and may never end.
            return stream.read(settings.max_bytes + 1)
    except FileNotFoundError as error:
        raise SourceError("not_found", f"no such file: {path}") from error
    except OSError as error:
        raise SourceError("unreadable", f"cannot open {path}: {error.strerror}") from error
    except ValueError as error:
        raise SourceError("unreadable", f"no file can have this name: {error}") from error


def each(source: readers.Source, settings: Settings) -> Iterator[Document | Unread]:
    """Every document in the input, in order, one in memory at a time; what cannot be read is Unread. At least one."""
    nothing = True
    for found in containers.documents(source, settings):
        document = outcome(found, settings)
        if document is not None:
            yield document
            nothing = False
    if nothing:
        empty = SourceError("no_text", "the file holds no document with text")
        yield Unread(source.name, len(source.data), source.sha256, None, empty)


def single(source: readers.Source, settings: Settings) -> Document:
    """The one document in the input. Raises SourceError: several_documents, or why it cannot be read."""
    found = each(source, settings)
    one = next(found)
    if next(found, None) is not None:
        raise SourceError("several_documents", "the file holds several documents: ask for each of them")
    if isinstance(one, Unread):
        raise one.error
    return one


def outcome(found: containers.Found, settings: Settings) -> Document | Unread | None:
    """One document of an input, read, or Unread with the reason; None where it holds no text and that is no loss."""
    document = _outcome(found, settings)
    # A picture that shows no text, or a mail's empty cover, is not missing.
    if isinstance(document, Unread) and found.optional and document.error.code in _NO_LOSS:
        return None
    return document


def _outcome(found: containers.Found, settings: Settings) -> Document | Unread:
    try:
        return _read(found, settings)
    except SourceError as error:
        why = error
    except ModelError:
        raise
    except Exception as error:
        if found.container is None:
            raise
        # A fault of ours in one member leaves the others.
        why = containers.fault(error)
    sha256 = hashlib.sha256(found.data).hexdigest() if found.data else None
    return Unread(found.name, len(found.data) or None, sha256, found.container, why)


def _read(found: containers.Found, settings: Settings) -> Document:
    if found.error is not None:
        raise found.error
    if found.container is not None:
        # A member's own limit was kept while it was unpacked.
        settings = replace(settings, max_bytes=settings.max_part)
    document = readers.read(found.data, found.name, settings=settings)
    facts = replace(document.source, container=found.container, signatures=found.signatures)
    return replace(document, source=facts, notices=(*found.notices, *document.notices))
