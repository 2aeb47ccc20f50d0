"""JSON: one array of extractions, for people and programs that take a whole file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO, Final

from extractor.export.options import Options

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction

NAME: Final = "json"
MEDIA_TYPE: Final = "application/json"
EXTENSION: Final = "json"


def write(extractions: Iterable[Extraction], stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    """An array with one extraction after another, indented; one extraction in memory at a time."""
    opened = False
    for extraction in extractions:
        stream.write((b",\n" if opened else b"[\n") + extraction.model_dump_json(indent=2).encode())
        opened = True
    stream.write(b"\n]\n" if opened else b"[]\n")
