"""JSON Lines: one extraction a line, for streams and for `vytiah export` itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO, Final

from extractor.export.options import Options

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction

NAME: Final = "jsonl"
MEDIA_TYPE: Final = "application/jsonl"
EXTENSION: Final = "jsonl"


def write(extractions: Iterable[Extraction], stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    """A line each, in the order given."""
    for extraction in extractions:
        stream.write(extraction.model_dump_json().encode() + b"\n")
