"""What a batch does with an archive, whatever order things come in and wherever it is stopped."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from unit.batch.batches import files, note, run, seen, zipped

from extractor.batch import session
from extractor.batch.archive import Batch
from extractor.batch.engine import EngineError
from extractor.batch.manifest import Manifest
from extractor.errors import StoreError
from extractor.settings import Settings
from extractor.store import Filter, Store, open_store


def results(out: Path) -> dict[str, dict[str, Any]]:
    found = (json.loads(p.read_bytes()) for p in (out / "results").rglob("*.json"))
    return {f["source"]["filename"]: f for f in found}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_document_has_a_result_named_by_its_bytes(archive: Path, tmp_path: Path) -> None:
    counts, _ = run(archive, tmp_path / "out")
    assert (counts.files, counts.documents, counts.failed) == (4, 4, 0)
    for name, found in results(tmp_path / "out").items():
        sha256 = found["source"]["sha256"]
        place = tmp_path / "out" / "results" / sha256[:2] / f"{sha256}.json"
        assert json.loads(place.read_bytes()) == found
        assert (archive / "листи" / name).is_file()
    index = lines(tmp_path / "out" / "index.jsonl")
    assert [Path(entry["path"]).name for entry in index] == ["0.txt", "1.txt", "2.txt", "3.txt"]
    assert all((tmp_path / "out" / entry["result"]).is_file() for entry in index)
    assert not (tmp_path / "out" / "unfinished").exists()


def test_again_nothing_is_read(archive: Path, tmp_path: Path) -> None:
    run(archive, tmp_path / "out")
    before = files(tmp_path / "out")
    stamps = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*.json*")}
    counts, engine = run(archive, tmp_path / "out")
    assert (counts.unchanged, counts.documents, engine.handed) == (4, 0, [])
    assert files(tmp_path / "out") == before
    assert {p: p.stat().st_mtime_ns for p in stamps} == stamps


def test_what_is_new_or_changed_is_read(archive: Path, tmp_path: Path) -> None:
    run(archive, tmp_path / "out")
    (archive / "листи" / "1.txt").write_text(note(100), encoding="utf-8")
    (archive / "new.txt").write_text(note(101), encoding="utf-8")
    counts, engine = run(archive, tmp_path / "out")
    assert (counts.unchanged, counts.documents) == (3, 2)
    assert sorted(task.path.name for task in engine.handed) == ["1.txt", "new.txt"]


def test_the_same_bytes_elsewhere_are_read_once(archive: Path, tmp_path: Path) -> None:
    (archive / "a").mkdir()
    (archive / "a" / "copy.txt").write_text(note(2), encoding="utf-8")
    (archive / "z.zip").write_bytes(zipped({"2.txt": note(2).encode(), "in.txt": note(50).encode()}))
    counts, engine = run(archive, tmp_path / "out")
    assert (counts.documents, counts.duplicates, counts.containers) == (5, 2, 1)
    assert len(engine.handed) == 6
    assert set(results(tmp_path / "out")) == {"0.txt", "1.txt", "3.txt", "copy.txt", "z.zip/in.txt"}
    same = [e for e in lines(tmp_path / "out" / "index.jsonl") if e["duplicate"]]
    assert {(Path(e["path"]).name, e["member"]) for e in same} == {("2.txt", None), ("z.zip", "2.txt")}
    assert len({e["result"] for e in same}) == 1
    assert run(archive, tmp_path / "out")[0].unchanged == 6


def test_a_copy_found_later_changes_nothing(archive: Path, tmp_path: Path) -> None:
    run(archive, tmp_path / "out")
    before = results(tmp_path / "out")
    (archive / "a.txt").write_text(note(2), encoding="utf-8")
    counts, engine = run(archive, tmp_path / "out")
    assert (counts.duplicates, engine.handed) == (1, [])
    assert results(tmp_path / "out") == before


def test_the_name_does_not_depend_on_what_was_quicker(archive: Path, tmp_path: Path) -> None:
    """The archive stands first in the walk and comes apart last."""
    (archive / "a.zip").write_bytes(zipped({"in.txt": note(0).encode(), "other.txt": note(60).encode()}))
    run(archive, tmp_path / "one")
    counts, _ = run(archive, tmp_path / "two", last=True)
    assert counts.containers == 1
    assert files(tmp_path / "two") == files(tmp_path / "one")
    assert "a.zip/in.txt" in results(tmp_path / "two")


def mail(attachment: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Лист", "a@example.org", "b@example.org"
    message["Date"] = "Mon, 06 May 2019 10:00:00 +0300"
    message.set_content("Надсилаємо план заходів до 1 червня 2019 року.", charset="utf-8")
    message.add_attachment(attachment, maintype="text", subtype="plain", filename="план.txt")
    return message.as_bytes()


def test_a_mail_alone_and_in_an_archive(archive: Path, tmp_path: Path) -> None:
    """Its bytes are a document, its cover, and as a file more than that: the attachments are never passed over."""
    letter = mail(note(70).encode())
    (archive / "a.zip").write_bytes(zipped({"лист.eml": letter}))
    (archive / "b.eml").write_bytes(letter)
    (archive / "c.eml").write_bytes(letter)
    for out, last in (("one", False), ("two", True)):
        counts, _ = run(archive, tmp_path / out, last=last)
        assert (counts.documents, counts.failed) == (6, 0)
        places = {(s.place.path.name, s.place.member) for s in seen(tmp_path / out)}
        assert {("a.zip", "лист.eml"), ("a.zip", "лист.eml/план.txt"), ("b.eml", "план.txt")} <= places
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_failures_are_listed_by_code(archive: Path, tmp_path: Path) -> None:
    (archive / "empty.txt").write_bytes(b"")
    (archive / "z.zip").write_bytes(zipped({"ok.txt": note(80).encode(), "odd.bin": bytes(range(256)) * 9}))
    counts, _ = run(archive, tmp_path / "out")
    assert (counts.documents, counts.failed) == (5, 2)
    (empty,) = lines(tmp_path / "out" / "errors" / "empty_file.jsonl")
    assert (Path(empty["path"]).name, empty["code"]) == ("empty.txt", "empty_file")
    (odd,) = lines(tmp_path / "out" / "errors" / "unsupported_type.jsonl")
    assert odd["member"] == "odd.bin"
    again, engine = run(archive, tmp_path / "out")
    assert (again.before, again.failed, engine.handed) == (2, 0, [])
    (archive / "empty.txt").write_text(note(81), encoding="utf-8")
    retried, engine = run(archive, tmp_path / "out", again="failed")
    assert (retried.failed, retried.documents) == (1, 1)
    assert [task.member.place if task.member else None for task in engine.handed] == [None, None, 1]
    assert not (tmp_path / "out" / "errors" / "empty_file.jsonl").exists()


def test_too_large_is_said_and_not_read(archive: Path, tmp_path: Path) -> None:
    small = Settings(nlp="rules", max_bytes=400)
    (archive / "large.txt").write_text(note(1) * 20, encoding="utf-8")
    counts, _ = run(archive, tmp_path / "out", settings=small)
    assert counts.codes == {"limit_bytes": 1}
    assert run(archive, tmp_path / "out", settings=small)[0].before == 1
    assert run(archive, tmp_path / "out", again="failed")[0].documents == 1


def test_a_member_without_text_is_no_loss(archive: Path, tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Порожній"
    message.add_attachment(note(90).encode(), maintype="text", subtype="plain", filename="план.txt")
    (archive / "m.eml").write_bytes(message.as_bytes())
    counts, _ = run(archive, tmp_path / "out")
    assert (counts.documents + counts.empty, counts.failed) == (6, 0)
    assert run(archive, tmp_path / "out")[0].unchanged == 5


class StopNowError(Exception):
    """As a kill at this moment."""


def after(turns: int) -> Callable[[Batch], None]:
    """Ends the run, with nothing put in order, after so many turns."""
    left = iter(range(turns))

    def watch(_: Batch) -> None:
        if next(left, None) is None:
            raise StopNowError

    return watch


@pytest.mark.parametrize("last", [False, True])
def test_stopped_after_every_turn(archive: Path, tmp_path: Path, last: bool) -> None:
    (archive / "a.zip").write_bytes(zipped({"in.txt": note(0).encode(), "x/лист.eml": mail(note(3).encode())}))
    (archive / "b.eml").write_bytes(mail(note(3).encode()))
    (archive / "empty.txt").write_bytes(b"")
    run(archive, tmp_path / "whole")
    wanted = files(tmp_path / "whole")
    stops = 0
    while True:
        out = tmp_path / f"stopped-{stops}"
        try:
            run(archive, out, watch=after(stops), last=last)
        except StopNowError:
            stops += 1
        else:
            break
        run(archive, out)
        attempts = {e["path"]: e.pop("attempts") for e in lines(out / "errors" / "empty_file.jsonl")}
        assert set(attempts.values()) <= {1, 2}
        found = files(out)
        assert found.keys() == wanted.keys()
        assert {n: c for n, c in found.items() if "errors" not in n} == {
            n: c for n, c in wanted.items() if "errors" not in n
        }
    assert stops > 3


def test_a_stop_that_is_asked_for_finishes_what_is_in_hand(archive: Path, tmp_path: Path) -> None:
    counts, engine = run(archive, tmp_path / "out", watch=lambda batch: batch.stop.set())
    assert counts.interrupted
    assert counts.documents == len(engine.handed) > 0
    assert run(archive, tmp_path / "out")[0].documents == 4 - counts.documents


def test_a_document_that_takes_the_program_down_is_tried_so_often(archive: Path, tmp_path: Path) -> None:
    def down(batch: Batch) -> None:
        if "1.txt" in {work.place.path.name for work in batch._in_hand.values()}:
            raise StopNowError

    for _ in range(3):
        with pytest.raises(StopNowError):
            run(archive, tmp_path / "out", watch=down)
    for _ in range(3):  # now it waits for the end, and the rest is done
        with pytest.raises(StopNowError):
            run(archive, tmp_path / "out", watch=down)
        assert set(results(tmp_path / "out")) == {"0.txt", "2.txt", "3.txt"}
    counts, engine = run(archive, tmp_path / "out")
    assert (counts.codes, engine.handed) == ({"worker_died": 1}, [])
    (line,) = lines(tmp_path / "out" / "errors" / "worker_died.jsonl")
    assert line["message"] == "the program was stopped 6 times while it read this"
    assert run(archive, tmp_path / "out", again="failed")[0].documents == 1


ORDERLY = (
    StoreError("store_unavailable", "the database has gone"),
    EngineError("the cluster has gone"),
    OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
    sqlite3.OperationalError("disk I/O error"),
)


def ended_by(error: Exception) -> Callable[[Batch], None]:
    """Ends the run, as this error would, once documents are in hand."""

    def watch(batch: Batch) -> None:
        if batch.counts.in_hand:
            raise error

    return watch


@pytest.mark.parametrize("error", ORDERLY, ids=lambda error: type(error).__name__)
def test_what_ends_by_no_fault_of_a_document_is_not_held_against_it(
    archive: Path, tmp_path: Path, error: Exception
) -> None:
    for _ in range(7):
        with pytest.raises(type(error)):
            run(archive, tmp_path / "out", watch=ended_by(error))
    records = [s.record for s in seen(tmp_path / "out")]
    assert {(r.status, r.attempts) for r in records if r is not None} == {("pending", 0)}
    counts, _ = run(archive, tmp_path / "out")
    assert (counts.documents, counts.codes) == (4, {})
    assert all(s.record is not None and s.record.attempts == 1 for s in seen(tmp_path / "out"))


def test_a_store_that_stays_away_costs_no_document(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"

    def save(*_: Any, **__: Any) -> Any:
        raise StoreError("store_unavailable", "the database has gone")

    with monkeypatch.context() as broken:
        broken.setattr(Store, "save_all", save)
        for _ in range(10):
            with pytest.raises(StoreError):
                run(archive, tmp_path / "out", store=url)
    counts, _ = run(archive, tmp_path / "out", store=url)
    assert (counts.documents, counts.codes) == (4, {})


@pytest.mark.parametrize("error", ORDERLY, ids=lambda error: type(error).__name__)
def test_what_was_given_up_stays_so(archive: Path, tmp_path: Path, error: Exception) -> None:
    """What takes the program down is charged with that, and with nothing less where a run then ends otherwise."""
    for name in ("0.txt", "2.txt", "3.txt"):
        (archive / "листи" / name).unlink()
    for _ in range(6):
        with pytest.raises(StopNowError):
            run(archive, tmp_path / "out", watch=ended_by(StopNowError()))
    with pytest.raises(type(error)):
        run(archive, tmp_path / "out", watch=ended_by(error))
    counts, engine = run(archive, tmp_path / "out")
    assert (counts.codes, engine.handed) == ({"worker_died": 1}, [])


def test_a_file_that_changes_while_it_is_read(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.batch import archive as module

    real = module.sha256_of
    stale = iter(["0" * 64])
    monkeypatch.setattr(module, "sha256_of", lambda path: next(stale, None) or real(path))
    counts, _ = run(archive, tmp_path / "out")
    assert (counts.documents, counts.failed) == (4, 0)
    assert sorted(results(tmp_path / "out")) == ["0.txt", "1.txt", "2.txt", "3.txt"]
    for name, found in results(tmp_path / "out").items():
        assert found["source"]["sha256"] == real(archive / "листи" / name)


class Failing:
    """A call of the system that fails from its n-th time on."""

    def __init__(self, real: Callable[..., Any], at: int) -> None:
        self.real, self.at, self.calls = real, at, 0

    def __call__(self, *args: Any, **options: Any) -> Any:
        self.calls += 1
        if self.calls >= self.at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self.real(*args, **options)


def test_a_disk_that_fills_up_at_any_call(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(archive, tmp_path / "whole")
    failed = 0
    for at in range(1, 40):
        out = tmp_path / f"full-{at}"
        with monkeypatch.context() as broken:
            full = Failing(os.fsync, at)
            broken.setattr(os, "fsync", full)
            with suppress(OSError):
                run(archive, out)
        if full.calls < at:
            break
        failed += 1
        for file in out.rglob("*.json"):
            json.loads(file.read_bytes())
        run(archive, out)
        assert files(out) == files(tmp_path / "whole")
    assert failed > 8


def test_store(archive: Path, tmp_path: Path) -> None:
    (archive / "copy.txt").write_text(note(2), encoding="utf-8")
    (archive / "empty.txt").write_bytes(b"")
    url = f"sqlite:///{tmp_path / 'store.db'}"
    run(archive, tmp_path / "out", store=url, filed=False)
    assert not (tmp_path / "out" / "results").exists()
    with open_store(url) as store:
        rows = store.documents(Filter(), limit=50).items
        assert sorted(row.status for row in rows) == ["complete"] * 4 + ["failed"]
        twice = [store.sightings(row.id) for row in rows if len(store.sightings(row.id)) == 2]
        assert [sorted(Path(s.place).name for s in places) for places in twice] == [["2.txt", "copy.txt"]]
        revisions = {row.id: row.revision for row in rows}
    counts, engine = run(archive, tmp_path / "out", store=url, filed=False)
    assert (counts.unchanged, engine.handed) == (6, [])
    with open_store(url) as store:
        assert {row.id: row.revision for row in store.documents(Filter(), limit=50).items} == revisions


def test_a_store_that_fails_at_any_save(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (archive / "z.zip").write_bytes(zipped({"in.txt": note(1).encode(), "own.txt": note(97).encode()}))
    at, failed = 0, True
    while failed:
        at += 1
        out, url = tmp_path / f"out-{at}", f"sqlite:///{tmp_path / f'{at}.db'}"
        real, left = Store.save_all, iter(range(at - 1))

        def save(*args: Any, real: Callable[..., Any] = real, left: Iterator[int] = left, **options: Any) -> Any:
            if next(left, None) is None:
                raise StoreError("store_unavailable", "the database has gone")
            return real(*args, **options)

        with monkeypatch.context() as broken:
            broken.setattr(Store, "save_all", save)
            try:
                run(archive, out, store=url)
                failed = False
            except StoreError:
                pass
        run(archive, out, store=url)
        assert len(results(out)) == 5
        with open_store(url) as store:
            rows = store.documents(Filter(), limit=50).items
            assert [(row.status, row.version, row.revision) for row in rows] == [("complete", 1, 1)] * 5
            assert sum(len(store.sightings(row.id)) for row in rows) == 6
            assert len(store.changes()) == 5
    assert at > 3


def test_results_with_files_go_into_a_store_unread(archive: Path, tmp_path: Path) -> None:
    (archive / "z.zip").write_bytes(zipped({"in.txt": note(95).encode()}))
    run(archive, tmp_path / "out")
    url = f"sqlite:///{tmp_path / 'store.db'}"
    counts, engine = run(archive, tmp_path / "out", store=url)
    assert [task.path.name for task in engine.handed] == ["z.zip"]  # to see its members; none of them is read
    assert (counts.documents, counts.containers) == (0, 1)
    with open_store(url) as store:
        assert len(store.documents(Filter(), limit=50).items) == 5
    assert run(archive, tmp_path / "out", store=url)[0].unchanged == 5


def test_the_manifest_tells_how_it_went(archive: Path, tmp_path: Path) -> None:
    run(archive, tmp_path / "out")
    with Manifest(tmp_path / "out" / session.MANIFEST) as manifest:
        records = [s.record for s in manifest.seen()]
    assert all(r is not None and (r.status, r.attempts, r.filed) == ("done", 1, True) for r in records)
    assert all(r is not None and r.seconds is not None and r.seconds >= 0 for r in records)
