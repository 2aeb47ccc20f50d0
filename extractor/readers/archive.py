"""What every container hands on, and what the kinds of container have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from extractor.errors import SourceError
from extractor.readers.archive_meter import Meter
from extractor.schema.document import Notice, SignatureFacts

if TYPE_CHECKING:
    from extractor.readers import Source


@dataclass(frozen=True, slots=True)
class Member:
    """One thing that stands in a container: its bytes, or the error that tells why there are none.

    path: its place in the container, safe to show. decoration: it may well hold no text, as a picture in a mail's
    footer, and then nothing is missing. signatures: what signatures over it say."""

    path: str
    data: bytes = b""
    error: SourceError | None = None
    decoration: bool = False
    notices: tuple[Notice, ...] = ()
    signatures: tuple[SignatureFacts, ...] = ()


def same_name(name: str) -> Notice:
    """What is to be known of a member that is not the only one of its path: programs that unpack keep one of them."""
    return Notice("same_name", f"several files are named {name}")


class Container(Protocol):
    """What the module of a container offers."""

    @property
    def EXTENSIONS(self) -> tuple[str, ...]:  # noqa: N802 - a module's constant
        """File name extensions without the dot, the usual one first."""

    @property
    def IS_DOCUMENT(self) -> bool:  # noqa: N802 - a module's constant
        """Is the container a document itself, as a mail is, whose members come with it?"""

    def recognises(self, source: Source) -> bool:
        """Is this content such a container? Looks at the bytes, cheaply."""

    def unpack(self, source: Source, meter: Meter) -> Iterator[Member]:
        """Its members in their order; one that cannot be read is a Member with its error.

        Raises SourceError where the container itself cannot be read, or where a limit of the whole is passed."""
