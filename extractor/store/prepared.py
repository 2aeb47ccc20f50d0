"""What a save writes, made before the database is held, and where the document is read: others wait for it as short
as can be."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.schema.contract import Extraction, Failure
from extractor.store.change import Made, make, packed
from extractor.store.legible import legible

if TYPE_CHECKING:
    from extractor.schema.contract import FailedSource, Source


class Facts(NamedTuple):
    """What the store notes of any outcome. `producer`: of an extraction, the program and its version."""

    failed: bool
    sha256: str | None
    filename: str | None
    media_type: str | None
    bytes: int | None
    status: str
    schema_version: str
    producer: str


class Prepared:
    """An extraction or a failure, on its way into the store. Pickled, it brings along what is made of it, and not the
    extraction itself, which few saves look at again.

    json: `found.model_dump_json()`, where it was called already."""

    def __init__(self, found: Extraction | Failure, *, json: str | None = None) -> None:
        self.json = json or found.model_dump_json()
        self.facts = _facts(found)
        self.mark = digest(found, self.json)
        if isinstance(found, Extraction):
            self.extraction = found

    @cached_property
    def extraction(self) -> Extraction:
        """What was found; asked for of an extraction only."""
        return Extraction.model_validate_json(self.json)

    @property
    def failure(self) -> Failure:
        """Why nothing was; asked for of a failure only."""
        return Failure.model_validate_json(self.json)

    @cached_property
    def made(self) -> Made:
        """The rows of an extraction as the program gave it."""
        return make(self.extraction, {})

    @cached_property
    def packed(self) -> bytes:
        """The extraction as it is kept."""
        return packed(self.json)

    def make(self) -> None:
        """Make it now."""
        if not self.facts.failed:
            _ = self.made, self.packed

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "extraction"}


def document_id(facts: Facts, seen_at: str | None) -> str:
    """The first 32 hex digits of the SHA-256 of the bytes; where they could not be read, of the place's name."""
    if facts.sha256 is not None:
        return facts.sha256[:32]
    place = legible(seen_at or facts.filename or "")
    return hashlib.sha256(b"unread\0" + place.encode()).hexdigest()[:32]


def digest(found: Extraction | Failure, json: str) -> str:
    """The hash of what was found, without where: the same bytes under another name are nothing new. json: its JSON."""
    here: Source | FailedSource = found.source
    nowhere = here.model_copy(update={"filename": None, "container": None})
    # No text holds what stands before a member's value: quotation marks are escaped in it.
    before, place, behind = json.partition(f'"source":{here.model_dump_json()}')
    if not place:
        bare = found.model_copy(update={"source": nowhere}).model_dump_json()
    else:
        bare = f'{before}"source":{nowhere.model_dump_json()}{behind}'
    return hashlib.sha256(bare.encode()).hexdigest()


def _facts(found: Extraction | Failure) -> Facts:
    source = found.source
    producer = "" if isinstance(found, Failure) else f"{found.producer.name} {found.producer.version}"[:64]
    return Facts(
        isinstance(found, Failure),
        source.sha256,
        source.filename,
        source.media_type,
        source.bytes,
        found.status,
        found.schema_version,
        producer,
    )
