"""The one file that knows the order of the stages."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from typing import Final

from extractor import artifacts, assemble, data, detect, layout, normalize, readers, resolve, text
from extractor.errors import ModelError
from extractor.readers import containers, inputs
from extractor.resolve import confidence, recognised
from extractor.schema import build
from extractor.schema.analysis import Analysis
from extractor.schema.contract import Extraction, FailedSource, Failure, FailureError, Producer
from extractor.schema.document import Document, Notice
from extractor.schema.facts import Facts
from extractor.schema.span import Span
from extractor.settings import DEFAULT, Settings
from extractor.version import __version__

#: New objects between two rounds of the garbage collector, in a process that reads many documents: Python's own 700
#: take 4 % of the time that the rules take. A document leaves next to nothing in cycles.
_NEW_OBJECTS: Final = 10_000


def extract(source: str | Path | bytes, *, name: str | None = None, settings: Settings = DEFAULT) -> Extraction:
    """The Extraction of one document: a path, or its bytes with (if known) a file name.

    Raises SourceError with a stable code where the input cannot be read, and several_documents where it is an archive
    or a mail that holds more than one: those are for `extract_all`."""
    return extract_document(read(source, name=name, settings=settings), settings)


def extract_all(
    source: str | Path | bytes, *, name: str | None = None, settings: Settings = DEFAULT
) -> Iterator[Extraction | Failure]:
    """Every document of an archive, a mail or a signed file, in order, one at a time; of any other file the one.

    A part that cannot be read is a Failure. The last Extraction names them all in its warnings and is partial.
    Raises SourceError where the input itself cannot be opened."""
    waiting: list[Extraction | Failure] = []
    lost: list[Notice] = []
    for found in inputs.each(inputs.opened(source, name, settings), settings):
        outcome = _extracted(found, settings) if isinstance(found, Document) else failure(found)
        if isinstance(outcome, Extraction):
            yield from waiting
            waiting = [outcome]
        else:
            waiting.append(outcome)
            lost.append(loss(outcome))
    if lost and isinstance(waiting[0], Extraction):
        waiting[0] = build.with_losses(waiting[0], lost)
    yield from waiting


def extract_found(found: containers.Found, settings: Settings = DEFAULT) -> Extraction | Failure | None:
    """The Extraction of one document of a container, or the Failure that stands for it; None where it holds no text
    and that is no loss, as a picture in a mail's footer. Raises ModelError."""
    document = inputs.outcome(found, settings)
    if document is None:
        return None
    return _extracted(document, settings) if isinstance(document, Document) else failure(document)


def loss(lost: Failure) -> Notice:
    """What an Extraction says of a part of its input that could not be read."""
    return Notice("unreadable_part", f"{lost.source.filename}: {lost.error.message} [{lost.error.code}]")


def read(source: str | Path | bytes, *, name: str | None = None, settings: Settings = DEFAULT) -> Document:
    """The one Document of a path, or of bytes with (if known) a file name.

    Raises SourceError; several_documents where it is an archive or a mail that holds more than one."""
    return inputs.single(inputs.opened(source, name, settings), settings)


def _extracted(document: Document, settings: Settings) -> Extraction | Failure:
    """The Extraction; a fault of ours in a member of a container leaves the other members."""
    try:
        return extract_document(document, settings)
    except ModelError:
        raise
    except Exception as error:
        source = document.source
        if source.container is None:
            raise
        why = containers.fault(error)
        return failure(inputs.Unread(source.filename, source.bytes, source.sha256, source.container, why))


def failure(part: inputs.Unread) -> Failure:
    """What stands in place of the Extraction of a part that could not be read."""
    return Failure(
        source=FailedSource(
            filename=part.name, sha256=part.sha256, bytes=part.size, container=build.container(part.container)
        ),
        error=FailureError(code=part.error.code, message=part.error.message),
    )


def extract_document(document: Document, settings: Settings = DEFAULT) -> Extraction:
    """The Extraction of a document already read."""
    facts = trace(document, settings)[2]
    if settings.weights == "all":
        facts = confidence.calibrated(facts)
    facts = recognised.weakened(facts, document.notices)
    return build.build(facts, document, producer())


def producer() -> Producer:
    """The program and its models, with their versions."""
    return Producer(name="vytiah", version=__version__, models=artifacts.versions())


def warm_up(settings: Settings = DEFAULT) -> None:
    """Loads now what the first documents would else have to wait for: the models that the settings use, dictionaries,
    word lists, compiled patterns.

    Takes one to two seconds of processor time, once a process; for whoever reads many documents or must answer
    quickly. From then on the garbage collector never looks through what is loaded, and seldom through what is new.
    Results are the same without it. Raises ModelError where a model is missing or damaged."""
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
    for sample in data.load("start")["texts"]:
        extract(sample.encode(), settings=settings).model_dump_json()
    stages = tuple(f"{stage.__name__}." for stage in (readers, layout, text, normalize, detect, assemble, resolve))
    for name, module in sorted(sys.modules.items()):
        if name.startswith(stages):
            for made in vars(module).values():
                # What is remembered and asks for nothing is a table or a pattern.
                if hasattr(made, "cache_info") and made.__module__ == name and not signature(made).parameters:
                    made()
    gc.collect()
    gc.freeze()


def trace(document: Document, settings: Settings = DEFAULT) -> tuple[Analysis, tuple[Span, ...], Facts]:
    """What every stage made of the document, for `vytiah explain` and for tests."""
    outline = layout.parse(document, settings.weights)
    nlp = settings.nlp if settings.weights == "all" else "rules"
    analysis = text.analyse(outline, nlp, settings.stanza_dir)
    head, analysis, spans = detect.run(analysis, settings.weights)
    facts = assemble.run(head, analysis, spans)
    return analysis, spans, resolve.run(facts, analysis)
