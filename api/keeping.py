"""What was read, kept: in the store, with the end of its file in the same commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from api.jobs import Claim, Jobs, Outcome
from api.uploads import Uploads
from extractor.batch.results import Result, to_save
from extractor.batch.workers import Task
from extractor.schema.contract import Failure
from extractor.store import DocumentRow, Prepared, Saved, Store, change, write

_log = structlog.get_logger("api.jobs")


@dataclass(frozen=True, slots=True)
class Read:
    """A document that was read: its id, and its Extraction as JSON."""

    document_id: str
    json: str


class TakenError(Exception):
    """The file has been cancelled, or another process has it: nothing of it is kept here."""


class Keeping:
    """Keeps results. Every method raises StoreError."""

    def __init__(self, jobs: Jobs, store: Store, uploads: Uploads) -> None:
        self._jobs, self._store, self._uploads = jobs, store, uploads

    def seen(self, sha256: str) -> DocumentRow | None:
        """The document of these bytes as it stands."""
        return self._store.document(sha256[:32])

    def is_current(self, row: DocumentRow) -> bool:
        """Whether the document was read before by the same program, and its bytes are kept."""
        if row.error_code is not None or row.stored_file is None:
            return False
        from extractor.pipeline import producer

        found = self._store.extraction(row.id, corrected=False)
        return found is not None and found.producer == producer() and self._uploads.path(row.stored_file).exists()

    def again(self, claim: Claim, known: DocumentRow) -> None:
        """The file has ended with a document that was read before; its second copy is not kept."""
        if claim.name is not None:
            self._store.saw(known.id, claim.name)
        if known.stored_file != claim.stored:
            self._uploads.remove(claim.stored)
        self.ended(claim, [Outcome(claim.name, known.id)])

    def now(self, document_id: str) -> Read | None:
        """A document as it stands in the store, with people's corrections."""
        found = self._store.extraction(document_id)
        return None if found is None else Read(document_id, found.model_dump_json())

    def keep_member(self, task: Task, result: Result) -> Outcome:
        """A document of an archive or a mail, with a copy of its bytes."""
        stored = self._uploads.keep(task.path, task.name).stored if result.code is None else None
        return self.keep(result, task.name, stored, None)[0]

    def keep(
        self, result: Result, name: str | None, stored: str | None, whole: Claim | None, *, unseen: bool = False
    ) -> tuple[Outcome, Read | None]:
        """A result in the store; of a file that is kept already, the second copy goes. `whole`: the file that has ended
        with it, in the same transaction. `unseen`: when it was begun there was no such document, and nothing is asked
        before it is saved; where another has brought it since, the copy that nothing names goes in time.

        Raises TakenError."""
        # As the store saves, but that the file ends in the same commit.
        prepared = to_save(result) if result.code is None else Prepared(_failure(result, whole))
        entry = write.Entry(prepared, name)
        identity = entry.identity
        if unseen or self._store.read(lambda c: write.news(c, [entry])):
            prepared.make()

        def work(connection: Connection) -> tuple[Saved, Outcome, bool]:
            # Nobody deletes the document, and with it its file, between this look and the end.
            row = None if unseen else change.locked(connection, identity)
            kept = None if row is None else row.stored_file
            second = kept is not None and kept != stored and self._uploads.path(kept).exists()
            saved = write.save(connection, prepared, name, None if second else stored)
            outcome = Outcome(name, saved.document_id, result.code, result.message)
            if whole is not None and not self._jobs.finish_in(connection, whole, [outcome]):
                raise TakenError
            return saved, outcome, second

        saved, outcome, second = self._store.write(work)
        if second:
            self._uploads.remove(stored)
        if whole is not None:
            _log.info("ended", job=whole.job_id, file=whole.file_id, ours=True, code=result.code)
        if result.code is not None:
            return outcome, None
        # Of a new document nobody has said anything yet.
        first = saved.changed and saved.version == 1
        return outcome, Read(identity, result.json) if first else self.now(identity)

    def ended(self, claim: Claim, outcomes: Sequence[Outcome]) -> None:
        """The file is read to the end."""
        ours = self._jobs.finish(claim, outcomes)
        code = next((o.code for o in outcomes if o.code), None)
        _log.info("ended", job=claim.job_id, file=claim.file_id, ours=ours, code=code)


def _failure(result: Result, whole: Claim | None) -> Failure:
    """A file that could not be opened by the reader has a hash all the same: its document's id."""
    failure = Failure.model_validate_json(result.json)
    if whole is None or failure.source.sha256 is not None:
        return failure
    return failure.model_copy(update={"source": failure.source.model_copy(update={"sha256": whole.sha256})})
