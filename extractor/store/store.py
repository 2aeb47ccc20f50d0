"""The store: one object a program, safe for threads; every method is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from uuid import uuid4

from sqlalchemy import Connection, Engine

from extractor.errors import StoreError
from extractor.schema.contract import Extraction, Failure
from extractor.store import ask, change, correct, counts, engine, items, read, write
from extractor.store.correction import Corrected, Correction, Example, HistoryRow
from extractor.store.filters import EVERYTHING, Filter
from extractor.store.migrate import migrate
from extractor.store.prepared import Prepared
from extractor.store.rows import (
    Change,
    DeadlineRow,
    DocumentRow,
    FigureRow,
    Hit,
    MeasureRow,
    OrganisationRow,
    Page,
    Saved,
    Sighting,
    Stats,
)
from extractor.store.write import Entry

T = TypeVar("T")


def open_store(url: str | Path, *, patience: float = 30, pool: int = 5, create: bool = True) -> Store:
    """The store at a URL (`sqlite:///FILE`, `postgresql://USER@HOST/NAME`) or in an SQLite file, made where there is
    none, its schema brought up to date.

    patience: seconds to wait for a lock, or for a server that restarts, before an error. pool: connections kept.
    create: whether an SQLite file that is not there is made; else it is store_unavailable.
    Raises StoreError, as all methods of a store do."""
    place = engine.url_of(url)
    if not create and place.get_backend_name() == "sqlite" and not Path(place.database or "").is_file():
        raise StoreError("store_unavailable", f"there is no store at {place.database}")
    made = engine.connect(place, patience, pool)
    store = Store(made, patience)
    try:
        migrate(made, patience)
    except BaseException:
        store.close()
        raise
    return store


class Store:
    """Extractions in a database; see open_store. Leave it by `close` or as a context manager."""

    def __init__(self, made: Engine, patience: float) -> None:
        #: For tables that others keep in the same database.
        self.engine = made
        self._patience = patience

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()

    @property
    def url(self) -> str:
        """Where the store is, without the password."""
        return str(self.engine.url.render_as_string(hide_password=True))

    def read(self, work: Callable[[Connection], T]) -> T:
        """What `work` reads, in one transaction; done again where the database was away for a moment."""
        return engine.transact(self.engine, work, writes=False, patience=self._patience)

    def write(self, work: Callable[[Connection], T]) -> T:
        """What `work` gives, in one transaction that may write: all of it or nothing. Done again where the database
        was away for a moment, so it must be right when done twice."""
        return engine.transact(self.engine, work, writes=True, patience=self._patience)

    # -- writing

    def save(
        self, extraction: Extraction | Failure, *, seen_at: str | None = None, stored_file: str | None = None
    ) -> Saved:
        """Keep an extraction as the document's new version, or that it failed. The same again changes nothing.

        seen_at: the path, or an archive's with the member's behind it. stored_file: the name its bytes are kept by."""
        return self.save_all([Entry(Prepared(extraction), seen_at, stored_file)])[0]

    def save_all(self, batch: Sequence[Entry]) -> list[Saved]:
        """Keep several, in this order and all in one transaction; see save."""
        for new in self.read(lambda c: write.news(c, batch)):
            new.make()
        return self.write(lambda c: write.save_all(c, batch))

    def saw(self, document_id: str, place: str) -> bool:
        """Note another place of a document that the store has; whether it has it."""
        return self.write(lambda c: write.saw(c, document_id, place))

    def delete(self, document_id: str) -> bool:
        """Forget a document with its history; whether there was one."""
        return self.write(lambda c: change.forget(c, document_id))

    # -- what people say

    def correct(self, document_id: str, correction: Correction, *, by: str, revision: int | None = None) -> Corrected:
        """Keep what a person says of an item, and take it into account at once and in every later extraction.

        by: the person's name, for the history. revision: of the document that the person saw.
        Raises CorrectionError, NoDocumentError, and ConflictError where the document is at another revision."""
        token = uuid4().hex
        return self.write(lambda c: correct.correct(c, document_id, correction, by, token, revision))

    def history(self, document_id: str) -> list[HistoryRow]:
        """What people said of a document, in the order in which they did."""
        return self.read(lambda c: correct.history(c, document_id))

    def states(self, document_id: str) -> dict[str, str]:
        """What people said of the items that stand in the corrected extraction, by path (`m3`, `m3/deadlines/0`,
        `document`): confirmed, edited or added."""
        return self.read(lambda c: read.states(c, document_id))

    def examples(self) -> Iterator[Example]:
        """All decisions of people that hold, in the order in which they were made: to learn from."""
        after: int | None = 0
        while after is not None:
            batch, after = self._examples(after)
            yield from batch

    def _examples(self, after: int) -> tuple[list[Example], int | None]:
        return self.read(lambda c: correct.examples(c, after, 100))

    # -- documents

    def documents(self, wanted: Filter = EVERYTHING, *, after: str | None = None, limit: int = 50) -> Page[DocumentRow]:
        """The documents, last added first."""
        return self.read(lambda c: read.documents(c, wanted, after, limit))

    def document(self, document_id: str) -> DocumentRow | None:
        """A document's card."""
        return self.read(lambda c: read.document(c, document_id))

    def identify(self, beginning: str) -> list[str]:
        """The ids of documents that begin so, at most ten."""
        return self.read(lambda c: read.identify(c, beginning))

    def sightings(self, document_id: str) -> list[Sighting]:
        """Where a document was seen, first the first."""
        return self.read(lambda c: read.sightings(c, document_id))

    def extraction(self, document_id: str, version: int | None = None, *, corrected: bool = True) -> Extraction | None:
        """A version of a document's extraction, the newest unless told, with people's corrections unless told
        otherwise; None where there is none."""
        return self.read(lambda c: read.extraction(c, document_id, version, corrected))

    def failure(self, document_id: str) -> Failure | None:
        """Why the last attempt to read a document failed; None where it did not."""
        return self.read(lambda c: read.failure(c, document_id))

    def extractions(self, wanted: Filter = EVERYTHING, *, corrected: bool = True) -> Iterator[Extraction]:
        """The newest extractions of the documents, first added first, read a few at a time."""
        after: int | None = 0
        while after is not None:
            batch, after = self._batch(wanted, after, corrected)
            yield from batch

    def _batch(self, wanted: Filter, after: int, corrected: bool) -> tuple[list[Extraction], int | None]:
        return self.read(lambda c: read.batch(c, wanted, after, corrected))

    # -- what stands in them

    def measures(self, wanted: Filter = EVERYTHING, *, after: str | None = None, limit: int = 50) -> Page[MeasureRow]:
        """Measures, those of the document last added first, in reading order."""
        return self.read(lambda c: items.measures(c, wanted, after, limit))

    def deadlines(self, wanted: Filter = EVERYTHING, *, after: str | None = None, limit: int = 50) -> Page[DeadlineRow]:
        """Deadlines, first what is due first; those without a last day come behind."""
        return self.read(lambda c: items.deadlines(c, wanted, after, limit))

    def figures(self, wanted: Filter = EVERYTHING, *, after: str | None = None, limit: int = 50) -> Page[FigureRow]:
        """Figures, those of the document last added first, in reading order."""
        return self.read(lambda c: items.figures(c, wanted, after, limit))

    def organisations(
        self, wanted: Filter = EVERYTHING, *, after: str | None = None, limit: int = 50
    ) -> Page[OrganisationRow]:
        """Bodies over all documents, those that answer for most first: of the same name, one body; of a name that many
        have («відділ освіти»), one for each authority. The filter's `organisation` and `responsible` narrow the bodies
        themselves, the rest the documents that count."""
        return self.read(lambda c: items.organisations(c, wanted, after, limit))

    def organisation(self, body: str) -> OrganisationRow | None:
        """One body by its id; its measures are those of Filter(responsible=ID). None where there is none, or where an
        id of former days now means several: those of Filter(organisation=ID)."""
        return self.read(lambda c: items.organisation(c, body))

    def search(self, text: str, wanted: Filter = EVERYTHING, *, after: str | None = None, limit: int = 20) -> Page[Hit]:
        """Documents by full text, the best first, with the places in them; how to ask is said at Filter.text."""
        return self.read(lambda c: ask.search(c, text, wanted, after, limit))

    def stats(self, today: date | None = None) -> Stats:
        """Counts over all documents; `today` (by the computer's clock) tells what is overdue."""
        return self.read(lambda c: counts.stats(c, today or date.today()))

    # -- the feed

    def changes(self, after: int = 0, limit: int = 100) -> list[Change]:
        """What changed behind a cursor, in the order in which it was committed."""
        return self.read(lambda c: read.changes(c, after, limit))
