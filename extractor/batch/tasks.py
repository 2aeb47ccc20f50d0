"""What is asked of a worker, and what an archive or mail comes apart into."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.batch.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.errors import SourceError
    from extractor.schema.document import ContainerFacts, Notice, SignatureFacts
    from extractor.settings import Settings


@dataclass(frozen=True, slots=True)
class Member:
    """Where in an archive, mail or signed file a document stood, and what is known of it from there.

    input: the file that was handed in. place: its number in reading order. name: the whole way to it,
    «archive.zip/letters/plan.docx», for people only. optional: that it holds no text is no loss."""

    input: Path
    place: int
    name: str | None
    container: ContainerFacts | None
    optional: bool = False
    notices: tuple[Notice, ...] = ()
    signatures: tuple[SignatureFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read, in a file on this machine.

    name: its name for people; None stands for the path's own, "" says that it has none, as standard input.
    member: where it stood, where it was taken out of an archive or a mail."""

    path: Path
    name: str | None = None
    member: Member | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return Task, (self.path, self.name, self.member)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """An archive, mail or signed file, taken apart: each document in it lies in `folder` under a name of ours, to be
    submitted as a Task of its own. `lost` are the parts that could not be unpacked, each a Result with its code.

    A member's Task may give no Result: a picture without text in a mail's footer is none. `joined` puts the results
    of all of them together as `extract_all` gives them; `discard` removes the folder, and is called when all are
    done."""

    members: list[Task]
    lost: list[Result]
    whole: Task
    folder: Path

    def joined(self, results: Iterable[Result]) -> list[Result]:
        """All results in the order of the input, those of `lost` among them; where parts are lost the last Extraction
        is partial and names them. Where nothing held text, one Result with no_text."""
        return joined(self, results)

    def discard(self) -> None:
        """Remove the members' files. Twice is no harm."""
        shutil.rmtree(self.folder, ignore_errors=True)


def run(task: Task, settings: Settings | bytes, folder: Path | str, stored: bool = False) -> list[Result] | Unpacked:
    """In a worker: the task's Results; of an archive, mail or signed file its documents, put down in `folder`, which is
    then made. Raises ModelError; anything else is a Result.

    settings: pickled where they go with each of many tasks. stored: Results bring what a save writes of them."""
    from extractor.batch import tasks_run  # what reads documents is loaded in workers only

    settings = _settings(settings) if isinstance(settings, bytes) else settings
    return tasks_run.run(task, settings, Path(folder), stored=stored)


@lru_cache(maxsize=8)
def _settings(pickled: bytes) -> Settings:
    made: Settings = pickle.loads(pickled)  # our own process sends it
    return made


def refused(task: Task, error: SourceError) -> Result:
    """The Result of a task whose worker is gone."""
    from extractor.batch.results import failed

    member = task.member
    if member is None:
        return failed(task.path, error.code, error.message, name=task.path.name if task.name is None else task.name)
    failure = failed(task.path, error.code, error.message, name=member.name, container=member.container)
    inside = (member.name or "").partition("/")[2] if member.container is not None else None
    return replace(failure, path=member.input, member=inside, place=member.place)


def joined(unpacked: Unpacked, results: Iterable[Result]) -> list[Result]:
    """See `Unpacked.joined`."""
    found = sorted((*unpacked.lost, *results), key=lambda r: r.place)
    if not found:
        from extractor.batch.results import failed

        task = unpacked.whole
        return [failed(task.path, "no_text", "the file holds no document with text", name=task.name)]
    lost = [r for r in found if r.code is not None]
    good = [at for at, r in enumerate(found) if r.code is None]
    if lost and good:
        told = _with_losses(found[good[-1]].json, [r.json for r in lost])
        found[good[-1]] = replace(found[good[-1]], json=told, prepared=None)
    return found


def _with_losses(extraction: str, failures: list[str]) -> str:
    from extractor import pipeline
    from extractor.schema import build
    from extractor.schema.contract import Extraction, Failure

    lost = [pipeline.loss(Failure.model_validate_json(f)) for f in failures]
    return build.with_losses(Extraction.model_validate_json(extraction), lost).model_dump_json()
