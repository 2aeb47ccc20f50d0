"""The one file that knows the order of the stages."""

from __future__ import annotations

import os
import sys
from inspect import signature
from pathlib import Path

from extractor import artifacts, assemble, data, detect, layout, normalize, readers, resolve, text
from extractor.errors import SourceError
from extractor.schema import build
from extractor.schema.analysis import Analysis
from extractor.schema.contract import Extraction, Producer
from extractor.schema.document import Document
from extractor.schema.facts import Facts
from extractor.schema.span import Span
from extractor.settings import DEFAULT, Settings
from extractor.version import __version__


def extract(source: str | Path | bytes, *, name: str | None = None, settings: Settings = DEFAULT) -> Extraction:
    """The Extraction of one document: a path, or its bytes with (if known) a file name.

    Raises SourceError with a stable code where the input cannot be read."""
    return extract_document(read(source, name=name, settings=settings), settings)


def read(source: str | Path | bytes, *, name: str | None = None, settings: Settings = DEFAULT) -> Document:
    """The Document of a path, or of bytes with (if known) a file name. Raises SourceError."""
    if isinstance(source, bytes):
        return readers.read(source, name, settings=settings)
    path = Path(source)
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > settings.max_bytes:
                raise SourceError("too_large", f"{size:,} bytes; the limit is {settings.max_bytes:,}")
            # A pipe or a device tells no size and may never end.
            data = stream.read(settings.max_bytes + 1)
    except FileNotFoundError as error:
        raise SourceError("not_found", f"no such file: {path}") from error
    except OSError as error:
        raise SourceError("unreadable", f"cannot open {path}: {error.strerror}") from error
    except ValueError as error:
        raise SourceError("unreadable", f"no file can have this name: {error}") from error
    return readers.read(data, name or path.name, settings=settings)


def extract_document(document: Document, settings: Settings = DEFAULT) -> Extraction:
    """The Extraction of a document already read."""
    return build.build(trace(document, settings)[2], document, producer())


def producer() -> Producer:
    """The program and its models, with their versions."""
    return Producer(name="vytiah", version=__version__, models=artifacts.versions())


def warm_up() -> None:
    """Loads now what the first documents would else have to wait for: dictionaries, word lists, compiled patterns.

    Takes one to two seconds of processor time, once a process; for whoever reads many documents or must answer
    quickly. Results are the same without it."""
    for sample in data.load("start")["texts"]:
        extract(sample.encode()).model_dump_json()
    stages = tuple(f"{stage.__name__}." for stage in (readers, layout, text, normalize, detect, assemble, resolve))
    for name, module in sorted(sys.modules.items()):
        if name.startswith(stages):
            for made in vars(module).values():
                # What is remembered and asks for nothing is a table or a pattern.
                if hasattr(made, "cache_info") and made.__module__ == name and not signature(made).parameters:
                    made()


def trace(document: Document, settings: Settings = DEFAULT) -> tuple[Analysis, tuple[Span, ...], Facts]:
    """What every stage made of the document, for `vytiah explain` and for tests."""
    outline = layout.parse(document)
    analysis = text.analyse(outline, settings.nlp)
    head, analysis, spans = detect.run(analysis)
    facts = assemble.run(head, analysis, spans)
    return analysis, spans, resolve.run(facts, analysis)
