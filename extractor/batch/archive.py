"""A whole archive, once through: each document known by the SHA-256 of its bytes, each read once, none lost.

The loop has one rule of order: a result is made safe first (file, store), then the manifest says so; and what is begun
is said before it begins. So a batch that is killed at any moment does again, at most, what it had in hand.

What a result is named after never depends on who was first: a document that stands at several places is that of the
first in the order of paths. Where that one turns up late (a member of an archive that took long to unpack), the
document is read again under its name, as long as the pass over the archive lasts."""

from __future__ import annotations

import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event
from time import sleep
from typing import Final

from extractor.batch.counts import Counts
from extractor.batch.engine import Answer, Engine
from extractor.batch.finds import Container, Find, Plan, Work, lost_place, member_place, seen_in, sha256_of
from extractor.batch.listing import Entry, files, rank
from extractor.batch.manifest import Manifest, Place, Record, Seen
from extractor.batch.pace import Pace
from extractor.batch.results import Result, failed
from extractor.batch.sink import Sink
from extractor.batch.tasks import Task, Unpacked
from extractor.errors import VytiahError

#: In hand for each place to work: one is worked on, one waits. More would be begun for nothing when a batch is killed …
_IN_HAND: Final = 2
#: … but short documents are handed in for so many seconds ahead, up to so many a place: what comes back together is
#: made safe together, with few waits for the disk …
_AHEAD: Final = 0.25
_MOST_IN_HAND: Final = 32
#: … as it gathers in so many seconds, in which no place runs out of work.
_GATHER: Final = 0.1
#: Entries looked at in one turn, so that results never wait long behind files that need no work.
_LOOKS: Final = 500
#: After so many attempts that ended with the program, a document waits for the end and is then read alone …
_SUSPECT: Final = 3
#: … and after so many it is given up: it takes down whatever reads it.
_GIVEN_UP: Final = 6
#: Times a file is begun again because it changed while it was read.
_CHANGES: Final = 3


class Batch:
    """One run over an archive. `stop` may be set at any time, by a signal too: what is in hand is finished.

    version: the manifest's row of the program, its models and settings. watch: called after each turn with the running
    Counts."""

    def __init__(
        self, plan: Plan, version: int, manifest: Manifest, sink: Sink, engine: Engine, watch: Callable[[Counts], None]
    ) -> None:
        self.counts = Counts()
        self.stop = Event()
        self._plan = plan
        self._version = version
        self._manifest = manifest
        self._sink = sink
        self._engine = engine
        self._watch = watch
        self._entries = (entry for root in plan.roots for entry in files(root, plan.chosen))
        self._waiting: deque[Find] = deque()
        self._suspects: deque[Find] = deque()
        self._in_hand: dict[str, Work] = {}
        self._open: dict[str, Container] = {}
        self._answers: SimpleQueue[tuple[Work, Future[Answer]]] = SimpleQueue()
        self._pace = Pace()
        self._changes: Counter[Path] = Counter()
        self._given_up: set[str] = set()
        self._ready = self._alone = self._more = False

    def run(self) -> Counts:
        """Go through the archive. Raises OSError, sqlite3.Error or StoreError where results cannot be kept, EngineError
        where nothing is left to work with, ModelError where the installation is broken; each leaves a manifest that the
        next run goes on from."""
        try:
            self._pass()
            self._alone = True
            self._waiting.extend(self._suspects)
            self._pass()
        except (VytiahError, OSError, sqlite3.Error):
            # The documents in hand have no part in it. Any other error is a fault that one of them may have brought
            # about: it stays charged, as where the program is killed.
            with suppress(OSError, sqlite3.Error), self._manifest.writing():
                self._manifest.take_back(besides=self._given_up)
            raise
        if self.stop.is_set():
            self.counts.interrupted = True
        else:
            with self._manifest.writing():
                self._manifest.end_round()
        return self.counts

    def _pass(self) -> None:
        self._more = True
        while self._in_hand or (self._more and not self.stop.is_set()):
            answers = self._received()
            self._sink.file(_filed(answers))
            self._sink.save([seen for answered in answers for seen in seen_in(*answered)])
            with self._manifest.writing():
                for work, answer in answers:
                    self._settle(work, answer)
                begun = [] if self.stop.is_set() else self._begun()
            for work in begun:
                self._hand_in(work)
            self.counts.in_hand = len(self._in_hand)
            self._watch(self.counts)

    def _hand_in(self, work: Work) -> None:
        self._pace.begin(work.key, self._engine.places)
        future: Future[Answer]
        if work.answer is not None:
            future = Future()
            future.set_result(work.answer)
        else:
            future = self._engine.submit(work.finds[0].task)
        future.add_done_callback(lambda done: self._answers.put((work, done)))

    # -- what comes back

    def _received(self) -> list[tuple[Work, Answer]]:
        """What has come back; waits a moment where there is nothing else to do."""
        busy = len(self._in_hand) >= self._room() or not self._more or self.stop.is_set()
        got: list[tuple[Work, Answer]] = []
        if busy and len(self._in_hand) > _IN_HAND * self._engine.places:
            ahead = len(self._in_hand) * self._pace.mean / max(1, self._engine.places)
            sleep(min(_GATHER, _GATHER / _AHEAD * ahead))
        with suppress(Empty):
            while True:
                wait = busy and not got and bool(self._in_hand)
                work, future = self._answers.get(timeout=0.5) if wait else self._answers.get_nowait()
                work.seconds = self._pace.end(work.key)
                answer = future.result()
                if not self._replaced(work, answer):
                    got.append((work, answer))
        return got

    def _replaced(self, work: Work, answer: Answer) -> bool:
        """Is the answer of other bytes than those that were looked at? Then the file is looked at again."""
        place = work.place
        if place.sha256 is None or place.ordinal or isinstance(answer, Unpacked) or not answer:
            return False
        if answer[0].code is not None or f'"sha256":"{place.sha256}"' in answer[0].json:
            return False
        self._changes[place.path] += 1
        if self._changes[place.path] > _CHANGES:
            answer[:] = [failed(place.path, "unreadable", "the file changes while it is read", name=place.path.name)]
            return False
        del self._in_hand[work.key]
        self._waiting.extend([replace(work.finds[0], place=replace(place, sha256=None)), *work.finds[1:]])
        self._more = True
        return True

    def _settle(self, work: Work, answer: Answer) -> None:
        """What the manifest says of an answer that is safe."""
        del self._in_hand[work.key]
        self._more = True
        if isinstance(answer, Unpacked):
            self._take_apart(work, answer)
            return
        result = answer[0] if answer else None
        if result is None:
            self.counts.empty += 1
        elif result.code is not None:
            self.counts.fail(result.code)
        else:
            self.counts.documents += 1
        if work.record is not None:
            self._put(work, work.record, result)
        elif result is not None:
            self._manifest.put_place(replace(work.place, code=result.code, message=result.message))
        first = min(work.finds, key=lambda find: find.rank) if len(work.finds) > 1 else work.finds[0]
        for find in work.finds:
            if find is first and find is not work.finds[0] and result is not None and result.code is None:
                self._waiting.appendleft(find)
            elif find.container is not None:
                self._one_less(find.container)

    def _put(self, work: Work, record: Record, result: Result | None) -> None:
        if record.kind == "container":  # what came apart once does so no longer: a limit, or another version
            self._manifest.drop(record.sha256, "container")
            self._manifest.drop_members(work.place.path)
            self._manifest.put_place(replace(work.place, kind="document"))
        good = result is not None and result.code is None
        done = replace(
            record,
            kind="document",
            status="empty" if result is None else "done" if good else "failed",
            code=None if result is None else result.code,
            message=None if result is None else result.message,
            seconds=round(work.seconds, 3),
            filed=good and self._sink.filed,
            stored=self._sink.stored,
        )
        self._manifest.put(done)

    def _take_apart(self, work: Work, unpacked: Unpacked) -> None:
        """The members of a container wait to be looked at; what it lost is noted."""
        place, record = replace(work.place, kind="container"), work.record
        if record is None:
            raise AssertionError("a file came apart that is too large to be looked at")
        if record.kind == "document":
            self._manifest.drop(record.sha256, "document")
        # It came apart without harm: what its members do, they are known by themselves.
        record = replace(record, kind="container", attempts=0, seconds=round(work.seconds, 3))
        self._manifest.put(record)
        self._manifest.drop_members(place.path)
        for find in work.finds:
            if find.at.ordinal == 0:
                self._manifest.put_place(replace(find.at, kind="container"))
            else:
                self._waiting.append(find)
        self.counts.containers += 1
        for lost in unpacked.lost:
            self._manifest.put_place(lost_place(place, lost))
            self.counts.fail(lost.code or "internal")
        inside = (task.member.container for task in unpacked.members if task.member is not None)
        apart = frozenset({record.sha256, *(facts.sha256 for facts in inside if facts is not None)})
        container = Container(place, unpacked, record, apart, len(unpacked.members) + 1)
        self._open[record.sha256] = container
        self._waiting.extend(Find(task, container=container) for task in unpacked.members)
        self._one_less(container)

    def _one_less(self, container: Container) -> None:
        container.left -= 1
        if container.left:
            return
        record, sink = container.record, self._sink
        lost = self._manifest.failed_members(container.place.path)
        self._manifest.put(replace(record, status="done", lost=lost, filed=sink.filed, stored=sink.stored))
        container.unpacked.discard()
        del self._open[record.sha256]

    # -- what is begun

    def _room(self) -> int:
        if self._alone:
            return 1
        ahead = int(_AHEAD / max(self._pace.mean, 1e-6))
        return max(1, self._engine.places) * min(max(_IN_HAND, ahead), _MOST_IN_HAND)

    def _begun(self) -> list[Work]:
        """The next files to work on, each marked as begun, until enough are in hand or enough were looked at."""
        begun: list[Work] = []
        for _ in range(_LOOKS):
            if len(self._in_hand) >= self._room():
                break
            if self._waiting:
                work = self._look_again(self._waiting.popleft())
            elif (entry := None if self._alone else next(self._entries, None)) is not None:
                work = self._look(entry)
            else:
                self._more = False
                break
            if work is not None:
                self._in_hand[work.key] = work
                begun.append(work)
        return begun

    def _look(self, entry: Entry) -> Work | None:
        """A file of the archive: work where it is new or changed or not done."""
        self.counts.files += 1
        place = Place(entry.path, size=entry.size, mtime=entry.mtime)
        if entry.error is not None:
            self._unread(place, entry.error)
            return None
        seen = self._manifest.at(entry.path)
        if seen is not None and (seen.place.size, seen.place.mtime) == (entry.size, entry.mtime):
            if self._unchanged(seen):
                self.counts.unchanged += 1
                return None
            place = replace(seen.place, code=None, message=None)
        return self._look_again(Find(Task(entry.path), place))

    def _unchanged(self, seen: Seen) -> bool:
        """Is what is known of a file all that there is to do with it?"""
        record = seen.record
        if record is None:
            if seen.place.code is None or self._plan.again in ("failed", "all"):
                return False
            self.counts.before += 1
            return True
        if not self._settled(record, seen.place) or not self._sink.has(record):
            return False
        self.counts.before += record.lost + (record.status == "failed")
        self.counts.outdated += record.version != self._version
        return True

    def _settled(self, record: Record, place: Place) -> bool:
        """Is a document or container, seen at this place, read as far as it is to be?"""
        if record.status == "pending":
            return False
        again = self._plan.again if record.run != self._manifest.run else "nothing"
        if again == "all" or (again == "outdated" and record.version != self._version):
            return False
        if again == "failed" and (record.status == "failed" or record.lost):
            return False
        # Read in this pass under the name of a place that stands behind this one?
        late = rank(place.path, place.ordinal) < rank(record.path, record.ordinal)
        return not (late and record.status == "done" and record.kind == "document" and self._of_this_round(record))

    def _of_this_round(self, record: Record) -> bool:
        return record.round == self._manifest.round

    def _unread(self, place: Place, message: str) -> None:
        self._manifest.put_place(replace(place, sha256=None, code="unreadable", message=message))
        self.counts.fail("unreadable")

    def _look_again(self, find: Find) -> Work | None:
        """A member, or a file whose record does not end the matter: work where its bytes are to be read."""
        place = find.place or member_place(find)
        if place.sha256 is None and (place.ordinal or place.size <= self._plan.max_bytes):
            try:
                place = replace(place, sha256=sha256_of(find.task.path))
            except OSError as error:
                if place.ordinal:
                    raise  # a file of ours
                self._unread(place, f"cannot open: {error.strerror}")
                return None
        if find.place is not place:
            find = replace(find, place=place)
        if place.sha256 is None:
            # Larger than the limit: whoever reads it says so, and its bytes are not looked at.
            self._manifest.put_place(place)
            return Work(f"unread {place.path}", [find], None)
        if place.ordinal:
            cover = find.container is not None and place.sha256 in find.container.apart
            return self._document(find, place.sha256, self._manifest.record(place.sha256), cover=cover)
        return self._whole_file(find, place.sha256)

    def _whole_file(self, find: Find, sha256: str) -> Work | None:
        """A file, which may come apart."""
        document, apart = self._manifest.records(sha256)
        if apart is None:
            if document is None or not document.cover:
                return self._document(find, sha256, document)
            apart = Record(sha256, find.at.path, kind="container")
        place = replace(find.at, kind="container")
        self._manifest.put_place(place)
        key, find = f"file {sha256}", replace(find, place=place)
        if key in self._in_hand:
            self._in_hand[key].finds.append(find)
        elif sha256 not in self._open and not (self._settled(apart, place) and self._sink.has(apart)):
            return self._begin(key, find, apart)
        self.counts.duplicates += 1
        return None

    def _document(self, find: Find, sha256: str, record: Record | None, *, cover: bool = False) -> Work | None:
        """A document, by its bytes: work where they are nobody's yet; else the place is noted as one more of theirs."""
        if find.at.kind != "document":
            find = replace(find, place=replace(find.at, kind="document"))
        place = find.at
        self._manifest.put_place(place)
        if sha256 in self._in_hand:
            self._in_hand[sha256].finds.append(find)
            self.counts.duplicates += 1
            return None
        if record is None:
            return self._begin(sha256, find, Record(sha256, place.path, cover=cover))
        if not self._settled(record, place) or not (self._sink.has(record) or self._copied(record, place)):
            return self._begin(sha256, find, record)
        if (record.path, record.ordinal) != (place.path, place.ordinal):
            self.counts.duplicates += 1
            self._sink.note(place)
        if find.container is not None:
            self._one_less(find.container)
        return None

    def _copied(self, record: Record, place: Place) -> bool:
        """Could a result that has a file be put into the store without reading the document again?"""
        done = record.status == "done" and self._sink.copy(place, record)
        if done:
            self._manifest.put(replace(record, stored=self._sink.stored))
        return done

    def _begin(self, key: str, find: Find, record: Record) -> Work | None:
        """Mark as begun. What was begun and never ended, time after time, waits for the end of the batch, to be read
        alone; if even then it ends with the program, it is given up."""
        attempts = record.attempts if record.status == "pending" else 0
        if attempts >= _SUSPECT and not self._alone:
            self._suspects.append(find)
            return None
        if not self._ready:
            self._engine.ready()  # else what waits for the models to load is begun, and charged if the batch is killed
            self._ready = True
        if record.status == "done" and record.run == self._manifest.run:
            self.counts.documents -= 1  # read again under its right name
        place, given_up = find.at, attempts >= _GIVEN_UP
        record = replace(
            record,
            path=place.path,
            ordinal=place.ordinal,
            status="pending",
            attempts=attempts + (not given_up),
            version=self._version,
            round=self._manifest.round,
            run=self._manifest.run,
        )
        self._manifest.put(record)
        if not given_up:
            return Work(key, [find], record)
        self._given_up.add(record.sha256)
        message = f"the program was stopped {attempts} times while it read this"
        name = find.task.name or find.task.path.name
        return Work(key, [find], record, [failed(find.task.path, "worker_died", message, name=name)])


def _filed(answers: Sequence[tuple[Work, Answer]]) -> Iterator[tuple[str, Result]]:
    """Results that have a file, each with the SHA-256 of its document."""
    for work, answer in answers:
        if not isinstance(answer, Unpacked) and answer and work.place.sha256 is not None:
            yield work.place.sha256, answer[0]
