"""Archives, mails and signed files: every document that stands in one, however deep, one by one.

Nothing is written anywhere: members are bytes in memory, counted while they are unpacked (archive_meter.py), and their
paths are only shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from extractor.errors import SourceError
from extractor.readers import archive_foreign, archive_mbox, archive_tar, archive_zip, mail, msg, signed, signed_asic
from extractor.readers.archive import Container, Member, same_name
from extractor.readers.archive_meter import Meter
from extractor.schema.document import ContainerFacts, Notice, SignatureFacts

if TYPE_CHECKING:
    from extractor.readers import Source
    from extractor.settings import Settings

#: The first that recognises the content unpacks it.
CONTAINERS: Final[tuple[Container, ...]] = (
    archive_mbox,
    mail,
    msg,
    signed_asic,
    archive_zip,
    archive_tar,
    archive_foreign,
    signed,
)


@dataclass(frozen=True, slots=True)
class Found:
    """One document of an input, not yet read; with `error`, a part of it that cannot be.

    name: the whole way to it, «archive.zip/letters/letter.eml/plan.docx». optional: that it holds no text is no loss:
    the cover of a mail that only carries its attachments, a picture in a mail's footer."""

    name: str | None
    data: bytes
    container: ContainerFacts | None = None
    error: SourceError | None = None
    optional: bool = False
    notices: tuple[Notice, ...] = ()
    signatures: tuple[SignatureFacts, ...] = ()


def fault(error: Exception) -> SourceError:
    """A fault of ours, as what failed the one part that it came up in."""
    return SourceError("internal", f"{type(error).__name__}: {error}".rstrip(": "))


def kind_of(source: Source) -> Container | None:
    """The kind of container that this content is; None where it is a plain document or nothing known."""
    return next((c for c in CONTAINERS if c.recognises(source)), None)


def unpack(source: Source, settings: Settings) -> Iterator[Member]:
    """The members of one container, those of containers inside not unpacked.

    Raises SourceError: corrupted, encrypted, missing_program, limit_*, unsupported_type where it is no container."""
    kind = kind_of(source)
    if kind is None:
        raise SourceError("unsupported_type", "no archive, mail or signed file")
    yield from kind.unpack(source, Meter(settings, len(source.data)))


def documents(source: Source, settings: Settings) -> Iterator[Found]:
    """Every document in `source`, or itself where it is a plain one, in order; a mail comes before its attachments.

    Raises nothing: what cannot be unpacked is Found with an error."""
    yield from _Walk(settings, Meter(settings, len(source.data))).found(Found(source.name, source.data), source, 0)


@dataclass(slots=True)
class _Walk:
    """One walk through an input; the meter counts all of it."""

    settings: Settings
    meter: Meter
    _seen: set[str] = field(default_factory=set)

    def found(self, found: Found, source: Source, depth: int) -> Iterator[Found]:
        """The documents of one thing, which stands in `depth` containers."""
        kind = kind_of(source)
        if kind is None:
            yield found
        elif depth >= self.settings.max_depth:
            message = f"containers stand inside each other deeper than {self.settings.max_depth}"
            yield replace(found, data=b"", error=SourceError("limit_depth", message))
        else:
            yield from self._inside(kind, found, source, depth)

    def _inside(self, kind: Container, found: Found, source: Source, depth: int) -> Iterator[Found]:
        members = kind.unpack(source, self.meter)
        try:
            first = next(members, None)
            if kind.IS_DOCUMENT:
                yield replace(found, optional=first is not None)
            elif first is None:
                raise SourceError("no_text", "the archive holds no files")
            for member in chain((first,) if first is not None else (), members):
                yield from self._member(member, found, source, depth + 1)
                if self.meter.spent:
                    return
        except SourceError as error:
            # A signature beside the file that it is over is no document that is missing.
            alone = kind is signed and depth > 0 and error.code == "no_text"
            yield replace(found, data=b"", error=error, optional=alone)
        except Exception as error:  # noqa: BLE001 - a fault of ours in one container leaves those beside it
            yield replace(found, data=b"", error=fault(error))

    def _member(self, member: Member, around: Found, source: Source, depth: int) -> Iterator[Found]:
        from extractor.readers import Source

        found = Found(
            name=f"{around.name or 'unnamed'}/{member.path}",
            data=member.data,
            container=ContainerFacts(around.name, source.sha256, member.path, depth),
            error=member.error,
            optional=member.decoration,
            notices=member.notices,
            signatures=(*around.signatures, *member.signatures),
        )
        found = self._told_apart(found)
        if member.error is not None:
            yield found
        else:
            inner = Source(member.data, found.name, hashlib.sha256(member.data).hexdigest())
            yield from self.found(found, inner, depth)

    def _told_apart(self, found: Found) -> Found:
        """With a notice where one before has the same path; an archive with a directory tells it of the first too."""
        name = found.name or ""
        told = same_name(name)
        if name in self._seen and told.code not in {n.code for n in found.notices}:
            return replace(found, notices=(*found.notices, told))
        self._seen.add(name)
        return found
