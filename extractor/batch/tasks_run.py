"""What a worker does with a task: reads the document, or takes the archive or mail apart."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from extractor import pipeline
from extractor.batch.results import Result, failed, line, result_of
from extractor.batch.tasks import Member, Task, Unpacked
from extractor.errors import ModelError, SourceError
from extractor.readers import Source, containers, inputs
from extractor.schema.contract import Extraction, Failure
from extractor.settings import Settings

_log = logging.getLogger(__name__)


def run(task: Task, settings: Settings, folder: Path, *, stored: bool) -> list[Result] | Unpacked:
    """The task's Results; of an archive, mail or signed file its documents, put down in `folder`, which is then made.
    stored: Results bring what a save writes of them.

    Raises ModelError, as a broken installation would fail every document, and MemoryError. Anything else is a
    Result."""
    name = task.path.name if task.name is None else task.name
    task = replace(task, name=name)
    try:
        if task.member is not None:
            return _of_member(task, task.member, settings, stored=stored)
        source = inputs.opened(task.path, name, settings)
        if name == "":
            source = replace(source, name=None)
        if containers.kind_of(source) is not None:
            return _apart(task, source, settings, folder)
        found = pipeline.extract_document(inputs.single(source, settings), settings)
        return [result_of(task.path, found, stored=stored)]
    except SourceError as error:
        return [failed(task.path, error.code, error.message, name=name)]
    except (ModelError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - the fence: a fault of ours fails its document, never the batch
        _log.debug("%s", task.path, exc_info=True)
        return [failed(task.path, "internal", line(f"{type(error).__name__}: {error}").rstrip(": "), name=name)]


def _of_member(task: Task, member: Member, settings: Settings, *, stored: bool) -> list[Result]:
    found = containers.Found(
        member.name,
        task.path.read_bytes(),
        member.container,
        optional=member.optional,
        notices=member.notices,
        signatures=member.signatures,
    )
    outcome = pipeline.extract_found(found, settings)
    return [] if outcome is None else [result_of(member.input, outcome, member.place, stored=stored)]


def _apart(task: Task, source: Source, settings: Settings, folder: Path) -> Unpacked:
    folder.mkdir(mode=0o700)
    unpacked = Unpacked([], [], task, folder)
    for place, found in enumerate(containers.documents(source, settings)):
        member = Member(task.path, place, found.name, found.container, found.optional, found.notices, found.signatures)
        if found.error is not None or not found.data:
            unpacked.lost.extend(_lost(found, member, settings))
        else:
            file = folder / str(place)
            file.write_bytes(found.data)
            unpacked.members.append(Task(file, found.name, member))
    return unpacked


def _lost(found: containers.Found, member: Member, settings: Settings) -> Iterator[Result]:
    outcome: Extraction | Failure | None = pipeline.extract_found(found, settings)
    if outcome is not None:
        yield result_of(member.input, outcome, member.place)
